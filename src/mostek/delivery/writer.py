"""The one thread through which a worker's event loop reaches the database.

Checkpoints that wait while a transaction is under way are written together in the next one: this is
where the engine's speed comes from. A call returns only when what it wrote is durable.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import OperationalError, connections

from mostek.connectors.base.http import LeaseLost
from mostek.delivery import store
from mostek.delivery.hand import Checkpoint

log = logging.getLogger(__name__)
Item = TypeVar("Item")
Result = TypeVar("Result")
LARGEST_BATCH = 200
TRIES = 5


@dataclass(slots=True)
class _Call:
    function: Callable[[], Any]
    future: asyncio.Future[Any]


@dataclass(slots=True)
class _Question:
    function: Callable[[list[Any]], list[Any]]
    item: Any
    future: asyncio.Future[Any]


@dataclass(slots=True)
class _Save:
    checkpoint: Checkpoint
    future: asyncio.Future[Any]


class Writer:
    """Start it inside a running loop; `close` waits for what is under way."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Call | _Question | _Save | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def call(self, function: Callable[..., Result], *args: Any) -> Result:
        """Runs a function that uses the database; its exceptions come back."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(_Call(lambda: function(*args), future))
        return cast(Result, await future)

    async def ask(self, function: Callable[[list[Item]], list[Result]], item: Item) -> Result:
        """One item's result of a function that takes many at once, together with those that wait."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(_Question(function, item, future))
        return cast(Result, await future)

    async def save(self, checkpoint: Checkpoint) -> None:
        """Makes a checkpoint durable. Raises LeaseLost when the delivery is no longer ours."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(_Save(checkpoint, future))
        await future

    async def close(self) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        try:
            while self._work():
                pass
        finally:
            connections.close_all()

    def _work(self) -> bool:
        """Does all that waits, in one transaction for each kind; False when told to end."""
        item = self._queue.get()
        saves: list[_Save] = []
        questions: dict[Callable[..., Any], list[_Question]] = {}
        calls: list[_Call] = []
        for _ in range(LARGEST_BATCH):
            if isinstance(item, _Save):
                saves.append(item)
            elif isinstance(item, _Question):
                questions.setdefault(item.function, []).append(item)
            elif isinstance(item, _Call):
                calls.append(item)
            else:
                break
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                break
        else:
            self._queue.put(item)
        self._save(saves)
        for function, asked in questions.items():
            self._answer_together(function, asked)
        for call in calls:
            self._call(call)
        return item is not None

    def _answer_together(self, function: Callable[[list[Any]], list[Any]], asked: list[_Question]) -> None:
        try:
            results = _patiently(lambda: function([question.item for question in asked]))
        except Exception as error:
            self._answer([(question.future, error) for question in asked])
        else:
            self._answer(list(zip((question.future for question in asked), results, strict=True)))

    def _call(self, item: _Call) -> None:
        try:
            result = _patiently(item.function)
        except Exception as error:
            self._answer([(item.future, error)])
        else:
            self._answer([(item.future, result)])

    def _save(self, saves: list[_Save]) -> None:
        if not saves:
            return
        batch = [save.checkpoint for save in saves]
        try:
            held = _patiently(lambda: store.save(batch))
        except Exception as error:
            if len(saves) == 1:
                self._answer([(saves[0].future, error)])
                return
            # One row that cannot be written must not stop the others.
            log.warning("a batch of %d checkpoints failed, writing them one by one", len(saves))
            for save in saves:
                self._save([save])
            return
        self._answer(
            [(save.future, None if save.checkpoint.hand.id in held else LeaseLost()) for save in saves]
        )

    def _answer(self, answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
        self._loop.call_soon_threadsafe(_resolve, answers)


def _resolve(answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, answer in answers:
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _patiently(function: Callable[[], Result]) -> Result:
    """Runs it, and again when the database was busy or its connection broke: nothing was committed then,
    or the token in the row shows that it was."""
    for tries in range(TRIES):
        try:
            return function()
        except OperationalError:
            if tries == TRIES - 1:
                raise
            log.warning("the database is busy or away, trying again")
            connections["default"].close_if_unusable_or_obsolete()
            threading.Event().wait(0.2 * 2**tries)
    raise AssertionError("unreachable")
