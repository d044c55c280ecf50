"""What the program booked against what was sent: every difference a visible warning."""

import re
from decimal import Decimal

from mostek.connectors.base.contract import Booked
from mostek.connectors.base.entries import BookedEntry
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem


def differences(invoice: Invoice, booked: Booked) -> tuple[Problem, ...]:
    """One problem for each thing that the program holds otherwise; what it does not tell is not compared."""
    ours = payable(invoice)
    found = [
        *_amount("gross", ours.gross, booked.gross),
        *_amount("net", ours.net, booked.net),
        *_amount("vat", ours.vat, booked.vat),
    ]
    if booked.currency and booked.currency != invoice.currency:
        found.append(_problem("currency", invoice.currency, booked.currency))
    if booked.issue_date and booked.issue_date != invoice.issue_date:
        found.append(_problem("issue_date", invoice.issue_date.isoformat(), booked.issue_date.isoformat()))
    if booked.sale_date and booked.sale_date != invoice.sale_date:
        found.append(_problem("sale_date", invoice.sale_date.isoformat(), booked.sale_date.isoformat()))
    if invoice.number and booked.number and booked.number != invoice.number:
        found.append(_problem("number", invoice.number, booked.number))
    if booked.buyer_tax_id and _core(booked.buyer_tax_id) != _core(invoice.buyer.tax_id):
        found.append(_problem("buyer_tax_id", invoice.buyer.tax_id or "–", booked.buyer_tax_id))
    return tuple(found)


def entry_differences(entry: JournalEntry, booked: BookedEntry) -> tuple[Problem, ...]:
    """The same for a journal entry."""
    found = []
    if booked.total is not None and booked.total != entry.total:
        found.append(_problem("entry_total", f"{entry.total:.2f}", f"{booked.total:.2f}"))
    if booked.row_count is not None and booked.row_count != len(entry.rows):
        found.append(_problem("entry_rows", str(len(entry.rows)), str(booked.row_count)))
    if booked.currency and booked.currency != entry.currency:
        found.append(_problem("currency", entry.currency, booked.currency))
    if booked.day and booked.day != entry.date:
        found.append(_problem("entry_date", entry.date.isoformat(), booked.day.isoformat()))
    if booked.number and booked.number != entry.number:
        found.append(_problem("number", entry.number, booked.number))
    return tuple(found)


def _amount(what: str, ours: Decimal, theirs: Decimal | None) -> list[Problem]:
    return [] if theirs is None or theirs == ours else [_problem(what, f"{ours:.2f}", f"{theirs:.2f}")]


def _problem(what: str, ours: str, theirs: str) -> Problem:
    return Problem(f"delivery.differs_{what}", {"ours": ours, "theirs": theirs})


def _core(tax_id: str) -> str:
    """Digits and letters without a country prefix: programs write tax ids in many ways."""
    return re.sub(r"^[A-Z]{2}", "", re.sub(r"[^0-9A-Z]", "", tax_id.upper()))
