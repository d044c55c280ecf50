"""Both sides as `matching` compares them, read from the database."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from mostek.companies.models import Company
from mostek.delivery.models import Delivery, State
from mostek.documents.models import ORIGINATING, Document
from mostek.kernel.dates import local_date
from mostek.orders.models import TEST_SOURCE, Order
from mostek.reconcile.matching import Here, There
from mostek.reconcile.models import RemoteDocument

SHORTEST_NUMBER = 3
"""Characters: a shorter order number stands in too many texts by chance."""
AT_ONCE = 500


def theirs(company: Company, remotes: Iterable[RemoteDocument]) -> list[There]:
    listed = list(remotes)
    words = {each.pk: _words(each.texts) for each in listed}
    numbers = _orders_numbered(company, {word for found in words.values() for word in found})
    return [_there(each, frozenset(numbers[w] for w in words[each.pk] if w in numbers)) for each in listed]


def _words(text: str) -> set[str]:
    stripped = (word.strip(".,;:()[]#") for word in text.split())
    return {word for word in stripped if len(word) >= SHORTEST_NUMBER}


def _orders_numbered(company: Company, words: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    listed = sorted(words)
    for start in range(0, len(listed), AT_ONCE):
        orders = Order.objects.of(company).filter(number__in=listed[start : start + AT_ONCE])
        found |= dict(orders.values_list("number", "pk"))
    return found


def _there(remote: RemoteDocument, named: frozenset[int]) -> There:
    obstacle = "draft" if remote.is_draft else "other_kind" if remote.kind not in ORIGINATING else ""
    return There(
        id=remote.pk,
        gross=remote.gross,
        currency=remote.currency,
        day=remote.issue_date,
        tax_id=remote.buyer_tax_id,
        name=remote.buyer_name,
        postcode=remote.buyer_postcode,
        named=named,
        is_whole=remote.is_whole,
        obstacle=obstacle,
    )


def here(order: Order) -> Here:
    buyer = order.buyer_party()
    return Here(
        id=order.pk,
        number=order.number,
        total=order.total,
        currency=order.currency,
        day=local_date(order.placed_at, order.company.time_zone),
        tax_id=buyer.tax_id,
        name=buyer.name,
        postcode=buyer.address.postcode,
    )


def without_document(company: Company) -> "QuerySet[Order]":
    standing = Document.objects.filter(order=OuterRef("pk"), kind__in=ORIGINATING, cancelled_at=None)
    orders = Order.objects.of(company).filter(~Exists(standing)).exclude(source=TEST_SOURCE)
    return orders.select_related("company")


def orders_between(
    company: Company, since: date, until: date, window: int, total: Decimal | None = None
) -> list[Here]:
    """Orders without a document, placed on these days or within the window of them; of one total or all."""
    orders = _placed(without_document(company), since, until, window)
    return [here(order) for order in (orders if total is None else orders.filter(total=total))]


def _placed(orders: "QuerySet[Order]", since: date, until: date, window: int) -> "QuerySet[Order]":
    # A day more on each side: the company's days are not those of UTC.
    first, last = since - timedelta(days=window + 1), until + timedelta(days=window + 2)
    return orders.filter(placed_at__gte=_midnight(first), placed_at__lt=_midnight(last))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def on_the_way(company: Company) -> list[Here]:
    """Orders whose document may stand at a program although we do not know it yet: a document there of the
    same amount and buyer may be theirs."""
    unsure = Q(state__in=[State.SENDING, State.ACCEPTED, State.IN_DOUBT]) | Q(uncertain_at__isnull=False)
    moving = (
        Delivery.objects.of(company)
        .filter(unsure, remote_id="", document__order__isnull=False)
        .select_related("document__order__company")
    )
    return [here(each.document.order) for each in moving if each.document.order]
