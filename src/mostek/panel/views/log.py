"""The log: every exchange with a program, and who changed what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from mostek.companies.audit import SECRET
from mostek.companies.models import AuditEntry, Company
from mostek.delivery.models import Attempt, Delivery
from mostek.panel.access import PanelRequest, member
from mostek.panel.audit_words import action_word, field_word, subject_word, value_word
from mostek.panel.forms.log import OUTCOMES, STEPS, ChangeFilters, ExchangeFilters
from mostek.panel.paging import page

COLORS = {
    "issued": "green",
    "found": "green",
    "done": "green",
    "accepted": "cyan",
    "rejected": "red",
    "refused": "red",
    "unknown": "orange",
    "in_doubt": "orange",
    "fault": "orange",
    "compared": "green",
}


@dataclass(frozen=True, slots=True)
class AttemptRow:
    attempt: Attempt
    step: str
    outcome: str
    color: str


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    """Empty where only the value that stands is told."""
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    entry: AuditEntry
    action: str
    subject: str
    changes: list[Change]


@member
@require_GET
def log(request: PanelRequest) -> HttpResponseBase:
    filters = ExchangeFilters(request.company, request.GET)
    shown = page(_attempts(request.company, filters), "id", request.GET)
    context = {
        "filters": filters,
        "page": shown,
        "rows": [_attempt_row(attempt) for attempt in shown.rows],
        "is_filtered": any(filters.cleaned_data.values()),
    }
    return render(request, "panel/setup/log.html", context)


def _attempts(company: Company, filters: ExchangeFilters) -> QuerySet[Attempt]:
    filters.is_valid()
    chosen = filters.cleaned_data
    deliveries = Delivery.objects.of(company)
    if chosen.get("connection"):
        deliveries = deliveries.filter(connection=chosen["connection"])
    text = (chosen.get("document") or "").strip()
    if text:
        named = Q(document__number__icontains=text) | Q(document__reference=text)
        found = Attempt.objects.filter(
            delivery__in=deliveries.filter(named | Q(remote_number__icontains=text))
        )
    else:
        # Asked of each attempt, newest first, so that the first page does not sort all there are.
        found = Attempt.objects.filter(Exists(deliveries.filter(pk=OuterRef("delivery_id"))))
    if chosen.get("outcome"):
        found = found.filter(outcome=chosen["outcome"])
    since, until = filters.moment("since"), filters.moment("until", end=True)
    if since:
        found = found.filter(begun_at__gte=since.timestamp())
    if until:
        found = found.filter(begun_at__lt=until.timestamp())
    return found.prefetch_related("delivery__document", "delivery__connection")


def _attempt_row(attempt: Attempt) -> AttemptRow:
    return AttemptRow(
        attempt,
        str(STEPS.get(attempt.step, attempt.step)),
        str(OUTCOMES.get(attempt.outcome, attempt.outcome)),
        COLORS.get(attempt.outcome, "secondary"),
    )


@member
@require_GET
def changes(request: PanelRequest) -> HttpResponseBase:
    filters = ChangeFilters(request.company, request.GET)
    shown = page(_entries(request.company, filters), "id", request.GET)
    context = {
        "filters": filters,
        "page": shown,
        "rows": list(_change_rows(shown.rows)),
        "is_filtered": any(filters.cleaned_data.values()),
    }
    return render(request, "panel/setup/log_changes.html", context)


def _entries(company: Company, filters: ChangeFilters) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.of(company)
    filters.is_valid()
    chosen = filters.cleaned_data
    if chosen.get("actor"):
        found = found.filter(actor__icontains=chosen["actor"])
    if chosen.get("label"):
        found = found.filter(label__icontains=chosen["label"])
    since, until = filters.moment("since"), filters.moment("until", end=True)
    if since:
        found = found.filter(at__gte=since)
    return found.filter(at__lt=until) if until else found


def _change_rows(entries: Iterable[AuditEntry]) -> Iterable[ChangeRow]:
    for entry in entries:
        changed = [
            Change(
                field_word(entry.subject, name),
                value_word(before) if before != after else "",
                gettext("changed") if after == SECRET else value_word(after),
            )
            for name, (before, after) in entry.changes.items()
        ]
        yield ChangeRow(entry, action_word(entry.action), subject_word(entry.subject), changed)
