"""One company's backlog does not delay another's document; a queue's concurrency holds everywhere."""

import asyncio
from typing import Any

import pytest

from mostek.delivery import store
from mostek.delivery.models import Delivery, Lane
from mostek.delivery.queue import now
from mostek.documents.models import Document
from tests.delivery.crew import deliver_all
from tests.delivery.shop import Shop, fresh
from tests.delivery.variants import with_session
from tests.factories import make_company

BACKLOG = 2000


def pile_up(document: Document, count: int) -> None:
    """Copies of an issued document, all due for an hour."""
    assert document.connection is not None
    fields = [field.attname for field in Document._meta.concrete_fields if field.attname != "id"]
    values = {name: getattr(document, name) for name in fields} | {"order_id": None}
    copies = Document.objects.bulk_create(
        Document(**(values | {"reference": f"{document.reference}-{i}"})) for i in range(count)
    )
    Delivery.objects.bulk_create(
        Delivery(
            company_id=document.company_id,
            connection=document.connection,
            document=copy,
            due_at=now() - 3600,
        )
        for copy in copies
    )


def claimed(room: int) -> dict[int, int]:
    """How many of each connection a worker with that much room claims now."""
    lanes, _ = store.due_lanes(now())
    counts: dict[int, int] = {}
    for hand in store.claim(lanes, room, "worker", 60):
        counts[hand.connection_id] = counts.get(hand.connection_id, 0) + 1
    return counts


def test_a_backlog_leaves_room_for_others(shop: Shop) -> None:
    neighbour = Shop(shop.sandbox, make_company(name="Sąsiad", tax_id="5252248481"))
    crowded, quiet = shop.connect("infakt"), neighbour.connect("infakt")
    pile_up(shop.issue(shop.series(crowded)), BACKLOG)
    Lane.objects.update(concurrency=50)
    for _ in range(3):
        neighbour.issue(neighbour.series(quiet))
        assert claimed(room=10)[quiet.pk] == 1


def test_room_is_shared_evenly(shop: Shop) -> None:
    accounts = [shop.connect("infakt") for _ in range(3)]
    for connection in accounts:
        pile_up(shop.issue(shop.series(connection)), 40)
    Lane.objects.update(concurrency=50)
    assert claimed(room=30) == {connection.pk: 10 for connection in accounts}


def test_with_little_room_the_longest_waiting_come_first(shop: Shop) -> None:
    accounts = [shop.connect("infakt") for _ in range(3)]
    for age, connection in enumerate(accounts):
        document = shop.issue(shop.series(connection))
        Delivery.objects.filter(document=document).update(due_at=now() - 10 * (age + 1))
    assert set(claimed(room=2)) == {accounts[2].pk, accounts[1].pk}
    assert set(claimed(room=2)) == {accounts[0].pk}


def test_the_oldest_of_a_queue_come_first(shop: Shop) -> None:
    series = shop.series(shop.connect("infakt"))
    documents = [shop.issue(series) for _ in range(4)]
    for age, document in enumerate(documents):
        Delivery.objects.filter(document=document).update(due_at=now() - age - 1)
    hands = store.claim(store.due_lanes(now())[0], 2, "worker", 60)
    assert [hand.document_id for hand in hands] == [documents[3].pk, documents[2].pk]


def test_concurrency_counts_what_others_hold(shop: Shop) -> None:
    connection = shop.connect("infakt")
    pile_up(shop.issue(shop.series(connection)), 20)
    Lane.objects.update(concurrency=8)
    assert claimed(room=5) == {connection.pk: 5}
    assert claimed(room=5) == {connection.pk: 3}
    assert claimed(room=5) == {}
    Delivery.objects.filter(owner__isnull=False).update(due_at=now() - 1)
    assert claimed(room=100) == {connection.pk: 8}, "leases that ended count no more"


def test_a_closed_queue_is_not_claimed(shop: Shop) -> None:
    connection = shop.connect("infakt")
    shop.issue(shop.series(connection))
    Lane.objects.update(open=False)
    assert store.due_lanes(now()) == ([], None)


def test_a_queue_closed_since_its_work_was_seen_is_not_claimed(shop: Shop) -> None:
    shop.issue(shop.series(shop.connect("infakt")))
    lanes, _ = store.due_lanes(now())
    Lane.objects.update(open=False)
    assert len(lanes) == 1
    assert store.claim(lanes, 5, "worker", 60) == []


def test_later_work_is_announced(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    due = now() + 77
    Delivery.objects.filter(document=document).update(due_at=due)
    lanes, later = store.due_lanes(now())
    assert lanes == []
    assert later == pytest.approx(due)


@pytest.mark.parametrize(("program", "most"), [("ifirma", 1), ("infakt", 8)])
def test_two_workers_keep_the_programs_concurrency(
    shop: Shop, program: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[object] = []
    seen: list[int] = []

    async def watched(real: Any, invoice: Any, buyer_id: str) -> Any:
        inside.append(invoice)
        seen.append(len(inside))
        try:
            await asyncio.sleep(0.03)
            return await real.create(invoice, buyer_id)
        finally:
            inside.remove(invoice)

    with_session(monkeypatch, program, create=watched)
    series = shop.series(shop.connect(program))
    documents = [shop.issue(series) for _ in range(12)]
    deliver_all(2)
    assert max(seen) <= most
    assert len(seen) == 12
    assert {fresh(each).delivery.state for each in documents} == {"issued"}
