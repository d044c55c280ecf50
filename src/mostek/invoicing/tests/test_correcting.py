from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import pytest
from hypothesis import given

from mostek.invoicing.correcting import cancelled, correction_of
from mostek.invoicing.model import Invoice, Kind, Line, Party, Payment, PaymentMeans, PriceBasis, VatRounding
from mostek.invoicing.rules import check
from mostek.invoicing.tests.samples import (
    BUYER,
    VAT_5,
    VAT_8,
    VAT_23,
    bases,
    invoice,
    line,
    roundings,
    sale_lines,
)
from mostek.invoicing.totals import NOTHING, booked_per_rate, payable, totals
from mostek.kernel.problems import ProblemError

LATER = date(2026, 11, 25)
ORIGINAL = invoice(line(quantity=2), line("Książka", unit_price="49.90", vat=VAT_5))


def correct(original: Invoice, *lines: Line, **changes: Any) -> Invoice:
    known: dict[str, Any] = {"reason": "zwrot towaru", "reference": "MST-KKKKKKKKKK", "issue_date": LATER}
    return correction_of(original, lines, **{**known, **changes})


def one_kept() -> Invoice:
    return correct(ORIGINAL, line(quantity=1), ORIGINAL.lines[1], original_remote_id="77")


def test_a_correction_shows_both_states_and_books_the_difference() -> None:
    correction = one_kept()
    assert (correction.kind, correction.number, correction.issue_date) == (Kind.CORRECTION, "", LATER)
    assert correction.corrected is not None
    assert (correction.corrected.number, correction.corrected.remote_id) == ("FV/17/11/2026", "77")
    assert correction.corrected.lines == ORIGINAL.lines
    assert payable(correction).gross == Decimal("-100.00")
    assert check(correction) == ()


def test_differences_are_told_per_rate() -> None:
    correction = correct(ORIGINAL, line(quantity=1), line("Kurs", unit_price="54.00", vat=VAT_8))
    found = {vat.code: str(amounts.gross) for vat, amounts in booked_per_rate(correction)}
    assert found == {"23": "-100.00", "5": "-49.90", "8": "54.00"}


@given(sale_lines, sale_lines, bases, roundings)
def test_differences_sum_to_what_is_booked(
    before: list[Line], after: list[Line], basis: PriceBasis, rounding: VatRounding
) -> None:
    original = invoice(*before, basis=basis, rounding=rounding)
    if before == after:
        return
    correction = correct(original, *after)
    parts = [amounts for _, amounts in booked_per_rate(correction)]
    assert reduce(add, parts, NOTHING) == payable(correction)
    assert payable(original) + payable(correction) == totals(correction).whole


def test_the_next_correction_builds_on_the_last_state_and_names_the_first_document() -> None:
    first = one_kept().model_copy(update={"number": "KOR/1/11/2026"})
    second = correct(first, *cancelled(first.lines), original_number="ignored")
    assert second.corrected is not None
    assert second.corrected.number == "FV/17/11/2026"
    assert second.corrected.remote_id == "77"
    assert second.corrected.lines == first.lines
    assert payable(ORIGINAL) + payable(first) + payable(second) == NOTHING


@given(sale_lines, bases, roundings)
def test_a_cancelled_document_comes_to_nothing(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding
) -> None:
    original = invoice(*lines, basis=basis, rounding=rounding)
    correction = correct(original, *cancelled(original.lines))
    assert payable(original) + payable(correction) == NOTHING


def test_the_programs_number_serves_where_the_document_has_none() -> None:
    later_numbered = invoice(number="")
    correction = correct(later_numbered, line(quantity=3), original_number="12/11/2026")
    assert correction.corrected is not None
    assert correction.corrected.number == "12/11/2026"


def test_only_the_buyers_data_may_change() -> None:
    moved: Party = BUYER.model_copy(update={"name": "Źdźbło Sp. z o.o."})
    correction = correct(ORIGINAL, *ORIGINAL.lines, buyer=moved)
    assert correction.buyer == moved
    assert payable(correction) == NOTHING


def test_a_payment_of_the_original_is_not_counted_again() -> None:
    paid = invoice(payment=Payment(means=PaymentMeans.CARD, paid=Decimal(100)))
    payment = correct(paid, line(quantity=2)).payment
    assert (payment.means, payment.paid) == (PaymentMeans.CARD, Decimal(0))


@pytest.mark.parametrize(
    ("original", "changes", "key"),
    [
        (ORIGINAL.model_copy(update={"kind": Kind.PROFORMA}), {}, "invoicing.not_correctable"),
        (ORIGINAL.model_copy(update={"number": ""}), {}, "invoicing.correction_without_number"),
        (ORIGINAL, {"reason": "  "}, "invoicing.correction_without_reason"),
        (invoice(line(quantity=7)), {}, "invoicing.correction_changes_nothing"),
    ],
    ids=["proforma", "no number", "no reason", "no change"],
)
def test_what_cannot_be_corrected_is_refused(original: Invoice, changes: dict[str, Any], key: str) -> None:
    with pytest.raises(ProblemError) as caught:
        correct(original, line(quantity=7), **changes)
    assert [problem.key for problem in caught.value.problems] == [key]


def test_rates_of_both_states_are_told_even_when_they_cancel_out() -> None:
    correction = correct(ORIGINAL, *ORIGINAL.lines, line("Nowy", vat=VAT_23, unit_price="1.00"))
    found = {vat.code: str(amounts.gross) for vat, amounts in booked_per_rate(correction)}
    assert found == {"23": "1.00", "5": "0.00"}
