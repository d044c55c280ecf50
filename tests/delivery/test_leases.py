"""Workers that vanish, and workers that come back too late: nothing lost, nothing written twice."""

import time

import pytest

from mostek.delivery import store
from mostek.delivery.hand import AttemptRow, Checkpoint, Hand, Settled
from mostek.delivery.models import Attempt, Delivery, State, Step
from mostek.delivery.queue import now
from mostek.documents.models import Document
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import Shop, delivery_of, fresh, story
from tests.delivery.variants import vary

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def claim(shop: Shop, document: Document, lease: float, worker: str = "ghost") -> list[Hand]:
    assert document.connection is not None
    return store.claim([(document.connection.pk, 8)], 10, worker, lease)


def let_lease_end() -> None:
    Delivery.objects.filter(owner__isnull=False).update(due_at=now() - 0.01)


def issued(shop: Shop, program: str = "infakt") -> Document:
    return shop.issue(shop.series(shop.connect(program)))


def test_what_is_in_a_hand_is_in_no_other(shop: Shop) -> None:
    document = issued(shop)
    (hand,) = claim(shop, document, lease=30)
    assert (hand.worker, hand.token, hand.document_id) == ("ghost", 1, document.pk)
    assert claim(shop, document, lease=30) == []


@every_program
def test_a_vanished_workers_document_is_taken_over(shop: Shop, program: str) -> None:
    document = issued(shop, program)
    (hand,) = claim(shop, document, lease=0.5)
    begun = time.time()
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    first = delivery_of(document).attempts.all()[0]
    assert first.begun_at >= begun + 0.4, "not before the lease ended"
    assert delivery_of(document).token > hand.token


def test_a_checkpoint_that_comes_too_late_changes_nothing(shop: Shop) -> None:
    document = issued(shop)
    (late,) = claim(shop, document, lease=30)
    let_lease_end()
    (holder,) = claim(shop, document, lease=30, worker="other")
    before = Delivery.objects.values().get()
    late.state, late.step, late.remote_id = State.ISSUED, Step.DONE, "remote"
    attempt = AttemptRow(Step.CREATE, "ghost", now(), now(), "issued")
    told = Settled(document.company_id, document.pk, document.order_id, "99/99", "inFakt", True, None)
    assert store.save([Checkpoint(late, [attempt], [told])]) == set()
    assert Delivery.objects.values().get() == before
    assert not Attempt.objects.exists()
    assert fresh(document).number == ""
    assert document.order is not None
    assert document.order.events.count() == 1
    assert store.save([Checkpoint(holder, [attempt], [told])]) == {holder.id}
    assert fresh(document).number == "99/99"


def test_of_many_checkpoints_only_the_late_one_is_left_out(shop: Shop) -> None:
    series = shop.series(shop.connect("infakt"))
    documents = [shop.issue(series) for _ in range(3)]
    hands = claim(shop, documents[0], lease=30)
    assert [hand.document_id for hand in hands] == [document.pk for document in documents], "oldest first"
    Delivery.objects.filter(pk=hands[1].id).update(token=7)
    for hand in hands:
        hand.task = "told"
    held = store.save([Checkpoint(hand, [], []) for hand in hands])
    assert held == {hands[0].id, hands[2].id}
    assert [delivery_of(each).task for each in documents] == ["told", "", "told"]


def test_renewing_tells_what_is_still_ours(shop: Shop) -> None:
    series = shop.series(shop.connect("infakt"))
    documents = [shop.issue(series) for _ in range(2)]
    mine, taken = claim(shop, documents[0], lease=1)
    Delivery.objects.filter(pk=taken.id).update(token=taken.token + 1, owner="other")
    assert store.renew([(mine.id, mine.token), (taken.id, taken.token)], lease=100) == {mine.id}
    assert (Delivery.objects.get(pk=mine.id).due_at or 0) > now() + 90
    assert (Delivery.objects.get(pk=taken.id).due_at or 0) < now() + 2


def test_a_delivery_given_back_cannot_be_renewed(shop: Shop) -> None:
    document = issued(shop)
    (hand,) = claim(shop, document, lease=1)
    hand.worker, hand.due_at = None, now() + 50
    assert store.save([Checkpoint(hand, [], [])]) == {hand.id}
    assert store.renew([(hand.id, hand.token)], lease=500) == set()


def test_a_worker_that_lost_its_lease_lets_go(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looking for the buyer when another takes the delivery: it must not go on to the create."""
    document = issued(shop)
    shop.faults("infakt").latency = 0.6
    with Crew() as crew:
        crew.until(lambda: delivery_of(document).owner == "worker-0")
        Delivery.objects.update(owner="other", token=1000, due_at=now() + 600)
        crew.until(lambda: crew.in_hand() == 0)
        shop.faults("infakt").latency = 0
        assert delivery_of(document).owner == "other"
    assert shop.books("infakt") == []
    assert story(document) == []


def test_a_long_wait_is_cancelled_when_the_lease_goes(
    shop: Shop, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for a slot of the rate limit, it renews its lease; taken over, it stops at once."""
    from mostek.delivery.models import RateBucket

    settings.RATE_LIMITS, settings.LEASE_SECONDS = True, 2  # type: ignore[attr-defined]
    document = issued(shop, "ifirma")
    connection = document.connection
    assert connection is not None
    RateBucket.objects.create(name=f"ifirma:{connection.pk}:GET-POST-PUT", blocked_until=now() + 600)
    with Crew() as crew:
        crew.until(lambda: delivery_of(document).owner == "worker-0")
        end = delivery_of(document).due_at or 0
        crew.until(lambda: (delivery_of(document).due_at or 0) > end, "the lease was not renewed")
        Delivery.objects.update(owner="other", token=1000, due_at=now() + 600)
        crew.until(lambda: crew.in_hand() == 0)
    assert delivery_of(document).token == 1000
    assert story(document) == []


@every_program
@pytest.mark.parametrize(
    ("fault", "proof", "sends"),
    [("timeout_after_create", "found", 1), ("timeout_before_create", "not_found", 2)],
)
def test_killed_while_the_create_is_on_its_way(
    shop: Shop, program: str, fault: str, proof: str, sends: int, settings: pytest.FixtureRequest
) -> None:
    settings.LEASE_SECONDS = 2  # type: ignore[attr-defined]
    document = issued(shop, program)
    faults = shop.faults(program)
    faults.hold, faults.creates_only, faults.upcoming[fault] = 40, True, 1
    with Crew() as crew:
        crew.until(lambda: delivery_of(document).attempts.filter(step="create", ended_at=None))
        crew.until(lambda: not faults.upcoming[fault])
        crew.kill()
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    assert (delivery_of(document).state, delivery_of(document).sends) == (State.ISSUED, sends)
    assert story(document)[2:4] == ["create unknown", f"prove {proof}"]
    assert not Attempt.objects.filter(ended_at=None).exists()


def test_killed_while_the_buyer_is_being_made(shop: Shop, settings: pytest.FixtureRequest) -> None:
    settings.LEASE_SECONDS = 2  # type: ignore[attr-defined]
    document = issued(shop)
    shop.faults("infakt").latency = 0.3
    with Crew() as crew:
        crew.until(lambda: delivery_of(document).attempts.filter(step="buyer", ended_at=None))
        crew.kill()
    shop.faults("infakt").latency = 0
    deliver_all()
    table = shop.sandbox.programs["infakt"].store.table("infakt_row")
    assert len([row for row in table.values() if row["_resource"] == "clients"]) == 1
    assert fresh(document).number == shop.booked(document).number


def test_killed_at_any_moment(shop: Shop, settings: pytest.FixtureRequest) -> None:
    settings.LEASE_SECONDS = 1  # type: ignore[attr-defined]
    series = [shop.series(shop.connect(program)) for program in PROGRAMS]
    documents = [shop.issue(each) for each in series for _ in range(5)]
    for pause in (0.05, 0.12, 0.2, 0.3):
        with Crew() as crew:
            time.sleep(pause)
            crew.kill()
    deliver_all(2)
    assert {fresh(each).number for each in documents} == {
        each.number for program in PROGRAMS for each in shop.books(program)
    }
    for document in documents:
        assert fresh(document).gross == shop.booked(document).gross
        assert delivery_of(document).state == State.ISSUED


def test_stopping_finishes_what_is_in_hand(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = issued(shop, "ifirma")
    shop.faults("ifirma").latency = 0.1
    with Crew() as crew:
        crew.until(lambda: delivery_of(document).attempts.filter(step="create"))
    assert delivery_of(document).owner is None
    assert delivery_of(document).state == State.ISSUED


def test_leases_outlive_the_longest_call(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """However patient a program's connector is, its call is given up before the lease ends."""
    vary(monkeypatch, "infakt", timeout=600)
    document = issued(shop)
    shop.faults("infakt").hold = 40
    shop.faults("infakt").creates_only = True
    shop.faults("infakt").upcoming["timeout_after_create"] = 1
    deliver_all()
    lost = delivery_of(document).attempts.get(outcome="unknown")
    assert (lost.ended_at or 0) - lost.begun_at < 6
    assert fresh(document).number == shop.booked(document).number
