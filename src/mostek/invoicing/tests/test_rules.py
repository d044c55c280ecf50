from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from mostek.invoicing.explanations import EXPLANATIONS
from mostek.invoicing.model import (
    Corrected,
    ExchangeRate,
    Kind,
    Line,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
    VatRounding,
)
from mostek.invoicing.rules import check
from mostek.invoicing.tests.samples import BUYER, SELLER, VAT_23, bases, invoice, line, roundings, sale_lines

CORRECTED = Corrected(
    reference="MST-0000000000",
    number="FV/1",
    issue_date=date(2026, 11, 1),
    reason="zwrot",
    lines=(line(quantity=2),),
)


def found(*lines: Line, **changes: Any) -> list[tuple[str, str]]:
    return [
        (problem.key.removeprefix("invoicing."), problem.field)
        for problem in check(invoice(*lines, **changes))
    ]


@given(sale_lines, bases, roundings)
def test_an_ordinary_sale_is_sound(lines: list[Line], basis: PriceBasis, rounding: VatRounding) -> None:
    assert check(invoice(*lines, basis=basis, rounding=rounding)) == ()


DOCUMENTS: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"currency": "PLZ"}, ("currency_unknown", "currency")),
    ({"issue_date": date(1926, 11, 20), "sale_date": date(1926, 11, 20)}, ("issue_date", "issue_date")),
    ({"sale_date": date(2206, 11, 20)}, ("date_far_off", "sale_date")),
    ({"buyer": BUYER.model_copy(update={"name": "  "})}, ("buyer_without_name", "buyer.name")),
    ({"buyer": BUYER.model_copy(update={"name": "x" * 513})}, ("name_too_long", "buyer.name")),
    ({"buyer": BUYER.model_copy(update={"name": "Jan\x00"})}, ("unprintable", "buyer.name")),
    ({"seller": SELLER.model_copy(update={"name": ""})}, ("seller_without_name", "seller.name")),
    ({"notes": "a\x07b"}, ("unprintable", "notes")),
    ({"kind": Kind.CORRECTION}, ("correction_of_nothing", "corrected")),
    ({"corrected": CORRECTED}, ("correction_of_nothing", "corrected")),
    ({"payment": Payment(means=PaymentMeans.CARD, paid=Decimal(-1))}, ("paid_negative", "payment.paid")),
    (
        {"payment": Payment(means=PaymentMeans.TRANSFER, due_date=date(2062, 1, 1))},
        ("date_far_off", "payment.due_date"),
    ),
    (
        {"exchange": ExchangeRate(to="PLN", rate=Decimal(4), source="x", on=date(2026, 11, 19))},
        ("exchange_rate", "exchange"),
    ),
]


@pytest.mark.parametrize(("changes", "expected"), DOCUMENTS, ids=[str(row[1]) for row in DOCUMENTS])
def test_each_flaw_of_a_document_is_named_with_its_field(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert found(**changes) == [expected]


LINES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"name": " "}, ("line_without_name", "name")),
    ({"name": "x" * 513}, ("line_name_too_long", "name")),
    ({"name": "a\ud800"}, ("unprintable", "name")),
    ({"quantity": 0}, ("quantity", "quantity")),
    ({"quantity": -1}, ("quantity", "quantity")),
    ({"quantity": "1e13"}, ("amount_too_large", "quantity")),
    ({"unit_price": "-0.01"}, ("price_negative", "unit_price")),
    ({"unit_price": "1e60"}, ("amount_too_large", "unit_price")),
    ({"allowance": "-1"}, ("allowance_negative", "allowance")),
    ({"allowance": "100.01"}, ("allowance_above_value", "allowance")),
    ({"vat": Vat(code="", percent=None, country="PL")}, ("line_without_vat", "vat")),
    ({"vat": Vat(code="23", percent=Decimal(23), country="")}, ("line_without_vat", "vat")),
    ({"vat": Vat(code="230", percent=Decimal(230), country="PL")}, ("vat_percent", "vat")),
]


@pytest.mark.parametrize(("changes", "expected"), LINES, ids=[str(row) for row in LINES])
def test_each_flaw_of_a_line_is_named_with_its_line(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    key, field = expected
    broken = line().model_copy(update=changes) if changes.get("name") == "a\ud800" else line(**changes)
    document = invoice(line(), line())
    problems = check(document.model_copy(update={"lines": (line(), broken)}))
    assert [(problem.key, problem.field) for problem in problems] == [
        (f"invoicing.{key}", f"lines.1.{field}")
    ]
    assert problems[0].values["line"] == "2"


def test_an_empty_document_and_an_endless_one() -> None:
    empty = invoice().model_copy(update={"lines": ()})
    assert [problem.key for problem in check(empty)] == ["invoicing.no_lines"]
    endless = invoice().model_copy(update={"lines": (line(),) * 10_001})
    assert [problem.key for problem in check(endless)] == ["invoicing.too_many_lines"]


def test_names_of_512_characters_and_free_gifts_pass() -> None:
    assert found(line("x" * 512), line(unit_price=0), line(allowance="100.00")) == []


def test_a_receipt_needs_no_buyer() -> None:
    assert found(kind=Kind.RECEIPT, buyer=Party()) == []


def test_a_correction_may_bring_a_line_to_zero_but_not_below() -> None:
    def of(quantity: int) -> list[tuple[str, str]]:
        return found(line(quantity=quantity), kind=Kind.CORRECTION, corrected=CORRECTED)

    assert of(0) == []
    assert of(-1) == [("quantity", "lines.0.quantity")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": ""}, ("correction_without_number", "corrected.number")),
        ({"reason": ""}, ("correction_without_reason", "corrected.reason")),
        ({"reason": "x" * 257}, ("reason_too_long", "corrected.reason")),
        ({"issue_date": date(2027, 1, 1)}, ("correction_before_original", "issue_date")),
    ],
)
def test_each_flaw_of_a_correction_is_named(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(kind=Kind.CORRECTION, corrected=CORRECTED.model_copy(update=changes)) == [expected]


def test_totals_too_large_are_found_after_the_lines() -> None:
    assert found(line(quantity=10**6, unit_price=10**9)) == [("total_too_large", "lines")]


def test_every_flaw_is_named_at_once() -> None:
    names = {key for key, _ in found(line(""), line(quantity=0, vat=VAT_23), currency="", buyer=Party())}
    assert names == {"line_without_name", "quantity", "currency_unknown", "buyer_without_name"}


def test_every_sentence_takes_the_values_that_its_problem_has() -> None:
    documents = [invoice(**changes) for changes, _ in DOCUMENTS]
    documents += [
        invoice().model_copy(update={"lines": (line().model_copy(update=changes),)})
        for changes, _ in LINES[:2]
    ]
    for problem in [problem for document in documents for problem in check(document)]:
        text = EXPLANATIONS[problem.key]
        for sentence in (text.what, text.why, text.todo):
            assert "%" not in sentence % problem.values
