"""What the seller's country adds to the printed document."""

from mostek.invoicing.model import Invoice, Party
from mostek.invoicing.pdf import Texts
from mostek.invoicing.totals import payable
from mostek.regimes.base.registry import regime
from mostek.regimes.base.tax_ids import tax_id_country


def texts(invoice: Invoice) -> Texts:
    """For `mostek.invoicing.pdf.render`, in the document's language, by the rules of the seller's country."""
    home = invoice.seller.address.country
    rules = regime(home)
    code = rules.payment_code(invoice)
    return Texts(
        seller_tax_id_label=_label(invoice.seller, home, invoice.language),
        buyer_tax_id_label=_label(invoice.buyer, home, invoice.language),
        in_words=rules.amount_in_words(payable(invoice).gross, invoice.currency, invoice.language),
        notes=rules.legal_notes(invoice, invoice.language),
        payment_code=code,
        payment_code_caption=rules.payment_code_captions.get(invoice.language, "") if code else "",
    )


def _label(party: Party, home: str, language: str) -> str:
    return regime(tax_id_country(party, home)).tax_id_label(language)
