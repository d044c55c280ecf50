"""Puts documents on their way."""

import time
from collections.abc import Sequence

from django.db import connection as database
from django.db import transaction

from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, State, Step
from mostek.documents.models import Document

CHANNEL = "mostek_due"
"""PostgreSQL's notification that there is work."""


def now() -> float:
    """Seconds since the epoch by the database's clock: the one clock that all workers share."""
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
            return float(cursor.fetchone()[0])
    return time.time()


def enqueue(document: Document, connection: Connection) -> Delivery:
    """The document's delivery, due at once, or held when the connection does not send by itself.

    Written in the caller's transaction, the one that issues the document. The connection's lane
    exists since it was activated.
    """
    moment = now()
    sends = connection.auto_send
    delivery = Delivery.objects.create(
        company=document.company,
        connection=connection,
        document=document,
        state=State.QUEUED if sends else State.HELD,
        step=Step.CHECK,
        due_at=moment if sends else None,
        changed_at=moment,
    )
    if sends:
        wake()
    return delivery


def requeue(delivery: Delivery) -> None:
    """Sends a delivery anew from the start, when surely nothing of it stands at the program."""
    moment = now()
    delivery.state, delivery.step = State.QUEUED, Step.CHECK
    delivery.due_at, delivery.changed_at = moment, moment
    delivery.failures, delivery.polls, delivery.task = 0, 0, ""
    delivery.uncertain_at, delivery.problems, delivery.hints = None, [], {}
    delivery.token += 1
    delivery.save()
    wake()


def wake_followers(documents: Sequence[int]) -> None:
    """Lets corrections that wait for one of these documents look again, now that its state has changed."""
    if not documents:
        return
    waiting = Delivery.objects.filter(
        document__previous__in=documents, state=State.QUEUED, step=Step.CHECK, owner=None
    )
    if waiting.filter(due_at__isnull=False).update(due_at=now()):
        wake()


def wake() -> None:
    """Tells idle workers, once the transaction is committed. On SQLite they notice by themselves."""
    if database.vendor == "postgresql":
        transaction.on_commit(_notify)


def _notify() -> None:
    with database.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
