"""Real workers inside the test's process, each in a thread with an event loop of its own."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType

from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, Job, Lane
from mostek.delivery.queue import now
from mostek.delivery.worker import Worker

PATIENCE = 60.0
"""Seconds until a test gives up; none of them needs that long."""
LOOK_EVERY = 0.08


class Crew:
    """`with Crew(2) as crew:` has two workers at work; leaving the block drains and stops them."""

    def __init__(self, count: int = 1) -> None:
        self._members = [_Member(f"worker-{i}") for i in range(count)]

    def __enter__(self) -> "Crew":
        for member in self._members:
            member.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self._members:
            member.stop()
        for member in self._members:
            member.join()

    def until(self, condition: Callable[[], object], what: str = "", seconds: float = PATIENCE) -> None:
        """Waits for the condition; fails after so many seconds."""
        end = time.monotonic() + seconds
        while not condition():
            for member in self._members:
                if member.error:
                    raise member.error
            assert time.monotonic() < end, what or f"not within {seconds:g} s: {_standing()}"
            time.sleep(LOOK_EVERY)

    def until_idle(self) -> None:
        """Until no job and no delivery of an open queue is due, now or later."""
        self.until(is_idle)

    def claims(self) -> int:
        """How often a worker has looked for work to claim."""
        return sum(member.claims for member in self._members)

    def in_hand(self) -> int:
        """How many deliveries the workers hold, as they believe."""
        return sum(len(member.worker._hands) for member in self._members)

    def kill(self) -> None:
        """All at once, at this moment: nothing more is sent and nothing more is written."""
        for member in self._members:
            member.kill()


class _Member:
    def __init__(self, name: str) -> None:
        self.name = name
        self.error: BaseException | None = None
        self.claims = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10), "the worker did not start"

    def stop(self) -> None:
        self._call(self.worker.stop)

    def kill(self) -> None:
        self._call(self._drop_everything)
        self.join()

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the worker does not stop"
        if self.error:
            raise self.error

    def _call(self, function: Callable[[], object]) -> None:
        if self._thread.is_alive() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function)

    def _drop_everything(self) -> None:
        """Every task at once, so that none hears of another's end and notes it."""
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self.worker._writer._queue.put(None)

    def _live(self) -> None:
        try:
            with contextlib.suppress(asyncio.CancelledError):
                asyncio.run(self._run())
        except BaseException as error:
            self.error = error
        finally:
            self._started.set()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.worker = Worker(self.name)
        self._count_claims()
        self._started.set()
        try:
            await self.worker.run()
        finally:
            await asyncio.to_thread(self.worker._writer._thread.join)

    def _count_claims(self) -> None:
        claim = self.worker._claim

        async def counted() -> int:
            self.claims += 1
            return await claim()

        self.worker._claim = counted  # type: ignore[method-assign]


def is_idle() -> bool:
    open_lanes = Lane.objects.filter(open=True).values("connection_id")
    waiting = Delivery.objects.filter(due_at__isnull=False, connection_id__in=open_lanes)
    jobs = Job.objects.filter(due_at__isnull=False)
    # One statement: a job that ends between two of them leaves deliveries that neither has seen.
    return not waiting.values("pk").union(jobs.values("pk"), all=True).exists()


def deliver_all(workers: int = 1) -> None:
    """Works until nothing is due any more."""
    with Crew(workers) as crew:
        crew.until_idle()


def _standing() -> list[str]:
    moment = now()
    return [
        f"{each.document_id}: {each.step} due in {(each.due_at or 0) - moment:.1f} s, {each.problems}"
        for each in Delivery.objects.exclude(due_at=None)[:5]
    ] + [f"{each}: {each.state}" for each in Connection.objects.exclude(state="active")]
