"""Cancelling a document: here, in its program, or after a person did it there."""

from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.delivery import actions
from mostek.delivery.models import IN_PROGRAM, WISHED, Delivery, State, Wish
from mostek.delivery.wishes import CANCELLED, cancelled, number_used
from mostek.documents.models import ORIGINATING, Document
from mostek.documents.settling import originating
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order


class Way(StrEnum):
    HERE = "here"
    """Nothing of it stands at a program."""
    THERE = "there"
    """Its program is asked to take it back."""
    BY_HAND = "by_hand"
    """Its program lets nobody do that from outside: a person does it there, then says so here."""


def way(document: Document) -> Way | None:
    """How the document would be cancelled; None while it is on its way or in doubt."""
    delivery = _delivery(document)
    if delivery is None or actions.surely_nothing_there(delivery):
        return Way.HERE
    if delivery.state not in IN_PROGRAM:
        return None
    able = "cancel" in delivery.connection.connector.capabilities and not document.is_entry
    can = able and delivery.remote_id
    return Way.THERE if can else Way.BY_HAND


def obstacle(document: Document) -> Problem | None:
    """Why the document cannot be cancelled now, whatever the way."""
    delivery = _delivery(document)
    if document.cancelled_at or (delivery and delivery.state == State.CANCELLED):
        return Problem("documents.cancelled_already", {"number": str(document)})
    if delivery and delivery.step in WISHED:
        return Problem("documents.wish_pending", {"number": str(document)})
    after = Q(corrects=document) | Q(previous=document)
    correction = Document.objects.filter(after, cancelled_at=None).first()
    if correction:
        return Problem("documents.is_corrected", {"number": str(correction)})
    final = originating(document.order) if document.order and document.kind == Kind.ADVANCE else None
    if final:
        return Problem("documents.is_settled", {"number": str(final)})
    if way(document) is None:
        return Problem("delivery.not_now", {"state": str(delivery.get_state_display()) if delivery else ""})
    return None


@transaction.atomic
def cancel(document: Document, actor: str, *, done_there: bool = False) -> None:
    """Cancels the document, or has its program asked: then a worker does it, proves it, and ends it here.
    `done_there` is a person's word that it was cancelled in the program by hand; where the program can be
    looked at, it is. Raises ProblemError, changing nothing."""
    document = _locked(document)
    if problem := obstacle(document):
        raise ProblemError(problem)
    delivery = _delivery(document)
    wanted = way(document)
    if delivery is None:
        record(document.company, actor, "cancelled", document, number_used(document))
        cancelled(document, actor, gettext_noop("%(document)s was cancelled"))
    elif wanted is Way.HERE:
        actions.cancel(delivery, actor)
    elif done_there:
        _done_there(delivery, actor)
    elif wanted is Way.THERE:
        actions.wish(delivery, Wish.Action.CANCEL, actor)
    else:
        program = delivery.connection.connector.manifest.name
        raise ProblemError(Problem("documents.cancel_by_hand", {"program": program}))


def _done_there(delivery: Delivery, actor: str) -> None:
    """Where "not found" proves nothing, the person's word counts."""
    if delivery.remote_id and delivery.connection.connector.manifest.proof.strong:
        actions.wish(delivery, Wish.Action.GONE, actor)
        return
    actions.give_up(delivery, actor)
    document, text = delivery.document, CANCELLED[Wish.Action.GONE]
    record(document.company, actor, "cancelled", document, number_used(document))
    cancelled(document, actor, text, program=delivery.connection.name)


def _locked(document: Document) -> Document:
    """Read afresh under its order's lock, which issuing takes too: what follows a document and its
    cancellation cannot cross."""
    if document.order_id:
        Order.objects.select_for_update().get(pk=document.order_id)
    rows = Document.objects.select_related("company", "order", "delivery__connection")
    return rows.get(pk=document.pk)


def _delivery(document: Document) -> Delivery | None:
    return getattr(document, "delivery", None)


def frees_order(document: Document) -> bool:
    """Whether the order may get another document once this one is cancelled."""
    return document.order_id is not None and document.kind in ORIGINATING
