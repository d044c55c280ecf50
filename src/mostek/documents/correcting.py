"""Corrections: drafted from what stands last of a document, and issued so that they follow one another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from mostek.documents.chains import Chain, blocks, chain_of, is_still_coming
from mostek.documents.differing import mark_of
from mostek.documents.drafting import Draft, amiss, series_blocks
from mostek.documents.handing_over import as_of
from mostek.documents.issuing import freeze
from mostek.documents.models import Document, Series
from mostek.documents.proposing import agrees
from mostek.invoicing.correcting import correction_of
from mostek.invoicing.model import Invoice, Line, Party, Payment
from mostek.invoicing.totals import payable
from mostek.kernel.dates import today
from mostek.kernel.identifiers import new_reference
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order

LATER = "…"
"""Stands where a number or an id is not known yet, so that nothing complains about it before its time."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the document should be. `lines` begin with a line for each line of the state before, in its
    order, and go on with those that are added; one brought to quantity 0 is taken away."""

    lines: Sequence[Line]
    reason: str
    state: str
    """`Chain.state` of what the change was thought of for."""
    buyer: Party | None = None
    issue_date: date | None = None


def draft(chain: Chain, series: Series, change: Change) -> Draft:
    """The correction as it would be issued now. Writes nothing, sends nothing."""
    first = chain.first
    series = as_of(series, change.issue_date or today(first.company.time_zone))
    found = [*blocks(chain), *series_blocks(series)]
    if series.connection_id != first.connection_id:
        found.append(Problem("documents.correction_elsewhere", {"document": str(first)}))
    if change.state != chain.state:
        found.append(Problem("documents.moved_on", {"document": str(chain.last)}))
    if not change.reason.strip():
        found.append(Problem("invoicing.correction_without_reason", field="corrected.reason"))
    try:
        invoice = _correction(chain, series, change)
    except ProblemError as error:
        known = {problem.key for problem in found}
        return Draft(None, (*found, *(problem for problem in error.problems if problem.key not in known)))
    found += amiss(_as_if_arrived(invoice, first), series.connection)
    reason = {
        "series": series.code,
        "connection": series.connection.name if series.connection else "",
        "numbering": series.numbering,
        "rounding": invoice.rounding.value,
        "country": invoice.seller.address.country,
        "corrects": str(first),
        "order": invoice.order_number,
    }
    return Draft(invoice, tuple(found), reason)


def _correction(chain: Chain, series: Series, change: Change) -> Invoice:
    """Raises ProblemError where there is nothing to correct."""
    before, after = without_nothing(chain.lines, change.lines)
    day = change.issue_date or today(chain.first.company.time_zone)
    made = correction_of(
        chain.invoice.model_copy(update={"lines": before}),
        after,
        reason=change.reason.strip() or LATER,
        reference=new_reference(),
        issue_date=day,
        original_number=LATER,
        buyer=change.buyer,
        remote_series=series.remote_series,
    )
    assert made.corrected is not None
    delivery = getattr(chain.first, "delivery", None)
    named = {"number": chain.first.number, "remote_id": delivery.remote_id if delivery else ""}
    corrected = made.corrected.model_copy(update=named)
    to_pay = payable(made).gross > 0
    due = day + timedelta(days=series.payment_days or 0) if to_pay else None
    payment = Payment(means=made.payment.means, due_date=due)
    own = {"corrected": corrected, "payment": payment, "place": series.place, "notes": series.notes}
    return made.model_copy(update=own)


def without_nothing(
    before: Sequence[Line], after: Sequence[Line]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Both states without the lines that an earlier correction took away and this one leaves so."""
    kept = [i for i, line in enumerate(before) if line.quantity or after[i].quantity]
    added = [line for line in after[len(before) :] if line.quantity]
    return tuple(before[i] for i in kept), (*(after[i] for i in kept), *added)


def _as_if_arrived(invoice: Invoice, first: Document) -> Invoice:
    """For checking while the first document is on its way: its number and id will be filled in."""
    assert invoice.corrected is not None
    if not is_still_coming(first):
        return invoice
    corrected = invoice.corrected
    known = {"number": corrected.number or LATER, "remote_id": corrected.remote_id or LATER}
    return invoice.model_copy(update={"corrected": corrected.model_copy(update=known)})


def issue(document: Document, series: Series, change: Change, actor: str, why: str = "person") -> Document:
    """Issues a correction of the document, or of its last correction, and puts it on its way.

    Number, frozen content and delivery are written in one transaction. Of two who correct the same state
    the second gets `documents.moved_on` and may look at what stands now. Raises ProblemError.
    """
    try:
        with transaction.atomic():
            # The lock that issuing and cancelling take too: what follows a document does not cross its end.
            Order.objects.select_for_update(of=("self",)).get(documents=document)
            chain = chain_of(document)
            series = Series.objects.select_related("connection", "bank_account").get(
                pk=series.pk, company=chain.first.company
            )
            made = draft(chain, series, change)
            if made.problems or made.invoice is None:
                raise ProblemError(*made.problems)
            order = chain.first.order
            assert order is not None  # documents are issued of orders
            brings_in_line = agrees(order, chain, made.invoice)
            mark = mark_of(order, order.lines.all()) if brings_in_line else chain.last.order_mark
            made = replace(made, reason={**made.reason, "by_hand": not brings_in_line})
            return freeze(order, series, made, actor, why, chain.last, mark)
    except IntegrityError:
        last = chain_of(document).last
        if f"{last.reference}.{last.revision}" == change.state:
            raise
        raise ProblemError(Problem("documents.moved_on", {"document": str(last)})) from None
