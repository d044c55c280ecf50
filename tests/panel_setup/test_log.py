"""The log: every attempt with its exchanges, and the audit trail."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.models import Attempt, Delivery
from mostek.documents.models import Document, Series
from mostek.kernel.problems import Problem

NOON = 1_795_345_200.0
"""2026-11-22 12:00 in Warsaw."""


def _attempt(connection: Connection, series: Series, number: str, **fields: object) -> Attempt:
    document = Document.objects.create(
        company=connection.company,
        series=series,
        kind="invoice",
        reference=f"ref-{number}",
        number=number,
        connection=connection,
        issue_date=date(2026, 11, 22),
        sale_date=date(2026, 11, 22),
        currency="PLN",
        buyer_name="Jan",
        net=Decimal(1),
        vat=Decimal(0),
        gross=Decimal(1),
        content={},
        created_by="Test",
    )
    delivery = Delivery.objects.create(company=connection.company, connection=connection, document=document)
    values = {"step": "create", "begun_at": NOON, "ended_at": NOON + 0.25, "outcome": "issued", "worker": "w"}
    return Attempt.objects.create(delivery=delivery, **(values | fields))


def _connection(company: Company, name: str) -> Connection:
    return Connection.objects.create(company=company, program="infakt", name=name, environment="stand_in")


@pytest.fixture
def account(company: Company) -> Connection:
    return _connection(company, "Ours alone")


def test_attempt_tells_what_was_said(boss: Client, account: Connection, series: Series) -> None:
    exchange = {
        "method": "POST",
        "path": "/invoices.json?x=1",
        "status": 422,
        "ms": 31,
        "request": '{"name": "<b>Lampa</b>"}',
        "response": "<script>no</script>",
    }
    problem = Problem("connections.limited", {"program": "inFakt"}).as_dict()
    _attempt(account, series, "FV/1", outcome="rejected", exchanges=[exchange], problems=[problem])
    page = boss.get("/log/").content.decode()
    assert "FV/1" in page
    assert "POST /invoices.json?x=1" in page
    assert "422" in page
    assert "&lt;script&gt;no&lt;/script&gt;" in page
    assert "inFakt asks for a pause" in page
    assert "12:00:00" in page.replace("\u202f", " ")
    assert "250 ms" in page


def test_filters(boss: Client, company: Company, account: Connection, series: Series) -> None:
    second = _connection(company, "Second")
    _attempt(account, series, "FV/1")
    _attempt(second, series, "FV/2", outcome="unknown", begun_at=NOON + 86_400)
    for query, shown in (
        (f"connection={account.pk}", {"FV/1"}),
        ("outcome=unknown", {"FV/2"}),
        ("document=fv/2", {"FV/2"}),
        ("since=2026-11-23", {"FV/2"}),
        ("until=2026-11-22", {"FV/1"}),
        ("since=2026-11-22&until=2026-11-23", {"FV/1", "FV/2"}),
        ("connection=999999", {"FV/1", "FV/2"}),
        ("since=nonsense", {"FV/1", "FV/2"}),
    ):
        page = boss.get(f"/log/?{query}").content.decode()
        assert {number for number in ("FV/1", "FV/2") if f">{number}<" in page} == shown, query


def test_long_log_goes_on_by_pages(boss: Client, account: Connection, series: Series) -> None:
    first = _attempt(account, series, "FV/1")
    Attempt.objects.bulk_create(
        Attempt(delivery=first.delivery, step="fetch", begun_at=NOON + i, outcome="done", worker="w")
        for i in range(1, 60)
    )
    page = boss.get("/log/").content.decode()
    assert page.count("<tr data-row>") == 50
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert boss.get(f"/log/{following}").content.decode().count("<tr data-row>") == 10


def test_nothing_of_another_company(stranger: Client, account: Connection, series: Series) -> None:
    _attempt(account, series, "FV/1")
    record(account.company, "Owner", "change", account, {"name": ("a", "b")})
    assert "FV/1" not in stranger.get("/log/").content.decode()
    assert "Ours alone" not in stranger.get("/log/").content.decode()
    assert "Ours alone" not in stranger.get(f"/log/?connection={account.pk}").content.decode()
    assert "Ours alone" not in stranger.get("/log/changes/").content.decode()


def test_audit_trail_in_words_with_filters(boss: Client, reader: Client, account: Connection) -> None:
    record(account.company, "Anna", "configure", account, {"fetch_pdf": (True, False)})
    record(account.company, "Jan", "pause", account)
    page = reader.get("/log/changes/").content.decode()
    assert "changed the configuration" in page
    assert "fetch and keep PDFs of documents" in page
    assert "yes → no" in page
    only = boss.get("/log/changes/?actor=jan").content.decode()
    assert "paused" in only
    assert "changed the configuration" not in only
    today = timezone.localdate().isoformat()
    assert "paused" in boss.get(f"/log/changes/?since={today}&until={today}").content.decode()


def test_empty_log_teaches(boss: Client) -> None:
    assert "Nothing was exchanged yet" in boss.get("/log/").content.decode()
    assert "Nothing found" in boss.get("/log/?document=x").content.decode()
    assert "Nothing was changed yet" in boss.get("/log/changes/").content.decode()
