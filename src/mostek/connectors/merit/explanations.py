"""What happened, why, and what to do, for each problem of the two programs."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_


def _to_repair(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


def _to_configure(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.CONFIGURE)


ACCOUNT = {
    "merit.unknown_id": Explanation(
        N_("The program does not know this API ID."),
        N_("The ID was mistyped, its pair was deleted in the program, or it belongs to another country."),
        N_("Copy the API ID from Settings › Company data › API settings, or generate a new pair."),
        Remedy.RECONNECT,
    ),
    "merit.wrong_key": Explanation(
        N_("The API key does not belong to this API ID."),
        N_("Each call is signed with the key, and the program finds another signature than it expects."),
        N_("Enter ID and key of the same pair; if the key is lost, generate a new pair in the program."),
        Remedy.RECONNECT,
    ),
    "merit.licence": Explanation(
        N_("The company's plan does not include the API, or it has ended."),
        N_("The program answers only companies whose owner has a PRO or PREMIUM plan."),
        N_("Change or extend the plan in the program, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "merit.clock": Explanation(
        N_("This server's clock and the program's are %(minutes)s minutes apart."),
        N_("Every call is signed with the time, and the program refuses what is too old or too new."),
        N_("Set this server's clock by a time server, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "merit.no_right": Explanation(
        N_("The program does not permit this to the API key (status %(status)s)."),
        N_("The company is open for reading only, or the owner of the key has lost the right to enter."),
        N_("Check plan and rights in the program, then verify the connection."),
        Remedy.RECONNECT,
    ),
    "merit.refused": Explanation(
        N_("The program refuses the sign-in data."),
        N_("Its reason is not documented; its own words are below."),
        N_("Generate a new pair of API ID and key in the program and enter both here."),
        Remedy.RECONNECT,
    ),
    "merit.wrong_address": Explanation(
        N_("The program's API is not at this address (status %(status)s)."),
        N_("Another page answered, or a proxy stands in between."),
        N_("Choose the right environment or correct the connection's address; it ends in /api."),
        Remedy.RECONNECT,
    ),
    "merit.no_taxes": _to_configure(
        N_("The company has no taxes in the program."),
        N_("Every line of an invoice names one of the company's own taxes."),
        N_("Set the taxes up in the program before the first invoice."),
    ),
    "merit.no_chart": _to_configure(
        N_("The company has no chart of accounts in the program."),
        N_("Perhaps it is kept as KPiR, a tax book of income and expenses, not as full accounting."),
        N_("Choose the right kind of bookkeeping in the connection's settings, or set the chart up."),
    ),
}

BUYER = {
    "merit.buyer_name_missing": _to_repair(
        N_("The buyer has no name."),
        N_("The program makes no customer without a name."),
        N_("Fill in the name of the company or person."),
    ),
    "merit.buyer_country_missing": _to_repair(
        N_("The buyer's country is missing."),
        N_("The program wants it for every customer and assumes none."),
        N_("Choose the buyer's country."),
    ),
    "merit.buyer_refused": _to_repair(
        N_("The program refuses the buyer."),
        N_("A field that it wants for customers is missing; its own words are below."),
        N_("Complete the buyer's data and send again."),
    ),
}

DOCUMENT = {
    "merit.kind_unsupported": _to_configure(
        N_("This kind of document cannot be sent to the program."),
        N_("Only invoices and credit invoices are."),
        N_("Choose a series of another kind, or bind this one to another program."),
    ),
    "merit.too_long": _to_repair(
        N_("The text has %(length)s characters; the program takes %(limit)s."),
        N_("Longer texts are refused or cut there."),
        N_("Shorten the marked field and send again."),
    ),
    "merit.number_missing": _to_configure(
        N_("The document has no number."),
        N_("The program gives none by itself."),
        N_("Let the series be numbered by Mostek."),
    ),
    "merit.number_taken": _to_repair(
        N_("Another document in the program has this number."),
        N_("Somebody used it there, or two series share one pattern."),
        N_("Compare the two documents, then give this one another number."),
    ),
    "merit.line_name_missing": _to_repair(
        N_("A line has no name."),
        N_("The program wants a description on every line."),
        N_("Enter the name of the line."),
    ),
    "merit.too_many_lines": _to_repair(
        N_("The document has %(lines)s lines; the program takes %(limit)s."),
        N_("Larger documents are refused."),
        N_("Split the order into several documents."),
    ),
    "merit.vat_abroad": _to_repair(
        N_("The rate %(rate)s of %(country)s cannot be sent."),
        N_("The program's taxes are matched by the company's own country only."),
        N_("Choose a rate of the company's country, or make this document in the program."),
    ),
    "merit.tax_unnamed": _to_configure(
        N_("Mostek does not know which tax of the program stands for the rate %(rate)s."),
        N_("It has no percentage, and the connection's settings name no tax for it."),
        N_("Name it in the connection's settings under Tax codes, for example %(rate)s=CODE."),
    ),
    "merit.tax_not_found": _to_configure(
        N_("The company has no tax in the program that fits the rate %(rate)s."),
        N_("None is active for it, or several are and none is plainly the right one."),
        N_("Set the tax up in the program, or name it in the connection's settings under Tax codes."),
    ),
    "merit.tax_inactive": Explanation(
        N_("A tax of the document was switched off in the program."),
        N_("It was changed while the document was on its way."),
        N_("Switch the tax on in the program, then send again."),
        Remedy.RESEND,
    ),
    "merit.original_unknown": _to_repair(
        N_("The correction does not say what it corrects."),
        N_("A credit invoice takes back lines of an invoice."),
        N_("Make the correction from the card of its invoice."),
    ),
    "merit.credit_empty": _to_repair(
        N_("The correction changes no amount."),
        N_("A credit invoice takes something back; here nothing is."),
        N_("Change at least one line."),
    ),
    "merit.credit_upwards": _to_repair(
        N_("The correction would raise the amount by %(amount)s."),
        N_("The program's credit invoices only lower it."),
        N_("Issue a further invoice for the difference."),
    ),
    "merit.declined": _to_repair(
        N_("The program refused, and nothing was made."),
        N_("Its own words, usually in Estonian, are below."),
        N_("Mend what they name and send again."),
    ),
    "merit.crashed": Explanation(
        N_("The program stumbled over this and made nothing."),
        N_("It answered with a report of its own failure; its books were looked at and do not hold it."),
        N_(
            "Check unusual values, such as an empty line, and send again; else show the words below to its support."
        ),
        Remedy.CONTACT,
    ),
}

ENTRY = {
    "merit.entry_number_long": _to_repair(
        N_("The entry's number is longer than %(limit)s characters."),
        N_("The program's ledger takes no longer document numbers."),
        N_("Shorten the number of the list."),
    ),
    "merit.entry_number_taken": _to_repair(
        N_("The ledger already holds an entry %(number)s on this day."),
        N_("It was entered there by hand, or another list has the same number."),
        N_("Look at it in the program; if it is another one, give this list another number."),
    ),
    "merit.entry_too_many_rows": _to_repair(
        N_("The entry has %(rows)s rows; the program takes %(limit)s."),
        N_("Larger entries are refused."),
        N_("Post by department instead of by employee, or split the list."),
    ),
    "merit.entry_unbalanced": _to_repair(
        N_("The program finds that the entry does not balance."),
        N_("Its sums of debit and credit differ, perhaps because an account adds VAT by itself."),
        N_("Use accounts without a VAT tax, then send again."),
    ),
    "merit.code_too_long": _to_configure(
        N_("The code %(code)s is longer than the %(limit)s characters that the program takes in entries."),
        N_("It may stand in the chart, but cannot be posted to through the API."),
        N_("Map the component to a shorter code, or rename it in the program."),
    ),
    "merit.account_unknown": _to_configure(
        N_("The chart of accounts has no account %(code)s."),
        N_("It was deleted or renamed in the program since the accounts were fetched."),
        N_("Fetch the accounts again and map the component to one of them."),
    ),
    "merit.account_inactive": _to_configure(
        N_("The account %(code)s is switched off in the program."),
        N_("Inactive accounts take no postings."),
        N_("Switch it on in the program, or map the component to another account."),
    ),
    "merit.account_parent": _to_configure(
        N_("The account %(code)s only sums up others."),
        N_("Postings go to its sub-accounts."),
        N_("Map the component to one of its sub-accounts."),
    ),
    "merit.dimension_unknown": _to_configure(
        N_("The program has no active department, project or cost centre %(code)s."),
        N_("It was never made there, was switched off, or has ended."),
        N_("Make or open it in the program, or choose another one."),
    ),
    "merit.period_closed": Explanation(
        N_("The program's books are closed for %(date)s."),
        N_("Postings are taken only within the open period."),
        N_("Open the period in the program, or date the entry within it; then send again."),
        Remedy.RESEND,
    ),
    "merit.kpir_refused": Explanation(
        N_("The program took no journal entry for this KPiR company."),
        N_("Its API has no way into the tax book of income and expenses; entries belong to full accounting."),
        N_("Hand the prepared entry over as a file, or enter it in the program by hand."),
        Remedy.CONTACT,
    ),
}

EXPLANATIONS = ACCOUNT | BUYER | DOCUMENT | ENTRY
