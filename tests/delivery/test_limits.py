"""Rate limits: no window of a limit's length ever holds more calls than the program allows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as sampling
from hypothesis import strategies as st

from mostek.connectors.base.manifest import RateLimit
from mostek.connectors.base.registry import connectors
from mostek.delivery import limits
from mostek.delivery.models import Attempt, Delivery, RateBucket
from tests.delivery.crew import deliver_all
from tests.delivery.shop import Shop
from tests.delivery.variants import vary

READS = frozenset({"GET"})
WRITES = frozenset({"POST", "PUT", "DELETE"})
# How long passed since the worker last asked, in shares of the window, and how many slots it asks for.
ASKING = st.lists(
    st.tuples(st.floats(0, 0.6) | st.just(0.0), st.integers(1, limits.BATCH)), min_size=1, max_size=60
)


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_800_000_000.0
        monkeypatch.setattr(limits, "now", lambda: self.now)


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def most_in_a_window(moments: list[float], seconds: float) -> int:
    moments = sorted(moments)
    first = most = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize(
    "limit",
    [
        RateLimit("ip", READS, 300, 60),
        RateLimit("ip", WRITES, 150, 60),
        RateLimit("account", READS, 20, 10),
        RateLimit("account", READS, 60, limits.SHORT),
        RateLimit("account", READS, 2000, 86_400),
        RateLimit("account", READS, 40, 3600),
    ],
    ids=lambda limit: f"{limit.calls}-in-{limit.seconds}s",
)
@given(asked=ASKING, short=st.booleans())
@sampling(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_window_holds_too_many(
    clock: Clock, limit: RateLimit, asked: list[tuple[float, int]], short: bool
) -> None:
    RateBucket.objects.all().delete()
    went_out: list[float] = []
    for share, count in asked:
        clock.now += share * limit.seconds * (0.05 if short else 1)
        went_out += [clock.now + max(delay, 0) for delay in limits.take("bucket", limit, count)]
    assert most_in_a_window(went_out, limit.seconds) <= limit.calls


@pytest.mark.parametrize("limit", [RateLimit("ip", READS, 300, 60), RateLimit("ip", READS, 2000, 86_400)])
def test_most_of_what_is_allowed_is_used(clock: Clock, limit: RateLimit) -> None:
    delays = [delay for _ in range(limit.calls // 10) for delay in limits.take("bucket", limit, 10)]
    assert sum(delay <= limit.seconds for delay in delays) >= 0.8 * limit.calls


def test_a_few_calls_need_not_wait(clock: Clock) -> None:
    assert max(limits.take("bucket", RateLimit("ip", READS, 300, 60), 10)) <= 0


def test_a_block_holds_everyone_back(clock: Clock) -> None:
    limit = RateLimit("ip", READS, 300, 60)
    limits.block("bucket", 30)
    limits.block("bucket", 5)
    assert min(limits.take("bucket", limit, 3)) >= 30
    clock.now += 31
    limits.block("bucket", 0.5)
    assert min(limits.take("bucket", limit, 3)) >= 0.5


def test_after_a_block_the_window_is_still_kept(clock: Clock) -> None:
    limit = RateLimit("account", READS, 20, 10)
    went_out = []
    for _ in range(8):
        went_out += [clock.now + max(delay, 0) for delay in limits.take("bucket", limit, 5)]
        limits.block("bucket", 3)
        clock.now += 1
    assert most_in_a_window(went_out, limit.seconds) <= limit.calls


@pytest.mark.parametrize(("scope", "same"), [("ip", True), ("account", False)])
def test_whom_a_limit_concerns(scope: str, same: bool) -> None:
    limit = RateLimit(scope, READS, 10, 10)
    one, other = limits.bucket_name("infakt", 1, limit), limits.bucket_name("infakt", 2, limit)
    assert (one == other) is same
    assert one != limits.bucket_name("ifirma", 1, limit)
    assert one != limits.bucket_name("infakt", 1, replace(limit, methods=WRITES))


def test_a_bulk_goes_through_at_the_limits_pace(
    shop: Shop, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides count; the stand-in is a fifth more generous, for this machine may be busy and calls
    bunch up on their way. Two workers share the limit."""
    settings.RATE_LIMITS = True
    ours = (RateLimit("ip", READS, 250, 3), RateLimit("ip", WRITES, 30, 3))
    theirs = tuple(replace(limit, calls=limit.calls * 6 // 5) for limit in ours)
    vary(monkeypatch, "infakt", limits=ours)
    told = replace(connectors()["infakt"].manifest, limits=theirs)
    monkeypatch.setattr("mostek.connectors.infakt.simulator.program.MANIFEST", told)
    series = shop.series(shop.connect("infakt"))
    for _ in range(40):
        shop.issue(series)
    shop.faults("infakt").limits_on = True
    try:
        deliver_all(2)
    finally:
        shop.faults("infakt").limits_on = False
    assert set(Delivery.objects.values_list("state", flat=True)) == {"issued"}
    assert set(Delivery.objects.values_list("sends", flat=True)) == {1}
    assert len(shop.books("infakt")) == 40
    outcomes = set(Attempt.objects.values_list("outcome", flat=True))
    assert outcomes.isdisjoint({"later", "unknown", "in_doubt", "rejected"})
