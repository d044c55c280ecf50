"""Which payment means a shop's own name of a payment method stands for."""

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from mostek.invoicing.model import PaymentMeans


@cache
def _words() -> list[tuple[PaymentMeans, list[str]]]:
    known = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [(PaymentMeans(means), words) for means, words in known.items()]


def plain(text: str) -> str:
    """Small letters without accents: `Płatność` becomes `platnosc`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@lru_cache(maxsize=10_000)
def means_of(name: str) -> PaymentMeans:
    """What the name stands for; `other` where nothing in it is understood."""
    looked_at = plain(name).replace("_", " ")
    for means, words in _words():
        if any(word in looked_at for word in words):
            return means
    return PaymentMeans.OTHER
