"""Handing a series over to another account from a day on: first what will happen, then the button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.connections.models import Connection
from mostek.delivery.words import card
from mostek.documents.handing_over import hand_over, preflight, take_back
from mostek.documents.models import Series, SeriesHandover
from mostek.kernel.dates import today
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.filters import Asked
from mostek.panel.telling import tell


@may_configure
def show(request: PanelRequest, pk: int) -> HttpResponse:
    series = Series.objects.select_related("connection", "company").get_of(request.company, pk=pk)
    posted = request.method == "POST"
    asked = Asked(request.POST if posted else request.GET)
    number, since = asked.number("to"), asked.day("since")
    after = Connection.objects.get_of(request.company, pk=number) if number else None
    if posted and after and since:
        try:
            hand_over(series, after, since, str(request.user))
        except ProblemError as error:
            tell(request, error)
        else:
            values = {"series": series.code, "account": after.name}
            messages.success(request, _("Series %(series)s is handed over to %(account)s.") % values)
            return redirect("series_handover", pk)
    planned = preflight(series, after, since) if after and since else None
    context = {
        "series": series,
        "accounts": Connection.objects.of(request.company).exclude(pk=series.connection_id or 0),
        "to": number,
        "since": since or today(request.company.time_zone),
        "planned": planned,
        "obstacles": [card(problem) for problem in planned.problems] if planned else [],
        "handovers": list(series.handovers.select_related("before")),
    }
    return render(request, "panel/connections/handover.html", context)


@may_configure
@require_POST
def undo(request: PanelRequest, pk: int, handover: int) -> HttpResponse:
    made = SeriesHandover.objects.select_related("before").get_of(request.company, pk=handover, series=pk)
    try:
        take_back(made, str(request.user))
    except ProblemError as error:
        tell(request, error)
    else:
        messages.success(request, _("The hand-over is taken back."))
    return redirect("series_handover", pk)
