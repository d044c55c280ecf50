"""Long work that was started and may be left."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from mostek.api.answering import ProblemOut, shown
from mostek.api.authentication import caller, needs
from mostek.delivery.models import Job

SHOWN = 100

router = Router(tags=["jobs"])


class FailureOut(Schema):
    order_id: int
    order_number: str
    problems: list[ProblemOut]


class JobOut(Schema):
    id: int
    kind: str
    state: str
    """queued, running, done, failed."""
    total: int
    done: int
    failed: int
    problem: ProblemOut | None
    failures: list[FailureOut]
    """The first hundred."""
    created_at: datetime
    ended_at: datetime | None


def job_out(job: Job) -> JobOut:
    items = job.items.select_related("order").order_by("id")[:SHOWN]
    failures = [
        {
            "order_id": item.order_id,
            "order_number": item.order.number,
            "problems": [shown(problem) for problem in item.problems],
        }
        for item in items
    ]
    plain = {
        name: getattr(job, name)
        for name in ("id", "kind", "state", "total", "done", "failed", "created_at", "ended_at")
    }
    problem = shown(job.problem) if job.problem else None
    return JobOut.model_validate({**plain, "problem": problem, "failures": failures})


@router.get("/jobs/{int:job_id}", auth=needs("documents:read"), summary="One job", response=JobOut)
def one_job(request: HttpRequest, job_id: int) -> JobOut:
    return job_out(Job.objects.get_of(caller(request).company, pk=job_id))
