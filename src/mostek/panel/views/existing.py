"""Documents that stand at a program already: reading them, and adopting those that belong to orders."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.connections.models import Connection
from mostek.delivery.models import Job
from mostek.delivery.words import Card, card
from mostek.documents.models import Document, Series
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.filters import Asked
from mostek.panel.paging import capped_count, page
from mostek.panel.telling import tell
from mostek.panel.views.connection_depth import found
from mostek.reconcile import adopting, fetching, known
from mostek.reconcile.matching import LONGEST_WINDOW, WINDOW, Match
from mostek.reconcile.models import FetchRun, RemoteDocument

WINDOWS = (3, 7, WINDOW, 30, LONGEST_WINDOW)
SHOWN = 200
"""Rows of each verdict; what is beyond them is adopted in the next round."""


@member
def existing(request: PanelRequest, pk: int) -> HttpResponse:
    """What was read, known here or not, and the form that reads a period."""
    connection = found(request, pk)
    asked = Asked(request.GET)
    rows = _asked_for(connection, asked)
    day = today(request.company.time_zone)
    run = _last_run(connection)
    context = {
        "connection": connection,
        "manifest": connection.connector.manifest,
        "gives": "documents" in connection.connector.capabilities,
        "no_list": card(Problem("reconcile.no_list", {"program": connection.connector.manifest.name})),
        "chosen": asked.chosen,
        "page": page(rows, "issue_date", request.GET),
        "count": capped_count(rows),
        "since": run.since if run else day.replace(day=1),
        "until": run.until if run else day,
        "has_rows": RemoteDocument.objects.filter(connection=connection).exists(),
        **_progress(run),
    }
    return render(request, "panel/connections/existing.html", context)


def _last_run(connection: Connection) -> FetchRun | None:
    return FetchRun.objects.filter(connection=connection).order_by("-id").first()


def _progress(run: FetchRun | None) -> dict[str, Any]:
    problem = run.problem if run else None
    return {
        "run": run,
        "is_reading": run is not None and run.due_at is not None,
        "problem": card(problem) if problem and problem["key"] != "reconcile.going_on" else None,
    }


def _asked_for(connection: Connection, asked: Asked) -> "QuerySet[Any]":
    rows: QuerySet[Any] = known.of(connection.company).filter(connection=connection)
    if which := asked.one_of("which", {"known", "unknown"}):
        rows = rows.filter(known_id__isnull=which == "unknown")
    if q := asked.text("q"):
        rows = rows.filter(number__icontains=q) | rows.filter(buyer_name__icontains=q)
    return rows


@member
def progress(request: PanelRequest, pk: int) -> HttpResponse:
    """The reading's state by itself; it asks again while it goes on."""
    connection = found(request, pk)
    context = {"connection": connection, **_progress(_last_run(connection))}
    answer = render(request, "panel/connections/_reading.html", context)
    if not context["is_reading"]:
        answer["HX-Refresh"] = "true"
    return answer


@may_issue
@require_POST
def fetch(request: PanelRequest, pk: int) -> HttpResponse:
    asked = Asked(request.POST)
    day = today(request.company.time_zone)
    since, until = asked.day("since"), asked.day("until") or day
    try:
        fetching.fetch(found(request, pk), since or until - timedelta(days=30), until, str(request.user))
    except ProblemError as error:
        tell(request, error)
    return redirect("connection_existing", pk)


@dataclass(frozen=True, slots=True)
class Pair:
    """A document there, and what could be its order."""

    remote: RemoteDocument
    orders: list[Order]
    why: Card | None
    is_named: bool


@member
def adoption(request: PanelRequest, pk: int) -> HttpResponse:
    """The dry run: what would be adopted, what a person must choose, what belongs to no order."""
    connection = found(request, pk)
    window = _window(request.GET.get("window"))
    planned = adopting.dry_run(connection, window)
    series = adopting.series_for(connection)
    context = {
        "connection": connection,
        "manifest": connection.connector.manifest,
        "planned": planned,
        "window": window,
        "windows": WINDOWS,
        "series": series,
        "adopt": _pairs(request, planned.adopt),
        "ambiguous": _pairs(request, planned.ambiguous),
        "none": _pairs(request, planned.none),
        "shown": SHOWN,
        **_job(request, connection),
    }
    return render(request, "panel/connections/adoption.html", context)


def _window(text: str | None) -> int:
    return int(text) if text in {str(each) for each in WINDOWS} else WINDOW


def _pairs(request: PanelRequest, matches: list[Match]) -> list[Pair]:
    shown = matches[:SHOWN]
    remotes = RemoteDocument.objects.of(request.company).in_bulk([each.there.id for each in shown])
    orders = Order.objects.of(request.company).in_bulk([here.id for each in shown for here in each.orders])
    return [
        Pair(
            remotes[each.there.id],
            [orders[here.id] for here in each.orders if here.id in orders],
            card(Problem(f"reconcile.{each.reason}")) if each.reason else None,
            each.is_named,
        )
        for each in shown
        if each.there.id in remotes
    ]


def _job(request: PanelRequest, connection: Connection) -> dict[str, Any]:
    job = (
        Job.objects.of(request.company)
        .filter(kind="adopt", params__connection=connection.pk)
        .order_by("-id")
        .first()
    )
    if job is None:
        return {"job": None}
    refused = [card(problems[0]) for _remote, problems in job.params["problems"][:SHOWN]]
    made = (
        Document.objects.of(request.company)
        .filter(connection=connection, reason__why=adopting.WHY)
        .select_related("delivery", "order")
        .order_by("-id")[:SHOWN]
    )
    return {"job": job, "job_moves": job.state in ("queued", "running"), "refused": refused, "made": made}


@may_issue
@require_POST
def adopt(request: PanelRequest, pk: int) -> HttpResponse:
    """Adopts the ticked ones that still pass every gate; or one that a person chose an order for."""
    connection = found(request, pk)
    window = _window(request.POST.get("window"))
    back = redirect(f"{reverse('connection_adoption', args=[pk])}?window={window}")
    asked = Asked(request.POST)
    series = Series.objects.select_related("connection", "bank_account").get_of(
        request.company, pk=asked.number("series") or 0
    )
    if chosen := request.POST.get("pair", ""):
        _adopt_one(request, chosen, series, window)
        return back
    ids = [int(each) for each in request.POST.getlist("remote") if each.isascii() and each.isdigit()]
    if not ids:
        messages.warning(request, _("Tick at least one document."))
        return back
    job = adopting.adopt_many(connection, ids, series, str(request.user), window)
    if not job.total:
        messages.info(request, _("None of these can be adopted any more; look at the list again."))
    return back


def _adopt_one(request: PanelRequest, chosen: str, series: Series, window: int) -> None:
    remote_id, _sep, order_id = chosen.partition("-")
    remote = RemoteDocument.objects.select_related("company", "connection").get_of(
        request.company, pk=remote_id
    )
    order = Order.objects.get_of(request.company, pk=order_id)
    try:
        made = adopting.adopt(remote, order, series, str(request.user), window=window, by_hand=True)
    except ProblemError as error:
        tell(request, error)
    else:
        messages.success(
            request,
            _("%(document)s is now the document of order %(order)s.")
            % {"document": made, "order": order.number},
        )


@may_issue
@require_POST
def undo(request: PanelRequest, pk: int, document: int) -> HttpResponse:
    """Takes an adoption back; at the program nothing changes."""
    made = Document.objects.select_related("delivery").get_of(request.company, pk=document, connection=pk)
    try:
        adopting.undo(made, str(request.user))
    except ProblemError as error:
        tell(request, error)
    else:
        messages.success(request, _("The adoption is taken back; the order is without a document again."))
    return redirect("connection_adoption", pk)
