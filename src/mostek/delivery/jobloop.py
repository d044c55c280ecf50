"""Jobs: one portion after another, each in a transaction that holds the job's row. Events in between."""

import asyncio
import copy
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, connections, transaction
from django.db import connection as database
from django.utils import timezone

from mostek.delivery import daily
from mostek.delivery.jobs import runner_of
from mostek.delivery.models import Job
from mostek.delivery.queue import now
from mostek.events import telling
from mostek.kernel.problems import Problem

log = logging.getLogger(__name__)
GLANCE = 0.25
AGAIN_AFTER = 1.0
BREATH = 0.02
"""Between portions: on SQLite others get their turn to write."""


def work_a_portion() -> bool:
    """Does one portion of the job that is due longest. True if there was one.

    A worker that dies in the portion leaves the row as it was, with nothing of the portion done. An
    exception ends the job with a problem; what earlier portions did stands.
    """
    job_id: int | None = None
    try:
        with transaction.atomic():
            job = _next()
            if job is None:
                return False
            job_id = job.pk
            _portion(job)
        return True
    except OperationalError:
        # A deadlock, or a database that was away: nothing of the portion stands, so it is done once more.
        if job_id is None:
            raise
        log.warning("a portion of job %s could not be written, trying again", job_id)
        Job.objects.filter(pk=job_id).update(due_at=now() + AGAIN_AFTER)
        return True
    except Exception:
        if job_id is None:
            raise
        log.exception("job %s broke off", job_id)
        Job.objects.filter(pk=job_id).update(
            state="failed", due_at=None, ended_at=timezone.now(), problem=Problem("jobs.failed").as_dict()
        )
        return True


def _next() -> Job | None:
    due = Job.objects.filter(due_at__lte=now()).order_by("due_at").select_related("company")
    if database.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True, of=("self",))
    return due.first()


def _portion(job: Job) -> None:
    before = {name: copy.deepcopy(getattr(job, name)) for name in ("params", "result")}
    ended = runner_of(job.kind)(job)
    job.state = ("failed" if job.problem else "done") if ended else "running"
    job.due_at = None if ended else now()
    job.ended_at = timezone.now() if ended else None
    # Long lists of orders in the parameters are written only when they changed.
    changed = [name for name, value in before.items() if getattr(job, name) != value]
    job.save(update_fields=["state", "due_at", "ended_at", "done", "failed", "total", "problem", *changed])


def is_due() -> bool:
    return Job.objects.filter(due_at__isnull=False).exists()


async def work_jobs(stop: asyncio.Event) -> None:
    """Works portions in a thread of their own until told to stop; the one under way is finished."""
    loop = asyncio.get_running_loop()
    # One thread, and so one database connection, however many threads others use meanwhile.
    with ThreadPoolExecutor(1, "jobs") as thread:
        try:
            while not stop.is_set():
                try:
                    worked = await loop.run_in_executor(thread, _work_and_close)
                except Exception:
                    log.exception("looking for jobs failed")
                    worked = False
                await asyncio.sleep(BREATH if worked else GLANCE)
        finally:
            thread.submit(connections.close_all)


def _work_and_close() -> bool:
    """What happened is told before the next portion of long work: nobody's rule waits for an import."""
    try:
        daily.begin_due()
        told = telling.is_due() and telling.tell_a_portion()
        return (is_due() and work_a_portion()) or told
    finally:
        connections["default"].close_if_unusable_or_obsolete()
