"""Document series: the list with what each still lacks, and the form."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mostek.companies.audit import record
from mostek.connections.models import Connection
from mostek.delivery.words import card
from mostek.documents.models import KIND_NAMES, Series
from mostek.documents.series import example, missing
from mostek.kernel.dates import today
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.filters import Asked
from mostek.panel.forms.series import SeriesForm


@dataclass(frozen=True, slots=True)
class Row:
    series: Series
    example: str
    lacks: list[str]


@member
def show(request: PanelRequest) -> HttpResponse:
    found = Series.objects.of(request.company).select_related("connection").prefetch_related("counters")
    day = today(request.company.time_zone)
    rows = [Row(each, example(each, day), [card(lack).what for lack in missing(each)]) for each in found]
    context = {
        "rows": [row for row in rows if not row.series.archived],
        "archived": [row for row in rows if row.series.archived],
    }
    return render(request, "panel/series_list.html", context)


@may_configure
def new(request: PanelRequest) -> HttpResponse:
    asked = Asked(request.GET)
    series = Series(company=request.company)
    series.kind = asked.one_of("kind", {kind for kind, _name in KIND_NAMES}) or series.kind
    if (connection := asked.number("connection")) is not None:
        series.connection = Connection.objects.of(request.company).filter(pk=connection).first()
    return _edit(request, series)


@may_configure
def edit(request: PanelRequest, pk: int) -> HttpResponse:
    return _edit(request, Series.objects.select_related("connection").get_of(request.company, pk=pk))


def _edit(request: PanelRequest, series: Series) -> HttpResponse:
    posted = request.method == "POST"
    # htmx asks with what is typed so far, to show the example and what the chosen program can do.
    typed = request.GET if "typed" in request.GET else None
    form = SeriesForm(request.company, series, request.POST if posted else typed, quiet=not posted)
    if posted and form.is_valid():
        _save(request, series, form)
        lacks = missing(series)
        if not lacks:
            messages.success(request, _("Series %(series)s is ready.") % {"series": series})
            return redirect("series_list")
        messages.warning(
            request,
            _("Series %(series)s is saved; the fields marked red are still missing.") % {"series": series},
        )
        return redirect("series_edit", series.pk)
    template = "panel/parts/series_form.html" if request.htmx and not posted else "panel/series_edit.html"
    return render(request, template, {"form": form, "series": series})


def _save(request: PanelRequest, series: Series, form: SeriesForm) -> None:
    before: dict[str, Any] = {}
    if series.pk:
        kept = Series.objects.get(pk=series.pk)
        before = {name: getattr(kept, name) for name in form.changed_data}
    with transaction.atomic():
        is_new = series.pk is None
        form.save()
        changes = {name: (before.get(name), getattr(series, name)) for name in form.changed_data}
        record(request.company, str(request.user), "create" if is_new else "change", series, changes)
