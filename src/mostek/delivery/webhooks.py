"""What accounting programs call us with: checked by the connector, noted once, then only a nudge.

An event never changes a document by itself: it makes the worker look at the program at once.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from mostek.connections.models import Connection
from mostek.connections.vault import Unreadable
from mostek.connectors.base.contract import WebhookAnswer
from mostek.delivery.models import Delivery, State, WebhookEvent
from mostek.delivery.queue import now, wake

MOST_NUDGED = 5
"""How many waiting documents are looked at when an event does not say which it is about."""
SECRET_FIELD = "webhook_secret"  # noqa: S105


def receive(connection: Connection, headers: Mapping[str, str], body: bytes) -> WebhookAnswer | None:
    """What to answer; None where the program has no webhooks. Headers in lower case."""
    read = connection.connector.receive_webhook
    if read is None:
        return None
    try:
        secret = connection.credentials().get(SECRET_FIELD, "")
    except Unreadable:
        secret = ""
    answer = read(headers, body, secret)
    _note(connection, answer)
    return answer


def _note(connection: Connection, answer: WebhookAnswer) -> None:
    moment = timezone.now()
    changes: dict[str, Any]
    if answer.problem:
        changes = {"webhook_problem": answer.problem.as_dict()}
    elif answer.is_handshake:
        changes = {"webhook_verified_at": moment, "webhook_problem": None}
    else:
        changes = {
            "webhook_last_event_at": moment,
            "webhook_last_event": answer.event_name[:100],
            "webhook_problem": None,
        }
        if not _is_new(connection, answer):
            return
        _nudge(connection, answer)
    Connection.objects.filter(pk=connection.pk).update(**changes)


def _is_new(connection: Connection, answer: WebhookAnswer) -> bool:
    if not answer.event_id:
        return True
    try:
        with transaction.atomic():
            WebhookEvent.objects.create(
                connection=connection, event_id=answer.event_id[:100], name=answer.event_name[:100]
            )
    except IntegrityError:
        return False
    return True


def _nudge(connection: Connection, answer: WebhookAnswer) -> None:
    """Makes waiting documents due now; those in a worker's hand are looked at anyway."""
    waiting = Delivery.objects.filter(
        connection=connection, state=State.ACCEPTED, owner=None, due_at__isnull=False
    )
    if answer.task:
        hints = {"remote_id": answer.remote_id} if answer.remote_id else {}
        changed = waiting.filter(task=answer.task).update(due_at=now(), hints=hints)
    else:
        changed = _due_now(waiting.filter(remote_id=answer.remote_id)) if answer.remote_id else 0
        changed = changed or _due_now(waiting.order_by("due_at")[:MOST_NUDGED])
    if changed:
        wake()


def _due_now(waiting: "QuerySet[Delivery]") -> int:
    ids = list(waiting.values_list("pk", flat=True))
    return Delivery.objects.filter(pk__in=ids, owner=None).update(due_at=now())
