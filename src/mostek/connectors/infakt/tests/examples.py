"""Documents and fixtures for the tests of this folder."""

import itertools
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from mostek.connectors.base.contract import Account
from mostek.connectors.base.http import Answer
from mostek.invoicing.model import (
    Address,
    BankAccount,
    Corrected,
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

DAY = date(2026, 3, 8)
IBAN = "PL61 1090 1014 0000 0712 1981 2874"
_numbers = itertools.count(1)


def account(base_url: str = "http://127.0.0.1", key: str = "600d600d" * 5, **options: str) -> Account:
    return Account(base_url, {"api_key": key, "webhook_secret": ""}, options)


def vat(code: str = "23") -> Vat:
    return Vat(code=code, percent=Decimal(code) if code.isdecimal() else None, country="PL")


def line(price: str = "123.00", code: str = "23", quantity: str = "1", **more: Any) -> Line:
    values: dict[str, Any] = {"name": "Kubek", "unit": "szt.", "vat": vat(code)}
    return Line(quantity=Decimal(quantity), unit_price=Decimal(price), **(values | more))


ADDRESS = Address(street="Długa 7/3", city="Kraków", postcode="30-001", country="PL")
PERSON = Party(name="Jan Maria Nowak", address=ADDRESS, email="jan@example.com")
COMPANY = Party(name="Żółw sp. z o.o.", tax_id="526-025-02-74", is_company=True, address=ADDRESS)


def invoice(*lines: Line, **more: Any) -> Invoice:
    values: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": f"MST-TEST{next(_numbers):06d}",
        "order_number": "1001",
        "issue_date": DAY,
        "sale_date": DAY - timedelta(days=1),
        "currency": "PLN",
        "basis": PriceBasis.GROSS,
        "rounding": VatRounding.LINE,
        "seller": COMPANY,
        "buyer": PERSON,
        "lines": lines or (line(),),
        "payment": Payment(means=PaymentMeans.TRANSFER, due_date=DAY + timedelta(days=14)),
        "bank_account": BankAccount(iban=IBAN, bank="Bank Próbny"),
    }
    return Invoice(**(values | more))


def correction(before: tuple[Line, ...], after: tuple[Line, ...], remote_id: str = "uuid-1") -> Invoice:
    corrected = Corrected(
        reference="MST-ORIGINAL01",
        number="16/03/2026",
        issue_date=DAY,
        remote_id=remote_id,
        reason="Zwrot towaru",
        lines=before,
    )
    return invoice(*after, kind=Kind.CORRECTION, corrected=corrected)


def fixture(name: str) -> Any:
    path = Path(__file__).parent / "fixtures" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))


def answered(status: int, body: Any = b"") -> Answer:
    return Answer(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())
