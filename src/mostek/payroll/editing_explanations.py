"""Why a component, a person or an amount is not saved, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_


def _repair(what: str, why: str, todo: str) -> Explanation:
    return Explanation(what, why, todo, Remedy.REPAIR)


EDITING = {
    "payroll.code_taken": _repair(
        N_("Another component has the code %(code)s."),
        N_("Files name components by their code."),
        N_("Choose another code."),
    ),
    "payroll.kind_in_use": _repair(
        N_("The kind of %(component)s stays as it is."),
        N_("Lists hold amounts of it; with another kind their sums would change afterwards."),
        N_("Add a component of the other kind, and archive this one."),
    ),
    "payroll.costs_unknown": _repair(
        N_("The contract does not have the costs “%(costs)s”."),
        N_("Costs of earning the income differ by contract; these are: %(known)s."),
        N_("Choose one of these, or leave it empty for the usual ones."),
    ),
    "payroll.list_moved_on": _repair(
        N_("The list %(number)s was changed by somebody else meanwhile."),
        N_("People that you saw on it are no longer there in that form."),
        N_("Look at the list as it is now, and change it again."),
    ),
    "payroll.person_nameless": _repair(
        N_("The person has neither a name nor a number."),
        N_("People on the list are told apart by them."),
        N_("Enter the name or the number from the payroll records."),
    ),
    "payroll.person_without_amounts": _repair(
        N_("%(person)s has no amounts."),
        N_("A person stands on the list by what they are paid."),
        N_("Enter at least one amount."),
    ),
    "payroll.person_known": _repair(
        N_("%(person)s stands on the list already."),
        N_("Each person has one row for each department and project."),
        N_("Change the amounts in that row."),
    ),
    "payroll.list_is_corrected": _repair(
        N_("The list %(number)s is named by one that corrects it."),
        N_("Without it nobody would know what was corrected."),
        N_("Delete the correcting list first."),
    ),
    "payroll.number_taken": _repair(
        N_("There is a list %(number)s already."),
        N_("Lists are told apart by their number."),
        N_("Choose another number."),
    ),
    "payroll.corrects_unknown": _repair(
        N_("There is no closed list %(number)s that could be corrected."),
        N_("A correcting list names the closed one that it corrects."),
        N_("Check the number."),
    ),
}
