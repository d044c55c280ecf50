"""Cells as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.kernel.problems import ProblemError
from mostek.orders.importing.values import amount, country, moment, vat_code, yes_or_amount


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1234.56", "auto", "1234.56"),
        ("1 234,56", "auto", "1234.56"),
        ("1\u00a0234,56 zł", "auto", "1234.56"),
        ("1\u202f234,5", "auto", "1234.5"),
        ("1.234,56", "auto", "1234.56"),
        ("1,234.56", "auto", "1234.56"),
        ("1,234,567", "auto", "1234567"),
        ("PLN 12,00", "auto", "12"),
        ("12.50 EUR", "auto", "12.5"),
        ("€9.99", "auto", "9.99"),
        ("-5,5", "auto", "-5.5"),
        ("0,001", "auto", "0.001"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("1.234", ".", "1.234"),
        ("12 000", "auto", "12000"),
    ],
)
def test_amounts(text: str, decimal: str, expected: str) -> None:
    assert amount(text, decimal) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.2.3,4", "12-5", "1e5", "NaN", "1,23.45", "--1", "1;2"]
)
def test_no_amounts(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        amount(text)
    assert caught.value.problems[0].key == "orders.cell_number"


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,000"])
def test_amounts_that_can_be_read_in_two_ways_are_not_guessed(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        amount(text)
    assert caught.value.problems[0].key == "orders.cell_ambiguous"


@given(
    number=st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    style=st.sampled_from(
        [("", ".", "."), (" ", ",", ","), (".", ",", ","), (",", ".", "."), ("\u00a0", ",", "auto")]
    ),
)
def test_every_amount_survives_every_way_of_writing_it(number: Decimal, style: tuple[str, str, str]) -> None:
    thousands, sign, decimal = style
    written = f"{number:,.2f}".replace(",", "T").replace(".", sign).replace("T", thousands)
    assert amount(written, decimal) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21", "2026-11-21T00:00:00"),
        ("21.11.2026", "2026-11-21T00:00:00"),
        ("21/11/2026 12:30", "2026-11-21T12:30:00"),
        ("1.2.2026 9:05:07", "2026-02-01T09:05:07"),
        ("2026/11/21", "2026-11-21T00:00:00"),
        ("2026-11-21 08:26:00", "2026-11-21T08:26:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    assert moment(text).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["", "wczoraj", "31.02.2026", "11/21/2026", "21.11.26", "2026-13-01", "45000"]
)
def test_no_moments(text: str) -> None:
    with pytest.raises(ProblemError):
        moment(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PL", "PL"),
        ("pl", "PL"),
        ("Polska", "PL"),
        ("Czechy", "CZ"),
        ("Česko", "CZ"),
        ("Slovensko", "SK"),
        ("Niemcy", "DE"),
        ("EIRE", "IE"),
        ("RSA", "ZA"),
        ("", ""),
        ("Channel Islands", None),
        ("European Community", None),
        ("Unia Europejska", None),
    ],
)
def test_countries(text: str, code: str | None) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("23%", "23"),
        ("23,00", "23"),
        ("0.23", "23"),
        ("0,08", "8"),
        ("ZW", "zw"),
        ("5 %", "5"),
        ("0", "0"),
        ("np.", "np."),
    ],
)
def test_vat_codes(text: str, code: str) -> None:
    assert vat_code(text) == code


def test_paid_is_yes_no_or_an_amount() -> None:
    assert yes_or_amount("Tak", "auto") is True
    assert yes_or_amount("nie", "auto") == 0
    assert yes_or_amount("12,50", "auto") == Decimal("12.5")
