"""Sound documents to begin from, and strategies that make arbitrary lines."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from mostek.invoicing.model import (
    Address,
    BankAccount,
    Invoice,
    Kind,
    Line,
    LineKind,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
    VatRounding,
)

VAT_23 = Vat(code="23", percent=Decimal(23), country="PL")
VAT_8 = Vat(code="8", percent=Decimal(8), country="PL")
VAT_5 = Vat(code="5", percent=Decimal(5), country="PL")
VAT_0 = Vat(code="0", percent=Decimal(0), country="PL")
EXEMPT = Vat(code="zw", percent=None, country="PL", reason="art. 113 ust. 1 ustawy o VAT")
ODD = Vat(code="25.5", percent=Decimal("25.5"), country="FI")


def line(name: str = "Kajak", **changes: Any) -> Line:
    return Line(
        **{"name": name, "quantity": 1, "unit_price": "100.00", "unit": "szt.", "vat": VAT_23, **changes}
    )


def shipping(price: str = "15.00") -> Line:
    return line("Wysyłka", unit_price=price, kind=LineKind.SHIPPING)


SELLER = Party(
    name="Żółty Kajak Sp. z o.o.",
    tax_id="5260001246",
    is_company=True,
    address=Address(street="ul. Świętokrzyska 12", city="Warszawa", postcode="00-950", country="PL"),
)
BUYER = Party(
    name="Źdźbło Grzegorz Brzęczyszczykiewicz",
    tax_id="525-224-84-81",
    is_company=True,
    address=Address(street="ul. Łąkowa 7", city="Łódź", postcode="90-001", country="PL"),
)


def invoice(*lines: Line, **changes: Any) -> Invoice:
    sound: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": "MST-0123456789",
        "number": "FV/17/11/2026",
        "order_number": "ZK-10293",
        "issue_date": date(2026, 11, 20),
        "sale_date": date(2026, 11, 18),
        "currency": "PLN",
        "basis": PriceBasis.GROSS,
        "rounding": VatRounding.RATE,
        "seller": SELLER,
        "buyer": BUYER,
        "lines": lines or (line(),),
        "payment": Payment(means=PaymentMeans.TRANSFER, due_date=date(2026, 11, 27)),
        "bank_account": BankAccount(
            iban="PL61109010140000071219812874", bank="Bank Testowy", swift="WBKPPLPP"
        ),
        "place": "Warszawa",
    }
    return Invoice(**{**sound, **changes})


vats = st.sampled_from([VAT_23, VAT_8, VAT_5, VAT_0, EXEMPT, ODD])
bases = st.sampled_from(PriceBasis)
roundings = st.sampled_from(VatRounding)
currencies = st.sampled_from(["PLN", "EUR", "JPY", "KWD"])


def lines_of(least: int, most: int) -> st.SearchStrategy[list[Line]]:
    """Lines with prices of up to four decimals between `least` and `most`, with discounts and all rates."""
    single = st.builds(
        Line,
        name=st.just("Towar"),
        quantity=st.decimals("0.001", 500, places=3),
        unit_price=st.decimals(least, most, places=4),
        allowance=st.just(Decimal(0)),
        vat=vats,
        kind=st.sampled_from([LineKind.GOODS, LineKind.SHIPPING]),
    )
    return st.lists(single, min_size=1, max_size=25)


sale_lines = lines_of(0, 5000)
any_lines = lines_of(-5000, 5000)
