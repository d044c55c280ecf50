"""Correcting a document: by hand, to follow its order, or for a refund. The form, the preview, the issue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.documents.chains import Chain, blocks, chain_of
from mostek.documents.correcting import draft, issue
from mostek.documents.differing import last_document, leave
from mostek.documents.models import Document
from mostek.documents.proposing import Proposal, propose
from mostek.documents.refunding import refunded
from mostek.documents.series import example
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.totals import booked_per_rate, payable, totals, totals_before
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.forms.correction import (
    CANCELLED,
    ORDER_CHANGED,
    RETURNED,
    CorrectionForm,
    RefundForm,
    in_language,
)
from mostek.panel.remedies import Told, told_of_correction
from mostek.panel.telling import tell


@may_issue
def correct(request: PanelRequest, pk: int) -> HttpResponse:
    """The form; posted, a preview of what it would issue, or with `action=issue` the correction."""
    chain = chain_of(Document.objects.get_of(request.company, pk=pk))
    if request.method != "POST":
        return _page(request, chain, CorrectionForm(chain))
    if request.POST.get("action") == "zero":
        reason = request.POST.get("reason", "")[:256] or in_language(CANCELLED, chain.invoice.language)
        return _page(request, chain, CorrectionForm(chain, lines=cancelled(chain.lines), reason=reason))
    form = CorrectionForm(chain, request.POST)
    if request.POST.get("action") == "issue" and form.is_of_now and form.is_valid():
        try:
            made = issue(chain.first, form.chosen_series, form.change(), str(request.user))
        except ProblemError as error:
            return _page(request, chain_of(chain.first), form, error.problems)
        messages.success(request, _("%(document)s is issued.") % {"document": made})
        return redirect("document", made.pk)
    return _page(request, chain, form)


@may_issue
def follow_order(request: PanelRequest, pk: int) -> HttpResponse:
    """The correction that brings the order's last document in line with the order."""
    order = _order(request, pk)
    try:
        proposal = propose(order)
    except ProblemError as error:
        tell(request, error)
        return redirect("order", pk)
    chain = proposal.chain
    nothing_left = not any(line.quantity for line in proposal.lines)
    reason = in_language(CANCELLED if nothing_left else ORDER_CHANGED, chain.invoice.language)
    form = CorrectionForm(chain, lines=proposal.lines, buyer=proposal.buyer, reason=reason)
    return _page(request, chain, form, proposal=proposal)


@may_issue
@require_POST
def leave_order(request: PanelRequest, pk: int) -> HttpResponse:
    try:
        leave(_order(request, pk), str(request.user))
        messages.success(request, _("The document stays as it is."))
    except ProblemError as error:
        tell(request, error)
    return redirect("order", pk)


@may_issue
def refund(request: PanelRequest, pk: int) -> HttpResponse:
    """What was given back of an order's document; posted, it leads to the correction that says so."""
    order = _order(request, pk)
    last = last_document(order)
    if last is None:
        tell(request, ProblemError(Problem("documents.no_document", {"order": order.number})))
        return redirect("order", pk)
    chain = chain_of(last)
    form = RefundForm(chain, request.POST if request.method == "POST" else None)
    problems: tuple[Problem, ...] = blocks(chain)
    if request.method == "POST" and form.is_valid():
        try:
            lines = refunded(chain.invoice, form.refund())
        except ProblemError as error:
            problems = (*problems, *error.problems)
        else:
            reason = in_language(RETURNED, chain.invoice.language)
            return _page(request, chain, CorrectionForm(chain, lines=lines, reason=reason))
    context = {
        "order": order,
        "chain": chain,
        "form": form,
        "problems": [told_of_correction(problem, chain) for problem in problems],
    }
    return render(request, "panel/corrections/refund.html", context)


def _page(
    request: PanelRequest,
    chain: Chain,
    form: CorrectionForm,
    refused: tuple[Problem, ...] = (),
    proposal: Proposal | None = None,
) -> HttpResponse:
    context = {
        "chain": chain,
        "form": form,
        "blocked": [told_of_correction(problem, chain) for problem in blocks(chain)],
        "proposal": proposal,
        **_outcome(chain, form, refused),
    }
    part = request.htmx and request.method == "POST"
    template = "panel/corrections/outcome.html" if part else "panel/corrections/form.html"
    return render(request, template, context)


def _outcome(chain: Chain, form: CorrectionForm, refused: tuple[Problem, ...]) -> dict[str, Any]:
    """What would be issued, as far as the form says it."""
    if not form.is_bound and form.is_blank:
        return {"problems": [], "is_blank": True}
    if not form.is_of_now:
        moved = Problem("documents.moved_on", {"document": str(chain.last)})
        told = told_of_correction(moved, chain)
        address = reverse("document_correct", args=[chain.first.pk])
        return {"problems": [Told(told.card, address, _("Show the present state"))]}
    typed = form if form.is_bound else _as_typed(chain, form)
    if not form.offered or not typed.is_valid():
        return {"problems": [], "errors": _errors(typed)}
    made = draft(chain, typed.chosen_series, typed.change())
    shown = made.problems or refused
    context: dict[str, Any] = {"problems": [told_of_correction(problem, chain) for problem in shown]}
    invoice = made.invoice
    if invoice is None:
        return context
    before, after = dict(totals_before(invoice).rates), dict(totals(invoice).rates)
    return context | {
        "invoice": invoice,
        "number": example(typed.chosen_series, invoice.issue_date),
        "series": typed.chosen_series,
        "rates": [
            (vat, before.get(vat), after.get(vat), amounts) for vat, amounts in booked_per_rate(invoice)
        ],
        "before": totals_before(invoice).whole,
        "after": totals(invoice).whole,
        "difference": payable(invoice),
    }


def _as_typed(chain: Chain, form: CorrectionForm) -> CorrectionForm:
    """A form that was only proposed, as if a person had typed it."""
    typed: dict[str, Any] = {}
    for each in [form, *form.line_forms]:
        typed |= {bound.html_name: bound.value() for bound in each if bound.value() not in (None, False)}
    return CorrectionForm(chain, typed)


def _errors(form: CorrectionForm) -> list[str]:
    found = [f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts]
    for number, each in enumerate(form.line_forms, start=1):
        for name, texts in each.errors.items():
            where = _("Line %(line)s") % {"line": number}
            found += [f"{where}, {each[name].label}: {text}" for text in texts]
    return found


def _order(request: PanelRequest, pk: int) -> Order:
    return Order.objects.select_related("company").prefetch_related("lines").get_of(request.company, pk=pk)
