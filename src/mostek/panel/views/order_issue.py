"""Issuing an order's document: series, preview, issue."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mostek.connections import comparing
from mostek.documents.drafting import Draft, draft
from mostek.documents.handing_over import connection_on
from mostek.documents.issuing import issue
from mostek.documents.models import ORIGINATING, Series
from mostek.documents.rendering import preview_pdf
from mostek.documents.series import example
from mostek.documents.settling import to_advance
from mostek.documents.verdict import verdict
from mostek.invoicing.model import Kind
from mostek.invoicing.totals import booked_per_rate, line_value, payable
from mostek.kernel.dates import today
from mostek.kernel.problems import ProblemError
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.answers import file_answer
from mostek.panel.filters import Asked
from mostek.panel.remedies import told_before_issue
from mostek.panel.series_choice import choices
from mostek.panel.telling import tell


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address or the form asks for."""

    series: Series | None
    issue_date: date | None
    sale_date: date | None
    amount: Decimal | None = None
    """What an advance invoice is for; None: what is paid and not covered yet."""

    def draft(self, order: Order) -> Draft:
        if self.series is None:
            raise Http404
        return draft(
            order,
            self.series,
            issue_date=self.issue_date,
            sale_date=self.sale_date,
            amount=self.amount,
        )


@may_issue
def choose(request: PanelRequest, pk: int) -> HttpResponse:
    """The series to choose from; with one chosen, what would be issued; posted, it is issued."""
    order = _order(request, pk)
    wanted = _wanted(request)
    if request.method == "POST":
        return _issue(request, order, wanted)
    offered = choices(request.company, order)
    kinds = (request.GET["kind"],) if request.GET.get("kind") else ORIGINATING
    usable = [each.series for each in offered if not each.why_not and each.series.kind in kinds]
    if wanted.series is None and len(usable) == 1:
        wanted = replace(wanted, series=usable[0])
    context = {"order": order, "choices": offered, "wanted": wanted, "query": request.GET.urlencode()}
    if wanted.series:
        context |= _preview_context(request, order, wanted)
    return render(request, "panel/order_issue.html", context)


@member
def preview(request: PanelRequest, pk: int) -> HttpResponse:
    """The document as it would be printed."""
    order = _order(request, pk)
    wanted = _wanted(request)
    made = wanted.draft(order)
    if made.invoice is None:
        raise Http404
    return file_answer(preview_pdf(_numbered(made, wanted)), "preview.pdf", "application/pdf")


def _numbered(made: Draft, wanted: Wanted) -> Draft:
    """With the number that the document would get if it were issued now."""
    assert made.invoice is not None
    assert wanted.series is not None
    number = example(wanted.series, made.invoice.issue_date)
    return replace(made, invoice=made.invoice.model_copy(update={"number": number}))


def _order(request: PanelRequest, pk: int) -> Order:
    return Order.objects.select_related("company").prefetch_related("lines").get_of(request.company, pk=pk)


def _wanted(request: PanelRequest) -> Wanted:
    asked = Asked(request.POST if request.method == "POST" else request.GET)
    number = asked.number("series")
    series = None
    if number is not None:
        series = Series.objects.select_related("connection", "bank_account").get_of(
            request.company, pk=number
        )
    is_advance = series is not None and series.kind == Kind.ADVANCE
    amount = asked.amount("amount") if is_advance else None
    return Wanted(series, asked.day("issue_date"), asked.day("sale_date"), amount)


def _preview_context(request: PanelRequest, order: Order, wanted: Wanted) -> dict[str, object]:
    assert wanted.series is not None
    made = wanted.draft(order)
    invoice, totals = made.invoice, made.totals
    lines = []
    if invoice and totals:
        lines = [
            (line, line_value(line, invoice.currency), amounts)
            for line, amounts in zip(invoice.lines, totals.lines, strict=True)
        ]
    day = wanted.issue_date or today(request.company.time_zone)
    goes_to = connection_on(wanted.series, day)
    return {
        "invoice": invoice,
        "totals": totals,
        "rates": booked_per_rate(invoice) if invoice else (),
        "booked": payable(invoice) if invoice else None,
        "to_advance": to_advance(order) if wanted.series.kind == Kind.ADVANCE else None,
        "lines": lines,
        "problems": [told_before_issue(problem, order, wanted.series) for problem in made.problems],
        "vat": made.reason.get("vat"),
        "number": example(wanted.series, day),
        "seller_mismatches": comparing.mismatches(goes_to),
        "goes_to": goes_to,
        "verdict": verdict(made, wanted.series),
        "preview_query": f"?{request.GET.urlencode()}"
        if request.GET.get("series")
        else f"?series={wanted.series.pk}",
    }


def _issue(request: PanelRequest, order: Order, wanted: Wanted) -> HttpResponse:
    if wanted.series is None:
        messages.warning(request, _("Choose the series first."))
        return redirect("order_issue", order.pk)
    try:
        document = issue(
            order,
            wanted.series,
            str(request.user),
            issue_date=wanted.issue_date,
            sale_date=wanted.sale_date,
            amount=wanted.amount,
        )
    except ProblemError as error:
        tell(request, error)
        asked = {"series": wanted.series.pk} | ({"amount": wanted.amount} if wanted.amount else {})
        return redirect(f"{reverse('order_issue', args=[order.pk])}?{urlencode(asked)}")
    messages.success(request, _("%(document)s is issued.") % {"document": document})
    return redirect(f"{reverse('order', args=[order.pk])}#documents")
