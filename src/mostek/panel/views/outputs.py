"""Files of many documents or orders: lists to save, and files that are made in the background."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from mostek.delivery.errands import ErrandState
from mostek.delivery.words import card
from mostek.files.archiving import bytes_of
from mostek.files.listing import LISTINGS, chosen
from mostek.files.models import Output, OutputKind
from mostek.files.outputs import CONTENT_TYPES, KEPT, PRINT
from mostek.panel.access import PanelRequest, member
from mostek.panel.answers import file_answer
from mostek.panel.filters import Asked, documents_asked, orders_asked
from mostek.panel.outputs import output_answer


@member
def export_documents(request: PanelRequest, ending: str) -> HttpResponseBase:
    """The list as its filters show it; `?rows=rates` gives a row for each VAT rate."""
    listing = "rates" if request.GET.get("rows") == "rates" else "documents"
    ids = chosen(documents_asked(request.company, Asked(request.GET)), "-id")
    return output_answer(request, _kind(ending), listing, ids) or redirect("documents")


@member
def export_orders(request: PanelRequest, ending: str) -> HttpResponseBase:
    ids = chosen(orders_asked(request.company, Asked(request.GET)), "-placed_at", "-id")
    return output_answer(request, _kind(ending), "orders", ids) or redirect("orders")


def _kind(ending: str) -> OutputKind:
    if ending not in (OutputKind.CSV, OutputKind.XLSX):
        raise Http404
    return OutputKind(ending)


@member
def show(request: PanelRequest, pk: int) -> HttpResponseBase:
    """How far the file is; the page may be left. Then the file."""
    output = Output.objects.get_of(request.company, pk=pk)
    is_print = output.listing == PRINT
    context = {
        "output": output,
        "ended": output.state != ErrandState.QUEUED,
        "problem": card(output.problem) if output.state == ErrandState.FAILED and output.problem else None,
        "title": None if is_print else LISTINGS[output.listing].title,
        "kept_days": KEPT.days,
        "back": reverse("orders" if output.listing in ("orders", "dry_run") else "documents"),
    }
    template = "panel/outputs/progress.html" if request.htmx else "panel/outputs/output.html"
    return render(request, template, context)


@member
def file(request: PanelRequest, pk: int) -> HttpResponseBase:
    output = Output.objects.select_related("file").get_of(request.company, pk=pk)
    if output.file is None:
        raise Http404
    kind = OutputKind(output.kind)
    is_shown = kind is OutputKind.PDF and "download" not in request.GET
    return file_answer(bytes_of(output.file), output.file.name, CONTENT_TYPES[kind], download=not is_shown)
