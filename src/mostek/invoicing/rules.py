"""What every document needs, whatever the country and the program: a structural check as in EN 16931.

A document that passes has a currency, parties, dates and lines that totals can be computed from.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from unicodedata import category

from mostek.invoicing.model import Invoice, Kind, Line
from mostek.invoicing.totals import booked_per_rate, totals
from mostek.kernel.money import is_currency
from mostek.kernel.problems import Problem

LONGEST_NAME = 512
"""Characters in the name of a party or a line: the most that a structured invoice carries."""
LONGEST_REASON = 256
LARGEST = Decimal(10) ** 12
"""Quantities, prices and allowances from here on are mistakes."""
MOST_LINES = 10_000
YEARS_BACK = 10
YEARS_AHEAD = 2


def check(invoice: Invoice) -> tuple[Problem, ...]:
    """Everything that is structurally wrong, in the order of the document; empty when it is sound.

    Field paths count lines from 0, the value `line` counts from 1 as people do.
    """
    problems = [problem for rule in RULES for problem in rule(invoice)]
    return tuple(problems) if problems else tuple(_totals(invoice))


def _currency(invoice: Invoice) -> Iterator[Problem]:
    if not is_currency(invoice.currency):
        yield Problem("invoicing.currency_unknown", {"currency": invoice.currency}, "currency")
    exchange = invoice.exchange
    if exchange and (exchange.rate <= 0 or not is_currency(exchange.to) or exchange.to == invoice.currency):
        yield Problem("invoicing.exchange_rate", {"rate": f"{exchange.rate:f} {exchange.to}"}, "exchange")


def _dates(invoice: Invoice) -> Iterator[Problem]:
    """Typing mistakes: a wrong year. What the law says about dates is the regime's."""
    issue = invoice.issue_date
    if not 2000 <= issue.year <= 2100:
        yield Problem("invoicing.issue_date", {"date": issue.isoformat()}, "issue_date")
        return
    others: tuple[tuple[str, date | None], ...] = (
        ("sale_date", invoice.sale_date),
        ("payment.due_date", invoice.payment.due_date),
        ("payment.paid_on", invoice.payment.paid_on),
    )
    for path, day in others:
        if day and not issue.year - YEARS_BACK <= day.year <= issue.year + YEARS_AHEAD:
            yield Problem("invoicing.date_far_off", {"date": day.isoformat()}, path)


def _parties(invoice: Invoice) -> Iterator[Problem]:
    buyer, seller = invoice.buyer, invoice.seller
    if not buyer.name.strip() and invoice.kind is not Kind.RECEIPT:
        yield Problem("invoicing.buyer_without_name", field="buyer.name")
    if not seller.name.strip():
        yield Problem("invoicing.seller_without_name", field="seller.name")
    for path, text in (("buyer.name", buyer.name), ("seller.name", seller.name), ("notes", invoice.notes)):
        yield from _unprintable(path, text)
    for path, name in (("buyer.name", buyer.name), ("seller.name", seller.name)):
        if len(name) > LONGEST_NAME:
            yield Problem("invoicing.name_too_long", _length(name), path)
    for path, party in (("buyer", buyer), ("seller", seller)):
        code = party.address.country
        if code and not _is_country(code):
            yield Problem("invoicing.country_code", {"country": code}, f"{path}.address.country")


def _payment(invoice: Invoice) -> Iterator[Problem]:
    if invoice.payment.paid < 0:
        yield Problem("invoicing.paid_negative", {"paid": f"{invoice.payment.paid:f}"}, "payment.paid")


def _lines(invoice: Invoice) -> Iterator[Problem]:
    if not invoice.lines:
        yield Problem("invoicing.no_lines", field="lines")
    if len(invoice.lines) > MOST_LINES:
        yield Problem("invoicing.too_many_lines", {"count": str(len(invoice.lines))}, "lines")
    for i, line in enumerate(invoice.lines):
        for rule in (_line_name, _line_amounts, _line_vat):
            for problem in rule(line, invoice.kind):
                values = {"line": str(i + 1), **problem.values}
                yield Problem(problem.key, values, f"lines.{i}.{problem.field}")


def _line_name(line: Line, _kind: Kind) -> Iterator[Problem]:
    if not line.name.strip():
        yield Problem("invoicing.line_without_name", field="name")
    if len(line.name) > LONGEST_NAME:
        yield Problem("invoicing.line_name_too_long", _length(line.name), "name")
    yield from _unprintable("name", line.name)


def _line_amounts(line: Line, kind: Kind) -> Iterator[Problem]:
    for path in ("quantity", "unit_price", "allowance"):
        amount = getattr(line, path)
        if abs(amount) >= LARGEST:
            yield Problem("invoicing.amount_too_large", {"amount": f"{amount:.6g}"}, path)
            return
    quantity_is_wrong = line.quantity < 0 if kind is Kind.CORRECTION else line.quantity <= 0
    if quantity_is_wrong:
        yield Problem("invoicing.quantity", {"quantity": f"{line.quantity:f}"}, "quantity")
    if line.unit_price < 0:
        yield Problem("invoicing.price_negative", {"price": f"{line.unit_price:f}"}, "unit_price")
    if line.allowance < 0:
        yield Problem("invoicing.allowance_negative", {"allowance": f"{line.allowance:f}"}, "allowance")
    elif line.unit_price >= 0 and not quantity_is_wrong and line.allowance > line.quantity * line.unit_price:
        yield Problem("invoicing.allowance_above_value", {"allowance": f"{line.allowance:f}"}, "allowance")


def _line_vat(line: Line, _kind: Kind) -> Iterator[Problem]:
    vat = line.vat
    if not vat.code or not _is_country(vat.country):
        yield Problem("invoicing.line_without_vat", field="vat")
    elif vat.percent is not None and not 0 <= vat.percent < 100:
        yield Problem("invoicing.vat_percent", {"percent": f"{vat.percent:f}"}, "vat")


def _correction(invoice: Invoice) -> Iterator[Problem]:
    corrected = invoice.corrected
    if (corrected is not None) != (invoice.kind is Kind.CORRECTION):
        yield Problem("invoicing.correction_of_nothing", field="corrected")
    if corrected is None:
        return
    if not corrected.number.strip():
        yield Problem("invoicing.correction_without_number", field="corrected.number")
    if not corrected.reason.strip():
        yield Problem("invoicing.correction_without_reason", field="corrected.reason")
    if len(corrected.reason) > LONGEST_REASON:
        values = {"length": str(len(corrected.reason)), "longest": str(LONGEST_REASON)}
        yield Problem("invoicing.reason_too_long", values, "corrected.reason")
    if corrected.issue_date > invoice.issue_date:
        values = {"date": corrected.issue_date.isoformat()}
        yield Problem("invoicing.correction_before_original", values, "issue_date")


def _advances(invoice: Invoice) -> Iterator[Problem]:
    if (invoice.ordered is not None) != (invoice.kind is Kind.ADVANCE) and invoice.corrected is None:
        yield Problem("invoicing.advance_of_nothing", field="ordered")
    if invoice.kind is Kind.FINAL and not invoice.advances:
        yield Problem("invoicing.final_without_advances", field="advances")
    for i, advance in enumerate(invoice.advances):
        if not advance.number.strip():
            yield Problem("invoicing.advance_without_number", field=f"advances.{i}.number")
        if advance.issue_date > invoice.issue_date:
            values = {"number": advance.number, "date": advance.issue_date.isoformat()}
            yield Problem("invoicing.before_its_advance", values, "issue_date")


def _totals(invoice: Invoice) -> Iterator[Problem]:
    """Looked at last: computing totals needs sound lines. From such lines no negative total can come."""
    gross = totals(invoice).whole.gross
    if gross >= LARGEST:
        yield Problem("invoicing.total_too_large", {"total": f"{gross:.6g} {invoice.currency}"}, "lines")
    if invoice.kind is Kind.FINAL:
        for vat, amounts in booked_per_rate(invoice):
            if amounts.gross < 0:
                values = {"rate": vat.code, "above": f"{-amounts.gross} {invoice.currency}"}
                yield Problem("invoicing.advances_above_order", values, "advances")


RULES: tuple[Callable[[Invoice], Iterator[Problem]], ...] = (
    _currency,
    _dates,
    _parties,
    _payment,
    _lines,
    _correction,
    _advances,
)


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()


def _length(text: str) -> dict[str, str]:
    return {"length": str(len(text)), "longest": str(LONGEST_NAME)}


def _unprintable(path: str, text: str) -> Iterator[Problem]:
    """Control characters and halves of surrogate pairs: no program and no file can carry them."""
    for sign in text:
        if category(sign) in ("Cc", "Cs") and sign not in "\n\r\t":
            yield Problem("invoicing.unprintable", {"character": f"U+{ord(sign):04X}"}, path)
            return
