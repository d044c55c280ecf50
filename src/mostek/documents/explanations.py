"""What stops a document before it is issued."""

from mostek.kernel.problems import Explanation, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "documents.series_place": Explanation(
        N_("The series has no place of issue."),
        N_("It is printed on every document of the series."),
        N_("Fill in the place of issue, usually the town of the company's seat."),
        Remedy.CONFIGURE,
    ),
    "documents.series_payment_days": Explanation(
        N_("The series has no payment term."),
        N_("Without it the due date of unpaid documents is not known."),
        N_("Fill in the number of days; 0 means payable at once."),
        Remedy.CONFIGURE,
    ),
    "documents.series_needs_program": Explanation(
        N_("The series is bound to no accounting program, yet the program should give the numbers."),
        N_("Without a program nobody would number the documents."),
        N_("Choose the accounting program, or let Mostek number."),
        Remedy.CONFIGURE,
    ),
    "documents.series_numbering": Explanation(
        N_("%(program)s does not work with this way of numbering."),
        N_("Some programs give every number themselves, some take ours."),
        N_("Choose the other way of numbering for the series."),
        Remedy.CONFIGURE,
    ),
    "documents.series_kind": Explanation(
        N_("%(program)s has no documents of this kind here."),
        N_("%(reason)s The overview of accounting programs says which kinds each of them has."),
        N_("Choose another kind, or another accounting program for the series."),
        Remedy.CONFIGURE,
    ),
    "documents.series_incomplete": Explanation(
        N_("Series %(series)s is not complete."),
        N_("Fields that every document needs are missing in it."),
        N_("Open the series and fill in the fields marked red."),
        Remedy.CONFIGURE,
    ),
    "documents.entry_not_changed": Explanation(
        N_("A journal entry is not changed."),
        N_("It says what its source says: a payroll list, for instance."),
        N_("Reverse it or cancel it, then correct what it came from."),
        Remedy.CONTACT,
    ),
    "documents.series_archived": Explanation(
        N_("Series %(series)s is archived."),
        N_("No new documents are issued in an archived series."),
        N_("Choose another series."),
        Remedy.CONFIGURE,
    ),
    "documents.pattern_placeholder": Explanation(
        N_("The pattern holds {%(name)s}, which is not known."),
        N_("Known are {number}, {month}, {year} and {year2}."),
        N_("Correct the pattern, for example FV/{number}/{month}/{year}."),
        Remedy.CONFIGURE,
    ),
    "documents.pattern_number": Explanation(
        N_("The pattern must hold {number} exactly once."),
        N_("Otherwise documents would not get numbers that follow each other."),
        N_("Correct the pattern, for example FV/{number}/{month}/{year}."),
        Remedy.CONFIGURE,
    ),
    "documents.pattern_month": Explanation(
        N_("Numbers start anew every month, but the pattern does not show month and year."),
        N_("Two documents of different months would get the same number."),
        N_("Put {month} and {year} into the pattern, or let the numbers start anew less often."),
        Remedy.CONFIGURE,
    ),
    "documents.pattern_year": Explanation(
        N_("Numbers start anew every year, but the pattern does not show the year."),
        N_("Two documents of different years would get the same number."),
        N_("Put {year} into the pattern, or let the numbers never start anew."),
        Remedy.CONFIGURE,
    ),
    "documents.already_issued": Explanation(
        N_("The order already has a document: %(number)s."),
        N_("One order gets one invoice or receipt; a second one would be booked twice."),
        N_("Open the document; if it is wrong, correct it."),
        Remedy.CONFIGURE,
    ),
    "documents.vat_missing": Explanation(
        N_("Line %(line)s has no VAT rate."),
        N_("The source of the order did not say it, and Mostek never guesses a rate."),
        N_("Choose the VAT rate of the line."),
        Remedy.REPAIR,
    ),
    "documents.vat_unknown": Explanation(
        N_("VAT rate %(code)s of line %(line)s does not exist in %(country)s on %(date)s."),
        N_("The rates of each country are kept by date."),
        N_("Choose a VAT rate that is in force."),
        Remedy.REPAIR,
    ),
    "documents.total_differs": Explanation(
        N_("The document would total %(document)s, but the order totals %(order)s."),
        N_("The buyer must be billed exactly what the order says, to the last unit."),
        N_("Compare the order's lines, shipping and discount with its total and mend what differs."),
        Remedy.REPAIR,
    ),
    "documents.seller_country": Explanation(
        N_("The company has no country."),
        N_("The country decides which VAT rates and rules apply; Mostek assumes none."),
        N_("Fill in the country in the company's settings."),
        Remedy.CONFIGURE,
    ),
    "documents.currency_unsupported": Explanation(
        N_("%(program)s does not take documents in %(currency)s."),
        N_("The accounting program knows only certain currencies."),
        N_("Issue the document in a series of another program."),
        Remedy.CONFIGURE,
    ),
    "documents.kind_not_corrected": Explanation(
        N_("A document of this kind (%(kind)s) is not corrected."),
        N_("Only invoices can be corrected: ordinary, advance and final ones."),
        N_("Issue another document instead."),
        Remedy.CONTACT,
    ),
    "documents.cancelled_not_corrected": Explanation(
        N_("%(document)s is cancelled, so there is nothing to correct."),
        N_("It was given up before it reached the accounting program."),
        N_("Issue a new document for the order."),
        Remedy.CONTACT,
    ),
    "documents.rejected_not_corrected": Explanation(
        N_("%(document)s was rejected: nothing stands in the accounting program that could be corrected."),
        N_("A correction changes a document that is booked."),
        N_("Mend the document and send it again, or cancel it and issue a new one."),
        Remedy.REPAIR,
    ),
    "documents.correction_rejected": Explanation(
        N_("The last correction, %(correction)s, was rejected."),
        N_("A new correction would start from a state that the accounting program does not know."),
        N_("Mend %(correction)s and send it again, or cancel it; then correct."),
        Remedy.REPAIR,
    ),
    "documents.correction_unsupported": Explanation(
        N_("No corrections can be sent to %(program)s from here."),
        N_("The reason: %(reason)s"),
        N_("Correct the document in the program."),
        Remedy.CONTACT,
    ),
    "documents.no_correction_series": Explanation(
        N_("There is no series of corrections for %(connection)s."),
        N_("A correction goes to the account that holds the document, in a series of its own."),
        N_("Make a series of the kind “correction” and bind it to %(connection)s."),
        Remedy.CONFIGURE,
    ),
    "documents.no_correction_series_here": Explanation(
        N_("There is no series of corrections that goes to no accounting program."),
        N_("The document stands only here, so its correction needs a series of the same sort."),
        N_("Make a series of the kind “correction” without an accounting program."),
        Remedy.CONFIGURE,
    ),
    "documents.correction_elsewhere": Explanation(
        N_("The series goes to another account than %(document)s did."),
        N_("A correction follows the document that it corrects: only there it can be booked."),
        N_("Choose a series of corrections of that account."),
        Remedy.CONFIGURE,
    ),
    "documents.moved_on": Explanation(
        N_("Meanwhile something else stands: %(document)s."),
        N_("Somebody corrected or mended the document since you opened it."),
        N_("Look at the present state and correct what is still wrong."),
        Remedy.CONTACT,
    ),
    "documents.no_document": Explanation(
        N_("The order %(order)s has no document that could be corrected."),
        N_("Only an order with an invoice can differ from it."),
        N_("Issue its document."),
        Remedy.CONTACT,
    ),
    "documents.no_difference": Explanation(
        N_("The order %(order)s does not differ from its last document."),
        N_("Nothing of what a document shows has changed since, or somebody has settled it already."),
        N_("Nothing to do."),
        Remedy.WAIT,
    ),
    "documents.order_in_other_money": Explanation(
        N_("The order's currency, or whether its prices contain VAT, is another one than in %(document)s."),
        N_("A correction keeps the currency and the kind of prices of the document that it corrects."),
        N_("Correct the document to zero."),
        Remedy.CONTACT,
    ),
    "documents.returned_too_many": Explanation(
        N_("Of line %(line)s, %(quantity)s cannot be taken back: %(most)s were sold."),
        N_("No more can come back than stands on the document, and nothing below zero."),
        N_("Enter a quantity from 0 to %(most)s."),
        Remedy.REPAIR,
    ),
    "documents.refund_above_worth": Explanation(
        N_("%(amount)s cannot be given back here: what it is taken from is worth %(worth)s."),
        N_(
            "A refund is more than zero, has no fraction of the smallest unit, and leaves nothing below zero."
        ),
        N_("Enter a smaller amount. Shipping is refunded in a field of its own."),
        Remedy.REPAIR,
    ),
    "documents.refund_unreachable": Explanation(
        N_("%(amount)s cannot be reached to the last unit."),
        N_("The prices are without VAT, and no discount on them makes exactly this amount with VAT."),
        N_("Enter an amount that is larger or smaller by 0.01."),
        Remedy.REPAIR,
    ),
    "documents.not_repairable": Explanation(
        N_("This document cannot be changed now."),
        N_("Only a rejected document may be mended: then surely nothing stands at the accounting program."),
        N_("Wait until it is settled; a document that is booked is changed by a correction."),
        Remedy.WAIT,
    ),
    "documents.value_odd": Explanation(
        N_("“%(value)s” cannot be used here."),
        N_("The field expects another kind of value."),
        N_("Check the value and type it again."),
        Remedy.REPAIR,
    ),
    "documents.invoice_after_advance": Explanation(
        N_("The order has advance invoices: %(numbers)s."),
        N_("An ordinary invoice would bill once more what they have billed already."),
        N_("Issue the final invoice: it deducts them."),
        Remedy.CONFIGURE,
    ),
    "documents.advance_on_its_way": Explanation(
        N_("The advance invoice %(number)s has not arrived yet."),
        N_("What follows an advance invoice names it by its number and deducts it, so it must stand first."),
        N_("Wait until it is booked, or mend it if it was rejected."),
        Remedy.WAIT,
    ),
    "documents.nothing_received": Explanation(
        N_("The order has paid nothing that no advance invoice covers."),
        N_("An advance invoice documents money that was received."),
        N_("Enter the amount that was received, or wait for the payment."),
        Remedy.REPAIR,
    ),
    "documents.cancelled_already": Explanation(
        N_("%(number)s is cancelled already."),
        N_("A cancelled document counts for nothing any more."),
        N_("Issue another document for the order if it needs one."),
        Remedy.WAIT,
    ),
    "documents.wish_pending": Explanation(
        N_("%(number)s is being cancelled or changed in its program."),
        N_("One thing at a time: until the program has answered, nothing else is done with the document."),
        N_("Wait a moment and load the page again."),
        Remedy.WAIT,
    ),
    "documents.is_corrected": Explanation(
        N_("The document has the correction %(number)s."),
        N_("A correction without the document that it corrects would hang in the air."),
        N_("Cancel the correction first, or issue a further correction, to zero."),
        Remedy.CONFIGURE,
    ),
    "documents.is_settled": Explanation(
        N_("The advance invoice is settled by %(number)s."),
        N_("The final invoice deducts it; without it the order would be billed too little."),
        N_("Cancel the final invoice first, or issue a correction."),
        Remedy.CONFIGURE,
    ),
    "documents.cancel_by_hand": Explanation(
        N_("%(program)s lets no document be cancelled from outside."),
        N_(
            "Its API can neither delete nor void a document; what was cancelled only here would still be booked."
        ),
        N_(
            "Issue a correction to zero. Or cancel the document in the program by hand, then mark it here as cancelled there."
        ),
        Remedy.CONTACT,
    ),
    "documents.change_by_correction": Explanation(
        N_("This cannot be changed on a document that %(program)s holds."),
        N_("What the buyer and the tax office rely on is changed by a correction, so that both sides agree."),
        N_("Issue a correction instead."),
        Remedy.CONTACT,
    ),
    "documents.handover_same": Explanation(
        N_("Series %(series)s goes to %(connection)s already."),
        N_("There is nothing to hand over."),
        N_("Choose another account."),
        Remedy.CONFIGURE,
    ),
    "documents.handover_inactive": Explanation(
        N_("%(connection)s is not active."),
        N_("Documents of the series would wait there from the first day on."),
        N_("Verify the account first, then hand the series over."),
        Remedy.CONFIGURE,
    ),
    "documents.handover_order": Explanation(
        N_("Series %(series)s is handed over on %(date)s already."),
        N_("Hand-overs follow each other; an earlier one would change where issued documents belong."),
        N_("Choose a later date, or take the other hand-over back first."),
        Remedy.CONFIGURE,
    ),
    "documents.handover_used": Explanation(
        N_("The hand-over of series %(series)s cannot be taken back any more."),
        N_("Documents have been issued to the new account since, or a later hand-over stands on it."),
        N_("Hand the series over once more, from a later date."),
        Remedy.CONFIGURE,
    ),
}
