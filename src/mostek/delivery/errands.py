"""Errands: small calls to the outside other than a document's own way – a mail, a webhook, a question.

Rows of an app's own model, worked by the same workers as deliveries. `begun_at` is durable before the
call leaves. An errand that broke off after that is tried again only if a repetition is harmless;
otherwise it is *unsure* and waits for a person.
"""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import Error as DatabaseFailure
from django.db import connection as database
from django.db import connections, models, transaction
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.delivery.pauses import after_failure
from mostek.delivery.queue import now
from mostek.kernel.problems import Problem

log = logging.getLogger(__name__)
LEASE = 120.0
"""Seconds; renewed while the call lasts."""
AT_ONCE = 4
MOST_PER_COMPANY = 2
CANDIDATES = 200
GLANCE = 0.25


class Later(Exception):
    """Surely not done; to be tried again, after `seconds` or a growing pause."""

    def __init__(self, problem: Problem, seconds: float | None = None) -> None:
        super().__init__(problem.key)
        self.problem, self.seconds = problem, seconds


class Failed(Exception):
    """Surely not done, and no repetition will help without a person."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


class ErrandState(models.TextChoices):
    QUEUED = "queued", _("queued")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    UNSURE = "unsure", _("unsure")


class Errand(CompanyOwned):
    """`perform` does the call, in a thread of its own, outside any transaction. It returns when it is done,
    raises Later or Failed when surely nothing was done; any other exception leaves that open. What it sets
    on the row is saved together with how it ended."""

    state = models.CharField(max_length=8, choices=ErrandState.choices, default=ErrandState.QUEUED)
    due_at = models.FloatField(null=True, db_index=True)
    owner = models.CharField(max_length=60, null=True)
    token = models.PositiveBigIntegerField(default=0)
    begun_at = models.FloatField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)
    ended_at = models.FloatField(null=True)

    may_repeat: ClassVar[bool] = True
    most_failures: ClassVar[int] = 12

    class Meta:
        abstract = True

    def perform(self) -> None:
        raise NotImplementedError


_models: list[type[Errand]] = []


def errand(model: type[Errand]) -> type[Errand]:
    """Registers an app's errands with the workers."""
    _models.append(model)
    return model


def claim(model: type[Errand], room: int, worker: str) -> list[Errand]:
    """Takes due rows, longest waiting first, few of each company: nobody waits for another's many."""
    with transaction.atomic():
        moment = now()
        due: Any = model.objects.filter(due_at__lte=moment).order_by("due_at")
        if database.vendor == "postgresql":
            due = due.select_for_update(skip_locked=True, of=("self",))
        taken: list[Errand] = []
        per_company: Counter[int] = Counter()
        for row in due[:CANDIDATES]:
            if len(taken) < room and per_company[row.company_id] < MOST_PER_COMPANY:
                per_company[row.company_id] += 1
                taken.append(row)
        for row in taken:
            row.owner, row.token, row.due_at = worker, row.token + 1, moment + LEASE
            row.save(update_fields=["owner", "token", "due_at"])
        return taken


def work(row: Errand) -> None:
    """One try, from the durable mark that it has begun to the durable note how it ended."""
    if row.begun_at is not None and not row.may_repeat:
        _end(row, ErrandState.UNSURE, Problem("errands.unsure"))
        return
    row.begun_at = now()
    if not _save(row):
        return
    try:
        with _kept(row):
            row.perform()
    except Later as error:
        _again(row, error.problem, error.seconds)
    except Failed as error:
        _end(row, ErrandState.FAILED, error.problem)
    except Exception:
        log.exception("errand %s %s broke off", row._meta.label, row.pk)
        if row.may_repeat:
            _again(row, Problem("errands.fault"), None)
        else:
            _end(row, ErrandState.UNSURE, Problem("errands.unsure"))
    else:
        _end(row, ErrandState.DONE, None)


@contextmanager
def _kept(row: Errand) -> Iterator[None]:
    """Moves the lease's end for as long as the call lasts: a large file takes longer to make than one lease,
    and a second worker would make it once more, or call a mail unsure that is still on its way."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(LEASE / 4):
            try:
                type(row).objects.filter(pk=row.pk, token=row.token).update(due_at=now() + LEASE)
            except DatabaseFailure:
                log.warning("the lease of errand %s %s could not be renewed", row._meta.label, row.pk)
            finally:
                connections.close_all()

    keeper = threading.Thread(target=renew, name="errand lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _again(row: Errand, problem: Problem, seconds: float | None) -> None:
    row.failures += 1
    if row.failures >= row.most_failures:
        _end(row, ErrandState.FAILED, problem)
        return
    row.problem, row.begun_at = problem.as_dict(), None
    row.due_at = now() + (after_failure(row.failures) if seconds is None else seconds)
    _give_back(row)


def _end(row: Errand, state: ErrandState, problem: Problem | None) -> None:
    row.state, row.problem = state, problem.as_dict() if problem else None
    row.due_at, row.ended_at = None, now()
    _give_back(row)


def _give_back(row: Errand) -> None:
    row.owner = None
    _save(row)


def _save(row: Errand) -> bool:
    """False when another worker has the row: its lease had ended."""
    values = {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if not each.primary_key and each.name not in {"token", "company"}
    }
    return bool(type(row).objects.filter(pk=row.pk, token=row.token).update(**values))


def again(row: Errand) -> None:
    """A person asks for one more try, whatever became of it. Call inside a transaction."""
    row.state, row.problem, row.failures = ErrandState.QUEUED, None, 0
    row.begun_at, row.ended_at, row.due_at = None, None, now()
    row.token += 1
    row.save()


async def work_errands(worker: str, stop: asyncio.Event) -> None:
    """Works errands until told to stop; those under way are finished."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(AT_ONCE + 1, "errands") as threads:
        under_way: set[asyncio.Future[None]] = set()
        while not stop.is_set():
            room = AT_ONCE - len(under_way)
            rows: list[Errand] = []
            if room > 0:
                try:
                    rows = await loop.run_in_executor(threads, _claim_any, room, worker)
                except Exception:
                    log.exception("looking for errands failed")
            under_way |= {loop.run_in_executor(threads, _work_and_close, row) for row in rows}
            if under_way:
                _, under_way = await asyncio.wait(
                    under_way, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED
                )
            else:
                await asyncio.sleep(GLANCE)
        if under_way:
            await asyncio.wait(under_way)


def _claim_any(room: int, worker: str) -> list[Errand]:
    rows: list[Errand] = []
    try:
        for model in _models:
            if room > len(rows) and model.objects.filter(due_at__lte=now()).exists():
                rows += claim(model, room - len(rows), worker)
    finally:
        connections["default"].close_if_unusable_or_obsolete()
    return rows


def _work_and_close(row: Errand) -> None:
    try:
        work(row)
    except Exception:
        # The row comes back when its lease ends.
        log.exception("errand %s %s could not be noted", row._meta.label, row.pk)
    finally:
        connections.close_all()
