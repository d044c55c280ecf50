"""The tables of a printed document: lines, and amounts per VAT rate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mostek.invoicing.model import Invoice, Kind, Line
from mostek.invoicing.pdf.inert import inert
from mostek.invoicing.pdf.labels import Labels
from mostek.invoicing.totals import (
    NOTHING,
    Amounts,
    Totals,
    advanced,
    booked_per_rate,
    payable,
    totals,
    totals_before,
    totals_of,
)
from mostek.kernel.money import ZERO, exponent, rounded

_HEADINGS = {Kind.CORRECTION: "difference", Kind.FINAL: "left"}
"""What the amounts per rate are, where they are not the sums of the lines."""


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    cell: Callable[[int, Line, Amounts], str]
    is_text: bool = False


def line_tables(invoice: Invoice, labels: Labels) -> list[dict[str, Any]]:
    """One table; for a correction two: the state before and the state after; for an advance what was
    ordered after what was received."""
    words = labels.words
    if invoice.corrected is None:
        heading = words["received"] if invoice.ordered else ""
        own = _line_table(heading, invoice, invoice.lines, totals(invoice), labels)
        return [own, *_ordered(invoice, labels), *_advances(invoice, labels)]
    return [
        _line_table(words["before"], invoice, invoice.corrected.lines, totals_before(invoice), labels),
        _line_table(words["after"], invoice, invoice.lines, totals(invoice), labels),
    ]


def _ordered(invoice: Invoice, labels: Labels) -> list[dict[str, Any]]:
    ordered = invoice.ordered
    if ordered is None:
        return []
    sums = totals_of(ordered.lines, ordered.basis, invoice.rounding, invoice.currency)
    shown = invoice.model_copy(update={"basis": ordered.basis})
    return [_line_table(labels.words["ordered"], shown, ordered.lines, sums, labels)]


def _advances(invoice: Invoice, labels: Labels) -> list[dict[str, Any]]:
    """The earlier advance invoices; a final invoice deducts them."""
    if not invoice.advances:
        return []
    words, currency = labels.words, invoice.currency
    rows = []
    for advance in invoice.advances:
        booked = sum((Amounts(each.net, each.tax, each.gross) for each in advance.rates), NOTHING)
        rows.append([inert(advance.number), str(advance.issue_date), *_money(booked, currency, labels)])
    whole = sum((amounts for _, amounts in advanced(invoice)), NOTHING)
    names = ("advance_number", "issue_date", "net", "vat", "gross")
    return [
        {
            "heading": words["deducted" if invoice.kind is Kind.FINAL else "earlier_advances"],
            "columns": [words[name] for name in names],
            "texts": [0],
            "rest": 0,
            "rows": rows,
            "total": [words["total"], *_money(whole, currency, labels)],
        }
    ]


def _line_table(
    heading: str, invoice: Invoice, lines: tuple[Line, ...], sums: Totals, labels: Labels
) -> dict[str, Any]:
    columns = _columns(invoice, lines, labels)
    net, vat, gross = _money(sums.whole, invoice.currency, labels)
    return {
        "heading": heading,
        "columns": [column.label for column in columns],
        "texts": [x for x, column in enumerate(columns) if column.is_text],
        "rest": 1,
        "rows": [
            [column.cell(i, line, amounts) for column in columns]
            for i, (line, amounts) in enumerate(zip(lines, sums.lines, strict=True), start=1)
        ],
        "total": [labels.words["total"], net, "", vat, gross],
    }


def _columns(invoice: Invoice, lines: tuple[Line, ...], labels: Labels) -> list[Column]:
    """Discounts have a column only where some line has one."""
    words, currency, home = labels.words, invoice.currency, invoice.seller.address.country
    places = exponent(currency)
    columns = [
        Column(words["line"], lambda i, _line, _own: str(i)),
        Column(words["name"], lambda _i, line, _own: inert(line.name), is_text=True),
        Column(words["quantity"], lambda _i, line, _own: _quantity(line, labels)),
        Column(labels.price(invoice.basis), lambda _i, line, _own: labels.number(line.unit_price, places)),
    ]
    if any(line.allowance for line in lines):
        columns.append(Column(words["allowance"], lambda _i, line, _own: _allowance(line, places, labels)))
    return [
        *columns,
        Column(words["net"], lambda _i, _line, own: labels.money(own.net, currency)),
        Column(words["rate"], lambda _i, line, _own: labels.rate(line.vat, home)),
        Column(words["vat"], lambda _i, _line, own: labels.money(own.vat, currency)),
        Column(words["gross"], lambda _i, _line, own: labels.money(own.gross, currency)),
    ]


def _quantity(line: Line, labels: Labels) -> str:
    return f"{labels.number(line.quantity)} {inert(line.unit)}".strip()


def _allowance(line: Line, places: int, labels: Labels) -> str:
    return labels.number(line.allowance, places) if line.allowance else ""


def rate_table(invoice: Invoice, labels: Labels) -> dict[str, Any]:
    """Net, VAT and gross per rate; for a correction their differences; VAT also in the currency
    of the exchange rate, where the document carries one (art. 106e(11) of the Polish VAT Act)."""
    words, currency, home = labels.words, invoice.currency, invoice.seller.address.country
    per_rate = booked_per_rate(invoice)
    names = [words["per_rate"], words["net"], words["vat"], words["gross"]]
    rows = [[labels.rate(vat, home), *_money(amounts, currency, labels)] for vat, amounts in per_rate]
    total = [words["total"], *_money(payable(invoice), currency, labels)]
    exchange = invoice.exchange
    if exchange:
        converted = [rounded(amounts.vat * exchange.rate, exchange.to) for _, amounts in per_rate]
        names.append(f"{words['vat_in']} {exchange.to}")
        for row, vat in zip([*rows, total], [*converted, sum(converted, ZERO)], strict=True):
            row.append(labels.money(vat, exchange.to))
    return {
        "heading": words[_HEADINGS[invoice.kind]] if invoice.kind in _HEADINGS else "",
        "columns": names,
        "texts": [0],
        "rest": 0,
        "rows": rows,
        "total": total,
    }


def _money(amounts: Amounts, currency: str, labels: Labels) -> list[str]:
    return [labels.money(amount, currency) for amount in (amounts.net, amounts.vat, amounts.gross)]
