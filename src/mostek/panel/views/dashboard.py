"""The first screen: what happened today, what waits, whether everything runs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.models import (
    IN_PROGRAM,
    NEEDS_PERSON,
    ON_THE_WAY,
    Delivery,
    WorkerBeat,
    company_counts,
)
from mostek.delivery.outlook import Outlook, waiting
from mostek.delivery.queue import now
from mostek.delivery.words import card
from mostek.documents.models import Document, Series
from mostek.documents.series import missing, usable
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem
from mostek.orders.models import TEST_SOURCE, ImportRun, Order
from mostek.panel import order_rules
from mostek.panel.access import PanelRequest, member
from mostek.panel.days_picture import picture
from mostek.panel.remedies import refused_accounts

SILENT_AFTER = 30
"""Seconds without a sign of life after which no worker is taken to run."""
CAUSES = 4


@dataclass(frozen=True, slots=True)
class Health:
    connection: Connection
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the first way through: done or not, and where it is done."""

    label: str | Promise
    is_done: bool
    address: str


@member
def show(request: PanelRequest) -> HttpResponse:
    company = request.company
    day = today(company.time_zone)
    counts = company_counts(company)
    connections = list(Connection.objects.of(company))
    steps = _first_steps(company, connections)
    context = {
        "today": day,
        "issued_today": Document.objects.of(company)
        .filter(issue_date=day, cancelled_at=None)
        .exclude(order__source=TEST_SOURCE)
        .count(),
        "on_the_way": sum(counts.get(state, 0) for state in ON_THE_WAY),
        "waiting": sum(counts.get(state, 0) for state in NEEDS_PERSON) + order_rules.waiting(company),
        "in_program": sum(counts.get(state, 0) for state in IN_PROGRAM),
        "causes": _causes(company),
        "picture": picture(company, day, _("waiting for a person"), _("no program")),
        "refused": refused_accounts(company),
        "health": [Health(connection, waiting(connection)) for connection in connections],
        "imports": ImportRun.objects.of(company).order_by("-id")[:5],
        "steps": steps if not all(step.is_done for step in steps) else [],
        "worker": _worker(),
    }
    return render(request, "panel/dashboard.html", context)


def _causes(company: Company) -> list[dict[str, Any]]:
    rows = (
        Delivery.objects.of(company)
        .filter(state__in=NEEDS_PERSON)
        .values_list("problems__0__key")
        .annotate(count=Count("id"))
        .order_by("-count")
    )
    return [
        {"key": key, "count": count, "what": _cause_words(company, key)}
        for key, count in rows[:CAUSES]
        if key
    ]


def _cause_words(company: Company, key: str) -> str:
    """In the words of the first document of this cause: its values make the sentence whole."""
    waiting_rows = Delivery.objects.of(company).filter(state__in=NEEDS_PERSON, problems__0__key=key)
    sample = waiting_rows.values_list("problems", flat=True).first()
    return card(sample[0] if sample else Problem(key)).what


def _first_steps(company: Company, connections: list[Connection]) -> list[Step]:
    ready = [series for series in usable(company) if not missing(series)]
    has_series = Series.objects.of(company).exists()
    series_address = reverse("series_list") if has_series else reverse("series_new")
    return [
        Step(_("Connect an accounting program"), bool(connections), reverse("programs")),
        Step(_("Make a document series ready"), bool(ready), series_address),
        Step(_("Bring in orders"), Order.objects.of(company).exists(), reverse("import_new")),
        Step(_("Issue the first document"), Document.objects.of(company).exists(), reverse("orders")),
    ]


def _worker() -> dict[str, Any]:
    """Whether some worker gave a sign of life lately."""
    seen = WorkerBeat.objects.aggregate(seen=Max("seen_at"))["seen"]
    return {"is_alive": seen is not None and seen > now() - SILENT_AFTER, "seen_at": seen}
