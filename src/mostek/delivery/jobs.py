"""Long work in small committed portions, done by the same workers as deliveries."""

from collections.abc import Callable
from typing import Any

from mostek.companies.models import Company
from mostek.delivery.models import Job
from mostek.delivery.queue import now, wake

Portion = Callable[[Job], bool]
_runners: dict[str, Portion] = {}


def runner(kind: str) -> Callable[[Portion], Portion]:
    """Registers what does one portion of a kind of job.

    The portion runs in a transaction with the job's row: it changes `job.done`, `job.failed`, `job.total`,
    `job.params` and `job.result` in memory, the worker saves them in that same transaction. True ends the
    job, as failed where the portion has set `job.problem`.
    """

    def register(portion: Portion) -> Portion:
        _runners[kind] = portion
        return portion

    return register


def runner_of(kind: str) -> Portion:
    """Raises KeyError for a kind that no module registered."""
    return _runners[kind]


def start(company: Company, kind: str, params: dict[str, Any], actor: str, total: int = 0) -> Job:
    runner_of(kind)
    job = Job.objects.create(
        company=company, kind=kind, params=params, created_by=actor, total=total, due_at=now()
    )
    wake()
    return job
