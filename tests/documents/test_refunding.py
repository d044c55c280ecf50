"""A refund is worth what was given back, to the grosz, whatever the rates, discounts and quantities."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mostek.documents.refunding import Refund, refunded
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.model import Invoice, Line, LineKind, PriceBasis, Vat, VatRounding
from mostek.invoicing.tests.samples import invoice
from mostek.invoicing.totals import line_value, totals_of
from mostek.kernel.problems import ProblemError

RATES = tuple(Vat(code=str(rate), percent=Decimal(rate), country="PL") for rate in (23, 8, 5, 0))
cents = st.decimals(Decimal("0.01"), Decimal(3000), places=2)


@st.composite
def lines(draw: Any, kind: LineKind = LineKind.GOODS) -> Line:
    quantity, price = Decimal(draw(st.integers(1, 12))), draw(cents)
    allowance = draw(st.sampled_from([Decimal(0), min(Decimal("3.33"), price * quantity)]))
    vat = draw(st.sampled_from(RATES))
    return Line(name="x", quantity=quantity, unit_price=price, allowance=allowance, vat=vat, kind=kind)


@st.composite
def states(draw: Any) -> Invoice:
    sold = draw(st.lists(lines(), min_size=1, max_size=5))
    shipping = draw(st.lists(lines(LineKind.SHIPPING), max_size=1))
    basis, rounding = draw(st.sampled_from(list(PriceBasis))), draw(st.sampled_from(list(VatRounding)))
    return invoice().model_copy(
        update={"lines": (*sold, *shipping), "basis": basis, "rounding": rounding, "currency": "PLN"}
    )


def gross(state: Invoice, part: Any) -> Decimal:
    return totals_of(tuple(part), state.basis, state.rounding, "PLN").whole.gross


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(states(), st.data())
def test_what_is_given_back_sums_to_the_grosz(state: Invoice, data: Any) -> None:
    back = {i: data.draw(st.integers(0, int(line.quantity))) for i, line in enumerate(state.lines)}
    kept = refunded(state, Refund({i: Decimal(count) for i, count in back.items()}))
    goods = [line for line in kept if line.kind is not LineKind.SHIPPING]
    shipping = [line for line in kept if line.kind is LineKind.SHIPPING]
    amounts = [
        data.draw(st.decimals(0, gross(state, part), places=2)) if gross(state, part) else Decimal(0)
        for part in (goods, shipping)
    ]
    try:
        after = refunded(state, Refund({i: Decimal(n) for i, n in back.items()}, *amounts))
    except ProblemError as error:
        told = [problem.key for problem in error.problems]
        assume((state.basis, told) != (PriceBasis.NET, ["documents.refund_unreachable"]))
        raise
    assert gross(state, kept) - gross(state, after) == sum(amounts)
    assert len(after) == len(state.lines)
    assert all(line_value(line, "PLN") >= 0 and line.allowance >= 0 for line in after)
    assert all(line.quantity == state.lines[i].quantity - back[i] for i, line in enumerate(after))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(states())
def test_everything_back_is_zero(state: Invoice) -> None:
    everything = Refund({i: line.quantity for i, line in enumerate(state.lines)})
    assert refunded(state, everything) == cancelled(state.lines)
    assert gross(state, refunded(state, everything)) == 0


def test_an_amount_is_borne_by_every_rate_and_shipping_apart() -> None:
    table = Line(name="Stół", quantity=Decimal(1), unit_price=Decimal("200.00"), vat=RATES[0])
    book = Line(name="Książka", quantity=Decimal(2), unit_price=Decimal("50.00"), vat=RATES[2])
    post = Line(
        name="Kurier",
        quantity=Decimal(1),
        unit_price=Decimal("15.00"),
        vat=RATES[0],
        kind=LineKind.SHIPPING,
    )
    state = invoice().model_copy(update={"lines": (table, book, post), "basis": PriceBasis.GROSS})
    after = refunded(state, Refund({1: Decimal(1)}, Decimal("25.00"), Decimal("7.50")))
    assert [line.allowance for line in after] == [Decimal("20.00"), Decimal("5.00"), Decimal("7.50")]


@pytest.mark.parametrize(
    ("refund", "key"),
    [
        (Refund({0: Decimal(99)}), "documents.returned_too_many"),
        (Refund({0: Decimal(-1)}), "documents.returned_too_many"),
        (Refund(amount=Decimal(100_000)), "documents.refund_above_worth"),
        (Refund(amount=Decimal("-1.00")), "documents.refund_above_worth"),
        (Refund(amount=Decimal("0.001")), "documents.refund_above_worth"),
        (Refund(shipping=Decimal("1.00")), "documents.refund_above_worth"),
    ],
)
def test_what_cannot_be_given_back_is_said(refund: Refund, key: str) -> None:
    table = Line(name="Stół", quantity=Decimal(1), unit_price=Decimal("200.00"), vat=RATES[0])
    with pytest.raises(ProblemError) as raised:
        refunded(invoice().model_copy(update={"lines": (table,)}), refund)
    assert [problem.key for problem in raised.value.problems] == [key]
