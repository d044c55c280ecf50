"""Documents that stand at a program and are not known here: as if made by hand, or before Mostek."""

from datetime import date, timedelta
from typing import Any

from mostek.connections.models import Connection
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.kernel.dates import today
from mostek.orders.models import Order
from mostek.reconcile.fetching import fetch
from mostek.reconcile.models import FetchRun
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, LineData, Shop

PROGRAMS = ("infakt", "ifirma")


def made_by_hand(
    shop: Shop, series: Series, *lines: LineData, keep_marks: bool = False, **fields: Any
) -> Order:
    """The order of a document that the program holds and Mostek does not know."""
    order = shop.order(*lines, **fields)
    for_document(shop, series, order, keep_marks=keep_marks)
    return order


def for_document(shop: Shop, series: Series, order: Order, *, keep_marks: bool = False) -> None:
    document = issue(order, series, ACTOR)
    deliver_all()
    document = Document.objects.get(pk=document.pk)
    assert document.number
    reference = document.reference
    order.events.all().delete()
    if document.pdf:
        document.pdf.delete()
    document.delete()
    if not keep_marks:
        assert series.connection is not None
        _take_marks_off(shop, series.connection.program, reference)


def _take_marks_off(shop: Shop, program: str, reference: str) -> None:
    store = shop.sandbox.programs[program].store
    if program == "infakt":
        for row in store.table("infakt_row").values():
            if reference in str(row.get("notes")):
                row |= {"notes": "", "transaction_terms": {"orders": []}}
    for each in store.table("document").values() if program == "ifirma" else ():
        if reference in str(each["body"]):
            each["body"] |= {"Uwagi": "", "DodatkoweUwagi": []}


def read(connection: Connection, days: int = 10) -> FetchRun:
    """Everything of the last days, read in this process."""
    day = day_of(connection)
    return fetch(connection, day - timedelta(days=days), day + timedelta(days=days), ACTOR, here=True)


def day_of(connection: Connection) -> date:
    return today(connection.company.time_zone)
