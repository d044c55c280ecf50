"""Long work: how far it is, and what came of it. The page may be left."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from mostek.delivery.models import Job, JobItem
from mostek.delivery.outlook import Progress, job_progress
from mostek.delivery.words import Card, card
from mostek.documents.models import Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, member

SHOWN_ORDERS = 50
READ_ITEMS = 2000
PAGES = {"dry_run": "dry_run", "resend": "resending"}
"""Kinds of work with a page of their own."""


@dataclass(slots=True)
class Failed:
    """Orders that failed for the same reason."""

    card: Card
    count: int
    orders: list[Order]

    @property
    def more(self) -> int:
        return self.count - len(self.orders)


@member
def show(request: PanelRequest, pk: int) -> HttpResponse:
    job = Job.objects.get_of(request.company, pk=pk)
    if job.kind in PAGES:
        return redirect(PAGES[job.kind], pk)
    context = _context(job)
    template = "panel/parts/job_progress.html" if request.htmx else "panel/job.html"
    return render(request, template, context)


def _context(job: Job) -> dict[str, Any]:
    progress = job_progress(job)
    series = Series.objects.of(job.company).filter(pk=job.params.get("series") or 0).first()
    ended = job.state in ("done", "failed")
    return {
        "job": job,
        "progress": progress,
        "series": series,
        "ended": ended,
        "settled": ended and not progress.on_the_way,
        "at": _reached(progress),
        "failed": _failed(job) if ended else [],
        "problem": card(job.problem) if job.problem else None,
    }


def _reached(progress: Progress) -> float:
    """Of the total: an order is half done when its document is issued, whole when that has arrived."""
    return progress.failed + progress.done - 0.5 * progress.on_the_way


def _failed(job: Job) -> list[Failed]:
    groups: dict[str, Failed] = {}
    items = JobItem.objects.filter(job=job).select_related("order").order_by("id")
    for item in items[:READ_ITEMS]:
        first = item.problems[0] if item.problems else Problem("unexplained").as_dict()
        group = groups.setdefault(first["key"], Failed(card(first), 0, []))
        group.count += 1
        if len(group.orders) < SHOWN_ORDERS:
            group.orders.append(item.order)
    return sorted(groups.values(), key=lambda group: -group.count)
