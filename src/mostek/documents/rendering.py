"""Documents as PDF: the program's own where it was fetched, else ours."""

from collections.abc import Callable

from mostek.documents.drafting import Draft
from mostek.documents.models import Document
from mostek.invoicing.pdf import render, render_entry
from mostek.regimes.base.printing import texts


def pdf(document: Document) -> bytes:
    """Our own print of the frozen document, with the number it has by now."""
    if document.is_entry:
        return render_entry(document.entry(), document.company.name, document.series.language)
    invoice = document.invoice()
    if document.number and not invoice.number:
        invoice = invoice.model_copy(update={"number": document.number})
    return render(invoice, texts(invoice))


def preview_pdf(draft: Draft) -> bytes:
    """What would be issued, marked as a preview. Raises ValueError where there is nothing to show."""
    if draft.invoice is None:
        raise ValueError("this draft has no document")
    return render(draft.invoice, texts(draft.invoice), preview=True)


Shelf = Callable[[Document], bytes | None]
_shelves: list[Shelf] = []


def look_also_on(shelf: Shelf) -> Shelf:
    """Registers where the program's PDF may lie once its bytes have left the database."""
    _shelves.append(shelf)
    return shelf


def best_pdf(document: Document) -> tuple[bytes, bool]:
    """The PDF to print, and whether it is the program's."""
    if document.pdf:
        # An empty row: the bytes have left the database, by the company's archive rule.
        held = bytes(document.pdf.data) or next(filter(None, (shelf(document) for shelf in _shelves)), b"")
        if held:
            return held, True
    return pdf(document), False
