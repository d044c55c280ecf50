from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.regimes.base import english
from mostek.regimes.pl import polish

NUMBERS = st.integers(0, 10**18 - 1)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero złotych 00/100"),
        ("1.01", "jeden złoty 01/100"),
        ("2.10", "dwa złote 10/100"),
        ("5.00", "pięć złotych 00/100"),
        ("12.00", "dwanaście złotych 00/100"),
        ("22.00", "dwadzieścia dwa złote 00/100"),
        ("101.00", "sto jeden złotych 00/100"),
        ("112.00", "sto dwanaście złotych 00/100"),
        ("123.45", "sto dwadzieścia trzy złote 45/100"),
        ("1000.00", "tysiąc złotych 00/100"),
        ("1001.00", "tysiąc jeden złotych 00/100"),
        ("2000.00", "dwa tysiące złotych 00/100"),
        ("15000.00", "piętnaście tysięcy złotych 00/100"),
        ("21000.00", "dwadzieścia jeden tysięcy złotych 00/100"),
        ("1000000.00", "milion złotych 00/100"),
        (
            "2345678.90",
            "dwa miliony trzysta czterdzieści pięć tysięcy sześćset siedemdziesiąt osiem złotych 90/100",
        ),
        ("-7.50", "minus siedem złotych 50/100"),
    ],
)
def test_polish_amounts(amount: str, words: str) -> None:
    assert polish.amount_in_words(Decimal(amount), "PLN") == words


def test_other_currencies_go_by_their_code_and_their_own_decimals() -> None:
    assert polish.amount_in_words(Decimal("22.05"), "EUR") == "dwadzieścia dwa EUR 05/100"
    assert polish.amount_in_words(Decimal(1500), "JPY") == "tysiąc pięćset JPY"
    assert polish.amount_in_words(Decimal("1.005"), "KWD") == "jeden KWD 005/1000"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.99", "zero PLN 99/100"),
        ("21.00", "twenty-one PLN 00/100"),
        ("1115.00", "one thousand one hundred fifteen PLN 00/100"),
        ("40000030.00", "forty million thirty PLN 00/100"),
        ("-1.00", "minus one PLN 00/100"),
    ],
)
def test_english_amounts(amount: str, words: str) -> None:
    assert english.amount_in_words(Decimal(amount), "PLN") == words


def test_fractions_of_the_smallest_unit_have_no_words() -> None:
    with pytest.raises(ValueError):
        polish.amount_in_words(Decimal("0.001"), "PLN")


def read_back(words: str, values: dict[str, int], scales: dict[str, int]) -> int:
    total = group = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in scales:
            total += (group or 1) * scales[word]
            group = 0
        else:
            group += values[word]
    return total + group


@given(NUMBERS)
def test_polish_words_say_the_number(number: int) -> None:
    values = {word: i for i, word in enumerate(polish.ONES)}
    values |= {word: 10 * i for i, word in enumerate(polish.TENS)}
    values |= {word: 100 * i for i, word in enumerate(polish.HUNDREDS)}
    scales = {form: 1000**i for i, forms in enumerate(polish.SCALES) for form in forms if form}
    assert read_back(polish.cardinal(number), values, scales) == number


@given(NUMBERS)
def test_english_words_say_the_number(number: int) -> None:
    values = {word: i for i, word in enumerate(english.ONES)}
    values |= {word: 10 * i for i, word in enumerate(english.TENS)}
    scales = {scale.strip(): 1000**i for i, scale in enumerate(english.SCALES) if scale}
    assert read_back(english.cardinal(number), values, scales) == number
