"""A person's wish about a document that is in the program: read by the worker, ended in its checkpoint."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.delivery.hand import WishEnded
from mostek.delivery.models import Wish
from mostek.delivery.queue import wake_followers
from mostek.documents.differing import look
from mostek.documents.keeping import keep
from mostek.documents.models import Document
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.invoicing.model import Invoice
from mostek.orders.models import add_event

CANCELLED = {
    Wish.Action.CANCEL: gettext_noop("%(document)s was cancelled in %(program)s"),
    Wish.Action.GONE: gettext_noop("%(document)s was cancelled, as it was in %(program)s"),
}


def read(delivery_id: int) -> Wish | None:
    return Wish.objects.filter(delivery=delivery_id).first()


def end(ended: WishEnded) -> None:
    """What a wish that was fulfilled changes here. Runs in the checkpoint's transaction."""
    wish = Wish.objects.select_related("delivery__document__order").filter(delivery=ended.delivery_id).first()
    if wish is None:
        return
    document = wish.delivery.document
    if ended.is_done and wish.action == Wish.Action.CHANGE:
        _changed(document, Invoice.model_validate(wish.content), wish.actor)
    elif ended.is_done:
        text = CANCELLED[Wish.Action(wish.action)]
        record(document.company, wish.actor, "cancelled", document, number_used(document))
        cancelled(document, wish.actor, text, program=ended.program)
    wish.delete()


def cancelled(document: Document, actor: str, text: str, **values: str) -> None:
    """The document counts no more: its order may get another one. Call inside a transaction."""
    document.cancelled_at = timezone.now()
    document.save(update_fields=["cancelled_at"])
    wake_followers([document.pk])
    happened([Happening(document.company_id, Kind.DOCUMENT_CANCELLED, document.order_id, document.pk)])
    if document.order:
        look(document.order)
        add_event(document.order, "document", text, actor, document=str(document), **values)


def number_used(document: Document) -> dict[str, tuple[str, str]]:
    """For the audit trail: a number of our own stays used, so the gap in the series is explained there."""
    return {"number_stays_used": ("", document.taken_number)} if document.taken_number else {}


def _changed(document: Document, wanted: Invoice, actor: str) -> None:
    record(document.company, actor, "changed", document, keep(document, wanted))
    if document.order:
        text = gettext_noop("%(document)s was changed")
        add_event(document.order, "document", text, actor, document=str(document))
