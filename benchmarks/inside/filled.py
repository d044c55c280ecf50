"""Fills a database: one company with a hundred thousand documents on their way, another with none."""

from datetime import timedelta

from django.db import connection as database
from django.utils import timezone

from benchmarks.inside.shop import make_orders, order_of, series_of, two_shops
from mostek.companies.models import Company
from mostek.delivery.models import Delivery, State, Step
from mostek.delivery.queue import now
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from tests.factories import make_user

PORTION = 2000
DAYS = 90
"""Over which they are spread."""
REJECTED = 0.03
"""The share of documents that wait for a person."""


def main(count: str, accounts: str) -> int:
    """How many documents there are now."""
    company, _other = two_shops(int(accounts))
    make_user(company)
    first = make_orders(company, int(accounts))
    patterns = [
        issue(order, series, "bench") for order, series in zip(first, series_of(company), strict=True)
    ]
    for begin in range(len(first), int(count), PORTION):
        _fill(company, patterns, range(begin, min(begin + PORTION, int(count))), DAYS * begin // int(count))
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return Document.objects.count()


def _fill(company: Company, patterns: list[Document], numbers: range, day: int) -> None:
    """Orders and documents of one day."""
    placed = timezone.now() - timedelta(days=DAYS - day)
    orders = [order_of(company, number) for number in numbers]
    for order in orders:
        order.placed_at = placed
    orders = Order.objects.bulk_create(orders)
    documents = Document.objects.bulk_create(
        _document(order, patterns[number % len(patterns)], number)
        for number, order in zip(numbers, orders, strict=True)
    )
    moment = now()
    Delivery.objects.bulk_create(
        _delivery(document, number, moment) for number, document in zip(numbers, documents, strict=True)
    )


def _document(order: Order, pattern: Document, number: int) -> Document:
    """Like one that was issued, with a buyer and a reference of its own."""
    fields = {field.name: getattr(pattern, field.name) for field in Document._meta.fields}
    reference = f"MST-B{number:09d}"
    buyer = {**pattern.content["buyer"], "name": order.buyer_name}
    own = {
        "id": None,
        "order": order,
        "issue_date": order.placed_at.date(),
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
