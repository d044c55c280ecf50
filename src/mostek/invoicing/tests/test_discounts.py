from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.invoicing.discounts import spread
from mostek.invoicing.model import Line, LineKind, PriceBasis, VatRounding
from mostek.invoicing.tests.samples import VAT_5, VAT_8, VAT_23, currencies, line, sale_lines, shipping
from mostek.invoicing.totals import line_value, totals_of
from mostek.kernel.money import smallest
from mostek.kernel.problems import ProblemError


def worth(lines: list[Line], currency: str, include_shipping: bool) -> Decimal:
    return sum(
        (line_value(one, currency) for one in lines if include_shipping or one.kind is not LineKind.SHIPPING),
        Decimal(0),
    )


@given(sale_lines, currencies, st.booleans(), st.data())
def test_the_lines_fall_by_exactly_the_discount_and_never_below_zero(
    lines: list[Line], currency: str, include_shipping: bool, data: st.DataObject
) -> None:
    unit = smallest(currency)
    units = data.draw(st.integers(0, int(worth(lines, currency, include_shipping) / unit)))
    after = spread(units * unit, lines, currency, include_shipping=include_shipping)
    fall = [line_value(a, currency) - line_value(b, currency) for a, b in zip(lines, after, strict=True)]
    assert sum(fall) == units * unit
    assert all(line_value(one, currency) >= 0 for one in after)
    assert all(one.allowance <= one.quantity * one.unit_price for one in after)
    for before, down in zip(lines, fall, strict=True):
        assert down >= 0
        assert include_shipping or before.kind is not LineKind.SHIPPING or down == 0


def test_mixed_rates_bear_their_share_to_the_grosz() -> None:
    lines = [
        line(unit_price="100.00", vat=VAT_23),
        line(unit_price="50.00", vat=VAT_8),
        line(unit_price="33.33", vat=VAT_5),
        shipping(),
    ]
    after = spread(Decimal("10.00"), lines, "PLN")
    assert [str(one.allowance) for one in after] == ["5.45", "2.73", "1.82", "0"]
    found = totals_of(after, PriceBasis.GROSS, VatRounding.RATE, "PLN")
    assert found.whole.gross == Decimal("188.33")


def test_a_discount_comes_on_top_of_the_lines_own() -> None:
    (after,) = spread(Decimal("5.00"), [line(allowance="20.00")], "PLN")
    assert after.allowance == Decimal("25.00")


def test_shipping_bears_a_share_only_when_told() -> None:
    lines = [line(unit_price="85.00"), shipping("15.00")]
    assert [one.allowance for one in spread(Decimal(10), lines, "PLN")] == [10, 0]
    shared = spread(Decimal(10), lines, "PLN", include_shipping=True)
    assert [one.allowance for one in shared] == [Decimal("8.50"), Decimal("1.50")]


@pytest.mark.parametrize(
    ("discount", "key"),
    [
        ("-1.00", "invoicing.discount_amount"),
        ("0.001", "invoicing.discount_amount"),
        ("100.01", "invoicing.discount_above_value"),
    ],
)
def test_what_cannot_be_spread_is_refused_with_a_sentence(discount: str, key: str) -> None:
    with pytest.raises(ProblemError) as caught:
        spread(Decimal(discount), [line(), shipping()], "PLN")
    (problem,) = caught.value.problems
    assert problem.key == key
    assert problem.values["discount"] == f"{discount} PLN"


def test_no_discount_changes_nothing_even_without_lines() -> None:
    assert spread(Decimal(0), [], "PLN") == ()
