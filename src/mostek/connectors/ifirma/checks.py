"""What iFirma would refuse in a document, found before anything is sent. No I/O.

Limits: https://api.ifirma.pl/wystawianie-faktury-sprzedazy-krajowej-towarow-i-uslug/
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mostek.connectors.ifirma.lines import LEGAL_BASIS, RATES, UNIT, is_exempt, legal_basis, unit_of
from mostek.connectors.ifirma.mapping import LANGUAGES, account_number, language_of, remarks, split_tax_id
from mostek.connectors.ifirma.resources import FOREIGN, Resource, resource_of
from mostek.invoicing.model import Invoice, Kind, Line, VatRounding
from mostek.invoicing.totals import line_value, payable, totals, totals_of
from mostek.kernel.problems import Problem

NOTES = 1000
LARGEST = Decimal(100_000_000)
LAST_DAY = 15
"""Of the month after the sale: the latest day of issue that iFirma takes."""


def problems(invoice: Invoice) -> tuple[Problem, ...]:
    resource = resource_of(invoice)
    if resource is None:
        values = {"kind": invoice.kind.value, "currency": invoice.currency}
        return (Problem("ifirma.kind_unsupported", values, "kind"),)
    return (
        *_buyer(invoice),
        *_texts(invoice),
        *_dates(invoice),
        *_currency(invoice, resource),
        *_lines(invoice),
        *_amounts(invoice),
    )


def _too_long(text: str, limit: int, field: str) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem("ifirma.too_long", {"limit": str(limit), "length": str(len(text))}, field)


def _buyer(invoice: Invoice) -> Iterator[Problem]:
    if invoice.kind is Kind.CORRECTION:
        return
    party, address = invoice.buyer, invoice.buyer.address
    for text, limit, field in (
        (party.name, 150, "buyer.name"),
        (address.postcode, 16, "buyer.address.postcode"),
        (address.city, 65, "buyer.address.city"),
    ):
        if not text.strip():
            yield Problem("ifirma.buyer_incomplete", field=field)
        yield from _too_long(text, limit, field)
    yield from _too_long(address.street, 65, "buyer.address.street")
    yield from _too_long(party.email, 65, "buyer.email")
    yield from _too_long(party.phone, 32, "buyer.phone")
    yield from _too_long(split_tax_id(party.tax_id)[1], 13, "buyer.tax_id")


def _texts(invoice: Invoice) -> Iterator[Problem]:
    room = NOTES - (len(remarks(invoice)) - len(invoice.notes.strip()))
    yield from _too_long(invoice.notes.strip(), room, "notes")
    yield from _too_long(invoice.place, 50, "place")
    if invoice.number:
        yield Problem("ifirma.number_given", {"number": invoice.number}, "number")
    if invoice.kind is Kind.PROFORMA:
        yield from _too_long(invoice.order_number, 30, "order_number")
    if invoice.bank_account:
        yield from _too_long(account_number(invoice.bank_account), 28, "bank_account")
    if invoice.corrected and invoice.corrected.buyer:
        yield Problem("ifirma.buyer_not_corrected", field="buyer.name")
    if invoice.corrected and not invoice.corrected.remote_id:
        yield Problem("ifirma.original_unknown", {"number": invoice.corrected.number}, "corrected")


def latest_issue(sale: date) -> date:
    """The 15th of the month after the sale."""
    year, month = (sale.year + 1, 1) if sale.month == 12 else (sale.year, sale.month + 1)
    return date(year, month, LAST_DAY)


def _dates(invoice: Invoice) -> Iterator[Problem]:
    issue, sale, due = invoice.issue_date, invoice.sale_date, invoice.payment.due_date
    values = {"sale_date": sale.isoformat(), "latest": latest_issue(sale).isoformat()}
    if invoice.kind is Kind.INVOICE:
        if issue < sale:
            yield Problem("ifirma.issue_before_sale", values, "issue_date")
        if issue > latest_issue(sale):
            yield Problem("ifirma.issue_too_late", values, "issue_date")
        if due and due < sale:
            yield Problem("ifirma.due_before_sale", values, "payment.due_date")
    if invoice.corrected and issue < invoice.corrected.issue_date:
        values = {"original": invoice.corrected.issue_date.isoformat()}
        yield Problem("ifirma.correction_before_original", values, "issue_date")


def _currency(invoice: Invoice, resource: Resource) -> Iterator[Problem]:
    if resource is FOREIGN and language_of(invoice) not in LANGUAGES:
        yield Problem("ifirma.language_unsupported", {"language": invoice.language}, "language")


def _lines(invoice: Invoice) -> Iterator[Problem]:
    worth = any(line_value(line, invoice.currency) for line in invoice.lines)
    if not worth and invoice.kind is not Kind.CORRECTION:
        yield Problem("ifirma.nothing_to_bill", field="lines")
    for i, line in enumerate(invoice.lines):
        yield from _line(line, f"lines.{i}", invoice.currency)
        if line.vat.percent == 0 and invoice.buyer.address.country not in ("", "PL"):
            values = {"country": invoice.buyer.address.country}
            yield Problem("ifirma.zero_rate_abroad", values, f"lines.{i}.vat")


def _line(line: Line, path: str, currency: str) -> Iterator[Problem]:
    value = line_value(line, currency)
    if not line.name.strip():
        yield Problem("ifirma.line_without_name", field=f"{path}.name")
    if line.quantity <= 0 and value:
        yield Problem("ifirma.quantity", field=f"{path}.quantity")
    elif value < 0:
        yield Problem("ifirma.negative_line", field=f"{path}.unit_price")
    if value >= LARGEST or line.quantity >= LARGEST or line.unit_price >= LARGEST:
        yield Problem("ifirma.amount_too_large", field=f"{path}.unit_price")
    yield from _too_long(unit_of(line), UNIT, f"{path}.unit")
    yield from _vat(line, path)


def _vat(line: Line, path: str) -> Iterator[Problem]:
    if line.vat.country not in ("", "PL"):
        values = {"rate": line.vat.code, "country": line.vat.country}
        yield Problem("ifirma.vat_abroad", values, f"{path}.vat")
    elif is_exempt(line):
        if not legal_basis(line):
            yield Problem("ifirma.legal_basis_missing", field=f"{path}.vat.reason")
        yield from _too_long(legal_basis(line), LEGAL_BASIS, f"{path}.vat.reason")
    elif line.vat.percent is None or line.vat.percent not in RATES:
        yield Problem("ifirma.vat_unsupported", {"rate": line.vat.code}, f"{path}.vat")


def _amounts(invoice: Invoice) -> Iterator[Problem]:
    whole = totals(invoice).whole
    if whole.gross >= LARGEST:
        yield Problem("ifirma.amount_too_large", field="lines")
    by_rate = totals_of(invoice.lines, invoice.basis, VatRounding.RATE, invoice.currency).whole
    if by_rate != whole:
        values = {"ours": str(whole.vat), "theirs": str(by_rate.vat)}
        yield Problem("ifirma.vat_rounding", values, "rounding")
    if invoice.kind is Kind.INVOICE and not 0 <= invoice.payment.paid <= payable(invoice).gross:
        yield Problem("ifirma.paid_too_much", {"paid": str(invoice.payment.paid)}, "payment.paid")
