"""The list of orders: what it shows, finds, and does with many at once."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import Company
from mostek.delivery.models import Job, State
from mostek.documents.models import Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order, OrderStatus
from tests.panel.conftest import PLACED, MakeDocument, MakeOrder
from tests.panel.reading import followed, page

ORDERS = "/orders/"


def numbers(client: Client, query: str = "") -> list[str]:
    """The orders listed, in their order."""
    markup = client.get(ORDERS + query).content.decode()
    return re.findall(r'<td data-label="Number"><a [^>]*>([^<]+)</a>', markup)


def test_an_empty_list_teaches(boss: Client) -> None:
    text = page(boss, ORDERS)
    assert "No orders yet" in text
    assert "Import orders" in text


def test_the_source_is_a_column_where_there_are_several(boss: Client, make_order: MakeOrder) -> None:
    make_order("1")
    assert 'data-label="Source"' not in boss.get(ORDERS).content.decode()
    make_order("2", source="allegro")
    assert boss.get(ORDERS).content.decode().count('data-label="Source"') == 2


def test_a_row_says_what_was_sold_and_where_its_document_is(
    boss: Client, make_document: MakeDocument
) -> None:
    document = make_document("77", State.ACCEPTED)
    text = page(boss, ORDERS)
    assert "258.90\xa0PLN".replace("\xa0", " ") in text.replace("\xa0", " ")
    assert document.number in text
    assert "waiting for the program" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=Ćwik", ["3"]),
        ("?q=113-219-12-33", ["4", "2", "1"]),
        ("?q=nothing", []),
        ("?payment=unpaid", ["3"]),
        ("?payment=partly", ["2"]),
        ("?payment=paid", ["4", "1"]),
        ("?source=market", ["4"]),
        ("?since=2026-11-04", ["4"]),
        ("?until=2026-11-03", ["3", "2", "1"]),
        ("?since=nonsense&status=x&payment=never", ["4", "3", "2", "1"]),
    ],
)
def test_filters(boss: Client, make_order: MakeOrder, query: str, found: list[str]) -> None:
    make_order("1")
    make_order("2", paid_on=None, paid=False)
    Order.objects.filter(number="2").update(paid=Decimal(1))
    make_order("3", paid=False, buyer_name="Ewa Ćwiklińska", buyer_tax_id="")
    # Half past midnight in Warsaw on the fourth is the third by UTC.
    make_order("4", source="market", placed_at=PLACED.replace(hour=23, minute=30))
    assert numbers(boss, query) == found


def test_filters_by_document(boss: Client, make_order: MakeOrder, make_document: MakeDocument) -> None:
    make_order("none")
    make_document("sent", State.ISSUED)
    make_document("waits", State.REJECTED, Problem("delivery.fault"))
    assert numbers(boss, "?document=without") == ["none"]
    assert numbers(boss, "?document=with") == ["waits", "sent"]
    assert numbers(boss, "?state=waiting") == ["waits"]
    assert numbers(boss, "?state=issued") == ["sent"]


def test_pages_neither_repeat_nor_lose_an_order(boss: Client, make_order: MakeOrder) -> None:
    for number in range(120):
        # Many at the same moment: the page's border falls between equals.
        make_order(f"{number:03}", placed_at=PLACED + timedelta(minutes=number // 40))
    expected = [f"{number:03}" for number in reversed(range(120))]
    query, seen, steps = "", [], []
    while True:
        markup = boss.get(ORDERS + query).content.decode()
        seen += numbers(boss, query)
        steps.append(query)
        following = re.search(r'href="(\?[^"]*)" rel="next"', markup)
        if following is None:
            break
        query = following[1].replace("&amp;", "&")
    assert seen == expected
    back = re.search(r'href="(\?[^"]*)" rel="prev"', markup)
    assert back is not None
    assert numbers(boss, back[1].replace("&amp;", "&")) == expected[50:100]
    assert numbers(boss, "?after=nonsense~x") == expected[:50]


def test_a_page_costs_the_same_number_of_queries_however_many_rows(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        make_document(str(number))
    with django_assert_max_num_queries(16):
        assert len(numbers(boss)) == 25


def test_changing_the_status_of_ticked_orders(boss: Client, company: Company, make_order: MakeOrder) -> None:
    sent = OrderStatus.objects.create(company=company, name="Sent")
    first, second, third = make_order("1"), make_order("2"), make_order("3")
    text = followed(
        boss, reverse("orders_bulk"), action="status", order=[first.pk, second.pk], status_to=sent.pk
    )
    assert "2 orders have the status Sent." in text
    assert set(Order.objects.filter(status=sent)) == {first, second}
    assert "Status changed to Sent" in page(boss, reverse("order", args=[first.pk]))
    assert "Status changed" not in page(boss, reverse("order", args=[third.pk]))


def test_issuing_all_that_match_leads_to_the_job(boss: Client, make_order: MakeOrder, series: Series) -> None:
    for number in range(60):
        make_order(f"ZZ-{number}")
    make_order("YY-1")
    text = followed(
        boss, reverse("orders_bulk"), action="issue", everything="1", match="q=ZZ-", series=series.pk
    )
    assert "You may leave this page" in text
    assert Job.objects.get().total == 60


def test_bulk_without_ticks_or_series_says_so(boss: Client, order: Order, series: Series) -> None:
    assert "No order is ticked." in followed(boss, reverse("orders_bulk"), action="issue", series=series.pk)
    text = followed(boss, reverse("orders_bulk"), action="issue", order=[order.pk])
    assert "Choose the series" in text


def test_odd_text_does_no_harm(boss: Client, make_order: MakeOrder) -> None:
    make_order("1", buyer_name="<script>alert(1)</script>")
    markup = boss.get(ORDERS, {"q": "<script>' OR 1=1 --\x00"}).content.decode()
    assert "<script>'" not in markup
    assert "<script>alert" not in boss.get(ORDERS).content.decode()
