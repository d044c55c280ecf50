"""What a checkpoint changes outside the delivery's own row: document, order, files, connection.

Applied in the checkpoint's transaction, many at once: number, PDF and status are durable together
with the state that speaks of them.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection as database
from django.db.models import F
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.connections.models import Connection, State
from mostek.delivery.hand import (
    BuyerKnown,
    ConnectionRefused,
    Doubted,
    Effect,
    OriginalKnown,
    PdfArrived,
    Settled,
    TurnedDown,
    WishEnded,
)
from mostek.delivery.models import Lane
from mostek.delivery.queue import wake_followers
from mostek.delivery.wishes import end
from mostek.documents.models import Document
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.orders.models import FieldValue, Order, OrderEvent, StoredFile

One = TypeVar("One", Settled, PdfArrived, TurnedDown, ConnectionRefused, BuyerKnown, WishEnded, OriginalKnown)


def apply(effects: Sequence[Effect]) -> None:
    _tell(effects)
    _settle(_of(Settled, effects))
    _keep_pdfs(_of(PdfArrived, effects))
    for refused in _of(ConnectionRefused, effects):
        _stop_queue(refused)
    for down in _of(TurnedDown, effects):
        _show_on_order(down)
    _know_buyers(_of(BuyerKnown, effects))
    for ended in _of(WishEnded, effects):
        end(ended)
    for known in _of(OriginalKnown, effects):
        Document.objects.filter(pk=known.document_id).update(content=known.content)
    wake_followers([each.document_id for each in effects if isinstance(each, Settled | TurnedDown | Doubted)])


def _tell(effects: Sequence[Effect]) -> None:
    told: list[Happening] = []
    for each in effects:
        if isinstance(each, Settled) and each.is_news:
            kind = Kind.DOCUMENT_DELIVERED
        elif isinstance(each, TurnedDown):
            kind = Kind.DOCUMENT_REJECTED
        elif isinstance(each, Doubted):
            kind = Kind.DOCUMENT_IN_DOUBT
        else:
            continue
        told.append(Happening(each.company_id, kind, each.order_id, each.document_id))
    happened(told)


def _of(kind: type[One], effects: Sequence[Effect]) -> list[One]:
    return [effect for effect in effects if isinstance(effect, kind)]


def _settle(settled: list[Settled]) -> None:
    if not settled:
        return
    with database.cursor() as cursor:
        cursor.executemany(
            "UPDATE documents_document SET number = %s WHERE id = %s AND number <> %s",
            [[each.number[:60], each.document_id, each.number[:60]] for each in settled if each.number],
        )
    _give_statuses_back(settled)
    text = gettext_noop("%(document)s is in %(program)s")
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order_id=each.order_id,
            kind="delivery",
            text=text,
            values={"document": each.number, "program": each.program},
        )
        for each in settled
        if each.order_id and each.is_news
    )


def _give_statuses_back(settled: list[Settled]) -> None:
    orders = Order.objects.filter(pk__in=[each.order_id for each in settled if each.order_id])
    for status_id in {each.error_status_id for each in settled if each.error_status_id}:
        orders.filter(status_id=status_id).update(status=F("status_before_error"))
    orders.filter(status_before_error__isnull=False).update(status_before_error=None)


def _keep_pdfs(arrived: list[PdfArrived]) -> None:
    if not arrived:
        return
    # Fetched once more, a PDF takes the place of the one before, at the document and at the order.
    documents = [each.document_id for each in arrived]
    held = Document.objects.filter(pk__in=documents, pdf__isnull=False).values_list("pdf_id", flat=True)
    if old := list(held):
        StoredFile.objects.filter(pk__in=old).delete()
    files = StoredFile.objects.bulk_create(
        StoredFile(
            company_id=each.company_id,
            name=each.file_name[:200],
            content_type="application/pdf",
            size=len(each.data),
            sha256=hashlib.sha256(each.data).hexdigest(),
            data=each.data,
        )
        for each in arrived
    )
    with database.cursor() as cursor:
        cursor.executemany(
            "UPDATE documents_document SET pdf_id = %s WHERE id = %s",
            [[file.pk, each.document_id] for file, each in zip(files, arrived, strict=True)],
        )
    FieldValue.objects.bulk_create(
        FieldValue(order_id=each.order_id, field_id=each.field_id, file=file)
        for file, each in zip(files, arrived, strict=True)
        if each.order_id and each.field_id
    )


def _know_buyers(buyers: list[BuyerKnown]) -> None:
    if not buyers:
        return
    with database.cursor() as cursor:
        cursor.executemany(
            "UPDATE delivery_buyerrecord SET remote_id = %s, holder = '', held_until = 0"
            " WHERE connection_id = %s AND key = %s",
            [[each.remote_id, each.connection_id, each.key] for each in buyers],
        )


def _stop_queue(refused: ConnectionRefused) -> None:
    stopped = Connection.objects.filter(
        pk=refused.connection_id, sealed=refused.sealed, state=State.ACTIVE
    ).update(state=State.REFUSED, problem=refused.problem.as_dict())
    if stopped:
        Lane.objects.filter(connection_id=refused.connection_id).update(open=False)
        connection = Connection.objects.select_related("company").get(pk=refused.connection_id)
        record(connection.company, "Mostek", "refused", connection, {"problem": (None, refused.problem.key)})


def _show_on_order(down: TurnedDown) -> None:
    if down.order_id is None:
        return
    values: dict[str, Any] = {"document": down.document}
    text = gettext_noop("%(document)s was rejected and waits for a person")
    OrderEvent.objects.create(order_id=down.order_id, kind="delivery", text=text, values=values)
    if down.error_status_id:
        orders = Order.objects.filter(pk=down.order_id).exclude(status_id=down.error_status_id)
        orders.filter(status_before_error__isnull=True).update(status_before_error=F("status"))
        orders.update(status_id=down.error_status_id)
