"""Why an order is not taken in, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_OTHER_SIDE = N_("Correct it where the order comes from, and send it again.")


def _wrong(what: str, why: str, todo: str = _OTHER_SIDE) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


FIELDS: dict[str, Explanation] = {
    "orders.not_an_object": _wrong(
        N_("This is not an order."),
        N_("An order is a JSON object with number, placed_at, currency and lines."),
    ),
    "orders.field_missing": _wrong(
        N_("The field %(field)s is missing."),
        N_("An order cannot be taken in without it."),
    ),
    "orders.field_unknown": _wrong(
        N_("The field %(field)s is not known."),
        N_("It may be a typing mistake; what is not known is refused, so that nothing is lost in silence."),
        N_("Compare the name with the description of the API, or leave the field out."),
    ),
    "orders.field_wrong": _wrong(
        N_("The field %(field)s holds something that cannot be used: %(value)s."),
        N_("Its content does not have the form that the description of the API gives."),
    ),
    "orders.text_expected": _wrong(
        N_("The field %(field)s must be a text, not %(value)s."),
        N_("Numbers of orders, codes and names are texts, in quotation marks."),
    ),
    "orders.text_too_long": _wrong(
        N_("The field %(field)s has %(length)s characters; at most %(longest)s fit."),
        N_("Longer texts do not fit on a document."),
        N_("Shorten the text where the order comes from, and send it again."),
    ),
    "orders.number_expected": _wrong(
        N_("The field %(field)s must be a number, not %(value)s."),
        N_("Amounts and quantities are written with a decimal point, without blanks and currency signs."),
    ),
    "orders.date_expected": _wrong(
        N_("The field %(field)s must be a date, not %(value)s."),
        N_("Dates are written as 2026-11-21, moments as 2026-11-21T12:30:00."),
    ),
    "orders.choice_unknown": _wrong(
        N_("The field %(field)s cannot be %(value)s."),
        N_("It can be one of these: %(choices)s."),
    ),
    "orders.yes_or_no": _wrong(
        N_("The field %(field)s must be true or false, not %(value)s."),
        N_("It answers a question with yes or no."),
    ),
    "orders.list_expected": _wrong(
        N_("The field %(field)s must be a list."),
        N_("An order has a list of lines, even when there is only one."),
    ),
    "orders.object_expected": _wrong(
        N_("The field %(field)s must be an object, not %(value)s."),
        N_("Parties and addresses are objects with fields of their own."),
    ),
    "orders.unprintable": _wrong(
        N_("The field %(field)s contains a character that cannot be printed."),
        N_("Such characters come from damaged files; accounting programs refuse them."),
    ),
}

ORDER: dict[str, Explanation] = {
    "orders.number_empty": _wrong(
        N_("The order has no number."),
        N_("The number tells whether an order is already known; without it the order could come in twice."),
    ),
    "orders.placed_at": _wrong(
        N_("The date %(date)s of the order cannot be right."),
        N_("It lies outside the years 2000 to 2100, which is nearly always a typing mistake."),
    ),
    "orders.currency_unknown": _wrong(
        N_("The currency “%(currency)s” is not known."),
        N_("Only currencies in use today, written as three letters such as PLN or EUR, can be booked."),
    ),
    "orders.currency_decimals": _wrong(
        N_("Orders in %(currency)s cannot be taken in."),
        N_("Its amounts have three decimals; documents are kept with two."),
        N_("Issue this document directly in the accounting program."),
    ),
    "orders.no_lines": _wrong(
        N_("The order has no lines."),
        N_("There is nothing that could stand on a document."),
    ),
    "orders.too_many_lines": _wrong(
        N_("The order has %(count)s lines; at most %(most)s fit."),
        N_("No accounting program takes a document of that length."),
        N_("Divide the order into several."),
    ),
    "orders.amount_negative": _wrong(
        N_("The field %(field)s is negative: %(amount)s %(currency)s."),
        N_(
            "A discount is given as a positive amount that is taken off; returns are corrections, not orders."
        ),
    ),
    "orders.amount_decimals": _wrong(
        N_("The field %(field)s is not a whole number of the smallest unit: %(amount)s %(currency)s."),
        N_("Amounts in this currency have at most %(decimals)s decimals."),
    ),
    "orders.amount_too_large": _wrong(
        N_("The amount in the field %(field)s is too large: %(amount)s."),
        N_("Amounts of a billion thousands and more are mistakes."),
    ),
    "orders.country_code": _wrong(
        N_("The country “%(country)s” is not a country code."),
        N_("Countries are written as two capital letters, such as PL or DE."),
    ),
    "orders.discount_above_value": _wrong(
        N_("The discount of %(discount)s %(currency)s exceeds what the lines are worth (%(worth)s)."),
        N_("An order cannot be worth less than nothing."),
    ),
    "orders.total_differs": _wrong(
        N_("The lines make %(lines)s, but the order's total says %(total)s."),
        N_("They differ by %(difference)s; the document could not agree with what the buyer paid."),
        N_("Check lines, discount, shipping and whether prices are net or gross, and send the order again."),
    ),
    "orders.net_without_vat": _wrong(
        N_("Line %(line)s has no VAT code, so the total cannot be known."),
        N_("Prices are net: what the buyer pays depends on the VAT."),
        N_("Give the VAT code of every line."),
    ),
    "orders.net_with_unknown_vat": _wrong(
        N_("The VAT code “%(code)s” in line %(line)s is not known, so the total cannot be known."),
        N_("Prices are net: what the buyer pays depends on the VAT of the seller's country on that day."),
        N_("Give a VAT code that holds in the seller's country."),
    ),
    "orders.number_twice": _wrong(
        N_("The order %(number)s stands here twice, each time with another content."),
        N_("The first one has been taken in; which of the two is right cannot be known."),
        N_("Look at the order, correct it where it comes from, and send it alone."),
    ),
    "orders.vat_missing": _wrong(
        N_("Lines without a VAT code: %(lines)s."),
        N_("The order is taken in, but its document will wait: no VAT rate is ever guessed."),
        N_("Fill in the VAT at the order, or where the order comes from."),
    ),
}

LINES: dict[str, Explanation] = {
    "orders.line_without_name": _wrong(
        N_("Line %(line)s has no name."),
        N_("A document must say what was sold."),
    ),
    "orders.line_amount_too_large": _wrong(
        N_("An amount in line %(line)s is too large."),
        N_("Quantities and prices of a billion thousands and more are mistakes."),
    ),
    "orders.quantity_zero": _wrong(
        N_("The quantity in line %(line)s is zero."),
        N_("A line of which nothing was sold cannot stand on a document."),
    ),
    "orders.quantity_negative": _wrong(
        N_("The quantity in line %(line)s is negative: %(quantity)s."),
        N_("Returns are corrections of an earlier document, not lines of an order."),
    ),
    "orders.quantity_decimals": _wrong(
        N_("The quantity in line %(line)s has more than four decimals: %(quantity)s."),
        N_("It would have to be rounded, and the total would no longer be certain."),
    ),
    "orders.price_negative": _wrong(
        N_("The price in line %(line)s is negative: %(price)s."),
        N_("Discounts are given as an allowance of the line or a discount of the order, never as a price."),
    ),
    "orders.price_decimals": _wrong(
        N_("The price in line %(line)s has more than six decimals: %(price)s."),
        N_("It would have to be rounded, and the total would no longer be certain."),
    ),
    "orders.allowance_negative": _wrong(
        N_("The discount in line %(line)s is negative: %(allowance)s."),
        N_("A discount is given as a positive amount that is taken off."),
    ),
    "orders.allowance_decimals": _wrong(
        N_("The discount in line %(line)s has more than two decimals: %(allowance)s."),
        N_("It would have to be rounded, and the total would no longer be certain."),
    ),
    "orders.allowance_above_value": _wrong(
        N_("The discount in line %(line)s is more than the line is worth: %(allowance)s."),
        N_("A line cannot be worth less than nothing."),
    ),
}

CUSTOM_FIELDS: dict[str, Explanation] = {
    "orders.field_takes_files": Explanation(
        N_("The field %(field)s holds files."),
        N_("What a custom field holds was chosen when it was made."),
        N_("Attach a file to it, or use a field for texts or numbers."),
        Remedy.REPAIR,
    ),
    "orders.field_takes_no_files": Explanation(
        N_("The field %(field)s holds no files."),
        N_("What a custom field holds was chosen when it was made."),
        N_("Choose a field for files; new ones are made in the settings, under Statuses and fields."),
        Remedy.REPAIR,
    ),
    "orders.file_size": Explanation(
        N_("The file %(name)s cannot be attached."),
        N_("It is empty or larger than 10 MB."),
        N_("Choose another file, or make it smaller."),
        Remedy.REPAIR,
    ),
    "orders.file_of_document": Explanation(
        N_("The file %(name)s belongs to a document."),
        N_("It is the accounting program's PDF of that document and stays with it."),
        N_("To have a fresh one, open the document and fetch it again."),
        Remedy.WAIT,
    ),
}

EXPLANATIONS = FIELDS | ORDER | LINES | CUSTOM_FIELDS
