"""Documents as PDF: the program's own where it was fetched, else ours."""

from mostek.documents.drafting import Draft
from mostek.documents.models import Document
from mostek.invoicing.model import Invoice
from mostek.invoicing.pdf import Texts, render
from mostek.invoicing.totals import payable
from mostek.regimes.base.registry import regime


def pdf(document: Document) -> bytes:
    """Our own print of the frozen document, with the number it has by now."""
    invoice = document.invoice()
    if document.number and not invoice.number:
        invoice = invoice.model_copy(update={"number": document.number})
    return render(invoice, _texts(invoice))


def preview_pdf(draft: Draft) -> bytes:
    """What would be issued, marked as a preview. Raises ValueError where there is nothing to show."""
    if draft.invoice is None:
        raise ValueError("this draft has no document")
    return render(draft.invoice, _texts(draft.invoice), preview=True)


def best_pdf(document: Document) -> tuple[bytes, bool]:
    """The PDF to print, and whether it is the program's."""
    if document.pdf:
        return bytes(document.pdf.data), True
    return pdf(document), False


def _texts(invoice: Invoice) -> Texts:
    language = invoice.language
    rules = regime(invoice.seller.address.country)
    buyers = regime(invoice.buyer.address.country)
    return Texts(
        seller_tax_id_label=rules.tax_id_label(language),
        buyer_tax_id_label=buyers.tax_id_label(language),
        in_words=rules.amount_in_words(payable(invoice).gross, invoice.currency, language),
        notes=rules.legal_notes(invoice, language),
        payment_code=rules.payment_code(invoice),
        payment_code_caption=rules.payment_code_captions.get(language, ""),
    )
