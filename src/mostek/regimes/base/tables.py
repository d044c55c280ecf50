"""Reads rates and exemptions from a regime's TOML files."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from mostek.regimes.base.contract import Exemption, Rate


def rates(path: Path) -> tuple[Rate, ...]:
    """The `[[rate]]` tables of a file whose top level names the `country`; order is kept."""
    table = tomllib.loads(path.read_text("utf-8"))
    return tuple(_rate(table["country"], row) for row in table["rate"])


def _rate(country: str, row: dict[str, Any]) -> Rate:
    return Rate(
        country=country,
        code=row["code"],
        percent=Decimal(row["percent"]) if "percent" in row else None,
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        source=row["source"],
        confidence=row.get("confidence", "high"),
        reason=row.get("reason", ""),
        titles=row.get("titles", {}),
    )


def exemptions(path: Path) -> tuple[Exemption, ...]:
    """The `[[exemption]]` tables of a file; order is kept."""
    rows = tomllib.loads(path.read_text("utf-8"))["exemption"]
    return tuple(Exemption(row["key"], row["code"], row["basis"], row["titles"]) for row in rows)
