from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.kernel.money import (
    exponent,
    from_minor,
    is_currency,
    is_whole,
    rounded,
    smallest,
    split,
    to_minor,
)

CURRENCIES = st.sampled_from(["PLN", "EUR", "JPY", "KWD"])
WEIGHTS = st.lists(st.decimals(0, 10**7, places=3), min_size=1, max_size=30)
UNITS = st.integers(-(10**11), 10**11)


@given(UNITS, WEIGHTS, CURRENCIES)
def test_parts_are_whole_and_sum_to_the_total(units: int, weights: list[Decimal], currency: str) -> None:
    total = from_minor(units, currency)
    parts = split(total, weights, currency)
    assert sum(parts) == total
    assert len(parts) == len(weights)
    assert all(is_whole(part, currency) for part in parts)


@given(UNITS, WEIGHTS, CURRENCIES)
def test_each_part_is_within_one_unit_of_its_exact_share(
    units: int, weights: list[Decimal], currency: str
) -> None:
    total, whole = from_minor(units, currency), sum(weights)
    for part, weight in zip(split(total, weights, currency), weights, strict=True):
        if whole:
            assert abs(part - total * weight / whole) < smallest(currency)
            assert weight or part == 0


def test_the_remainder_goes_to_who_lost_most_and_ties_to_the_earlier() -> None:
    thirds = split(Decimal("1.00"), [Decimal(1)] * 3, "PLN")
    assert thirds == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    assert split(Decimal("0.01"), [Decimal(1), Decimal(2)], "PLN") == [Decimal("0.00"), Decimal("0.01")]
    assert split(Decimal("-0.01"), [Decimal(1), Decimal(2)], "PLN") == [Decimal(0), Decimal("-0.01")]


def test_without_any_weight_the_first_takes_all() -> None:
    assert split(Decimal("5.00"), [Decimal(0), Decimal(0)], "PLN") == [Decimal("5.00"), Decimal("0.00")]


@pytest.mark.parametrize(
    ("total", "weights"),
    [("1.00", []), ("1.00", ["-1", "2"]), ("1.005", ["1"])],
    ids=["no weights", "negative weight", "fraction of a grosz"],
)
def test_what_cannot_be_split_is_refused(total: str, weights: list[str]) -> None:
    with pytest.raises(ValueError):
        split(Decimal(total), [Decimal(weight) for weight in weights], "PLN")


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.005", "PLN", "0.01"),
        ("-0.005", "PLN", "-0.01"),
        ("0.0049", "PLN", "0.00"),
        ("2.5", "JPY", "3"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_rounding_is_half_up_to_the_currencys_unit(amount: str, currency: str, expected: str) -> None:
    assert str(rounded(Decimal(amount), currency)) == expected


def test_a_giant_is_rounded_not_refused() -> None:
    assert rounded(Decimal("1e40"), "PLN") == Decimal(10) ** 40


@given(UNITS, CURRENCIES)
def test_minor_units_come_back(units: int, currency: str) -> None:
    assert to_minor(from_minor(units, currency), currency) == units


def test_minor_units_of_a_fraction_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.001 PLN"):
        to_minor(Decimal("0.001"), "PLN")


def test_only_currencies_in_use_are_known() -> None:
    assert all(is_currency(code) for code in ("PLN", "EUR", "CZK", "USD", "JPY"))
    assert not any(is_currency(code) for code in ("pln", "PLZ", "DEM", "ZZZ", "XXX", ""))
    assert (exponent("PLN"), exponent("JPY")) == (2, 0)
