"""Changing what of an issued document may change: its notes, its payment and the buyer's address.

Lines, totals, numbers, dates of issue and sale and who the buyer is stay: those are changed by a correction.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.delivery import actions
from mostek.delivery.models import IN_PROGRAM, Delivery, Wish
from mostek.delivery.queue import requeue
from mostek.documents.cancelling import obstacle
from mostek.documents.drafting import amiss
from mostek.documents.keeping import keep
from mostek.documents.models import Document
from mostek.documents.repairing import with_values
from mostek.invoicing.model import Invoice
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import add_event

CHANGEABLE = (
    "buyer.address.street",
    "buyer.address.postcode",
    "buyer.address.city",
    "buyer.email",
    "buyer.phone",
    "payment.means",
    "payment.due_date",
    "notes",
)


def hindrance(document: Document) -> Problem | None:
    """Why the document cannot be changed now; otherwise it is changed here, and there if it stands there."""
    delivery: Delivery | None = getattr(document, "delivery", None)
    if problem := obstacle(document):
        return problem
    if document.is_entry:
        return Problem("documents.entry_not_changed")
    if delivery and delivery.state in IN_PROGRAM:
        connector = delivery.connection.connector
        if "update" not in connector.capabilities or not delivery.remote_id:
            return Problem("documents.change_by_correction", {"program": connector.manifest.name})
    return None


@transaction.atomic
def amend(document: Document, values: Mapping[str, str], actor: str) -> bool:
    """Changes the fields named by their paths, of `CHANGEABLE`. A document that its program holds is changed
    there first, by a worker; any other at once. False when nothing differs. Raises ProblemError."""
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(document=document).first()
    # Read under the lock: it is written back whole, and another's change must not be undone by that.
    documents = Document.objects.select_related("company", "order", "connection")
    document = (documents if delivery else documents.select_for_update(of=("self",))).get(pk=document.pk)
    if delivery:
        document.delivery = delivery
    if problem := hindrance(document):
        raise ProblemError(problem)
    if odd := [path for path in values if path not in CHANGEABLE]:
        raise ProblemError(Problem("documents.change_by_correction", {"program": ""}, odd[0]))
    wanted = with_values(document, values)
    if wanted == document.invoice():
        return False
    if problems := amiss(wanted, document.connection):
        raise ProblemError(*problems)
    if delivery and delivery.state in IN_PROGRAM:
        actions.wish(delivery, Wish.Action.CHANGE, actor, wanted.model_dump(mode="json"))
        return True
    _change_here(document, delivery, wanted, actor)
    return True


def _change_here(document: Document, delivery: Delivery | None, wanted: Invoice, actor: str) -> None:
    changes: dict[str, tuple[Any, Any]] = keep(document, wanted)
    record(document.company, actor, "changed", document, changes)
    if document.order:
        text = gettext_noop("%(document)s was changed")
        add_event(document.order, "document", text, actor, document=str(document))
    if delivery and delivery.due_at is not None:
        requeue(delivery)
