"""Imports: those that ran, and one of them at work."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mostek.delivery.words import Card, card
from mostek.orders.importing.issues import issues_csv
from mostek.orders.importing.runs import progress
from mostek.orders.models import ImportIssue, ImportRun
from mostek.panel.access import PanelRequest, member
from mostek.panel.paging import page

ISSUES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Progress:
    run: ImportRun
    percent: int
    seconds_left: float | None
    """None while there is no pace to tell it from."""

    @property
    def has_ended(self) -> bool:
        return self.run.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class IssuePage:
    rows: list[tuple[ImportIssue, Card]]
    after: int
    """The id that the next page begins behind, or 0."""


@member
@require_GET
def imports(request: PanelRequest) -> HttpResponseBase:
    shown = page(ImportRun.objects.of(request.company), "created_at", request.GET)
    return render(request, "panel/setup/imports.html", {"page": shown})


@member
@require_GET
def import_run(request: PanelRequest, pk: int) -> HttpResponseBase:
    run = ImportRun.objects.get_of(request.company, pk=pk)
    after = request.GET.get("after", "")
    context = {
        "progress": _how_far(run),
        "failure": card(run.failure) if run.failure else None,
        "issues": _issues(run, int(after) if after.isdecimal() and len(after) < 18 else 0),
        "is_first": not after,
    }
    return render(request, "panel/setup/import_run.html", context)


@member
@require_GET
def import_progress(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The progress by itself; once the run has ended, the browser is told to load the whole page."""
    far = _how_far(ImportRun.objects.get_of(request.company, pk=pk))
    answer = render(request, "panel/setup/_import_progress.html", {"progress": far})
    if far.has_ended:
        answer["HX-Refresh"] = "true"
    return answer


@member
@require_GET
def import_issues(request: PanelRequest, pk: int) -> HttpResponseBase:
    run = ImportRun.objects.get_of(request.company, pk=pk)
    answer = StreamingHttpResponse(issues_csv(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return answer


def _how_far(run: ImportRun) -> Progress:
    share = progress(run)
    elapsed = (timezone.now() - run.created_at).total_seconds()
    left = elapsed * (1 - share) / share if run.state == "running" and share > 0.02 else None
    return Progress(run, int(100 * share), left)


def _issues(run: ImportRun, after: int) -> IssuePage:
    found: QuerySet[ImportIssue] = run.issues.filter(id__gt=after).order_by("id")
    rows = list(found[: ISSUES_SHOWN + 1])
    shown = rows[:ISSUES_SHOWN]
    return IssuePage(
        [(issue, card(issue.problem)) for issue in shown], shown[-1].pk if len(rows) > ISSUES_SHOWN else 0
    )
