"""The dry run of many orders: how far it is, what came of it, and issuing those that are ready."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.delivery.models import Job
from mostek.delivery.outlook import seconds_for
from mostek.delivery.words import Card, card
from mostek.documents import dry_run
from mostek.documents.models import Series
from mostek.files.models import OutputKind
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.outputs import output_answer
from mostek.panel.remedies import Told, told_before_issue

MOST = 50_000
SHOWN_ORDERS = 25


@dataclass(frozen=True, slots=True)
class Stopped:
    """One order, and the place where it is mended."""

    order: Order
    told: Told
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    card: Card
    count: int
    more: int
    orders: list[Stopped]


def begin(request: PanelRequest, orders: QuerySet[Order]) -> HttpResponse | None:
    """Starts the dry run of the orders chosen in the list; None when a message says why not."""
    chosen = request.POST.get("series", "")
    if not chosen:
        messages.warning(request, _("Choose the series in which the documents are to be issued."))
        return None
    if orders[: MOST + 1].count() > MOST:
        messages.error(
            request,
            _("More than %(limit)s orders at once are too many. Narrow the list with its filters.")
            % {"limit": MOST},
        )
        return None
    series = Series.objects.get_of(request.company, pk=chosen)
    job = dry_run.check_many(request.company, orders.values_list("pk", flat=True), series, str(request.user))
    return redirect("dry_run", job.pk)


@member
def show(request: PanelRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    template = "panel/dry_run/progress.html" if request.htmx else "panel/dry_run/dry_run.html"
    return render(request, template, _context(job))


@may_issue
@require_POST
def issue(request: PanelRequest, pk: int) -> HttpResponse:
    return redirect("job", dry_run.issue_ready(_job(request, pk), str(request.user)).pk)


@may_issue
@require_POST
def again(request: PanelRequest, pk: int) -> HttpResponse:
    return redirect("dry_run", dry_run.again(_job(request, pk), str(request.user)).pk)


@member
def export(request: PanelRequest, pk: int, ending: str) -> HttpResponseBase:
    job = _job(request, pk)
    kind = OutputKind.CSV if ending == "csv" else OutputKind.XLSX
    return output_answer(request, kind, "dry_run", [job.pk], total=job.total) or redirect("dry_run", pk)


def _job(request: PanelRequest, pk: int) -> Job:
    return Job.objects.get_of(request.company, pk=pk, kind=dry_run.KIND)


def _context(job: Job) -> dict[str, Any]:
    series = Series.objects.select_related("connection").of(job.company).get(pk=job.params["series"])
    ended = job.state in ("done", "failed")
    connection = series.connection
    return {
        "job": job,
        "series": series,
        "ended": ended,
        "at": job.done + job.failed,
        "problem": card(job.problem) if job.problem else None,
        "totals": dry_run.totals_of(job),
        "groups": [_group(reason, series) for reason in dry_run.reasons_of(job, SHOWN_ORDERS)]
        if ended
        else [],
        "seconds": seconds_for(connection, job.done) if ended and connection and job.done else None,
        "limits": connection.connector.manifest.limitations if connection else (),
    }


def _group(reason: dry_run.Reason, series: Series) -> Group:
    orders = [_stopped(order, problem, more, series) for order, problem, more in reason.items]
    return Group(reason.key, reason.card, reason.count, reason.more, orders)


def _stopped(order: Order, problem: Problem, more: int, series: Series) -> Stopped:
    return Stopped(order, told_before_issue(problem, order, series), more)
