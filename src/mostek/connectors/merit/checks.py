"""What the program would refuse in a document, found before anything is sent. No I/O."""

from collections.abc import Iterator

from mostek.connectors.base.contract import Account
from mostek.connectors.merit.mapping import changed, footer
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.taxes import is_mappable
from mostek.invoicing.model import Invoice, Kind, Line
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem

COMMENT = 4000
ROWS = 500
NUMBER = 35


def problems(invoice: Invoice, account: Account, program: Program) -> tuple[Problem, ...]:
    if invoice.kind not in (Kind.INVOICE, Kind.CORRECTION):
        return (Problem("merit.kind_unsupported", field="kind"),)
    return (
        *_head(invoice),
        *_buyer(invoice),
        *_credit(invoice),
        *_lines(invoice.lines, account, program),
    )


def _too_long(text: str, limit: int, field: str) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem("merit.too_long", {"limit": str(limit), "length": str(len(text))}, field)


def _head(invoice: Invoice) -> Iterator[Problem]:
    """A missing number is no problem yet: what is checked before it is issued has none."""
    yield from _too_long(invoice.number, NUMBER, "number")
    yield from _too_long(
        invoice.notes.strip(), COMMENT - len(footer(invoice)) + len(invoice.notes.strip()), "notes"
    )


def _buyer(invoice: Invoice) -> Iterator[Problem]:
    party, address = invoice.buyer, invoice.buyer.address
    if not party.name.strip():
        yield Problem("merit.buyer_name_missing", field="buyer.name")
    if not address.country:
        yield Problem("merit.buyer_country_missing", field="buyer.address.country")
    for text, limit, field in (
        (party.name, 150, "buyer.name"),
        (party.tax_id, 30, "buyer.tax_id"),
        (address.street, 100, "buyer.address.street"),
        (address.city, 30, "buyer.address.city"),
        (address.postcode, 15, "buyer.address.postcode"),
        (party.email, 80, "buyer.email"),
        (party.phone, 50, "buyer.phone"),
    ):
        yield from _too_long(text, limit, field)


def _credit(invoice: Invoice) -> Iterator[Problem]:
    if invoice.kind is not Kind.CORRECTION:
        return
    if invoice.corrected is None:
        yield Problem("merit.original_unknown", field="corrected")
    elif not changed(invoice):
        yield Problem("merit.credit_empty", field="lines")
    elif payable(invoice).gross > 0:
        yield Problem("merit.credit_upwards", {"amount": str(payable(invoice).gross)}, "lines")


def _lines(lines: tuple[Line, ...], account: Account, program: Program) -> Iterator[Problem]:
    if len(lines) > ROWS:
        yield Problem("merit.too_many_lines", {"lines": str(len(lines)), "limit": str(ROWS)}, "lines")
    for index, line in enumerate(lines):
        path = f"lines.{index}"
        if not line.name.strip():
            yield Problem("merit.line_name_missing", field=f"{path}.name")
        if line.vat.country not in ("", *program.countries):
            values = {"rate": line.vat.code, "country": line.vat.country}
            yield Problem("merit.vat_abroad", values, f"{path}.vat")
        elif not is_mappable(line.vat, account, program):
            yield Problem("merit.tax_unnamed", {"rate": line.vat.code}, f"{path}.vat")
