"""Neutral lines as iFirma's `Pozycje`, to the grosz.

iFirma values a line as quantity × unit price, rounded; its `Rabat` is a percentage and cannot carry an
amount. A discount therefore lowers the unit price, and where no price of two decimals fits, one unit at
the line's whole value is sent with the quantity written into the name.
"""

from decimal import Decimal
from typing import Any

from mostek.connectors.ifirma.resources import FOREIGN, Resource
from mostek.invoicing.model import Line, LineKind
from mostek.invoicing.totals import line_value
from mostek.kernel.money import rounded

NAME = 300
UNIT = 10
LEGAL_BASIS = 30
RATES = frozenset(map(Decimal, ("23", "8", "5", "0")))
"""Percentages that a domestic invoice may carry."""

_CENT = Decimal("0.01")
_FINEST = Decimal("0.0001")
_LAW = (" ustawy o podatku od towarów i usług", " ustawy o VAT", " ustawy")
_UNITS = {LineKind.GOODS: "szt."}


def unit_of(line: Line) -> str:
    """The line's unit; iFirma requires one."""
    return line.unit or _UNITS.get(line.kind, "usł.")


def legal_basis(line: Line) -> str:
    """Why a line is exempt, short: `art. 43 ust. 1 pkt 19`, without the name of the Act."""
    basis = line.vat.reason.strip()
    for ending in _LAW:
        basis = basis.removesuffix(ending)
    return basis


def is_exempt(line: Line) -> bool:
    return line.vat.code.casefold() == "zw"


def shortened(name: str, room: int = NAME) -> str:
    """The name, cut with an ellipsis where it is longer than iFirma takes."""
    return name if len(name) <= room else name[: room - 1].rstrip() + "…"


def _fits(amount: Decimal, step: Decimal) -> bool:
    return amount == amount.quantize(step)


def number(value: Decimal) -> Decimal:
    """Without needless zeros: 2.000 as 2."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def priced(line: Line, currency: str) -> tuple[Decimal, Decimal, str]:
    """Quantity, unit price and name whose product, rounded, is the line's value exactly."""
    value = line_value(line, currency)
    quantity, price = line.quantity, line.unit_price
    if _fits(quantity, _FINEST):
        if _fits(price, _CENT) and rounded(quantity * price, currency) == value:
            return quantity, price, shortened(line.name)
        share = value / quantity
        if _fits(share, _CENT) and rounded(quantity * share, currency) == value:
            return quantity, share.quantize(_CENT), shortened(line.name)
    suffix = "" if quantity == 1 else f" ({number(quantity):f} {unit_of(line)})"
    return Decimal(1), value, shortened(line.name, NAME - len(suffix)) + suffix


def position(line: Line, currency: str, resource: Resource) -> dict[str, Any]:
    quantity, price, name = priced(line, currency)
    unit = unit_of(line)
    entry: dict[str, Any] = {
        "NazwaPelna": name,
        "Jednostka": unit,
        "Ilosc": number(quantity),
        "CenaJednostkowa": price,
    }
    if resource is FOREIGN:
        entry |= {"NazwaPelnaObca": name, "JednostkaObca": unit}
    if is_exempt(line):
        return entry | {"TypStawkiVat": "ZW", "StawkaVat": None, "PodstawaPrawna": legal_basis(line)}
    percent = line.vat.percent or Decimal(0)
    return entry | {"TypStawkiVat": "PRC", "StawkaVat": (percent / 100).quantize(_CENT)}


def positions(lines: tuple[Line, ...], currency: str, resource: Resource) -> list[dict[str, Any]]:
    """The lines that are worth something: iFirma takes no price of 0."""
    return [position(line, currency, resource) for line in lines if line_value(line, currency)]


def corrected_positions(
    before: tuple[Line, ...], after: tuple[Line, ...], currency: str, resource: Resource
) -> list[dict[str, Any]]:
    """The state as it should be, old lines in their old places; a line that is gone has quantity 0."""
    left = [line for line in after if line_value(line, currency)]
    entries: list[dict[str, Any]] = []
    for old in before:
        if not line_value(old, currency):
            continue
        same = next((line for line in left if (line.name, line.sku) == (old.name, old.sku)), None)
        if same is None:
            entries.append(position(old, currency, resource) | {"Ilosc": Decimal(0)})
        else:
            left.remove(same)
            entries.append(position(same, currency, resource))
    return entries + [position(line, currency, resource) for line in left]
