"""Amounts in English words."""

from decimal import Decimal

from mostek.kernel.money import exponent, to_minor

ONES = (  # noqa: SIM905
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
SCALES = ("", " thousand", " million", " billion", " trillion", " quadrillion")


def cardinal(number: int) -> str:
    """A whole number, zero or more and below a million million million, in words."""
    if number == 0:
        return ONES[0]
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(_below_thousand(group) + scale)
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(TENS[tens] + (f"-{ONES[ones]}" if ones else ""))
    elif rest:
        words.append(ONES[rest])
    return " ".join(words)


def amount_in_words(amount: Decimal, currency: str) -> str:
    """`one hundred twenty-three PLN 45/100`. Raises ValueError on fractions of the smallest unit."""
    places = exponent(currency)
    whole, minor = divmod(abs(to_minor(amount, currency)), 10**places)
    fraction = f" {minor:0{places}d}/{10**places}" if places else ""
    return f"{'minus ' if amount < 0 else ''}{cardinal(whole)} {currency}{fraction}"
