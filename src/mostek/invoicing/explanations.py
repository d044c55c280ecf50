"""Why a neutral document is refused, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS: dict[str, Explanation] = {
    "invoicing.currency_unknown": Explanation(
        N_("The currency %(currency)s is not known."),
        N_("Only currencies in use today, written as three capital letters, can be booked."),
        N_("Choose the order's currency, for example PLN or EUR."),
        Remedy.REPAIR,
    ),
    "invoicing.exchange_rate": Explanation(
        N_("The exchange rate %(rate)s cannot be right."),
        N_("A rate must be above zero and lead to another currency than the document's."),
        N_("Correct the rate and its currency, or remove it."),
        Remedy.REPAIR,
    ),
    "invoicing.issue_date": Explanation(
        N_("The issue date %(date)s cannot be right."),
        N_("It lies outside the years 2000 to 2100, which is nearly always a typing mistake."),
        N_("Enter the date on which the document is issued."),
        Remedy.REPAIR,
    ),
    "invoicing.date_far_off": Explanation(
        N_("The date %(date)s is too far from the issue date."),
        N_("More than ten years before it or two years after it is nearly always a typing mistake."),
        N_("Correct the date."),
        Remedy.REPAIR,
    ),
    "invoicing.buyer_without_name": Explanation(
        N_("The buyer has no name."),
        N_("A document must say to whom it is issued."),
        N_("Enter the buyer's name or company name."),
        Remedy.REPAIR,
    ),
    "invoicing.seller_without_name": Explanation(
        N_("The seller has no name."),
        N_("A document must say who issues it; the name comes from the company's data."),
        N_("Open the company's data and enter its full name."),
        Remedy.CONFIGURE,
    ),
    "invoicing.name_too_long": Explanation(
        N_("The name has %(length)s characters; at most %(longest)s fit."),
        N_("Structured invoices carry no longer names."),
        N_("Shorten the name."),
        Remedy.REPAIR,
    ),
    "invoicing.country_code": Explanation(
        N_("The country %(country)s is not a country code."),
        N_("Countries are written as two capital letters, such as PL or DE."),
        N_("Choose the country from the list."),
        Remedy.REPAIR,
    ),
    "invoicing.unprintable": Explanation(
        N_("The text contains a character that cannot be printed (%(character)s)."),
        N_("Such characters come from damaged files; programs refuse them."),
        N_("Type the text anew without it."),
        Remedy.REPAIR,
    ),
    "invoicing.paid_negative": Explanation(
        N_("The amount paid is negative (%(paid)s)."),
        N_("A payment can be zero or more; money given back belongs to a correction."),
        N_("Enter the amount paid, or zero."),
        Remedy.REPAIR,
    ),
    "invoicing.no_lines": Explanation(
        N_("The document has no lines."),
        N_("There is nothing to sell on it."),
        N_("Add at least one line to the order."),
        Remedy.REPAIR,
    ),
    "invoicing.too_many_lines": Explanation(
        N_("The document has %(count)s lines; at most 10000 fit."),
        N_("Structured invoices carry no more lines."),
        N_("Divide the order into several documents."),
        Remedy.REPAIR,
    ),
    "invoicing.line_without_name": Explanation(
        N_("Line %(line)s has no name."),
        N_("Each line must name the goods or the service."),
        N_("Enter the name."),
        Remedy.REPAIR,
    ),
    "invoicing.line_name_too_long": Explanation(
        N_("The name in line %(line)s has %(length)s characters; at most %(longest)s fit."),
        N_("Structured invoices carry no longer names."),
        N_("Shorten the name."),
        Remedy.REPAIR,
    ),
    "invoicing.amount_too_large": Explanation(
        N_("Line %(line)s contains the amount %(amount)s, which is too large."),
        N_("Amounts from a million million up are nearly always a typing mistake."),
        N_("Correct the quantity, the price or the discount."),
        Remedy.REPAIR,
    ),
    "invoicing.quantity": Explanation(
        N_("The quantity %(quantity)s in line %(line)s cannot be sold."),
        N_("A sale needs a quantity above zero; returned goods belong to a correction."),
        N_("Correct the quantity or remove the line."),
        Remedy.REPAIR,
    ),
    "invoicing.price_negative": Explanation(
        N_("The price %(price)s in line %(line)s is negative."),
        N_("A discount is not a line of its own: it is taken off the lines it belongs to."),
        N_("Correct the price, or enter the discount as a discount."),
        Remedy.REPAIR,
    ),
    "invoicing.allowance_negative": Explanation(
        N_("The discount %(allowance)s in line %(line)s is negative."),
        N_("A discount lowers the price; a surcharge is a line of its own."),
        N_("Enter the discount as a positive amount."),
        Remedy.REPAIR,
    ),
    "invoicing.allowance_above_value": Explanation(
        N_("The discount %(allowance)s in line %(line)s is greater than the line's value."),
        N_("A line cannot cost less than nothing."),
        N_("Lower the discount, or spread it over more lines."),
        Remedy.REPAIR,
    ),
    "invoicing.line_without_vat": Explanation(
        N_("Line %(line)s has no VAT rate."),
        N_("Without a rate and its country the tax cannot be computed."),
        N_("Choose the VAT rate of the line."),
        Remedy.REPAIR,
    ),
    "invoicing.vat_percent": Explanation(
        N_("The VAT rate %(percent)s in line %(line)s cannot be right."),
        N_("A rate lies between 0 and 100 per cent."),
        N_("Choose the VAT rate of the line."),
        Remedy.REPAIR,
    ),
    "invoicing.correction_of_nothing": Explanation(
        N_("A correction needs a document that it corrects, and no other document may have one."),
        N_("The kind of the document and its content disagree."),
        N_("Start the correction from the document that shall be corrected."),
        Remedy.REPAIR,
    ),
    "invoicing.correction_without_number": Explanation(
        N_("The document to correct has no number yet."),
        N_("A correction must name the number of the document that it corrects."),
        N_("Wait until the program has given the number, then correct."),
        Remedy.REPAIR,
    ),
    "invoicing.correction_without_reason": Explanation(
        N_("The correction has no reason."),
        N_("Accountants and programs expect a correction to say why it was made."),
        N_("Enter the reason, for example a return of goods."),
        Remedy.REPAIR,
    ),
    "invoicing.correction_changes_nothing": Explanation(
        N_("The correction changes nothing."),
        N_("Its lines and its buyer equal those of the document that it corrects."),
        N_("Change a line or the buyer, or leave the document as it is."),
        Remedy.REPAIR,
    ),
    "invoicing.correction_before_original": Explanation(
        N_("The correction is dated before the document that it corrects (%(date)s)."),
        N_("A document can only be corrected once it has been issued."),
        N_("Enter a later issue date."),
        Remedy.REPAIR,
    ),
    "invoicing.not_correctable": Explanation(
        N_("A document of this kind (%(kind)s) cannot be corrected."),
        N_("Only invoices, advance invoices, final invoices and their corrections can."),
        N_("Issue a new document instead."),
        Remedy.REPAIR,
    ),
    "invoicing.reason_too_long": Explanation(
        N_("The reason has %(length)s characters; at most %(longest)s fit."),
        N_("Structured invoices carry no longer reasons."),
        N_("Shorten the reason."),
        Remedy.REPAIR,
    ),
    "invoicing.total_too_large": Explanation(
        N_("The total %(total)s is too large."),
        N_("Totals from a million million up are nearly always a typing mistake."),
        N_("Correct quantities and prices."),
        Remedy.REPAIR,
    ),
    "invoicing.logo_unreadable": Explanation(
        N_("The logo cannot be printed."),
        N_("It must be a picture in the PNG or JPEG format and must not be damaged."),
        N_("Open the company's data and upload the logo again."),
        Remedy.CONFIGURE,
    ),
    "invoicing.discount_amount": Explanation(
        N_("The discount %(discount)s cannot be divided over the lines."),
        N_("A discount is zero or more and has no fraction of the currency's smallest unit."),
        N_("Correct the discount."),
        Remedy.REPAIR,
    ),
    "invoicing.discount_above_value": Explanation(
        N_("The discount %(discount)s is greater than what it is taken from (%(worth)s)."),
        N_("An order cannot cost less than nothing; shipping bears a share only if it is told to."),
        N_("Lower the discount, or let shipping bear a share."),
        Remedy.REPAIR,
    ),
    "invoicing.advance_amount": Explanation(
        N_("An advance invoice cannot be for %(amount)s."),
        N_(
            "It documents money received: more than nothing, and at most what no earlier advance covers: %(most)s."
        ),
        N_("Enter the amount that was received."),
        Remedy.REPAIR,
    ),
    "invoicing.advances_above_order": Explanation(
        N_("At the rate %(rate)s the advance invoices are %(above)s above the order."),
        N_("The order was changed after its advance invoices were issued."),
        N_("Correct the advance invoices first, or bring the order back to what it was."),
        Remedy.CONFIGURE,
    ),
    "invoicing.advances_cover_all": Explanation(
        N_("The advance invoices cover the whole order: no final invoice is needed."),
        N_("The last of them names the earlier ones, which the law accepts as the end of the chain."),
        N_("Nothing to do. If the order grows, the final invoice bills what was added."),
        Remedy.CONFIGURE,
    ),
    "invoicing.advance_of_nothing": Explanation(
        N_("The advance invoice does not say what was ordered."),
        N_("An advance invoice names the goods or services that it is paid towards; other documents do not."),
        N_("Issue the advance invoice from its order."),
        Remedy.CONFIGURE,
    ),
    "invoicing.final_without_advances": Explanation(
        N_("There is no advance invoice to settle."),
        N_("A final invoice deducts the advance invoices of its order."),
        N_("Issue an ordinary invoice, or the advance invoice first."),
        Remedy.CONFIGURE,
    ),
    "invoicing.advance_without_number": Explanation(
        N_("An advance invoice of this order has no number yet."),
        N_("The document must name every earlier advance invoice by its number."),
        N_("Wait until the advance invoice has arrived in the accounting program."),
        Remedy.WAIT,
    ),
    "invoicing.before_its_advance": Explanation(
        N_("The document would be issued before the advance invoice %(number)s of %(date)s."),
        N_("It names the earlier advance invoices, so it cannot be older than they are."),
        N_("Choose a later issue date."),
        Remedy.REPAIR,
    ),
}
