"""Where a sale takes place: the country of an address, as VAT sees it."""

import re
import tomllib
from functools import cache
from pathlib import Path

from mostek.invoicing.model import Address
from mostek.regimes.base.tax_ids import EU

VAT_AREA = EU | {"XI"}
"""Where goods are in the EU: its member states, and Northern Ireland."""


@cache
def _areas() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    rows = tomllib.loads((Path(__file__).parent / "areas.toml").read_text("utf-8"))["area"]
    return tuple((row["country"], tuple(row["postcodes"]), row["name"]) for row in rows)


def state(country: str) -> str:
    """The country's ISO code; Greece's prefix is taken for it."""
    return "GR" if country == "EL" else country


def goods_place(address: Address) -> str:
    """The country of goods: in Northern Ireland (postcodes BT) they are still in the EU's VAT area."""
    country = state(address.country)
    northern = country == "GB" and address.postcode.strip().upper().startswith("BT")
    return "XI" if northern else country


def services_place(address: Address) -> str:
    """The country of services: Northern Ireland is the United Kingdom's."""
    country = state(address.country)
    return "GB" if country == "XI" else country


def special_area(address: Address) -> str:
    """The name of the area with VAT of its own in which the address lies, or ""."""
    postcode = re.sub(r"\D", "", address.postcode)
    country = state(address.country)
    return next(
        (name for where, starts, name in _areas() if where == country and postcode.startswith(starts)), ""
    )
