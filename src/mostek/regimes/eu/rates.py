"""Destination rates of the EU, and the categories that EN 16931 has where no VAT is charged."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from mostek.regimes.base.contract import Rate

_UNTAXED: tuple[tuple[str, Decimal | None, dict[str, str]], ...] = (
    ("0", Decimal(0), {}),
    ("E", None, {"pl": "zwolnione z VAT", "en": "exempt from VAT"}),
    ("AE", None, {"pl": "odwrotne obciążenie", "en": "reverse charge"}),
    ("O", None, {"pl": "poza zakresem VAT", "en": "outside the scope of VAT"}),
)
"""Codes of UNCL 5305, as in EN 16931 (BT-151)."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "rates.toml").read_text("utf-8"))


def rates(country: str) -> tuple[Rate, ...]:
    """The country's rates, standard first, then those without VAT; the latter alone where it has no table."""
    return (*_dated(country), *_untaxed(country))


def _dated(country: str) -> Iterator[Rate]:
    for row in _table()["set"]:
        if row["country"] == country:
            for percent in (row["standard"], *row["reduced"]):
                yield Rate(
                    country=country,
                    code=percent,
                    percent=Decimal(percent),
                    valid_from=row["valid_from"],
                    valid_to=row.get("valid_to"),
                    source=_table()["source"],
                    confidence=row["confidence"],
                )


def _untaxed(country: str) -> Iterator[Rate]:
    for code, percent, titles in _UNTAXED:
        yield Rate(
            country=country,
            code=code,
            percent=percent,
            valid_from=date(2007, 1, 1),
            valid_to=None,
            source="Directive 2006/112/EC",
            titles=titles,
        )
