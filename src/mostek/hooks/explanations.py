"""Why an outgoing webhook does not arrive, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_AGAIN = N_("Nothing to do: Mostek tries again over more than two days, under the same webhook-id.")

EXPLANATIONS = {
    "hooks.address": Explanation(
        N_("%(url)s is no address."),
        N_("A webhook is called at an address such as https://shop.example/hooks/mostek."),
        N_("Correct the address."),
        Remedy.REPAIR,
    ),
    "hooks.not_encrypted": Explanation(
        N_("The address %(url)s is not encrypted."),
        N_("Events tell of orders and documents; on the way they must be no one else's to read."),
        N_("Use an address that begins with https://."),
        Remedy.REPAIR,
    ),
    "hooks.events": Explanation(
        N_("These events do not exist: %(events)s."),
        N_("An event is one of: %(known)s."),
        N_("Correct the names of the events."),
        Remedy.REPAIR,
    ),
    "hooks.unreachable": Explanation(
        N_("The address cannot be reached."),
        N_("No connection came about: the name is unknown, or nothing answers there."),
        _AGAIN,
        Remedy.WAIT,
    ),
    "hooks.private": Explanation(
        N_("The address leads into a private network."),
        N_(
            "Calls to this machine or a private network are refused, so that nobody reaches inside through Mostek."
        ),
        N_(
            "Use a public address, or ask the operator to allow private ones (MOSTEK_ALLOW_PRIVATE_ADDRESSES)."
        ),
        Remedy.CONFIGURE,
    ),
    "hooks.no_answer": Explanation(
        N_("The other program did not answer in time."),
        N_("It has fifteen seconds to answer; work that takes longer belongs behind the answer."),
        _AGAIN,
        Remedy.WAIT,
    ),
    "hooks.refused": Explanation(
        N_("The other program answered with the status %(status)s."),
        N_("Only an answer between 200 and 299 says that the event was taken."),
        _AGAIN,
        Remedy.WAIT,
    ),
    "hooks.gone": Explanation(
        N_("The other program wants no more events here (410)."),
        N_("The answer 410 Gone ends a subscription."),
        N_("Mostek has switched the webhook off. Switch it on again if that was a mistake."),
        Remedy.CONFIGURE,
    ),
    "hooks.switched_off": Explanation(
        N_("The webhook was switched off before this event was told."),
        N_("A person, or the other program, ended it."),
        N_("Switch it on and send the event again."),
        Remedy.RESEND,
    ),
    "hooks.unreadable": Explanation(
        N_("The webhook's secret cannot be read any more."),
        N_("The key that it was encrypted with is missing."),
        N_("Restore the key file, or make a new secret and give it to the other program."),
        Remedy.CONFIGURE,
    ),
}
