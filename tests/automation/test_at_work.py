"""Real workers and a real stand-in: whatever happens at once, one document stands in the books."""

from functools import partial
from typing import Any

from mostek.automation.models import RuleRun
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.events.models import Event, Kind
from mostek.events.telling import tell_a_portion
from mostek.kernel.problems import ProblemError
from mostek.orders.changing import set_status
from mostek.orders.incoming import IncomingOrder, read
from mostek.orders.intake import take_many
from mostek.orders.models import Order, OrderStatus
from tests.at_once import at_once
from tests.automation.conftest import condition, issuing, make_rule, step
from tests.delivery.crew import Crew, is_idle
from tests.delivery.shop import COMPANY_BUYER, Shop

PROGRAM = "infakt"


def incoming(number: int, **changes: Any) -> IncomingOrder:
    return read(
        {
            "number": f"R-{number}",
            "placed_at": "2026-11-20T10:00:00",
            "currency": "PLN",
            "lines": [{"name": "Stół", "quantity": 1, "unit_price": "123.00", "vat_code": "23"}],
            "buyer": COMPANY_BUYER,
            "payment_means": "card",
            "fully_paid": True,
        }
        | changes
    )


def settled() -> bool:
    return not Event.objects.filter(due_at__isnull=False).exists() and is_idle()


def test_paid_orders_stand_in_the_books_and_get_their_status(shop: Shop) -> None:
    series = shop.hub_series(shop.connect(PROGRAM))
    invoiced = OrderStatus.objects.create(company=shop.company, name="Invoiced")
    make_rule(shop.company, Kind.ORDER_PAID, issuing(series), conditions=(condition("tags", "b2b"),))
    make_rule(
        shop.company,
        Kind.DOCUMENT_DELIVERED,
        step("set_status", status=invoiced.pk),
        conditions=(condition("kind", "invoice"),),
        name="Invoiced",
    )
    orders = [incoming(number, tags=["B2B"]) for number in range(8)]
    orders += [incoming(100), incoming(101, tags=["B2B"], fully_paid=False)]
    with Crew(2) as crew:
        take_many(shop.company, "shop", orders)
        crew.until(lambda: settled() and Document.objects.count() == 8)
        crew.until(lambda: Order.objects.filter(status=invoiced).count() == 8)
    assert len(shop.books(PROGRAM)) == 8
    assert {document.reason["rule"]["name"] for document in Document.objects.all()} == {"Invoice when paid"}


def test_events_of_one_order_are_told_in_their_order(shop: Shop) -> None:
    """Created comes before paid, whichever worker takes which: the first rule's document is issued."""
    first, second = shop.hub_series(), shop.hub_series(pattern="X/{number}/{month}/{year}")
    make_rule(shop.company, Kind.ORDER_CREATED, issuing(first), name="Created")
    make_rule(shop.company, Kind.ORDER_PAID, issuing(second), name="Paid")
    take_many(shop.company, "shop", [incoming(number) for number in range(20)])
    assert at_once([tell_everything, tell_everything]) == []
    assert Document.objects.count() == 20
    assert set(Document.objects.values_list("series", flat=True)) == {first.pk}


def test_two_workers_tell_one_event_once(shop: Shop) -> None:
    make_rule(shop.company, Kind.ORDER_PAID, issuing(shop.hub_series()))
    take_many(shop.company, "shop", [incoming(1)])
    assert at_once([tell_a_portion, tell_a_portion, tell_a_portion]) == []
    assert RuleRun.objects.count() == Document.objects.count() == 1


def test_a_person_and_a_rule_at_once_make_one_document(shop: Shop) -> None:
    series = shop.hub_series()
    sent = OrderStatus.objects.create(company=shop.company, name="Sent")
    make_rule(shop.company, Kind.ORDER_STATUS_CHANGED, issuing(series))
    orders = [shop.order() for _ in range(6)]
    set_status(shop.company, [order.pk for order in orders], sent, "Anna")
    people = [partial(by_hand, order, series) for order in orders]
    assert at_once([tell_everything, *people]) == []
    assert Document.objects.count() == len(orders)
    assert set(RuleRun.objects.values_list("outcome", flat=True)) <= {"done", "skipped"}
    assert RuleRun.objects.count() == len(orders)


def by_hand(order: Order, series: Series) -> None:
    """The rule may have been faster; nothing else may stop it."""
    try:
        issue(order, series, "Anna")
    except ProblemError as error:
        if [problem.key for problem in error.problems] != ["documents.already_issued"]:
            raise


def tell_everything() -> None:
    while Event.objects.filter(due_at__isnull=False).exists():
        tell_a_portion()
