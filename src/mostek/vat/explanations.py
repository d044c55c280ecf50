"""Why VIES gave no answer, and what to do."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "vat.vies_unavailable": Explanation(
        N_("VIES gives no answer about numbers of %(country)s at the moment."),
        N_("The service of that country, or VIES itself, is down or overloaded; that passes."),
        N_("Wait: Mostek asks again by itself, with growing pauses."),
        Remedy.WAIT,
    ),
    "vat.vies_refused_number": Explanation(
        N_("VIES does not take the number %(number)s."),
        N_("It does not have the form of an EU VAT number."),
        N_("Compare the number with the buyer's papers and correct it at the order."),
        Remedy.REPAIR,
    ),
    "vat.vies_refused_requester": Explanation(
        N_("VIES does not take your company's own number."),
        N_("It is sent along so that VIES confirms the question with a consultation number."),
        N_("Check the tax ID in the company's data, and whether it is registered for EU trade."),
        Remedy.CONFIGURE,
    ),
    "vat.vies_blocked": Explanation(
        N_("VIES turns questions from this installation away."),
        N_("It was asked too often from this network address or about this number."),
        N_("Ask again on another day, or look the number up on the page of VIES."),
        Remedy.CONTACT,
    ),
    "vat.vies_not_askable": Explanation(
        N_("VIES cannot be asked about %(number)s."),
        N_("Only EU VAT numbers with their prefix, such as DE136695976, stand in VIES."),
        N_("Enter the buyer's EU number at the order."),
        Remedy.REPAIR,
    ),
}
