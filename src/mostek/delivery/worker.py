"""A worker: claims due deliveries, has many in hand at once, renews their leases, drains when told to stop.

Any number of workers on any number of machines share the database; none knows of the others.
"""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import lru_cache

import aiohttp
from django.conf import settings
from pydantic import TypeAdapter

from mostek import __version__
from mostek.connections.addresses import may_be_private
from mostek.connectors.base.http import Gate, Http, LeaseLost, new_client
from mostek.delivery import heart, store
from mostek.delivery.accounts import Accounts, Known
from mostek.delivery.delivering import Delivering, Surroundings
from mostek.delivery.errands import work_errands
from mostek.delivery.flow import advance
from mostek.delivery.hand import Hand
from mostek.delivery.jobloop import work_jobs
from mostek.delivery.limits import Limits
from mostek.delivery.queue import now
from mostek.delivery.waking import watching
from mostek.delivery.writer import Writer
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice

log = logging.getLogger(__name__)
_CONTENT: TypeAdapter[Invoice | JournalEntry] = TypeAdapter(Invoice | JournalEntry)

FEW = 4
"""How many documents of a connection are taken in hand while its rate limit makes them wait anyway."""
LONG_WAIT = 1.0
DRAIN_SECONDS = 40.0
HEARTBEAT = 5.0
SAFETY = 3.0
"""Seconds that must be left of a lease when a call's deadline has passed."""


class Worker:
    """`run` returns when it was stopped and everything in hand was given back."""

    def __init__(self, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(2)}"
        self.lease = float(settings.LEASE_SECONDS)
        self.capacity = settings.WORKER_CONCURRENCY
        self.stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._hands: dict[int, tuple[Hand, float, asyncio.Task[None]]] = {}
        """Delivery id -> hand, lease's end by the monotonic clock, task."""
        self._per_connection: Counter[int] = Counter()
        self._accounts = Accounts()
        self._spoken_to: set[int] = set()
        self._offset = 0.0
        self._later: float | None = None

    async def run(self) -> None:
        self._writer = Writer()
        self._limits = Limits(self._writer)
        await self._set_clock()
        async with (
            new_client(allow_private=False) as self._public,
            new_client(allow_private=True) as self._private,
            watching(self._writer, self._wake),
        ):
            background = [
                asyncio.create_task(task)
                for task in (
                    self._renew_leases(),
                    self._beat(),
                    work_errands(self.name, self.stopping),
                    work_jobs(self.stopping),
                )
            ]
            log.info("worker %s is at work", self.name)
            await self._claim_until_stopped()
            await self._drain()
            await self._writer.call(heart.stop, self.name)
            await _finish(background)
        await self._writer.close()
        log.info("worker %s has stopped", self.name)

    def stop(self) -> None:
        """Takes no more; what is in hand is finished."""
        self.stopping.set()
        self._wake.set()

    async def _set_clock(self) -> None:
        before = time.monotonic()
        moment = await self._writer.call(now)
        self._offset = moment - (before + time.monotonic()) / 2

    def clock(self) -> float:
        """Seconds since the epoch by the database's clock."""
        return time.monotonic() + self._offset

    # -- claiming ------------------------------------------------------------------------------

    async def _claim_until_stopped(self) -> None:
        while not self.stopping.is_set():
            self._wake.clear()
            try:
                taken = await self._claim()
            except Exception:
                log.exception("claiming failed, trying again")
                await asyncio.sleep(1)
                continue
            if not taken:
                await self._sleep()

    async def _sleep(self) -> None:
        pause = 1.0 if self._later is None else min(max(self._later - self.clock(), 0.01), 1.0)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), pause)

    async def _claim(self) -> int:
        room = self.capacity - len(self._hands)
        if room <= 0:
            return 0
        due, self._later = await self._writer.call(_work_there_is, self.clock())
        lanes = [(i, allowed) for i, allowed in await self._allowed(due) if allowed > self._per_connection[i]]
        # Where room is scarce, who has least in hand is first: a backlog keeps nobody else waiting.
        lanes.sort(key=lambda lane: self._per_connection[lane[0]])
        if not lanes:
            return 0
        asked = time.monotonic()
        hands = await self._writer.call(store.claim, lanes, room, self.name, self.lease)
        await self._read_accounts({hand.connection_id for hand in hands})
        for hand in hands:
            self._take(hand, asked + self.lease)
        return len(hands)

    async def _allowed(self, due: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """How many of each lane may be in hand: few where the rate limit makes them wait anyway, so that
        they do not stand in the way of others."""
        await self._read_accounts({connection_id for connection_id, _ in due})
        allowed = []
        for connection_id, concurrency in due:
            known = self._accounts[connection_id]
            delay = self._limits.delay(known.connection.program, connection_id, known.limits)
            allowed.append((connection_id, min(concurrency, FEW) if delay > LONG_WAIT else concurrency))
        return allowed

    async def _read_accounts(self, ids: set[int]) -> None:
        stale = self._accounts.stale(ids)
        if stale:
            await self._writer.call(self._accounts.read, stale)

    def _take(self, hand: Hand, lease_ends: float) -> None:
        task = asyncio.create_task(self._deliver(hand), name=f"delivery {hand.id}")
        self._hands[hand.id] = (hand, lease_ends, task)
        self._per_connection[hand.connection_id] += 1
        task.add_done_callback(lambda _: self._let_go(hand))

    def _let_go(self, hand: Hand) -> None:
        self._hands.pop(hand.id, None)
        self._per_connection[hand.connection_id] -= 1
        self._wake.set()

    # -- delivering ----------------------------------------------------------------------------

    async def _deliver(self, hand: Hand) -> None:
        known = self._accounts[hand.connection_id]
        try:
            await advance(self._delivering(hand, known))
        except asyncio.CancelledError:
            log.warning("delivery %s was taken from this worker", hand.id)
        except Exception:
            # The row comes back when its lease ends; an attempt left open is settled then.
            log.exception("delivery %s could not be noted", hand.id)

    def _delivering(self, hand: Hand, known: Known) -> Delivering:
        connection = known.connection
        private = may_be_private(connection.environment)
        client: aiohttp.ClientSession = self._private if private else self._public
        http = Http(client, self._gate(hand, known), self._deadline(known), private)
        around = Surroundings(
            writer=self._writer,
            connection=connection,
            session=known.open(http),
            http=http,
            lease=self.lease,
            clock=self.clock,
            turned_away=self._turned_away(known),
            secrets=known.secrets,
        )
        return Delivering(hand, around, frozen(hand.content))

    def _deadline(self, known: Known) -> float:
        """Seconds for one call, so that it surely ended when the lease has."""
        return min(known.timeout, max(self.lease - SAFETY, self.lease / 2) / 1.5)

    def _gate(self, hand: Hand, known: Known) -> Gate:
        program, limits = known.connection.program, known.limits if settings.RATE_LIMITS else ()
        deadline = self._deadline(known)

        async def gate(method: str) -> None:
            if limits:
                await self._limits.wait(program, hand.connection_id, limits, method)
            held = self._hands.get(hand.id)
            if held is None or time.monotonic() + deadline > held[1]:
                raise LeaseLost
            self._spoken_to.add(hand.connection_id)

        return gate

    def _turned_away(self, known: Known) -> Callable[[str, float | None], Awaitable[float]]:
        async def note(method: str, seconds: float | None) -> float:
            program, connection_id = known.connection.program, known.connection.pk
            return await self._limits.turned_away(program, connection_id, known.limits, method, seconds)

        return note

    # -- living --------------------------------------------------------------------------------

    async def _renew_leases(self) -> None:
        """Three times a lease; a delivery that was taken from us is dropped at once."""
        while True:
            await asyncio.sleep(self.lease / 4)
            held = [(hand.id, hand.token) for hand, _, _ in self._hands.values()]
            if not held:
                continue
            asked = time.monotonic()
            try:
                ours = await self._writer.call(store.renew, held, self.lease)
            except Exception:
                log.exception("renewing leases failed")
                continue
            for delivery_id, token in held:
                self._renewed(delivery_id, token, delivery_id in ours, asked + self.lease)

    def _renewed(self, delivery_id: int, token: int, ours: bool, ends: float) -> None:
        held = self._hands.get(delivery_id)
        if held is None or held[0].token != token:
            return
        hand, _, task = held
        if ours:
            self._hands[delivery_id] = (hand, ends, task)
        elif hand.worker is not None:
            task.cancel()

    async def _beat(self) -> None:
        started = self.clock()
        while True:
            with contextlib.suppress(Exception):
                await self._set_clock()
                await self._writer.call(heart.beat, self.name, __version__, started, len(self._hands))
                spoken_to, self._spoken_to = self._spoken_to, set()
                if spoken_to:
                    await self._writer.call(heart.spoke, spoken_to)
            await asyncio.sleep(HEARTBEAT)

    async def _drain(self) -> None:
        tasks = [task for _, _, task in self._hands.values()]
        if tasks:
            log.info("finishing %d documents in hand", len(tasks))
            await asyncio.wait(tasks, timeout=DRAIN_SECONDS)


def _work_there_is(moment: float) -> tuple[list[tuple[int, int]], float | None]:
    """`store.due_lanes`; nothing while the whole installation is paused."""
    if settings.HARD_PAUSE or heart.is_paused():
        return [], None
    return store.due_lanes(moment)


@lru_cache(maxsize=2000)
def frozen(content: str) -> Invoice | JournalEntry:
    """The neutral document of its JSON; a delivery is taken in hand several times on its way."""
    return _CONTENT.validate_json(content)


async def _finish(tasks: list[asyncio.Task[None]]) -> None:
    *cancelled, _errands, _jobs = tasks
    for task in cancelled:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _main(name: str) -> None:
    worker = Worker(name)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.run()


def run(name: str = "") -> None:
    """Works until SIGTERM or SIGINT; then finishes what is in hand and returns."""
    # The writer thread comes back from the disk many times a second; with the default interval it would
    # wait up to 5 ms each time for the event loop to let it go on.
    sys.setswitchinterval(0.0005)
    asyncio.run(_main(name))
