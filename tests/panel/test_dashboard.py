"""The first screen."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.models import State, WorkerBeat
from mostek.delivery.queue import now
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem
from mostek.orders.models import ImportRun
from tests.panel.conftest import MakeDocument, MakeOrder
from tests.panel.reading import page


def test_first_steps_lead_a_new_company_and_go_when_done(
    boss: Client, company: Company, make_order: MakeOrder, connection: Connection, series: Series
) -> None:
    Series.objects.all().update(place="")
    markup = boss.get("/").content.decode()
    assert "First steps" in markup
    assert "Make a document series ready</a>" in markup
    assert "Connect an accounting program</a>" not in markup
    Series.objects.all().update(place="Poznań")
    issue(make_order("1"), series, "Anna")
    assert "First steps" not in page(boss, "/")


def test_four_numbers_and_where_they_lead(boss: Client, make_document: MakeDocument) -> None:
    make_document("1", State.ISSUED)
    make_document("2", State.SENDING)
    make_document("3", State.REJECTED, Problem("invoicing.buyer_without_name"))
    make_document("4", State.REJECTED, Problem("invoicing.buyer_without_name"))
    text = page(boss, "/")
    assert "Issued today 4" in text
    assert "On the way 1" in text
    assert "Waiting for a person 2" in text
    assert "The buyer has no name. 2" in text
    links = re.findall(r'href="(/(?:documents|attention)/[^"]*)"', boss.get("/").content.decode())
    for link in links:
        assert boss.get(link.replace("&amp;", "&")).status_code == 200
    assert any("problem=invoicing.buyer_without_name" in link for link in links)


def test_the_picture_counts_each_day_and_the_table_says_the_same(
    boss: Client, company: Company, make_document: MakeDocument
) -> None:
    day = today(company.time_zone)
    make_document("1")
    make_document("2", State.REJECTED, Problem("delivery.fault"))
    old = make_document("3")
    Document.objects.filter(pk=old.pk).update(issue_date=day - timedelta(days=40))
    markup = boss.get("/").content.decode()
    assert len(re.findall(r'<rect class="bar-0" x', markup)) == 1
    assert len(re.findall(r'<rect class="bar-failed" x', markup)) == 1
    last_row = markup.split("<tbody>")[-1].split("<tr>")[-1]
    assert re.findall(r'<td class="amount">(\d+)</td>', last_row) == ["1", "1"]


def test_a_missing_worker_is_told(boss: Client) -> None:
    assert "No worker is running: documents wait." in page(boss, "/")
    beat = {"name": "w", "host": "h", "pid": 1, "version": "1", "started_at": now()}
    WorkerBeat.objects.create(**beat, seen_at=now())
    assert "No worker is running" not in page(boss, "/")
    WorkerBeat.objects.update(seen_at=now() - 31)
    assert "No worker is running" in page(boss, "/")


def test_health_and_imports(boss: Client, company: Company, connection: Connection) -> None:
    Connection.objects.update(paused=True, last_exchange_at=timezone.now())
    ImportRun.objects.create(company=company, file_name="orders.csv", preset="csv", orders_new=3)
    text = page(boss, "/")
    assert "Main account paused" in text
    assert "orders.csv" in text
    assert "3 new orders" in text


def test_the_dashboard_costs_a_bounded_number_of_queries(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_document(str(number))
    with django_assert_max_num_queries(30):
        page(boss, reverse("dashboard"))
