"""Why a connection could not be made or stopped working, where the program itself said nothing of use."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "connections.field_missing": Explanation(
        N_("%(label)s is missing."),
        N_("The program cannot be reached without it."),
        N_("Fill in the field; the help beside the form says where to find it."),
        Remedy.RECONNECT,
    ),
    "connections.field_pattern": Explanation(
        N_("%(label)s does not look right."),
        "%(rule)s",
        N_("Copy it from the program once more, whole and without anything around it."),
        Remedy.RECONNECT,
    ),
    "connections.field_choice": Explanation(
        N_("%(label)s has a value that cannot be chosen."),
        N_("Only the listed values are known."),
        N_("Choose one of the list."),
        Remedy.RECONNECT,
    ),
    "connections.custom_not_allowed": Explanation(
        N_("An address of your own cannot be used here."),
        N_("Whoever runs this Mostek has not allowed it (MOSTEK_ALLOW_CUSTOM_ADDRESSES)."),
        N_("Choose another environment, or ask the operator to allow it."),
        Remedy.RECONNECT,
    ),
    "connections.unreadable": Explanation(
        N_("The stored credentials cannot be opened."),
        N_("The encryption key they were sealed with is not among the keys of this installation."),
        N_("Put the old key back (MOSTEK_KEYS or the key file), or enter the credentials anew."),
        Remedy.RECONNECT,
    ),
    "connections.unreachable": Explanation(
        N_("%(program)s could not be reached at %(address)s."),
        N_(
            "No connection came about: the address is wrong or private, the network is down, or nothing answers there."
        ),
        N_("Check the address and the network, then try again. For the stand-in, check that it runs."),
        Remedy.RECONNECT,
    ),
    "connections.no_answer": Explanation(
        N_("%(program)s gave no usable answer at %(address)s."),
        N_(
            "The call went out, but the answer was missing, broken off or unreadable; the program may be disturbed."
        ),
        N_("Try again in a few minutes; check the address if it is your own."),
        Remedy.RECONNECT,
    ),
    "connections.odd_answer": Explanation(
        N_("%(program)s answered in a way that Mostek does not understand."),
        N_("The program may have changed, or something else answers at %(address)s."),
        N_("Check the address; if it is right, report this to the authors of Mostek."),
        Remedy.CONTACT,
    ),
    "connections.limited": Explanation(
        N_("%(program)s asks for a pause: too many calls in a short time."),
        N_("The program limits how many calls it takes a minute."),
        N_("Try again in a minute."),
        Remedy.WAIT,
    ),
    "connections.other_account": Explanation(
        N_("These credentials lead to another account: %(now)s instead of %(before)s."),
        N_(
            "Documents are still with the account there was; looked for in another one they would be sent twice."
        ),
        N_("Wait until nothing is on the way or in doubt here, or add the other account as a new one."),
        Remedy.RECONNECT,
    ),
    "connections.other_account_unsaid": Explanation(
        N_("These credentials lead to another account: %(now)s instead of %(before)s."),
        N_(
            "Documents were already sent to the account there was; they stay there, and so do their corrections."
        ),
        N_(
            "If you meant the same account, copy its credentials once more. If another one is meant, better add it as a new account and hand its series over; or confirm that this account changes."
        ),
        Remedy.RECONNECT,
    ),
    "connections.seller_untold": Explanation(
        N_("%(program)s does not tell the seller's data."),
        N_("Its API has no call for them, so Mostek cannot compare them with yours."),
        N_("Print a document in the program and look at the seller and the bank account on it yourself."),
        Remedy.CONFIGURE,
    ),
    "connections.series_taken": Explanation(
        N_("Series %(series)s already goes to %(connection)s."),
        N_("A series belongs to one accounting program at most; otherwise a document could be booked twice."),
        N_("Take the series from the other account first, or choose another series."),
        Remedy.CONFIGURE,
    ),
}
