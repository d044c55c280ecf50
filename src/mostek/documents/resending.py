"""Sending again all that was rejected for one reason, as a job."""

import time

from django.db.models import QuerySet

from mostek.companies.models import Company
from mostek.delivery import actions
from mostek.delivery.jobs import runner, start
from mostek.delivery.models import Delivery, Job, State
from mostek.kernel.problems import ProblemError

KIND = "resend"
PORTION_SECONDS = 0.4
TOGETHER = 50


def of_cause(company: Company, problem_key: str, connection: int | None = None) -> "QuerySet[Delivery]":
    """Rejected deliveries whose first problem this is, of one account or of all."""
    rows = Delivery.objects.of(company).filter(state=State.REJECTED, problems__0__key=problem_key)
    return rows.filter(connection=connection) if connection is not None else rows


def resend_cause(company: Company, problem_key: str, connection: int | None, actor: str) -> Job:
    """Starts the job. What is rejected again meanwhile waits for the next one: none is sent in a circle."""
    ids = list(of_cause(company, problem_key, connection).order_by("id").values_list("pk", flat=True))
    params = {"problem": problem_key, "deliveries": ids}
    return start(company, KIND, params, actor, total=len(ids))


@runner(KIND)
def resend_portion(job: Job) -> bool:
    """True when none is left. One that a person mended meanwhile is left alone and counted as failed."""
    ids: list[int] = job.params["deliveries"]
    until = time.monotonic() + PORTION_SECONDS
    position = job.done + job.failed
    while position < len(ids):
        portion = ids[position : position + TOGETHER]
        rows = of_cause(job.company, job.params["problem"]).in_bulk(portion)
        for pk in portion:
            if _resent(rows.get(pk), job.created_by):
                job.done += 1
            else:
                job.failed += 1
        position += len(portion)
        if time.monotonic() >= until:
            break
    return position >= len(ids)


def _resent(row: Delivery | None, actor: str) -> bool:
    if row is None:
        return False
    try:
        actions.resend(row, actor)
    except ProblemError:
        return False
    return True
