"""A shop with accounts at the stand-ins: builds orders and connections, and reads what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from mostek.companies.models import BankAccount, Company
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.connections.verifying import activate
from mostek.connectors.base.registry import connectors
from mostek.connectors.base.stand_in import BookedDocument, Faults
from mostek.delivery.models import Delivery
from mostek.documents.drafting import draft
from mostek.documents.issuing import freeze, issue
from mostek.documents.models import Document, Series
from mostek.orders.models import CustomField, Order, OrderLine, OrderStatus
from mostek.sandbox.server import Sandbox
from tests.factories import make_company

ACTOR = "Anna"
IBAN = "PL61109010140000071219812874"
"""The one that the stand-ins have verified."""
COMPANY_BUYER = {
    "name": "Kawiarnia Pod Mostem sp. z o.o.",
    "tax_id": "1132191233",
    "is_company": True,
    "address": {"street": "Mostowa 3", "city": "Poznań", "postcode": "61-854", "country": "PL"},
    "email": "biuro@kawiarnia.example",
}
PRIVATE_BUYER = {
    "name": "Jan Różycki",
    "address": {"street": "Polna 2/3", "city": "Kraków", "postcode": "30-001", "country": "PL"},
    "email": "jan@poczta.example",
}
LineData = tuple[str, int, str, str]
"""Name, quantity, unit price, VAT code."""
TABLE_AND_BOOK: tuple[LineData, ...] = (("Stół dębowy", 1, "199.00", "23"), ("Książka", 2, "29.95", "5"))


@dataclass(slots=True)
class Shop:
    sandbox: Sandbox
    company: Company = field(default_factory=make_company)
    numbers: Any = field(default_factory=lambda: count(1))

    def connect(self, program: str, account: int = 0, **fields: Any) -> Connection:
        """An activated connection to a ready-made account of the program's stand-in."""
        BankAccount.objects.get_or_create(company=self.company, iban=IBAN, defaults={"currency": "PLN"})
        pdf, _ = CustomField.objects.get_or_create(company=self.company, name="PDF", kind="file")
        trouble, _ = OrderStatus.objects.get_or_create(company=self.company, name="Kłopot z fakturą")
        values: dict[str, Any] = {
            "name": f"{program} {next(self.numbers)}",
            "options": {option.name: option.default for option in connectors()[program].manifest.options},
            "document_field": pdf,
            "error_status": trouble,
        }
        connection = Connection(
            company=self.company, program=program, environment=STAND_IN, **(values | fields)
        )
        connection.set_credentials(self.credentials(program, account))
        activate(connection, ACTOR)
        return connection

    def credentials(self, program: str, account: int = 0) -> dict[str, str]:
        return dict(self.sandbox.programs[program].stand_in.accounts()[account].credentials)

    def series(self, connection: Connection | None, **fields: Any) -> Series:
        """Complete; the program numbers unless said otherwise."""
        code = f"S{next(self.numbers)}"
        values = {"code": code, "name": code, "numbering": "program", "place": "Poznań", "payment_days": 7}
        return Series.objects.create(company=self.company, connection=connection, **(values | fields))

    def hub_series(self, connection: Connection | None = None, **fields: Any) -> Series:
        """A series that we number."""
        pattern = {"numbering": "hub", "pattern": "FV/{number}/{month}/{year}"}
        return self.series(connection, **(pattern | fields))

    def order(self, *lines: LineData, **fields: Any) -> Order:
        """Of gross prices that add up to its total, unless said otherwise; paid by nobody yet."""
        wanted = lines or TABLE_AND_BOOK
        total = sum((quantity * Decimal(price) for _, quantity, price, _ in wanted), Decimal(0))
        buyer = fields.get("buyer", COMPANY_BUYER)
        values: dict[str, Any] = {
            "company": self.company,
            "source": "shop",
            "number": f"Z-{next(self.numbers)}",
            "placed_at": timezone.now(),
            "currency": "PLN",
            "total": total - Decimal(fields.get("discount", 0)),
            "payment_means": "card",
            "buyer": buyer,
            "buyer_name": buyer["name"],
            "buyer_tax_id": buyer.get("tax_id", ""),
        }
        order = Order.objects.create(**(values | fields))
        OrderLine.objects.bulk_create(_line(order, i, data) for i, data in enumerate(wanted))
        return order

    def issue(self, series: Series, *lines: LineData, **fields: Any) -> Document:
        return issue(self.order(*lines, **fields), series, ACTOR)

    def freeze(self, series: Series, *lines: LineData, **fields: Any) -> Document:
        """Issued as it is, although it should have been stopped: the program gets to see it."""
        order = self.order(*lines, **fields)
        return freeze(order, series, draft(order, series), ACTOR, "person")

    def books(self, program: str) -> list[BookedDocument]:
        return self.sandbox.programs[program].stand_in.books()

    def booked(self, document: Document) -> BookedDocument:
        """The one entry of the books that carries the document's reference."""
        assert document.connection is not None
        found = [
            each for each in self.books(document.connection.program) if each.reference == document.reference
        ]
        assert len(found) == 1, f"{len(found)} times in the books"
        return found[0]

    def faults(self, program: str) -> Faults:
        return self.sandbox.programs[program].faults


def _line(order: Order, position: int, data: LineData) -> OrderLine:
    name, quantity, price, vat = data
    return OrderLine(
        order=order,
        position=position,
        name=name,
        quantity=quantity,
        unit="szt.",
        unit_price=Decimal(price),
        vat_code=vat,
    )


def fresh(document: Document) -> Document:
    """The document as it stands in the database, with its delivery and order."""
    return Document.objects.select_related("delivery", "order", "connection", "pdf").get(pk=document.pk)


def delivery_of(document: Document) -> Delivery:
    return Delivery.objects.select_related("connection").get(document=document)


def story(document: Document) -> list[str]:
    """The timeline: `step outcome` of every attempt, without those that only looked and found it pending."""
    told = delivery_of(document).attempts.exclude(outcome="pending")
    return [f"{each.step} {each.outcome}" for each in told]


def keys(problems: Sequence[Any]) -> list[str]:
    """Of Problems, or of problems as they are stored."""
    return [problem["key"] if isinstance(problem, dict) else problem.key for problem in problems]
