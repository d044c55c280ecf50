"""Why a payroll list or its entry stops, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_FILE = N_("Correct the file, or export it anew from the payroll program, and import it again.")
_CATALOGUE = N_("Open the component's Posting tab and choose the account.")


def _repair(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


EXPLANATIONS = {
    "payroll.no_rules": Explanation(
        N_("Mostek has no payroll rules for the country %(country)s."),
        N_("Kinds of pay and contributions differ from country to country."),
        N_("Check the country in the company's settings."),
        Remedy.CONFIGURE,
    ),
    "payroll.file_damaged": _repair(
        N_("The file cannot be read to its end."),
        N_("It was cut off, or is no file of this kind inside."),
        _FILE,
    ),
    "payroll.file_unknown": _repair(
        N_("The file holds no payroll list that Mostek can read."),
        N_("It reads XML of Comarch ERP Optima, text in the Symfonia form, and a table as CSV or XLSX."),
        N_("Choose one of these forms in the payroll program, or fill in the template."),
    ),
    "payroll.file_empty": _repair(
        N_("The file holds no amounts."), N_("There is nothing below its headings."), _FILE
    ),
    "payroll.file_too_large": _repair(
        N_("The file is larger than %(megabytes)s MB."),
        N_("A list of that size is divided by the payroll program, by department for instance."),
        N_("Export the lists one by one."),
    ),
    "payroll.columns_missing": _repair(
        N_("These columns are missing: %(columns)s."),
        N_("The first row names the columns as in the template."),
        N_("Download the template and compare its headings with the file's."),
    ),
    "payroll.cell_wrong": _repair(
        N_("Line %(line)s: “%(value)s” cannot stand in the column %(column)s."),
        N_("Months are written as 2026-10, days as 2026-10-30, amounts with at most two decimals."),
        _FILE,
    ),
    "payroll.list_two_dates": _repair(
        N_("Line %(line)s: the list %(number)s has another month or day of payment than above."),
        N_("One list has one month and one day of payment."),
        _FILE,
    ),
    "payroll.list_without_number": _repair(
        N_("A payroll list in the file has no number."), N_("Lists are told apart by their number."), _FILE
    ),
    "payroll.list_without_dates": _repair(
        N_("The list %(number)s has no readable month or date."),
        N_("Month and day of payment decide when the pay is a cost."),
        _FILE,
    ),
    "payroll.amount_unreadable": _repair(
        N_("The amount of %(component)s cannot be read: “%(value)s”."),
        N_("An amount is a number with at most two decimals."),
        _FILE,
    ),
    "payroll.posting_incomplete": _repair(
        N_("A posting in the file has no side or no account: “%(text)s”."),
        N_("Each posting needs debit or credit, and an account."),
        _FILE,
    ),
    "payroll.kind_unknown": _repair(
        N_("These kinds of amounts are not known: %(kinds)s."),
        N_("A kind is one of: %(known)s."),
        _FILE,
    ),
    "payroll.component_unknown": _repair(
        N_("The component %(component)s is not in the catalogue, and the file does not say what it is."),
        N_("Pay, contributions and deductions are posted differently."),
        N_("Add the component to the catalogue, or fill in the column kind, and import the file again."),
    ),
    "payroll.list_empty": _repair(
        N_("The list %(number)s is empty."),
        N_("It has no amounts to post."),
        N_("Add amounts, or delete it."),
    ),
    "payroll.list_closed": _repair(
        N_("The list %(number)s is closed and does not change any more."),
        N_("What was closed may stand in the accounts already."),
        N_("Give the changed list a number of its own and name the list that it corrects."),
    ),
    "payroll.list_has_document": _repair(
        N_("The list %(number)s has become a journal entry."),
        N_("It stands in the accounting program, or is on its way there."),
        N_(
            "Reverse the entry first, and wait until the reversal stands there; cancel one that was rejected."
        ),
    ),
    "payroll.list_not_closed": _repair(
        N_("The list %(number)s is still open."),
        N_("Only a closed list is posted: it does not change any more."),
        N_("Close the list first."),
    ),
    "payroll.list_handed_over": _repair(
        N_("The list %(number)s was handed over for the book of income and expenses."),
        N_("What was handed over may stand in the book already."),
        N_("Correct it by another list with a number of its own."),
    ),
    "payroll.not_handed_over": _repair(
        N_("The list %(number)s was not handed over yet."),
        N_("Only what was given out as a file can be confirmed."),
        N_("Hand it over first."),
    ),
    "payroll.no_cash_book": Explanation(
        N_("The company keeps no book of income and expenses."),
        N_("Its payroll settings say full accounting: lists become journal entries."),
        N_("Create the journal entry, or change the kind of accounting in the payroll settings."),
        Remedy.CONFIGURE,
    ),
    "payroll.postings_for_cash_book": _repair(
        N_("The list %(number)s holds ready postings without pay components."),
        N_("They do not say which amounts are wages and which are other expenses."),
        N_("Import the list with its components, from a table or XML."),
    ),
    "payroll.nothing_to_reverse": _repair(
        N_("The list %(number)s has no journal entry."),
        N_("Only what stands in the accounting program can be reversed."),
        N_("There is nothing to do: the list can be corrected."),
    ),
    "payroll.entry_not_there": _repair(
        N_("The entry of %(number)s does not stand in the program: it is %(state)s."),
        N_("An entry is reversed by its opposite, which needs the first one to be there."),
        N_("Wait until it is booked, or cancel it on its document's page."),
    ),
    "payroll.no_connection": Explanation(
        N_("No accounting program is chosen for payroll."),
        N_("Mostek does not know where to send the entry."),
        N_("Choose one in the payroll settings."),
        Remedy.CONFIGURE,
    ),
    "payroll.program_without_entries": Explanation(
        N_("%(program)s takes no journal entries."),
        N_("Its API has no way into the general ledger."),
        N_("Choose another program in the payroll settings."),
        Remedy.CONFIGURE,
    ),
    "payroll.program_without_chart": Explanation(
        N_("%(program)s does not tell its chart of accounts."),
        N_("Its API has no list of accounts."),
        N_("Enter account codes by hand; a wrong one shows when the entry is posted."),
        Remedy.CONFIGURE,
    ),
    "payroll.number_too_long": _repair(
        N_("The list number %(number)s is longer than 35 characters."),
        N_("It becomes the number of the journal entry, and accounting programs take no longer one."),
        N_("Give the list a shorter number."),
    ),
    "payroll.component_unmapped": Explanation(
        N_("%(component)s has no account for debit or credit."),
        N_("Without both accounts the entry cannot be made."),
        _CATALOGUE,
        Remedy.CONFIGURE,
    ),
    "payroll.account_missing": Explanation(
        N_("The account is missing."),
        N_("Without both accounts the entry cannot be made."),
        _CATALOGUE,
        Remedy.CONFIGURE,
    ),
    "payroll.account_unknown": Explanation(
        N_("The account %(account)s is not in the chart of accounts."),
        N_("It was mistyped, or removed from the program since."),
        N_("Refresh the accounts from the program, or choose another one."),
        Remedy.CONFIGURE,
    ),
    "payroll.account_inactive": Explanation(
        N_("The account %(account)s is inactive."),
        N_("The program takes no postings on it."),
        N_("Choose another account, or activate it in the program and refresh the accounts."),
        Remedy.CONFIGURE,
    ),
    "payroll.account_is_heading": Explanation(
        N_("The account %(account)s only sums up others."),
        N_("Postings go to its sub-accounts."),
        N_("Choose one of its sub-accounts."),
        Remedy.CONFIGURE,
    ),
    "payroll.account_too_long": Explanation(
        N_("The code of the account %(account)s is too long to be posted to."),
        N_("The program's API takes shorter codes only."),
        N_("Choose another account, or give it a shorter code in the program."),
        Remedy.CONFIGURE,
    ),
    "payroll.department_unknown": Explanation(
        N_("The department %(department)s is not known to the program."),
        N_("Departments must exist there before they are posted to."),
        N_("Add it in the program and refresh, or correct it on the list."),
        Remedy.CONFIGURE,
    ),
    "payroll.department_inactive": Explanation(
        N_("The department %(department)s is inactive."),
        N_("The program takes no postings on it."),
        N_("Activate it in the program and refresh, or correct it on the list."),
        Remedy.CONFIGURE,
    ),
    "payroll.project_unknown": Explanation(
        N_("The project %(project)s is not known to the program."),
        N_("Projects must exist there before they are posted to."),
        N_("Add it in the program and refresh, or correct it on the list."),
        Remedy.CONFIGURE,
    ),
    "payroll.project_inactive": Explanation(
        N_("The project %(project)s is inactive."),
        N_("The program takes no postings on it."),
        N_("Activate it in the program and refresh, or correct it on the list."),
        Remedy.CONFIGURE,
    ),
    "payroll.dimension_too_long": Explanation(
        N_("The code %(code)s is too long to be posted to."),
        N_("The program's API takes shorter codes only."),
        N_("Give it a shorter code in the program and refresh, or correct it on the list."),
        Remedy.CONFIGURE,
    ),
    "payroll.unbalanced": _repair(
        N_("Debit and credit differ by %(difference)s."),
        N_("The file holds ready postings that do not balance."),
        _FILE,
    ),
}
