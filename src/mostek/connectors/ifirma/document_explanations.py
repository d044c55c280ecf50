"""What iFirma would refuse in a document, why, and what to do: the keys of `checks`."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_LIMIT_WHY = N_("iFirma's API sets this limit.")
_VAT_WHY = N_("Mostek makes domestic iFirma invoices at 23, 8, 5 or 0 per cent, or exempt (zw).")

DOCUMENT = {
    "ifirma.kind_unsupported": Explanation(
        N_("Mostek cannot make this kind of document (%(kind)s in %(currency)s) in iFirma."),
        N_("Mostek makes invoices in iFirma, and in PLN also proformas and corrections."),
        N_("Choose an invoice, a proforma or a correction in PLN, or another program for this series."),
        Remedy.CONFIGURE,
    ),
    "ifirma.too_long": Explanation(
        N_("This text has %(length)s characters, iFirma takes %(limit)s."),
        _LIMIT_WHY,
        N_("Shorten it."),
        Remedy.REPAIR,
    ),
    "ifirma.buyer_incomplete": Explanation(
        N_("The buyer's name, postcode and town are needed; this one is missing."),
        N_("iFirma refuses documents without them, for private persons too."),
        N_("Fill in the marked field."),
        Remedy.REPAIR,
    ),
    "ifirma.number_given": Explanation(
        N_("iFirma cannot take the number %(number)s."),
        N_("iFirma numbers documents itself; its API takes a bare counter at most."),
        N_("Set the series to be numbered by the program."),
        Remedy.CONFIGURE,
    ),
    "ifirma.original_unknown": Explanation(
        N_("The corrected document %(number)s is not known in iFirma."),
        N_("iFirma makes a correction only of an invoice that it holds itself."),
        N_("Correct it in the program where it was issued."),
        Remedy.CONFIGURE,
    ),
    "ifirma.buyer_not_corrected": Explanation(
        N_("iFirma takes no change of the buyer in a correction from here."),
        N_("A correction made through iFirma's API keeps the buyer of the invoice."),
        N_("Correct the invoice to zero and issue a new one, or correct the buyer in iFirma."),
        Remedy.CONTACT,
    ),
    "ifirma.issue_before_sale": Explanation(
        N_("The date of issue lies before the date of sale (%(sale_date)s)."),
        N_("iFirma takes no invoice issued before the sale."),
        N_("Choose a date of issue on or after the sale, or correct the date of sale."),
        Remedy.REPAIR,
    ),
    "ifirma.issue_too_late": Explanation(
        N_("The date of issue lies too late after the sale."),
        N_("An invoice may be issued until the 15th of the month after the sale: here until %(latest)s."),
        N_("Choose an earlier date of issue, or correct the date of sale."),
        Remedy.REPAIR,
    ),
    "ifirma.due_before_sale": Explanation(
        N_("The payment is due before the sale."),
        N_("iFirma takes no due date before the date of sale."),
        N_("Choose a later due date."),
        Remedy.REPAIR,
    ),
    "ifirma.correction_before_original": Explanation(
        N_("The correction is dated before the invoice that it corrects (%(original)s)."),
        N_("iFirma takes no correction older than its original."),
        N_("Choose a later date of issue."),
        Remedy.REPAIR,
    ),
    "ifirma.language_unsupported": Explanation(
        N_("iFirma does not print invoices in this language (%(language)s)."),
        N_("iFirma offers a fixed list of languages for invoices in a foreign currency."),
        N_("Choose another language, for example English."),
        Remedy.REPAIR,
    ),
    "ifirma.nothing_to_bill": Explanation(
        N_("All lines of this document are worth nothing."),
        N_("iFirma takes only lines with a price above zero."),
        N_("Add a line with a price, or make no document for this order."),
        Remedy.REPAIR,
    ),
    "ifirma.line_without_name": Explanation(
        N_("The line has no name."),
        N_("iFirma requires a name on each line."),
        N_("Enter what was sold."),
        Remedy.REPAIR,
    ),
    "ifirma.quantity": Explanation(
        N_("The quantity is not above zero."),
        N_("iFirma takes only quantities above zero on an invoice."),
        N_("Correct the quantity; for a return make a correction."),
        Remedy.REPAIR,
    ),
    "ifirma.negative_line": Explanation(
        N_("The line is worth less than zero."),
        N_("iFirma takes no negative prices; it knows no lines that only take something off."),
        N_("Take the discount off the lines that it belongs to."),
        Remedy.REPAIR,
    ),
    "ifirma.amount_too_large": Explanation(
        N_("The amount is too large for iFirma."),
        N_("Amounts and quantities must stay below 100 000 000."),
        N_("Correct the amount or split the document."),
        Remedy.REPAIR,
    ),
    "ifirma.vat_abroad": Explanation(
        N_("The VAT rate %(rate)s of %(country)s cannot stand on a domestic invoice in iFirma."),
        _VAT_WHY,
        N_("Correct the rate, or make this document in iFirma by hand (OSS, export, supply within the EU)."),
        Remedy.REPAIR,
    ),
    "ifirma.zero_rate_abroad": Explanation(
        N_("A zero-rated sale to %(country)s is no domestic sale."),
        N_("iFirma has documents of their own for export and for supply within the EU."),
        N_("Make this document in iFirma by hand, or correct the rate."),
        Remedy.REPAIR,
    ),
    "ifirma.vat_unsupported": Explanation(
        N_("The VAT rate %(rate)s cannot stand on a domestic invoice in iFirma."),
        _VAT_WHY,
        N_("Correct the rate, or make this document in iFirma by hand."),
        Remedy.REPAIR,
    ),
    "ifirma.legal_basis_missing": Explanation(
        N_("The exempt line names no legal basis."),
        N_("iFirma prints the article by which no VAT is charged."),
        N_("Enter the legal basis, for example “art. 113 ust. 1”."),
        Remedy.REPAIR,
    ),
    "ifirma.vat_rounding": Explanation(
        N_("iFirma would book %(theirs)s of VAT, the document says %(ours)s."),
        N_("iFirma rounds VAT once for each rate, this document was rounded on each line."),
        N_("Issue the document again from its order, with VAT rounded for each rate."),
        Remedy.REPAIR,
    ),
    "ifirma.paid_too_much": Explanation(
        N_("The paid amount %(paid)s does not lie between 0 and the document's total."),
        N_("iFirma takes no payment above the total."),
        N_("Correct the paid amount."),
        Remedy.REPAIR,
    ),
}
