"""Writing down what happened, and telling it to the listeners, once each."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mostek.delivery.daily import every_day
from mostek.delivery.pauses import after_failure
from mostek.delivery.queue import now, wake
from mostek.events.models import Event

log = logging.getLogger(__name__)
PORTION_SECONDS = 0.3
BEHIND = 0.05
MOST_FAILURES = 12
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listener:
    """`wants` answers, in the transaction in which something happens, whether this company has use for
    such an event. `hear` acts on it, once: what it writes is durable together with the event's end, so it
    only touches the database and leaves calls to errands."""

    name: str
    wants: Callable[[int, str], bool]
    """(company id, event kind)."""
    hear: Callable[[Event], None]


_listeners: dict[str, Listener] = {}


def listen(listener: Listener) -> None:
    """Registers a listener; its app's `ready` calls this."""
    _listeners[listener.name] = listener


@dataclass(frozen=True, slots=True)
class Happening:
    company_id: int
    kind: str
    order_id: int | None = None
    document_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)


def happened(happenings: Iterable[Happening]) -> None:
    """Writes down what somebody listens for. Call it in the transaction that makes it true."""
    told = list(happenings)
    asked = {(each.company_id, each.kind) for each in told}
    wanted = {pair for pair in asked if any(listener.wants(*pair) for listener in _listeners.values())}
    moment = now() if wanted else 0
    rows = [
        Event(
            company_id=each.company_id,
            kind=each.kind,
            order_id=each.order_id,
            document_id=each.document_id,
            values=each.values,
            due_at=moment,
        )
        for each in told
        if (each.company_id, each.kind) in wanted
    ]
    if rows:
        Event.objects.bulk_create(rows)
        wake()


def tell_a_portion() -> bool:
    """Tells due events, oldest first, until the portion's time is up. True if there were any."""
    until = time.monotonic() + PORTION_SECONDS
    worked = False
    while time.monotonic() < until and _tell_next():
        worked = True
    return worked


def _tell_next() -> bool:
    event_id: int | None = None
    try:
        with transaction.atomic():
            event = _next()
            if event is None:
                return False
            event_id = event.pk
            if _waits(event):
                return True
            for listener in _listeners.values():
                listener.hear(event)
            event.due_at = None
            event.save(update_fields=["due_at"])
    except Exception:
        if event_id is None:
            raise
        log.exception("event %s could not be told", event_id)
        _tell_later(event_id)
    return True


def _next() -> Event | None:
    due = Event.objects.filter(due_at__lte=now()).order_by("due_at", "id").select_related("company")
    if database.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True, of=("self",))
    return due.first()


def _waits(event: Event) -> bool:
    """What happened to one order is told in the order in which it happened, by however many workers: an
    event goes behind an earlier one that is being told, or waits for another try."""
    if event.order_id is None:
        return False
    before = Event.objects.filter(order=event.order_id, pk__lt=event.pk, due_at__isnull=False)
    last: float | None = before.aggregate(last=Max("due_at"))["last"]
    if last is None:
        return False
    event.due_at = max(last, now() + BEHIND)
    event.save(update_fields=["due_at"])
    return True


def _tell_later(event_id: int) -> None:
    event = Event.objects.get(pk=event_id)
    event.failures += 1
    event.due_at = None if event.failures >= MOST_FAILURES else now() + after_failure(event.failures)
    event.save(update_fields=["failures", "due_at"])


def is_due() -> bool:
    return Event.objects.filter(due_at__lte=now()).exists()


@every_day("events.forget")
def forget_old() -> None:
    """Events that were told long ago."""
    Event.objects.filter(due_at=None, at__lt=timezone.now() - KEPT).delete()
