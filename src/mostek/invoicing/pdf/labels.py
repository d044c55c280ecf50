"""The words and signs of a document's language. A language is added by one file in `labels/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from mostek.invoicing.model import PriceBasis, Vat
from mostek.kernel.money import exponent, rounded

_FOLDER = Path(__file__).parent / "labels"


@dataclass(frozen=True, slots=True)
class Labels:
    language: str
    decimal: str
    thousands: str
    title: Mapping[str, str]
    """By document kind."""
    words: Mapping[str, str]
    means: Mapping[str, str]
    """By payment means."""

    def number(self, value: Decimal, least_places: int = 0) -> str:
        """The exact value, with at least so many decimals."""
        places = max(least_places, -int(value.normalize().as_tuple().exponent))
        whole, _, fraction = f"{value:,.{places}f}".partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + fraction if fraction else "")

    def money(self, amount: Decimal, currency: str) -> str:
        """The amount rounded to the currency's smallest unit."""
        return self.number(rounded(amount, currency), exponent(currency))

    def rate(self, vat: Vat, home: str) -> str:
        """`23%`, `zw`; with the country where it is not the seller's: `19% DE`."""
        name = vat.code if vat.percent is None else f"{self.number(vat.percent)}%"
        return name if vat.country == home else f"{name} {vat.country}"

    def price(self, basis: PriceBasis) -> str:
        return self.words["price_gross" if basis is PriceBasis.GROSS else "price_net"]


@cache
def languages() -> tuple[str, ...]:
    """The languages that documents can be printed in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def labels(language: str) -> Labels:
    """The words of a language; English where it is not there."""
    known = language if language in languages() else "en"
    return Labels(language=known, **tomllib.loads((_FOLDER / f"{known}.toml").read_text("utf-8")))
