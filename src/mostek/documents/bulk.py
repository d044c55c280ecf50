"""The bulk job: issues order after order, in portions that are committed as a whole."""

import time

from mostek.delivery.jobs import runner
from mostek.delivery.models import Job, JobItem
from mostek.documents.issuing import issue
from mostek.documents.models import Series
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order

PORTION_SECONDS = 0.4
"""Short, so that on SQLite, which has one writer, nobody else waits long."""


@runner("issue")
def issue_portion(job: Job) -> bool:
    """Issues orders until the portion's time is up. True when none is left.

    Runs inside the portion's transaction: what it counts and what it issues become durable together,
    so a worker killed in between repeats nothing and leaves nothing out.
    """
    ids: list[int] = job.params["orders"]
    series = Series.objects.select_related("connection", "bank_account").get(pk=job.params["series"])
    until = time.monotonic() + PORTION_SECONDS
    position = job.done + job.failed
    while position < len(ids) and time.monotonic() < until:
        _issue_one(job, series, ids[position])
        position += 1
    return position >= len(ids)


def _issue_one(job: Job, series: Series, order_id: int) -> None:
    order = (
        Order.objects.of(job.company)
        .select_related("company")
        .prefetch_related("lines")
        .filter(pk=order_id)
        .first()
    )
    if order is None:
        job.failed += 1
        return
    try:
        issue(order, series, job.created_by, why="bulk")
        job.done += 1
    except ProblemError as error:
        job.failed += 1
        JobItem.objects.create(job=job, order=order, problems=[p.as_dict() for p in error.problems])


def problem_keys(job: Job) -> dict[str, int]:
    """How many orders failed for which first reason."""
    counts: dict[str, int] = {}
    for problems in job.items.values_list("problems", flat=True):
        key = Problem.from_dict(problems[0]).key if problems else "unexplained"
        counts[key] = counts.get(key, 0) + 1
    return counts
