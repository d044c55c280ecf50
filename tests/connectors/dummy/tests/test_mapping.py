"""Kajet's payload, its answers and its errors, against what its documentation shows."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mostek.invoicing.model import (
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

from ..errors import problems_in
from ..mapping import booked_from, payload_of, problems_of

DAY = date(2026, 3, 17)


def fixture(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((Path(__file__).parent / "fixtures" / f"{name}.json").read_text())
    return content


def invoice(**changed: Any) -> Invoice:
    line = Line(
        name="Kubek",
        quantity=Decimal(3),
        unit_price=Decimal("33.33"),
        allowance=Decimal("9.99"),
        vat=Vat(code="23", percent=Decimal(23), country="PL"),
    )
    values: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": "MST-0123456789",
        "number": "FV/1/2026",
        "issue_date": DAY,
        "sale_date": DAY,
        "currency": "PLN",
        "basis": PriceBasis.GROSS,
        "rounding": VatRounding.RATE,
        "seller": Party(name="Sklep"),
        "buyer": Party(name="Jan Nowak"),
        "lines": (line,),
        "payment": Payment(means=PaymentMeans.TRANSFER),
    }
    return Invoice(**(values | changed))


def test_the_payload_is_the_documented_one() -> None:
    assert payload_of(invoice(), {}) == fixture("create__sent")


def test_a_mapped_payment_method_wins() -> None:
    assert payload_of(invoice(), {"transfer": "other"})["payment"] == "other"


def test_an_answer_is_read_whole() -> None:
    booked = booked_from(fixture("create__made"))
    assert (booked.number, booked.reference, booked.line_count) == ("FV/1/2026", "MST-0123456789", 1)
    assert (booked.net, booked.vat, booked.gross) == (Decimal("73.17"), Decimal("16.83"), Decimal("90.00"))


def test_errors_name_the_field_and_keep_the_programs_words() -> None:
    (problem,) = problems_in(fixture("create__number_taken"))
    assert (problem.key, problem.field, problem.raw) == ("dummy.number_taken", "number", "number is taken")


def test_an_unknown_error_is_still_shown() -> None:
    (problem,) = problems_in({"errors": [{"field": "moon", "code": "phase", "message": "not full"}]})
    assert (problem.key, problem.field, problem.raw) == ("dummy.refused", "", "not full")


def test_what_kajet_would_refuse_is_found_before_it_is_sent() -> None:
    assert list(problems_of(invoice())) == []
    long = invoice(buyer=Party(name="x" * 201), currency="USD", lines=())
    found = {problem.field: problem.key for problem in problems_of(long)}
    assert found == {"currency": "dummy.currency", "lines": "dummy.missing", "buyer.name": "dummy.too_long"}
