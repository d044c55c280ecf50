"""Why documents were not read, and why one that stands at a program is not an order's."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "reconcile.no_list": Explanation(
        N_("%(program)s gives no list of its documents."),
        N_("Its API has no call for that, so what stands there cannot be read."),
        N_("Look in the program itself before you issue a document for an older order."),
        Remedy.CONFIGURE,
    ),
    "reconcile.period": Explanation(
        N_("This period cannot be read."),
        N_("It ends before it begins, or is longer than a year."),
        N_("Choose a first and a last day, at most a year apart."),
        Remedy.CONFIGURE,
    ),
    "reconcile.going_on": Explanation(
        N_("The documents are being read."),
        N_("There are many of them, and the program's limits are kept."),
        N_("Nothing: it goes on by itself."),
        Remedy.WAIT,
    ),
    "reconcile.draft": Explanation(
        N_("It is a draft at the program."),
        N_("A draft is no document yet: it has not been issued."),
        N_("Issue it in the program or delete it there, then read the documents again."),
        Remedy.CONFIGURE,
    ),
    "reconcile.other_kind": Explanation(
        N_("It is not an invoice."),
        N_("Only invoices and receipts are an order's document; corrections and pro formas are not."),
        N_("Nothing needs to be done with it here."),
        Remedy.WAIT,
    ),
    "reconcile.gross_untold": Explanation(
        N_("The program does not tell its total."),
        N_("Without the exact total it belongs to no order."),
        N_("Look at the document in the program."),
        Remedy.WAIT,
    ),
    "reconcile.not_opened": Explanation(
        N_("The document has not been opened yet."),
        N_("The list tells too little of its buyer; only opened documents are compared."),
        N_("Read the documents of the period once more."),
        Remedy.WAIT,
    ),
    "reconcile.no_order": Explanation(
        N_("No order without a document has this total."),
        N_("An order belongs to it only if total and currency are exactly the same."),
        N_("If its order is missing here, bring it in; otherwise it was not made for an order."),
        Remedy.WAIT,
    ),
    "reconcile.other_buyer": Explanation(
        N_("Orders of this total have another buyer."),
        N_("The tax number must be the same, or without one both name and postcode."),
        N_("Compare the buyer on both sides; mend the order if it is wrong."),
        Remedy.WAIT,
    ),
    "reconcile.other_day": Explanation(
        N_("The orders of this buyer and total are too far away in time."),
        N_("Between order and document there are more days than you allow."),
        N_("Allow more days, if such delays are usual with you."),
        Remedy.WAIT,
    ),
    "reconcile.other": Explanation(
        N_("Document and order do not agree."),
        N_("Total, currency, day and buyer must agree all at once, with one and the same order."),
        N_("Compare both sides."),
        Remedy.WAIT,
    ),
    "reconcile.several_orders": Explanation(
        N_("Several orders fit."),
        N_("They have the same buyer and total within these days; which one it belongs to cannot be told."),
        N_("Open them and choose the right one yourself."),
        Remedy.DECIDE,
    ),
    "reconcile.several_documents": Explanation(
        N_("Several documents fit the same order."),
        N_("They have the same buyer and total within these days; perhaps the order was invoiced twice."),
        N_("Look at them in the program, then choose the right one yourself."),
        Remedy.DECIDE,
    ),
    "reconcile.other_order_named": Explanation(
        N_("The number of another order stands on the document."),
        N_("Total, buyer and day agree with this order, but the document itself names a different one."),
        N_("Look at the document, then choose the right order yourself."),
        Remedy.DECIDE,
    ),
    "reconcile.on_the_way": Explanation(
        N_("It may be a document of ours that is on its way."),
        N_("A document of the same buyer and total is being sent, or in doubt."),
        N_("Wait until that one is settled, or decide it, then look again."),
        Remedy.WAIT,
    ),
    "reconcile.known": Explanation(
        N_("%(number)s is known here already."),
        N_("It belongs to a document of Mostek; it cannot belong to a second one."),
        N_("Nothing needs to be done."),
        Remedy.WAIT,
    ),
    "reconcile.order_taken": Explanation(
        N_("Order %(order)s has a document by now."),
        N_("One order gets one invoice or receipt; somebody was faster."),
        N_("Look at the order."),
        Remedy.WAIT,
    ),
    "reconcile.series_elsewhere": Explanation(
        N_("The document cannot stand in series %(series)s."),
        N_("The series is of another kind, or on that day it goes to another account than %(connection)s."),
        N_("Choose another series."),
        Remedy.CONFIGURE,
    ),
    "reconcile.lines_differ": Explanation(
        N_("The lines of order %(order)s do not give the document's total of %(document)s."),
        N_("The order's lines become the lines of the adopted document; they must add up to it."),
        N_("Mend the order's lines, shipping or discount, then look again."),
        Remedy.REPAIR,
    ),
    "reconcile.not_undone": Explanation(
        N_("The adoption of %(number)s cannot be taken back now."),
        N_("A worker has it in hand, or something else has been done with the document since."),
        N_("Try again in a moment; a document that has a correction or was mailed stays."),
        Remedy.WAIT,
    ),
    "reconcile.gone": Explanation(
        N_("The order or the document is no longer there."),
        N_("It was deleted meanwhile."),
        N_("Read the documents again."),
        Remedy.WAIT,
    ),
    "reconcile.test_series": Explanation(
        N_("Series %(series)s cannot be used for a test document here."),
        N_("It is not complete, or today it goes to another account."),
        N_("Choose another series, or complete this one."),
        Remedy.CONFIGURE,
    ),
    "reconcile.test_unconfirmed": Explanation(
        N_("A test document in series %(series)s would be booked for real."),
        N_(
            "This account is no stand-in, and the series makes tax documents; a booked one must be corrected to zero."
        ),
        N_("Choose a series of pro formas, or tick that you want a real document."),
        Remedy.CONFIGURE,
    ),
}
