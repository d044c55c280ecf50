from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from operator import add

import pytest
from hypothesis import given

from mostek.invoicing.model import Line, PriceBasis, VatRounding
from mostek.invoicing.tests.samples import (
    EXEMPT,
    VAT_5,
    VAT_8,
    VAT_23,
    any_lines,
    bases,
    currencies,
    invoice,
    line,
    roundings,
    sale_lines,
)
from mostek.invoicing.totals import (
    NOTHING,
    Amounts,
    Totals,
    line_value,
    payable,
    totals,
    totals_before,
    totals_of,
    vat_of,
)
from mostek.kernel.money import is_whole, smallest

on_all_documents: Callable[..., Callable[..., None]] = given(any_lines, bases, roundings, currencies)
on_sales: Callable[..., Callable[..., None]] = given(sale_lines, bases, roundings, currencies)


def whole(parts: list[Amounts]) -> Amounts:
    return reduce(add, parts, NOTHING)


@on_all_documents
def test_parts_always_sum_to_the_whole(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding, currency: str
) -> None:
    found = totals_of(tuple(lines), basis, rounding, currency)
    assert whole(list(found.lines)) == found.whole
    assert whole([amounts for _, amounts in found.rates]) == found.whole
    for vat, amounts in found.rates:
        own = [each for each, one in zip(found.lines, lines, strict=True) if one.vat == vat]
        assert whole(own) == amounts
    for each in (*found.lines, *(amounts for _, amounts in found.rates), found.whole):
        assert each.net + each.vat == each.gross
        assert all(is_whole(amount, currency) for amount in (each.net, each.vat, each.gross))


@on_all_documents
def test_the_priced_side_is_kept_to_the_last_unit(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding, currency: str
) -> None:
    """With gross prices the buyer pays exactly what the shop showed; with net prices the net stands."""
    found = totals_of(tuple(lines), basis, rounding, currency)
    values = [line_value(one, currency) for one in lines]
    priced = [each.gross if basis is PriceBasis.GROSS else each.net for each in found.lines]
    assert priced == values
    assert (found.whole.gross if basis is PriceBasis.GROSS else found.whole.net) == sum(values)


@on_all_documents
def test_vat_is_rounded_where_the_rule_says(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding, currency: str
) -> None:
    found = totals_of(tuple(lines), basis, rounding, currency)
    for vat, amounts in found.rates:
        values = [line_value(one, currency) for one in lines if one.vat == vat]
        if rounding is VatRounding.RATE:
            assert amounts.vat == vat_of(sum(values, Decimal(0)), vat.percent, basis, currency)
        else:
            assert amounts.vat == sum(vat_of(value, vat.percent, basis, currency) for value in values)


@on_sales
def test_on_a_sale_no_line_has_a_negative_amount_or_strays_from_its_own_vat(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding, currency: str
) -> None:
    found = totals_of(tuple(lines), basis, rounding, currency)
    for one, each in zip(lines, found.lines, strict=True):
        assert min(each.net, each.vat, each.gross) >= 0
        own = vat_of(line_value(one, currency), one.vat.percent, basis, currency)
        assert abs(each.vat - own) <= 2 * smallest(currency)
        assert one.vat.percent or each.vat == 0


@on_sales
def test_a_return_is_the_sale_with_the_sign_turned(
    lines: list[Line], basis: PriceBasis, rounding: VatRounding, currency: str
) -> None:
    turned = tuple(one.model_copy(update={"quantity": -one.quantity}) for one in lines)
    sale, back = (totals_of(each, basis, rounding, currency) for each in (tuple(lines), turned))
    assert back.whole == NOTHING - sale.whole
    assert list(back.lines) == [NOTHING - each for each in sale.lines]


def amounts(net: str, vat: str, gross: str) -> Amounts:
    return Amounts(Decimal(net), Decimal(vat), Decimal(gross))


CENTS = (line(unit_price="0.99"), line(unit_price="0.99"), line(unit_price="0.99"))


@pytest.mark.parametrize(
    ("basis", "rounding", "expected"),
    [
        # 2.97 × 23 / 123 = 0.5554 against 3 × (0.99 × 23 / 123 = 0.1851)
        (PriceBasis.GROSS, VatRounding.RATE, amounts("2.41", "0.56", "2.97")),
        (PriceBasis.GROSS, VatRounding.LINE, amounts("2.40", "0.57", "2.97")),
        # 2.97 × 23 % = 0.6831 against 3 × (0.99 × 23 % = 0.2277)
        (PriceBasis.NET, VatRounding.RATE, amounts("2.97", "0.68", "3.65")),
        (PriceBasis.NET, VatRounding.LINE, amounts("2.97", "0.69", "3.66")),
    ],
)
def test_the_two_roundings_differ_as_the_law_allows(
    basis: PriceBasis, rounding: VatRounding, expected: Amounts
) -> None:
    found: Totals = totals_of(CENTS, basis, rounding, "PLN")
    assert found.whole == expected
    assert whole(list(found.lines)) == expected


def test_rates_stand_in_the_order_of_their_first_line() -> None:
    document = invoice(line(vat=VAT_8), line(vat=EXEMPT), line(vat=VAT_23), line(vat=VAT_8), line(vat=VAT_5))
    assert [vat.code for vat, _ in totals(document).rates] == ["8", "zw", "23", "5"]


def test_exempt_lines_carry_no_vat() -> None:
    assert payable(invoice(line(vat=EXEMPT))) == amounts("100.00", "0.00", "100.00")


def test_only_a_correction_has_a_state_before() -> None:
    with pytest.raises(ValueError):
        totals_before(invoice())
