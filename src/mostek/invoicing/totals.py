"""Totals of a neutral document: per line, per VAT rate, whole.

Parts always sum to the whole: the rates' amounts are the sums of their lines' amounts and the
totals are the sums of the rates. With `VatRounding.RATE` the VAT of a rate is rounded once and
then shared among its lines; with `VatRounding.LINE` each line is rounded and the rate is their sum.

Gross basis: VAT = gross × r / (100 + r), net = gross − VAT. Net basis: VAT = net × r, gross = net + VAT.
(For Poland: art. 106e(7)–(11) of the VAT Act.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from mostek.invoicing.model import Invoice, Kind, Line, PriceBasis, Vat, VatRounding
from mostek.kernel.money import ZERO, rounded, split


@dataclass(frozen=True, slots=True)
class Amounts:
    net: Decimal
    vat: Decimal
    gross: Decimal

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.net + other.net, self.vat + other.vat, self.gross + other.gross)

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.net - other.net, self.vat - other.vat, self.gross - other.gross)


NOTHING = Amounts(ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Totals:
    lines: tuple[Amounts, ...]
    rates: tuple[tuple[Vat, Amounts], ...]
    """In the order in which the rates first appear."""
    whole: Amounts


class Priced(Protocol):
    """What has a value: a document's line, or an order's before it becomes one."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def allowance(self) -> Decimal: ...


def line_value(line: Priced, currency: str) -> Decimal:
    """`quantity × unit_price − allowance`, rounded, on the document's price basis."""
    return rounded(line.quantity * line.unit_price - line.allowance, currency)


def vat_of(value: Decimal, percent: Decimal | None, basis: PriceBasis, currency: str) -> Decimal:
    """The VAT in (gross basis) or on top of (net basis) a value, rounded half up."""
    if not percent:
        return rounded(ZERO, currency)
    divisor = 100 + percent if basis is PriceBasis.GROSS else Decimal(100)
    return rounded(value * percent / divisor, currency)


def _amounts(value: Decimal, vat: Decimal, basis: PriceBasis) -> Amounts:
    if basis is PriceBasis.GROSS:
        return Amounts(value - vat, vat, value)
    return Amounts(value, vat, value + vat)


def _vat_shares(
    values: list[Decimal], percent: Decimal | None, basis: PriceBasis, currency: str
) -> list[Decimal]:
    """The rate's VAT, rounded once, shared among lines; of the same sign as the rate's sum."""
    vat = vat_of(sum(values, ZERO), percent, basis, currency)
    if all(value >= 0 for value in values) or all(value <= 0 for value in values):
        return split(vat, [abs(value) for value in values], currency)
    own = [vat_of(value, percent, basis, currency) for value in values]
    largest = max(range(len(values)), key=lambda i: abs(values[i]))
    own[largest] += vat - sum(own, ZERO)
    return own


def totals_of(lines: tuple[Line, ...], basis: PriceBasis, rounding: VatRounding, currency: str) -> Totals:
    """Totals of lines on one basis. The order of lines is kept."""
    values = [line_value(line, currency) for line in lines]
    by_rate: dict[Vat, list[int]] = {}
    for i, line in enumerate(lines):
        by_rate.setdefault(line.vat, []).append(i)
    per_line: list[Amounts] = [NOTHING] * len(lines)
    for vat, members in by_rate.items():
        own = [values[i] for i in members]
        if rounding is VatRounding.RATE:
            shares = _vat_shares(own, vat.percent, basis, currency)
        else:
            shares = [vat_of(value, vat.percent, basis, currency) for value in own]
        for i, value, share in zip(members, own, shares, strict=True):
            per_line[i] = _amounts(value, share, basis)
    rates = tuple((vat, sum((per_line[i] for i in members), NOTHING)) for vat, members in by_rate.items())
    return Totals(tuple(per_line), rates, sum((amounts for _, amounts in rates), NOTHING))


def totals(invoice: Invoice) -> Totals:
    """Totals of the document's lines; of a correction: of its state after."""
    return totals_of(invoice.lines, invoice.basis, invoice.rounding, invoice.currency)


def totals_before(invoice: Invoice) -> Totals:
    """Totals of the lines as they stood before the correction. Raises ValueError on other kinds."""
    if invoice.corrected is None:
        raise ValueError("only a correction has a state before")
    return totals_of(invoice.corrected.lines, invoice.basis, invoice.rounding, invoice.currency)


def payable(invoice: Invoice) -> Amounts:
    """What the document books: its totals; for a correction after minus before; for a final invoice
    what its advance invoices leave."""
    return sum((amounts for _, amounts in booked_per_rate(invoice)), NOTHING)


Rates = tuple[tuple[Vat, Amounts], ...]


def booked_per_rate(invoice: Invoice) -> Rates:
    """What the document books at each VAT rate; together `payable`. Rates of a state before come first."""
    after = totals(invoice).rates
    if invoice.corrected:
        before = dict(totals_before(invoice).rates)
        now = dict(after)
        return tuple(
            (vat, now.get(vat, NOTHING) - before.get(vat, NOTHING)) for vat in dict.fromkeys([*before, *now])
        )
    return left_of(after, advanced(invoice)) if invoice.kind is Kind.FINAL else after


def advanced(invoice: Invoice) -> Rates:
    """What the advance invoices named on the document booked, per rate."""
    return added(
        (each.vat, Amounts(each.net, each.tax, each.gross))
        for paid in invoice.advances
        for each in paid.rates
    )


def added(parts: Iterable[tuple[Vat, Amounts]]) -> Rates:
    """Amounts of one rate put together. The reason printed with a rate does not tell rates apart."""
    sums: dict[tuple[str, str], tuple[Vat, Amounts]] = {}
    for vat, amounts in parts:
        known, before = sums.get((vat.country, vat.code), (vat, NOTHING))
        sums[vat.country, vat.code] = (known, before + amounts)
    return tuple(sums.values())


def left_of(rates: Rates, taken: Rates) -> Rates:
    """Rates minus what was taken of them; a rate that is not there any more shows as negative."""
    return added((*rates, *((vat, NOTHING - amounts) for vat, amounts in taken)))
