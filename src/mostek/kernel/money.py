"""Amounts of money as decimals: rounding, minor units, splitting without loss."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

ZERO = Decimal(0)

_WIDE = Context(prec=80)
"""Room for mistyped giants: they are to be refused with a sentence, not with an exception."""


@cache
def is_currency(code: str) -> bool:
    """True for the ISO 4217 code, in capitals, of a currency that is legal tender somewhere today."""
    return code in _current_currencies()


@cache
def _current_currencies() -> frozenset[str]:
    return frozenset(
        code
        for history in get_global("territory_currencies").values()
        for code, _, end, is_tender in history
        if is_tender and end is None
    )


@cache
def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for PLN, 0 for JPY."""
    return get_currency_precision(currency)


@cache
def smallest(currency: str) -> Decimal:
    """The smallest amount of the currency: 0.01 for PLN, 1 for JPY."""
    return Decimal(1).scaleb(-exponent(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half up (away from zero) to the currency's smallest unit."""
    return amount.quantize(smallest(currency), ROUND_HALF_UP, _WIDE)


def is_whole(amount: Decimal, currency: str) -> bool:
    """True when the amount has no fraction of the currency's smallest unit."""
    scaled = amount.scaleb(exponent(currency))
    return scaled == scaled.to_integral_value()


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of an amount that already is whole in them. Raises ValueError otherwise."""
    if not is_whole(amount, currency):
        raise ValueError(f"{amount} {currency} is not a whole number of minor units")
    return int(amount.scaleb(exponent(currency)))


def from_minor(units: int, currency: str) -> Decimal:
    """The amount that so many minor units make."""
    return Decimal(units).scaleb(-exponent(currency))


def split(total: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Parts of `total` in proportion to `weights`, each whole in minor units, together exactly `total`.

    The remainder goes, unit by unit, to the parts that lost most by rounding down; ties go to
    the earlier part. Weights must not be negative; if all are zero the first part takes all.
    Raises ValueError on no weights, on a negative weight, or if `total` is not whole in minor units.
    """
    if not weights:
        raise ValueError("nothing to split between")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    to_minor(total, currency)
    if total < 0:
        return [-part for part in split(-total, weights, currency)]
    whole = sum(weights, ZERO)
    if whole == 0:
        return [total, *(rounded(ZERO, currency) for _ in weights[1:])]
    unit = smallest(currency)
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(unit, ROUND_DOWN, _WIDE) for share in exact]
    missing = int((total - sum(parts, ZERO)) / unit)
    by_loss = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_loss[:missing]:
        parts[i] += unit
    return parts
