"""A sample document, to see whether PDFs can be made."""

from datetime import date
from decimal import Decimal

from mostek.invoicing.model import (
    Address,
    Invoice,
    Kind,
    Line,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
    VatRounding,
)
from mostek.invoicing.pdf import Texts, render


def sample_pdf() -> bytes:
    seller = Party(name="Sample", address=Address(street="Bridge 1", city="Town", postcode="00-001"))
    line = Line(
        name="Zażółć gęślą jaźń",
        quantity=Decimal(1),
        unit_price=Decimal(120),
        vat=Vat(code="20", percent=Decimal(20), country=""),
    )
    day = date(2026, 1, 2)
    sample = Invoice(
        kind=Kind.INVOICE,
        reference="MST-SAMPLE",
        number="1/2026",
        issue_date=day,
        sale_date=day,
        currency="EUR",
        basis=PriceBasis.GROSS,
        rounding=VatRounding.RATE,
        seller=seller,
        buyer=seller,
        lines=(line,),
        payment=Payment(means=PaymentMeans.TRANSFER, due_date=day),
    )
    return render(sample, Texts())
