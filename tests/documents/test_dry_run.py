"""The dry run: the truth about every order, and nothing written, numbered or sent."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from mostek.delivery.models import Attempt, BuyerRecord, Delivery, Job
from mostek.documents import dry_run
from mostek.documents.drafting import draft
from mostek.documents.issuing import issue
from mostek.documents.models import Document, SeriesCounter
from mostek.documents.verdict import verdict
from mostek.files.listing import LISTINGS
from mostek.orders.models import OrderEvent
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of
from tests.factories import make_company

NO_RATE = ("Stół", 1, "10.00", "")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_many_orders_are_told_apart_and_nothing_is_written(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt"))
    orders = [shop.order(("Deska", 1, "12.30", "23"), ("Książka", 1, "10.50", "5")) for _ in range(6)]
    orders += [shop.order(NO_RATE), shop.order(("Deska", 1, "1.00", "23"), NO_RATE)]
    stranger = Shop(shop.sandbox, make_company(name="Sąsiad", tax_id="5252248481")).order()
    issued = shop.issue(series)
    assert issued.order is not None
    counters, events = list(SeriesCounter.objects.values()), OrderEvent.objects.count()
    ids = [order.pk for order in (*orders, issued.order, stranger)]
    job = dry_run.check_many(shop.company, ids, series, ACTOR)
    deliver_all()
    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.failed) == ("done", 9, 6, 3)
    (totals,) = dry_run.totals_of(job)
    assert totals.currency == "PLN"
    assert {code: (a.net, a.vat, a.gross) for code, a in totals.rates} == {
        "23": (Decimal("60.00"), Decimal("13.80"), Decimal("73.80")),
        "5": (Decimal("60.00"), Decimal("3.00"), Decimal("63.00")),
    }
    assert totals.whole.gross == Decimal("136.80")
    missing, has_one = dry_run.reasons_of(job, 10)
    assert (missing.key, missing.count, missing.card.what) == (
        "documents.vat_missing",
        2,
        "Line … has no VAT rate.",
    )
    assert [(order.pk, problem.field) for order, problem, _ in missing.items] == [
        (orders[6].pk, "lines.0.vat"),
        (orders[7].pk, "lines.1.vat"),
    ]
    assert has_one.key == "documents.already_issued"
    assert str(issued) in has_one.card.what
    assert Document.objects.count() == 1
    assert list(SeriesCounter.objects.values()) == counters
    assert OrderEvent.objects.filter(order__in=orders).count() == 0 < events
    assert len(shop.books("infakt")) == 1


def test_the_ready_ones_are_issued_and_only_they(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt"))
    ready, blocked = [shop.order() for _ in range(3)], shop.order(NO_RATE)
    job = dry_run.check_here(shop.company, [o.pk for o in (*ready, blocked)], series, ACTOR)
    # Somebody issued one of them meanwhile: it does not get a second document.
    shop_issue = shop.issue(series, ("Deska", 1, "5.00", "23"))
    Document.objects.filter(pk=shop_issue.pk).update(order=ready[0])
    issuing = dry_run.issue_ready(job, ACTOR)
    deliver_all()
    issuing.refresh_from_db()
    assert (issuing.total, issuing.done, issuing.failed) == (3, 2, 1)
    assert not Document.objects.filter(order=blocked).exists()
    assert Document.objects.count() == 3


def test_the_file_names_every_order(shop: Shop) -> None:
    series = shop.hub_series()
    ready, blocked = shop.order(), shop.order(NO_RATE)
    job = dry_run.check_here(shop.company, [ready.pk, blocked.pk], series, ACTOR)
    headings = [str(heading) for heading in LISTINGS["dry_run"].headings]
    rows = [dict(zip(headings, row, strict=True)) for row in dry_run.file_rows(shop.company, [job.pk])]
    assert [(row["Order"], row["Result"]) for row in rows] == [
        (ready.number, "ready"),
        (blocked.number, "blocked"),
    ]
    assert rows[1]["Problem"] == "Line 1 has no VAT rate."
    assert rows[1]["Field"] == "lines.0.vat"
    assert rows[0]["Gross"] == ready.total


def test_a_portion_that_broke_off_counts_nothing_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_run, "TOGETHER", 2)
    monkeypatch.setattr(dry_run, "PORTION_SECONDS", 0)
    series = shop.hub_series()
    orders = [shop.order(("Deska", 1, "12.30", "23")) for _ in range(5)]
    job = dry_run.check_many(shop.company, [order.pk for order in orders], series, ACTOR)
    real = dry_run._add
    broken: list[bool] = []

    def stumbles(*arguments: Any) -> None:
        if not broken:
            broken.append(True)
            raise OSError("the machine stops")
        real(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dry_run, "_add", stumbles)
        deliver_all()
    job.refresh_from_db()
    assert job.state == "failed"
    job = dry_run.again(job, ACTOR)
    deliver_all()
    job.refresh_from_db()
    assert (job.done, job.failed) == (5, 0)
    assert dry_run.totals_of(job)[0].whole.gross == Decimal("61.50")


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_the_exact_request_is_what_the_program_gets(shop: Shop, program: str) -> None:
    """But for our reference, which each document has of its own, and the buyer's record, not known before."""
    connection = shop.connect(program)
    series, order = shop.series(connection), shop.order()
    made = draft(order, series)
    known = verdict(made, series)
    assert known.ready
    assert known.request is not None
    assert made.invoice is not None
    assert not known.buyer_known
    assert not Delivery.objects.exists()
    assert not Attempt.objects.exists()

    document = issue(order, series, ACTOR)
    deliver_all()
    (sent,) = [
        exchange
        for attempt in delivery_of(document).attempts.filter(step="create")
        for exchange in attempt.exchanges
        if exchange["method"] == "POST"
    ]
    assert known.request.method == sent["method"]
    assert known.request.url.endswith(sent["path"])
    shown = json.loads(known.body.replace(made.invoice.reference, document.reference))
    record = BuyerRecord.objects.get()
    assert _without(shown, record.remote_id) == _without(json.loads(sent["request"]), record.remote_id)
    assert record.remote_id in sent["request"]

    # The buyer is known now: the next request names its record.
    again = verdict(draft(shop.order(), series), series)
    assert again.buyer_known
    assert again.request is not None
    assert record.remote_id in again.request.body.decode()


def _without(content: Any, buyer_id: str) -> Any:
    """The content without the values that are the buyer's record."""
    if isinstance(content, dict):
        return {name: _without(each, buyer_id) for name, each in content.items() if str(each) != buyer_id}
    return [_without(each, buyer_id) for each in content] if isinstance(content, list) else content


def test_a_blocked_document_shows_no_request(shop: Shop) -> None:
    series = shop.series(shop.connect("ifirma"))
    known = verdict(draft(shop.order(NO_RATE), series), series)
    assert (known.ready, known.request) == (False, None)
    assert known.limits
    assert Job.objects.count() == 0
