"""Advances and the final invoice together are the order, at every rate, to the last unit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mostek.invoicing.advancing import advance_of, as_rates, final_of, left_to_invoice
from mostek.invoicing.correcting import cancelled, correction_of
from mostek.invoicing.model import AdvancePaid, Invoice, Kind, Line, PriceBasis, VatRounding
from mostek.invoicing.rules import check
from mostek.invoicing.tests.samples import EXEMPT, VAT_0, VAT_5, VAT_8, VAT_23, invoice, line
from mostek.invoicing.totals import NOTHING, Amounts, added, booked_per_rate, payable, totals
from mostek.kernel.problems import ProblemError

RATES = (VAT_23, VAT_8, VAT_5, VAT_0, EXEMPT)
CENT = Decimal("0.01")
prices = st.integers(1, 500_000).map(lambda cents: cents * CENT)
lines = st.lists(
    st.tuples(prices, st.integers(1, 9), st.sampled_from(RATES)).map(
        lambda each: line(unit_price=each[0], quantity=each[1], vat=each[2])
    ),
    min_size=1,
    max_size=6,
)
shares = st.lists(st.integers(1, 100), max_size=4)


def paid(advance: Invoice, number: str) -> AdvancePaid:
    return AdvancePaid(
        reference=advance.reference,
        number=number,
        issue_date=advance.issue_date,
        rates=as_rates(booked_per_rate(advance)),
    )


def advances_of(whole: Invoice, percents: list[int]) -> list[Invoice]:
    """Advances, each of so many percent of what is left then; none completes the order."""
    made: list[Invoice] = []
    for percent in percents:
        known = tuple(paid(each, f"ZAL/{i}") for i, each in enumerate(made, start=1))
        left = sum((amounts for _, amounts in left_to_invoice(whole, known)), NOTHING).gross
        amount = (left * percent / 101).quantize(CENT)
        if 0 < amount < left:
            made.append(advance_of(whole, amount, known, "Zaliczka %(rate)s"))
    return made


def summed(documents: list[Invoice]) -> dict[str, Amounts]:
    return {
        vat.code: amounts for vat, amounts in added(p for each in documents for p in booked_per_rate(each))
    }


@settings(max_examples=150, deadline=None)
@given(lines, shares, st.sampled_from(PriceBasis), st.sampled_from(VatRounding))
def test_advances_and_final_are_the_order(
    own: list[Line], percents: list[int], basis: PriceBasis, rounding: VatRounding
) -> None:
    whole = invoice(*own, basis=basis, rounding=rounding)
    made = advances_of(whole, percents)
    known = tuple(paid(each, f"ZAL/{i}") for i, each in enumerate(made, start=1))
    documents = [*made, final_of(whole, known)]
    expected = {vat.code: amounts for vat, amounts in added(totals(whole).rates)}
    assert summed(documents) == expected
    assert sum((payable(each) for each in documents), NOTHING) == totals(whole).whole
    for advance in made:
        assert payable(advance).gross == advance.payment.paid
        for rate, amounts in booked_per_rate(advance):
            by_law = amounts.gross * (rate.percent or 0) / (100 + (rate.percent or 0))
            assert abs(amounts.vat - by_law) <= CENT / 2


@settings(max_examples=60, deadline=None)
@given(lines, shares)
def test_the_advance_that_completes_the_order_leaves_nothing(own: list[Line], percents: list[int]) -> None:
    whole = invoice(*own)
    made = advances_of(whole, percents)
    known = tuple(paid(each, f"ZAL/{i}") for i, each in enumerate(made, start=1))
    left = sum((amounts for _, amounts in left_to_invoice(whole, known)), NOTHING).gross
    last = advance_of(whole, left, known, "Zaliczka %(rate)s")
    assert all(amounts.gross == 0 for _, amounts in left_to_invoice(whole, (*known, paid(last, "ZAL/9"))))
    with pytest.raises(ProblemError) as raised:
        final_of(whole, (*known, paid(last, "ZAL/9")))
    assert raised.value.problems[0].key == "invoicing.advances_cover_all"
    assert last.advances == known


def test_an_advance_names_what_was_ordered_and_is_counted_out_of_the_amount() -> None:
    whole = invoice(line(unit_price="100.00", vat=VAT_23), line(unit_price="50.00", vat=VAT_8))
    advance = advance_of(whole, Decimal("75.00"), (), "Zaliczka %(rate)s")
    assert check(advance) == ()
    assert advance.ordered is not None
    assert advance.ordered.lines == whole.lines
    assert [(each.name, each.unit_price) for each in advance.lines] == [
        ("Zaliczka 23%", Decimal("50.00")),
        ("Zaliczka 8%", Decimal("25.00")),
    ]
    assert [amounts.vat for _, amounts in booked_per_rate(advance)] == [Decimal("9.35"), Decimal("1.85")]


@pytest.mark.parametrize("amount", ["0", "-1", "150.01", "10.001"])
def test_an_advance_is_never_more_than_the_order(amount: str) -> None:
    whole = invoice(line(unit_price="100.00"), line(unit_price="50.00"))
    with pytest.raises(ProblemError) as raised:
        advance_of(whole, Decimal(amount), (), "Zaliczka")
    assert raised.value.problems[0].key == "invoicing.advance_amount"


def test_a_rate_that_left_the_order_stops_the_final_invoice() -> None:
    before = invoice(line(unit_price="100.00", vat=VAT_8), line(unit_price="100.00", vat=VAT_23))
    advance = paid(advance_of(before, Decimal(50), (), "Zaliczka"), "ZAL/1")
    with pytest.raises(ProblemError) as raised:
        final_of(invoice(line(unit_price="200.00", vat=VAT_23)), (advance,))
    (problem,) = raised.value.problems
    assert (problem.key, problem.values["rate"]) == ("invoicing.advances_above_order", "8")


def test_what_was_paid_beyond_the_advances_counts_on_the_final_invoice() -> None:
    whole = invoice(line(unit_price="100.00"))
    whole = whole.model_copy(update={"payment": whole.payment.model_copy(update={"paid": Decimal(70)})})
    advance = paid(advance_of(whole, Decimal(30), (), "Zaliczka"), "ZAL/1")
    final = final_of(whole, (advance,))
    assert (payable(final).gross, final.payment.paid) == (Decimal("70.00"), Decimal("40.00"))
    assert check(final) == ()


def test_an_advance_is_corrected_by_its_own_amount() -> None:
    advance = advance_of(invoice(line(unit_price="100.00")), Decimal(30), (), "Zaliczka")
    back = correction_of(
        advance,
        cancelled(advance.lines),
        reason="Rezygnacja",
        reference="MST-CORRECTION1",
        issue_date=advance.issue_date,
        original_number="ZAL/1",
    )
    assert payable(back).gross == Decimal("-30.00")
    assert check(back) == ()


def test_the_rules_of_the_chain() -> None:
    whole = invoice(line(unit_price="100.00"))
    advance = paid(advance_of(whole, Decimal(30), (), "Zaliczka"), "")
    late = advance.model_copy(update={"issue_date": whole.issue_date + timedelta(days=1)})
    assert [p.key for p in check(whole.model_copy(update={"kind": Kind.FINAL}))] == [
        "invoicing.final_without_advances"
    ]
    assert [p.key for p in check(whole.model_copy(update={"kind": Kind.ADVANCE}))] == [
        "invoicing.advance_of_nothing"
    ]
    assert [p.key for p in check(final_of(whole, (late,)))] == [
        "invoicing.advance_without_number",
        "invoicing.before_its_advance",
    ]
