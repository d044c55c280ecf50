"""The neutral document. Frozen, country-free, the same for every accounting program.

Amounts are decimals in the document's currency. Names follow EN 16931 where it has one.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Neutral(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    INVOICE = "invoice"
    CORRECTION = "correction"
    PROFORMA = "proforma"
    ADVANCE = "advance"
    FINAL = "final"
    RECEIPT = "receipt"


class PriceBasis(StrEnum):
    """Whether unit prices and allowances contain VAT."""

    GROSS = "gross"
    NET = "net"


class VatRounding(StrEnum):
    """Where VAT is rounded: once per rate, or on every line. One rule per document."""

    RATE = "rate"
    LINE = "line"


class LineKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    SHIPPING = "shipping"
    FEE = "fee"


class PaymentMeans(StrEnum):
    """How an order is paid, in the hub's own words; a connection maps them to the program's."""

    TRANSFER = "transfer"
    CARD = "card"
    CASH = "cash"
    CASH_ON_DELIVERY = "cash_on_delivery"
    BLIK = "blik"
    ONLINE = "online"
    PAYPAL = "paypal"
    INSTALMENTS = "instalments"
    OTHER = "other"


class Address(Neutral):
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, capitals; empty means unknown, never a default."""


class Party(Neutral):
    name: str = ""
    tax_id: str = ""
    """As printed, with the country prefix only if the party uses it."""
    is_company: bool = False
    address: Address = Address()
    email: str = ""
    phone: str = ""


class BankAccount(Neutral):
    iban: str
    bank: str = ""
    swift: str = ""
    currency: str = ""


class Vat(Neutral):
    """A VAT category as the seller's country names it: `23`, `8`, `0`, `zw`, `np`, `oo`."""

    code: str
    percent: Decimal | None
    """None where no VAT is charged at all (exempt, outside scope, reverse charge)."""
    country: str
    reason: str = ""
    """Why no VAT is charged, with the legal basis; printed on the document."""


class Line(Neutral):
    name: str
    quantity: Decimal
    unit: str = ""
    unit_price: Decimal
    allowance: Decimal = Decimal(0)
    """Taken off `quantity × unit_price`; on the same basis as the price; not negative on a sale."""
    vat: Vat
    kind: LineKind = LineKind.GOODS
    sku: str = ""


class Payment(Neutral):
    means: PaymentMeans
    due_date: date | None = None
    paid: Decimal = Decimal(0)
    paid_on: date | None = None


class ExchangeRate(Neutral):
    """Units of `to` for one unit of the document's currency."""

    to: str
    rate: Decimal
    source: str
    on: date


class Corrected(Neutral):
    """The document that a correction corrects, and its lines as they stood before."""

    reference: str
    number: str
    issue_date: date
    remote_id: str = ""
    reason: str
    lines: tuple[Line, ...]
    buyer: Party | None = None
    """The buyer as printed before, where the correction changes the buyer's data."""


class RateAmounts(Neutral):
    """What one VAT rate of a document books."""

    vat: Vat
    net: Decimal
    tax: Decimal
    gross: Decimal


class AdvancePaid(Neutral):
    """An advance invoice that came before, as it stands now: corrections of it are counted in."""

    reference: str
    number: str
    issue_date: date
    remote_id: str = ""
    rates: tuple[RateAmounts, ...]


class Ordered(Neutral):
    """What an advance is paid towards: the order's lines on the order's own price basis
    (art. 106f(1)(3) of the Polish VAT Act)."""

    lines: tuple[Line, ...]
    basis: PriceBasis


class Invoice(Neutral):
    """One document. For a correction `lines` is the state as it should be (after); an advance invoice
    has one line for each VAT rate that its amount is shared over; a final invoice has the order's lines
    and books what `advances` leave of them."""

    kind: Kind
    reference: Annotated[str, Field(min_length=4, max_length=32)]
    """The hub's own key, unique for ever; the marker by which the document is found again."""
    number: str = ""
    """Empty when the accounting program gives it."""
    order_number: str = ""
    issue_date: date
    sale_date: date
    """Of an advance invoice the day on which the payment was received."""
    currency: str
    basis: PriceBasis
    rounding: VatRounding
    seller: Party
    buyer: Party
    recipient: Party | None = None
    """Who receives the goods, where that is not the buyer; printed beside the buyer."""
    lines: tuple[Line, ...]
    payment: Payment
    bank_account: BankAccount | None = None
    place: str = ""
    language: str = "pl"
    notes: str = ""
    exchange: ExchangeRate | None = None
    corrected: Corrected | None = None
    ordered: Ordered | None = None
    """Of an advance invoice."""
    advances: tuple[AdvancePaid, ...] = ()
    """The order's earlier advance invoices, oldest first; a final invoice deducts them."""
    remote_series: str = ""
    """The series at the program that shall give the number, where it has several; empty: its default."""
