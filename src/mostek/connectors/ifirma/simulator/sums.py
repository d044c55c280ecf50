"""How the stand-in adds a document up: each line rounded, VAT once per rate."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mostek.connectors.ifirma.simulator.fields import LINE, checked, number
from mostek.connectors.ifirma.simulator.said import Said, invalid

CENT = Decimal("0.01")
RATES = frozenset(map(Decimal, ("0.23", "0.08", "0.05", "0")))


@dataclass(frozen=True, slots=True)
class Sum:
    net: Decimal
    vat: Decimal
    gross: Decimal

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(self.net - other.net, self.vat - other.vat, self.gross - other.gross)


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def checked_lines(content: list[Any], *, zero_allowed: bool) -> list[dict[str, Any]]:
    """The lines, checked. Raises Said 200 or 201."""
    if not content:
        raise invalid("Pole 'Pozycje' jest wymagane")
    lines = [checked(line, LINE, f"Pozycje[{i}].") for i, line in enumerate(content)]
    for i, line in enumerate(lines):
        if number(line["CenaJednostkowa"]) <= 0:
            raise invalid(f"Pole 'Pozycje[{i}].CenaJednostkowa' musi być większe od zera")
        quantity = number(line["Ilosc"])
        if quantity < 0 or (quantity == 0 and not zero_allowed):
            raise invalid(f"Pole 'Pozycje[{i}].Ilosc' musi być większe od zera")
        if line["TypStawkiVat"] == "PRC" and number(line.get("StawkaVat", "-1")) not in RATES:
            raise invalid(f"Niedozwolona wartość pola 'Pozycje[{i}].StawkaVat'")
        if line["TypStawkiVat"] == "ZW" and not line.get("PodstawaPrawna"):
            raise invalid(f"Pole 'Pozycje[{i}].PodstawaPrawna' jest wymagane")
        if not 0 <= number(line.get("Rabat", 0)) < 100:
            raise Said(201, f"Niepoprawna wartość pola 'Pozycje[{i}].Rabat'")
    return lines


def line_value(line: dict[str, Any]) -> Decimal:
    share = 1 - number(line.get("Rabat", 0)) / 100
    return rounded(number(line["Ilosc"]) * number(line["CenaJednostkowa"]) * share)


def added_up(lines: list[dict[str, Any]], counted: str) -> Sum:
    groups: dict[Decimal, Decimal] = {}
    for line in lines:
        rate = number(line.get("StawkaVat", 0))
        groups[rate] = groups.get(rate, Decimal(0)) + line_value(line)
    whole = sum(groups.values(), Decimal(0))
    if counted == "NET":
        vat = sum((rounded(value * rate) for rate, value in groups.items()), Decimal(0))
        return Sum(whole, vat, whole + vat)
    vat = sum((rounded(value * rate / (1 + rate)) for rate, value in groups.items()), Decimal(0))
    return Sum(whole - vat, vat, whole)


def one_cent_more(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same lines, the first of them worth 0.01 more: what a program that miscounts would book."""
    first = {key: value for key, value in lines[0].items() if key != "Rabat"}
    wrong = {"Ilosc": 1, "CenaJednostkowa": float(line_value(lines[0]) + CENT)}
    return [first | wrong, *lines[1:]]
