"""What inFakt would refuse in a document, told before anything is sent. No I/O."""

from collections.abc import Iterator

from stdnum.pl import nip

from mostek.connectors.base.contract import Account
from mostek.connectors.infakt.manifest import CURRENCIES, MANIFEST
from mostek.connectors.infakt.mapping import TAX_SYMBOLS, notes_of
from mostek.connectors.infakt.parties import is_business, names, written_tax_id
from mostek.invoicing.model import Invoice, Kind, Line, Party
from mostek.kernel.problems import Problem

LONGEST_NOTES = 3500
LONGEST_NAME = 256
LONGEST_NUMBER = 256


def problems_in(invoice: Invoice, account: Account) -> tuple[Problem, ...]:
    """Problems with the field each belongs to; none means that inFakt is asked."""
    if not MANIFEST.kinds[invoice.kind].supported:
        return (Problem("infakt.kind_unsupported", field="kind"),)
    found = [*_document(invoice, account), *_buyer(invoice.buyer)]
    for i, line in enumerate(invoice.lines):
        found += _line(line, f"lines.{i}", may_be_empty=invoice.kind is Kind.CORRECTION)
    if invoice.kind is Kind.CORRECTION:
        found += _correction(invoice)
    return tuple(found)


def _document(invoice: Invoice, account: Account) -> Iterator[Problem]:
    if invoice.currency not in CURRENCIES:
        yield Problem("infakt.currency_unknown", field="currency")
    if len(invoice.number) > LONGEST_NUMBER:
        yield Problem("infakt.number_too_long", field="number")
    if len(notes_of(invoice)) > LONGEST_NOTES:
        yield Problem("infakt.notes_too_long", field="notes")
    mapped = account.payment_map.get(invoice.payment.means.value)
    if mapped and mapped not in {choice.value for choice in MANIFEST.payment_methods}:
        yield Problem("infakt.payment_method_refused", field="payment.means", raw=mapped)


def _buyer(buyer: Party) -> Iterator[Problem]:
    if not buyer.name.strip():
        yield Problem("infakt.buyer_name_missing", field="buyer.name")
    elif not is_business(buyer) and not all(names(buyer)):
        yield Problem("infakt.buyer_last_name_missing", field="buyer.name")
    address = buyer.address
    for part in ("street", "postcode", "city", "country"):
        if not getattr(address, part).strip():
            yield Problem(f"infakt.buyer_{part}_missing", field=f"buyer.address.{part}")
    if buyer.tax_id and address.country in ("PL", "") and not nip.is_valid(written_tax_id(buyer)):
        yield Problem("infakt.nip_invalid", field="buyer.tax_id", raw=buyer.tax_id)


def _line(line: Line, path: str, *, may_be_empty: bool) -> Iterator[Problem]:
    if not 0 < len(line.name.strip()) <= LONGEST_NAME:
        yield Problem("infakt.line_name_refused", field=f"{path}.name")
    if line.quantity < 0 or (line.quantity == 0 and not may_be_empty):
        yield Problem("infakt.quantity_not_positive", field=f"{path}.quantity")
    if line.vat.country != "PL":
        values = {"code": line.vat.code, "country": line.vat.country}
        yield Problem("infakt.vat_foreign", values, field=f"{path}.vat")
    elif line.vat.code.casefold() not in TAX_SYMBOLS:
        yield Problem("infakt.vat_unknown", {"code": line.vat.code}, field=f"{path}.vat")


def _correction(invoice: Invoice) -> Iterator[Problem]:
    original = invoice.corrected
    if original is None or not original.remote_id:
        yield Problem("infakt.original_unknown", field="corrected")
    elif original.lines == invoice.lines and original.buyer is None:
        yield Problem("infakt.correction_empty", field="lines")
    for i, line in enumerate(original.lines if original else ()):
        if line.vat.country != "PL" or line.vat.code.casefold() not in TAX_SYMBOLS:
            yield Problem("infakt.vat_unknown", {"code": line.vat.code}, field=f"corrected.lines.{i}.vat")
