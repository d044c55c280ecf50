"""Orders whose VAT has to be thought about: a company in another EU country, and a buyer outside the EU."""

from datetime import datetime, timedelta
from decimal import Decimal

from mostek.invoicing.model import Address, Party, PaymentMeans
from mostek.orders.incoming import IncomingLine, IncomingOrder

EU_COMPANY = "BL-UE-FIRMA"
OUTSIDE = "BL-POZA-UE"


def abroad(now: datetime) -> list[IncomingOrder]:
    """The first is sound once VIES has confirmed the number; in the second the shop charged VAT wrongly."""
    company = Party(
        name="Brücke Keramik GmbH",
        tax_id="DE136695976",
        is_company=True,
        address=Address(street="Lindenstraße 14", city="Dresden", postcode="01067", country="DE"),
        email="einkauf@bruecke.example",
    )
    person = Party(
        name="Nora Keller",
        address=Address(street="Seestrasse 9", city="Zürich", postcode="8002", country="CH"),
        email="nora.keller@poczta.example",
    )
    return [_order(EU_COMPANY, now, company, "0", 3), _order(OUTSIDE, now, person, "23", 2)]


def _order(number: str, now: datetime, buyer: Party, code: str, back: int) -> IncomingOrder:
    line = IncomingLine(
        name="Serwis kawowy", quantity=Decimal(1), unit="szt.", unit_price=Decimal("89.00"), vat_code=code
    )
    return IncomingOrder(
        number=number,
        placed_at=now - timedelta(days=back),
        currency="EUR",
        lines=[line],
        fully_paid=True,
        paid_on=(now - timedelta(days=back)).date(),
        payment_means=PaymentMeans.CARD,
        payment_name="Karta",
        delivery_method="Kurier międzynarodowy",
        buyer=buyer,
        status="Opłacone",
    )
