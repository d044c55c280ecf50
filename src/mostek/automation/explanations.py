"""Why a rule could not do what it was made for, or cannot be saved."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_OPEN_THE_RULE = N_("Open the rule, choose what shall be done instead, then try it again on the order.")
_CHOOSE = N_("Choose it in the row that is marked, and save again.")

RUNNING: dict[str, Explanation] = {
    "automation.clash": Explanation(
        N_("Two rules clash: %(rules)s."),
        N_("They want different things for this order at the same moment, so neither was done."),
        N_("Change the conditions so that only one of them fits such an order, then try again."),
        Remedy.CONFIGURE,
    ),
    "automation.loop": Explanation(
        N_("The rule was stopped: rules set each other off without end."),
        N_("The change came from a rule, that came from another rule, %(depth)s times in a row."),
        N_("Look at which rules set the order's status, and add a condition that lets the circle end."),
        Remedy.CONFIGURE,
    ),
    "automation.series_gone": Explanation(
        N_("The series that the rule issues in does not exist any more."),
        N_("It was deleted after the rule was saved."),
        _OPEN_THE_RULE,
        Remedy.CONFIGURE,
    ),
    "automation.status_gone": Explanation(
        N_("The status that the rule sets does not exist any more."),
        N_("It was deleted after the rule was saved."),
        _OPEN_THE_RULE,
        Remedy.CONFIGURE,
    ),
    "automation.field_gone": Explanation(
        N_("The custom field that the rule sets does not exist any more."),
        N_("It was deleted after the rule was saved."),
        _OPEN_THE_RULE,
        Remedy.CONFIGURE,
    ),
    "automation.deed_gone": Explanation(
        N_("The rule has a step that cannot be done here: %(key)s."),
        N_("What it needs is not set up, or belongs to a part of Mostek that is not installed."),
        _OPEN_THE_RULE,
        Remedy.CONFIGURE,
    ),
    "automation.fault": Explanation(
        N_("A step of the rule broke off for a reason that Mostek does not know."),
        N_("This is a fault of Mostek; nothing of the step was done. Details stand in the worker's log."),
        N_("Try the rule again; if it breaks off once more, report it with the log."),
        Remedy.RESEND,
    ),
}

SAVING: dict[str, Explanation] = {
    "automation.name_missing": Explanation(
        N_("The rule has no name."),
        N_("It is shown by its name wherever it did something."),
        N_("Write a short name, such as what it does."),
        Remedy.REPAIR,
    ),
    "automation.occasion_unknown": Explanation(
        N_("It is not said when the rule shall act."),
        N_("A rule waits for one kind of event."),
        N_("Choose what must happen."),
        Remedy.REPAIR,
    ),
    "automation.condition_unknown": Explanation(
        N_("There is no such condition: %(key)s."),
        N_("Only conditions from the list can be tested."),
        N_("Choose a condition from the list."),
        Remedy.REPAIR,
    ),
    "automation.condition_needs_document": Explanation(
        N_("“%(condition)s” can only be asked where something happened to a document."),
        N_("When something happens to an order, no document is meant yet."),
        N_("Choose another condition, or another event."),
        Remedy.REPAIR,
    ),
    "automation.value_missing": Explanation(
        N_("“%(condition)s” is compared with nothing."),
        N_("Without a value the condition would never hold or always."),
        _CHOOSE,
        Remedy.REPAIR,
    ),
    "automation.value_unknown": Explanation(
        N_("“%(condition)s” cannot be %(value)s."),
        N_("The value is not in the list, or is no number; it may have been deleted meanwhile."),
        _CHOOSE,
        Remedy.REPAIR,
    ),
    "automation.no_deed": Explanation(
        N_("The rule does nothing yet."),
        N_("A rule needs one step at least."),
        N_("Add a step, such as issuing a document."),
        Remedy.REPAIR,
    ),
    "automation.deed_unknown": Explanation(
        N_("There is no such step: %(key)s."),
        N_("Only steps from the list can be done."),
        N_("Choose a step from the list."),
        Remedy.REPAIR,
    ),
    "automation.choice_missing": Explanation(
        N_("“%(deed)s”: %(parameter)s is not chosen."),
        N_("The step cannot be done without it."),
        _CHOOSE,
        Remedy.REPAIR,
    ),
    "automation.deed_needs_document": Explanation(
        N_("“%(deed)s” has no document to work on."),
        N_("The rule acts on an order, and no step before this one issues a document."),
        N_("Put a step that issues a document before it, or choose an event of a document."),
        Remedy.REPAIR,
    ),
    "automation.number_expected": Explanation(
        N_("The field %(field)s takes a number."),
        N_("It was made for numbers; a text does not fit."),
        N_("Write a number, or choose another field."),
        Remedy.REPAIR,
    ),
    "automation.too_much": Explanation(
        N_("The rule is longer than %(most)s rows."),
        N_("So many conditions or steps cannot be overlooked by anybody."),
        N_("Split it into several rules."),
        Remedy.REPAIR,
    ),
}

EXPLANATIONS = RUNNING | SAVING
