"""Fills a database: one company with a hundred thousand documents on their way, another with none."""

from datetime import timedelta

from django.db import connection as database
from django.utils import timezone

from benchmarks.inside.shop import make_orders, series_of, two_shops
from mostek.delivery.models import Delivery, State, Step
from mostek.delivery.queue import now
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from tests.factories import make_user

PORTION = 2000
REJECTED = 0.03
"""The share of documents that wait for a person."""


def main(count: str, accounts: str) -> int:
    """The first document's id."""
    company, _other = two_shops(int(accounts))
    make_user(company)
    made = make_orders(company, int(count))
    patterns = [
        issue(order, series, "bench") for order, series in zip(made, series_of(company), strict=False)
    ]
    for begin in range(len(patterns), len(made), PORTION):
        _fill(made[begin : begin + PORTION], patterns, begin)
    _spread(len(made))
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return patterns[0].pk


def _fill(orders: list[Order], patterns: list[Document], begin: int) -> None:
    documents = Document.objects.bulk_create(
        _document(order, patterns[number % len(patterns)], number)
        for number, order in enumerate(orders, start=begin)
    )
    moment = now()
    Delivery.objects.bulk_create(
        _delivery(document, number, moment) for number, document in enumerate(documents)
    )


def _document(order: Order, pattern: Document, number: int) -> Document:
    """Like one that was issued, with a buyer and a reference of its own."""
    fields = {field.name: getattr(pattern, field.name) for field in Document._meta.fields}
    reference = f"MST-B{number:09d}"
    buyer = {**pattern.content["buyer"], "name": order.buyer_name}
    own = {
        "id": None,
        "order": order,
        "reference": reference,
        "buyer_name": order.buyer_name,
        "content": {**pattern.content, "reference": reference, "buyer": buyer},
    }
    return Document(**(fields | own))


def _delivery(document: Document, number: int, moment: float) -> Delivery:
    rejected = number % 100 < REJECTED * 100
    return Delivery(
        company_id=document.company_id,
        connection=document.connection,
        document=document,
        state=State.REJECTED if rejected else State.QUEUED,
        step=Step.CHECK,
        due_at=None if rejected else moment,
        changed_at=moment,
        problems=[Problem("delivery.fault", {"program": "inFakt"}).as_dict()] if rejected else [],
    )


def _spread(count: int) -> None:
    """Orders and documents over the last three months."""
    today = timezone.now()
    for day in range(90):
        placed = today - timedelta(days=90 - day)
        ids = Order.objects.order_by("id").values_list("pk", flat=True)
        first, last = ids[count * day // 90], ids[min(count - 1, count * (day + 1) // 90)]
        Order.objects.filter(pk__gte=first, pk__lte=last).update(placed_at=placed)
        Document.objects.filter(order_id__gte=first, order_id__lte=last).update(issue_date=placed.date())
