"""What may happen to a document on its way, whatever the program."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

_COMPARE = N_("The document is in the program, but the program holds this value otherwise than Mostek.")
_LOOK = N_(
    "Open the document in the program and decide which value is right; a correction mends a wrong one."
)

EXPLANATIONS = {
    "errands.unsure": Explanation(
        N_("It broke off while it was being sent; it may have gone out or not."),
        N_("A worker was stopped, or the connection ended, before the answer was noted."),
        N_("Find out whether it arrived. If not, send it again."),
        Remedy.RESEND,
    ),
    "errands.fault": Explanation(
        N_("It could not be sent just now because of an error in Mostek itself."),
        N_("The log of the worker says more."),
        N_("Nothing to do: Mostek tries again by itself. If it keeps failing, tell the operator."),
        Remedy.WAIT,
    ),
    "delivery.unreachable": Explanation(
        N_("%(program)s cannot be reached just now."),
        N_("No connection came about; nothing was sent and nothing is lost."),
        N_("Nothing to do: Mostek tries again by itself, with growing pauses."),
        Remedy.WAIT,
    ),
    "delivery.limited": Explanation(
        N_("%(program)s asked for a pause."),
        N_("The program takes only so many calls a minute; nothing was made by the call it turned away."),
        N_("Nothing to do: Mostek goes on by itself."),
        Remedy.WAIT,
    ),
    "delivery.proving": Explanation(
        N_("The answer of %(program)s got lost; Mostek is finding out whether the document was made."),
        N_(
            "The call broke off after it was sent. Before anything is sent again, the program is searched for the document."
        ),
        N_("Nothing to do: the document is adopted if it is there, and sent again only if it surely is not."),
        Remedy.WAIT,
    ),
    "delivery.disturbed": Explanation(
        N_("%(program)s gives no usable answers just now."),
        N_("Reading from the program failed; the document itself is not affected."),
        N_("Nothing to do: Mostek tries again by itself, with growing pauses."),
        Remedy.WAIT,
    ),
    "delivery.slow": Explanation(
        N_("%(program)s has not made the document yet."),
        N_("It accepted the document and makes it afterwards; this takes longer than usual."),
        N_("Nothing to do: Mostek keeps asking. If it stays so for hours, ask the program's support."),
        Remedy.WAIT,
    ),
    "delivery.several": Explanation(
        N_("%(program)s holds this document %(count)s times: %(numbers)s."),
        N_("All of them carry the document's reference; Mostek does not send it again."),
        N_("Open the program, delete or correct the surplus ones, then enter the number of the right one."),
        Remedy.DECIDE,
    ),
    "delivery.in_doubt": Explanation(
        N_("It is not known whether %(program)s made the document."),
        N_("The answer got lost, and the program offers no sure way to find out."),
        N_("Look in the program. If the document is there, enter its number; if not, send it again."),
        Remedy.DECIDE,
    ),
    "delivery.unknown_step": Explanation(
        N_("The document stands at a step that this version of Mostek does not know."),
        N_("It was begun by another version."),
        N_("Look in the program. If the document is there, enter its number; if not, send it again."),
        Remedy.DECIDE,
    ),
    "delivery.fault": Explanation(
        N_("Mostek stumbled over this document."),
        N_(
            "An error in Mostek itself, noted in the log of the worker. Whether the program made the document is being checked."
        ),
        N_(
            "Mostek tries again by itself. If it stays, report it to the authors with the reference of the document."
        ),
        Remedy.WAIT,
    ),
    "delivery.pdf_missing": Explanation(
        N_("The PDF of %(program)s could not be fetched."),
        N_(
            "The document itself is in the program; only its PDF did not come, although Mostek asked many times."
        ),
        N_("Fetch the PDF again, or print Mostek's own."),
        Remedy.RESEND,
    ),
    "delivery.payment_missing": Explanation(
        N_("The payment could not be noted in %(program)s."),
        N_("The document itself is in the program; it stands there as unpaid."),
        N_("Mark it as paid in the program."),
        Remedy.CONTACT,
    ),
    "delivery.payment_unsure": Explanation(
        N_("It is not known whether %(program)s noted the payment."),
        N_("The answer got lost; sending it again could book the payment twice."),
        N_("Look at the document in the program and mark it as paid if it is not."),
        Remedy.CONTACT,
    ),
    "delivery.connector_gone": Explanation(
        N_("The connector of this accounting program is not installed any more."),
        N_("The account was made with a connector that this installation does not have."),
        N_("Install it again; the document then goes on by itself."),
        Remedy.WAIT,
    ),
    "delivery.waits_for_original": Explanation(
        N_("It waits until %(document)s stands in %(program)s."),
        N_("A correction can only follow the document that it corrects."),
        N_("Nothing to do: it is sent as soon as %(document)s has arrived."),
        Remedy.WAIT,
    ),
    "delivery.waits_for_person": Explanation(
        N_("It waits for %(document)s, which needs a person."),
        N_("A correction can only follow the document that it corrects."),
        N_("Open %(document)s and clear it up; then the correction is sent by itself."),
        Remedy.WAIT,
    ),
    "delivery.original_mended": Explanation(
        N_("The lines of %(document)s were mended after this correction was issued."),
        N_("The correction starts from lines that are not in %(program)s: the difference would be wrong."),
        N_("Cancel this correction and issue a new one."),
        Remedy.CONTACT,
    ),
    "delivery.original_cancelled": Explanation(
        N_("%(document)s, from which this correction starts, was cancelled."),
        N_("Nothing stands in %(program)s that it could correct."),
        N_("Cancel this correction too. If there is still something to correct, issue a new one."),
        Remedy.CONTACT,
    ),
    "delivery.differs_gross": Explanation(
        N_("The gross total differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_net": Explanation(
        N_("The net total differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_vat": Explanation(
        N_("The VAT differs: here %(ours)s, in the program %(theirs)s."), _COMPARE, _LOOK, Remedy.CONTACT
    ),
    "delivery.differs_currency": Explanation(
        N_("The currency differs: here %(ours)s, in the program %(theirs)s."), _COMPARE, _LOOK, Remedy.CONTACT
    ),
    "delivery.differs_issue_date": Explanation(
        N_("The issue date differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_sale_date": Explanation(
        N_("The date of sale differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_number": Explanation(
        N_("The number differs: here %(ours)s, in the program %(theirs)s."), _COMPARE, _LOOK, Remedy.CONTACT
    ),
    "delivery.differs_buyer_tax_id": Explanation(
        N_("The buyer's tax ID differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_entry_total": Explanation(
        N_("The entry's sum differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_entry_rows": Explanation(
        N_("The number of rows differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.differs_entry_date": Explanation(
        N_("The date of the entry differs: here %(ours)s, in the program %(theirs)s."),
        _COMPARE,
        _LOOK,
        Remedy.CONTACT,
    ),
    "delivery.not_now": Explanation(
        N_("This cannot be done in the document's present state (%(state)s)."),
        N_("It may have changed a moment ago, by a worker or by another person."),
        N_("Load the page again and look at the document's state."),
        Remedy.WAIT,
    ),
    "delivery.change_unsure": Explanation(
        N_("The answer of %(program)s got lost; Mostek is finding out how the document stands there."),
        N_("The call broke off after it was sent. The document is read before the program is asked again."),
        N_("Nothing to do: Mostek goes on by itself."),
        Remedy.WAIT,
    ),
    "delivery.still_there": Explanation(
        N_("The document still stands in %(program)s."),
        N_("Mostek looked and found it, so it is not cancelled here either."),
        N_("Cancel it in the program first, or issue a correction to zero instead."),
        Remedy.CONTACT,
    ),
    "delivery.not_changed": Explanation(
        N_("%(program)s took the change, but holds other values."),
        N_("The document was read back: not everything that was sent stands on it."),
        N_("Open the document in the program and change it there."),
        Remedy.CONTACT,
    ),
    "jobs.failed": Explanation(
        N_("The work broke off."),
        N_("An error in Mostek itself, noted in the log of the worker. What was done until then stands."),
        N_("Start it again: what is done already is not done twice."),
        Remedy.RESEND,
    ),
}
