"""Rate limits of HTTP calls, shared by all workers through the database.

Each limit is a row that holds its next free slot (generic cell rate algorithm). A worker takes slots
in small batches and hands them to its calls in turn. A share of a limit may be used in a burst, the
rest is spread evenly, so that no window of the limit's length ever holds more calls than allowed.
"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection as database
from django.db import transaction

from mostek.connectors.base.manifest import RateLimit
from mostek.delivery.models import RateBucket
from mostek.delivery.queue import now
from mostek.delivery.writer import Writer

BATCH = 10
RESERVE = 0.05
"""Left for verifications, and for calls that arrive closer together than they were sent."""
BURST = 0.1
BURST_OF_A_DAY = 0.8
"""Limits by the hour or day may be used up early: nobody wants a call every minute all day long."""
SHORT = 600
STALE = 1.0
PAUSE_WITHOUT_HINT = 10.0
"""Seconds to wait after a 429 that does not say how long."""


def take(name: str, limit: RateLimit, count: int) -> list[float]:
    """`count` slots of a limit, as seconds from now; 0 or less means at once."""
    interval, burst = _spacing(limit)
    with transaction.atomic():
        _lock(name)
        moment = now()
        bucket = RateBucket.objects.get(pk=name)
        first = max(bucket.next_at, moment - burst, bucket.blocked_until)
        RateBucket.objects.filter(pk=name).update(next_at=first + count * interval)
    return [first + i * interval - moment for i in range(count)]


def forecast(name: str, limit: RateLimit, count: int) -> float:
    """Seconds until so many further calls have found their slots; takes none."""
    interval, burst = _spacing(limit)
    moment = now()
    bucket = RateBucket.objects.filter(pk=name).first() or RateBucket(pk=name)
    first = max(bucket.next_at, moment - burst, bucket.blocked_until)
    return max(first + (count - 1) * interval - moment, 0.0)


def _spacing(limit: RateLimit) -> tuple[float, float]:
    """Seconds between slots, and the seconds' worth of slots that may be used at once."""
    calls = limit.calls * (1 - RESERVE)
    share = BURST if limit.seconds <= SHORT else BURST_OF_A_DAY
    interval = limit.seconds / (calls * (1 - share))
    return interval, int(calls * share) * interval


def block(name: str, seconds: float) -> None:
    """The program turned us away: no slot before so many seconds have passed."""
    with transaction.atomic():
        _lock(name)
        until = now() + seconds
        RateBucket.objects.filter(pk=name, blocked_until__lt=until).update(blocked_until=until)


def _lock(name: str) -> None:
    RateBucket.objects.get_or_create(pk=name)
    if database.vendor == "postgresql":
        RateBucket.objects.select_for_update().get(pk=name)


@dataclass(slots=True)
class _Slots:
    """This worker's share of one limit; times by the worker's monotonic clock."""

    ready: deque[float] = field(default_factory=deque)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    last: float = 0
    blocked_until: float = 0


class Limits:
    """The limits of a worker's calls."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._slots: dict[str, _Slots] = {}

    async def wait(self, program: str, connection_id: int, limits: Sequence[RateLimit], method: str) -> None:
        """Returns when the call may be made; waits as long as the limits ask."""
        for limit in limits:
            if method in limit.methods:
                await self._wait(bucket_name(program, connection_id, limit), limit)

    async def _wait(self, name: str, limit: RateLimit) -> None:
        slots = self._slots.setdefault(name, _Slots())
        slots.waiting += 1
        try:
            async with slots.lock:
                # A slot that was not used in time is gone: used late it would crowd the window.
                while slots.ready and slots.ready[0] < time.monotonic() - STALE:
                    slots.ready.popleft()
                if not slots.ready:
                    count = min(max(slots.waiting, 1), BATCH)
                    delays = await self._writer.call(take, name, limit, count)
                    moment = time.monotonic()
                    slots.ready.extend(moment + delay for delay in delays)
                slot = slots.last = slots.ready.popleft()
            await asyncio.sleep(max(slot - time.monotonic(), 0))
            # Meanwhile a 429 may have closed the limit for longer.
            await asyncio.sleep(max(slots.blocked_until - time.monotonic(), 0))
        finally:
            slots.waiting -= 1

    async def turned_away(
        self,
        program: str,
        connection_id: int,
        limits: Sequence[RateLimit],
        method: str,
        seconds: float | None,
    ) -> float:
        """Notes a 429 for every limit that counts the method; how long to wait."""
        pause = PAUSE_WITHOUT_HINT if seconds is None else seconds
        for limit in limits:
            if method in limit.methods:
                name = bucket_name(program, connection_id, limit)
                slots = self._slots.setdefault(name, _Slots())
                slots.blocked_until = max(slots.blocked_until, time.monotonic() + pause)
                await self._writer.call(block, name, pause)
        return pause

    def delay(self, program: str, connection_id: int, limits: Sequence[RateLimit]) -> float:
        """Seconds until a call made now would go out, as far as this worker knows."""
        moment = time.monotonic()
        names = [bucket_name(program, connection_id, limit) for limit in limits]
        known = [self._slots[name] for name in names if name in self._slots]
        return max((max(slots.last, slots.blocked_until) - moment for slots in known), default=0.0)


def bucket_name(program: str, connection_id: int, limit: RateLimit) -> str:
    scope = "ip" if limit.scope == "ip" else str(connection_id)
    return f"{program}:{scope}:{limit.name}"
