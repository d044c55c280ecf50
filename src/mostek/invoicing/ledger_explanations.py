"""Why a journal entry is refused, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

LEDGER: dict[str, Explanation] = {
    "invoicing.entry_number_missing": Explanation(
        N_("The journal entry has no document number."),
        N_("By its number the entry is found again in the accounting program."),
        N_("Enter the number, for example that of the payroll list."),
        Remedy.REPAIR,
    ),
    "invoicing.entry_without_rows": Explanation(
        N_("The journal entry has fewer than two rows."),
        N_("What is debited to one account is credited to another."),
        N_("Add the missing rows, or map the components that have no accounts."),
        Remedy.REPAIR,
    ),
    "invoicing.entry_unbalanced": Explanation(
        N_("The journal entry does not balance: debit %(debit)s, credit %(credit)s."),
        N_("Both sides of an entry must be equal; they differ by %(difference)s."),
        N_("Correct the rows or the posting accounts of the components until both sides are equal."),
        Remedy.REPAIR,
    ),
    "invoicing.entry_account_missing": Explanation(
        N_("Row %(row)s names no account."),
        N_("Every row of a journal entry is posted to an account of the chart."),
        N_("Choose the account, or map the component that the row comes from."),
        Remedy.REPAIR,
    ),
    "invoicing.entry_sides": Explanation(
        N_("Row %(row)s must have exactly one amount above zero."),
        N_("A row is either debited or credited; a reversal swaps the sides instead of a minus."),
        N_("Enter the amount on one side only, or remove the row."),
        Remedy.REPAIR,
    ),
    "invoicing.entry_fraction": Explanation(
        N_("The amount of row %(row)s is finer than the currency's smallest unit."),
        N_("Ledgers keep amounts to the smallest unit of the currency."),
        N_("Round the amount."),
        Remedy.REPAIR,
    ),
}
