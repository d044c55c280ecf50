"""Amounts in Polish words."""

from decimal import Decimal

from mostek.kernel.money import exponent, to_minor

ONES = (  # noqa: SIM905
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście "
    "trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
).split()
TENS = (  # noqa: SIM905
    "- - dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt"
).split()
HUNDREDS = "- sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset".split()  # noqa: SIM905
Forms = tuple[str, str, str]
"""For one, for two to four, for many."""
SCALES: tuple[Forms, ...] = (
    ("", "", ""),
    ("tysiąc", "tysiące", "tysięcy"),
    ("milion", "miliony", "milionów"),
    ("miliard", "miliardy", "miliardów"),
    ("bilion", "biliony", "bilionów"),
    ("biliard", "biliardy", "biliardów"),
)
CURRENCIES: dict[str, Forms] = {"PLN": ("złoty", "złote", "złotych")}
"""Every other currency is written by its code, which needs no declension."""


def form(number: int, forms: Forms) -> str:
    """The form of a noun that goes with a number: 1 złoty, 2 złote, 5 złotych, 12 złotych, 22 złote."""
    if number == 1:
        return forms[0]
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return forms[1]
    return forms[2]


def cardinal(number: int) -> str:
    """A whole number, zero or more and below a million million million, in words."""
    if number == 0:
        return ONES[0]
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            is_single = group == 1 and scale[0]
            words = [] if is_single else _below_thousand(group)
            groups.append(" ".join([*words, form(group, scale)]).strip())
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        tens, rest = divmod(rest, 10)
        words.append(TENS[tens])
    if rest:
        words.append(ONES[rest])
    return words


def amount_in_words(amount: Decimal, currency: str) -> str:
    """`sto dwadzieścia trzy złote 45/100`. Raises ValueError on fractions of the smallest unit."""
    places = exponent(currency)
    whole, minor = divmod(abs(to_minor(amount, currency)), 10**places)
    name = form(whole, CURRENCIES.get(currency, (currency, currency, currency)))
    fraction = f" {minor:0{places}d}/{10**places}" if places else ""
    return f"{'minus ' if amount < 0 else ''}{cardinal(whole)} {name}{fraction}"
