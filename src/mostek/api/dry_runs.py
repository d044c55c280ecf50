"""Dry runs: what would be issued, and what stops it, before anything is."""

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from mostek.api.answering import ProblemDocument, ProblemOut, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.documents import BulkIn, IssueIn, order_of, series_of
from mostek.api.jobs import JobOut, job_out
from mostek.api.once import PARAMETER, once
from mostek.delivery.models import Job
from mostek.delivery.words import Card
from mostek.documents import dry_run
from mostek.documents.drafting import draft
from mostek.documents.verdict import verdict
from mostek.invoicing.totals import Amounts
from mostek.kernel.problems import Problem

SHOWN = 100
MOST = 50_000

router = Router(tags=["dry runs"])


class RateOut(Schema):
    code: str
    net: Decimal
    vat: Decimal
    gross: Decimal


class TotalsOut(Schema):
    currency: str
    rates: list[RateOut]
    net: Decimal
    vat: Decimal
    gross: Decimal


class RequestOut(Schema):
    """The call that would make the document, without its key or signature."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


class VerdictOut(Schema):
    ready: bool
    problems: list[ProblemOut]
    totals: TotalsOut | None
    request: RequestOut | None


class DryRunIn(BulkIn):
    order_ids: list[int] = Field(min_length=1, max_length=MOST)


class StoppedOut(Schema):
    id: int
    number: str
    what: str


class ReasonOut(Schema):
    problem: ProblemOut
    count: int
    orders: list[StoppedOut]
    """The first hundred."""


class DryRunOut(Schema):
    id: int
    state: str
    """queued, running, done, failed."""
    total: int
    ready: int
    blocked: int
    totals: list[TotalsOut]
    """Of the ready ones, by currency."""
    reasons: list[ReasonOut]


@router.post(
    "/documents/dry-run",
    auth=needs("documents:read"),
    summary="Dry run of one document",
    response={200: VerdictOut, 404: ProblemDocument, 422: ProblemDocument},
)
def check_one(request: HttpRequest, payload: IssueIn) -> VerdictOut:
    """What issuing would do now: totals, what stops it, and the exact request. Nothing is written or sent."""
    company = caller(request).company
    order, series = order_of(company, payload), series_of(company, payload.series)
    made = draft(order, series, issue_date=payload.issue_date, sale_date=payload.sale_date)
    known, totals = verdict(made, series), made.totals
    rates = [(vat.code, amounts) for vat, amounts in totals.rates] if totals else []
    return VerdictOut(
        ready=known.ready,
        problems=[ProblemOut(**shown(problem)) for problem in made.problems],
        totals=_totals(order.currency, rates, totals.whole) if totals else None,
        request=RequestOut(
            method=known.request.method,
            url=known.request.url,
            headers=dict(known.request.headers),
            body=json.loads(known.request.body),
        )
        if known.request
        else None,
    )


@router.post(
    "/documents/bulk/dry-run",
    auth=needs("documents:issue"),
    summary="Dry run of many documents",
    response={202: JobOut, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def check_bulk(request: HttpRequest, payload: DryRunIn) -> tuple[int, dict[str, Any]]:
    """Done in the background. IDs that are not the company's are left out."""
    company = caller(request).company
    series = series_of(company, payload.series)
    return 202, job_out(dry_run.check_many(company, payload.order_ids, series, actor(request))).model_dump()


@router.get(
    "/dry-runs/{int:job_id}",
    auth=needs("documents:read"),
    summary="What came of a dry run",
    response=DryRunOut,
)
def one_dry_run(request: HttpRequest, job_id: int) -> DryRunOut:
    job = _job(request, job_id)
    return DryRunOut(
        id=job.pk,
        state=job.state,
        total=job.total,
        ready=job.done,
        blocked=job.failed,
        totals=[_totals(each.currency, each.rates, each.whole) for each in dry_run.totals_of(job)],
        reasons=[_reason(reason) for reason in dry_run.reasons_of(job, SHOWN)],
    )


@router.post(
    "/dry-runs/{int:job_id}/issue",
    auth=needs("documents:issue"),
    summary="Issue the ready ones",
    response={202: JobOut, 404: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def issue_ready(request: HttpRequest, job_id: int) -> tuple[int, dict[str, Any]]:
    """Issues, in the background, the orders that nothing stopped; each is checked again."""
    return 202, job_out(dry_run.issue_ready(_job(request, job_id), actor(request))).model_dump()


def _job(request: HttpRequest, job_id: int) -> Job:
    return Job.objects.get_of(caller(request).company, pk=job_id, kind=dry_run.KIND)


def _totals(currency: str, rates: list[tuple[str, Amounts]], whole: Amounts) -> TotalsOut:
    return TotalsOut(
        currency=currency,
        rates=[RateOut(code=code, net=each.net, vat=each.vat, gross=each.gross) for code, each in rates],
        net=whole.net,
        vat=whole.vat,
        gross=whole.gross,
    )


def _reason(reason: dry_run.Reason) -> ReasonOut:
    return ReasonOut(
        problem=_said(reason.card),
        count=reason.count,
        orders=[
            StoppedOut(id=order.pk, number=order.number, what=_what(problem))
            for order, problem, _more in reason.items
        ],
    )


def _said(card: Card) -> ProblemOut:
    return ProblemOut(**{name: getattr(card, name) for name in ProblemOut.model_fields})


def _what(problem: Problem) -> str:
    return shown(problem)["what"]
