"""Payroll lists, and one of them: what it comes to, what stands in its way, what became of it.

People's names and amounts are shown only to those who may issue; others see sums.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mostek.companies.models import Company
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.confirmation import confirm
from mostek.panel.paging import page
from mostek.panel.payroll_picture import shares
from mostek.panel.payroll_words import LOOKS, correction_address, told
from mostek.panel.states import Look
from mostek.panel.telling import tell
from mostek.panel.views.payroll_entry import entry_context, list_of
from mostek.payroll.catalogue import rules_of
from mostek.payroll.checking import Hint, check
from mostek.payroll.editing import discard
from mostek.payroll.models import Component, ListState, PayrollList
from mostek.payroll.summing import Totals, summary, totals
from mostek.regimes.base.registry import regime

SHOWN_HINTS = 200


@dataclass(frozen=True, slots=True)
class Row:
    payroll_list: PayrollList
    look: Look
    totals: Totals


@member
@require_GET
def lists(request: PanelRequest) -> HttpResponseBase:
    chosen = {name: request.GET[name] for name in ("q", "state") if request.GET.get(name)}
    shown = page(_found(request.company, chosen), "period", request.GET)
    has_rules = regime(request.company.country).payroll is not None
    sums = totals(request.company, shown.rows) if has_rules and shown.rows else {}
    context = {
        "page": shown,
        "chosen": chosen,
        "states": [(value, LOOKS[value].word) for value in ListState],
        "rows": [Row(each, LOOKS[ListState(each.state)], sums.get(each.pk, Totals())) for each in shown.rows],
        "no_rules": None if has_rules else Problem("payroll.no_rules", {"country": request.company.country}),
        "has_components": Component.objects.of(request.company).exists(),
    }
    return render(request, "panel/payroll/lists.html", context)


def _found(company: Company, chosen: dict[str, str]) -> QuerySet[PayrollList]:
    rows = PayrollList.objects.of(company).select_related("document__delivery")
    if "q" in chosen:
        rows = rows.filter(number__icontains=chosen["q"][:100])
    return rows.filter(state=chosen["state"]) if "state" in chosen else rows


@member
@require_GET
def show(request: PanelRequest, pk: int) -> HttpResponseBase:
    """`?check=1` compares the people's amounts with the country's rules."""
    payroll_list = list_of(request, pk)
    try:
        counted = summary(payroll_list)
    except ProblemError as error:
        tell(request, error)
        return redirect("payroll_lists")
    context: dict[str, Any] = {
        "list": payroll_list,
        "look": LOOKS[ListState(payroll_list.state)],
        "summary": counted,
        "correction_address": correction_address(payroll_list),
        "shares": shares(counted.by_group, counted.totals.net),
        "corrected_by": PayrollList.objects.of(request.company).filter(corrects=payroll_list),
        **entry_context(payroll_list),
    }
    context["problems"] = [told(each, payroll_list) for each in context.pop("stops", ())]
    if "check" in request.GET:
        context |= _checked(payroll_list, with_names=request.membership.may_issue)
    return render(request, "panel/payroll/list.html", context)


def _checked(payroll_list: PayrollList, *, with_names: bool) -> dict[str, Any]:
    checked = check(payroll_list)
    labels = rules_of(payroll_list.company).kinds
    hints: list[tuple[Hint, str]] = [
        (hint, _(labels[hint.kind].label)) for hint in checked.hints[:SHOWN_HINTS]
    ]
    return {
        "checked": checked,
        "with_names": with_names,
        "hints": hints,
        "more_hints": max(0, len(checked.hints) - SHOWN_HINTS),
        "not_checked": Problem(checked.not_checked, {"date": str(payroll_list.payment_date)})
        if checked.not_checked
        else None,
    }


@may_issue
def delete(request: PanelRequest, pk: int) -> HttpResponseBase:
    payroll_list = list_of(request, pk)
    if request.method != "POST":
        return confirm(
            request,
            _("Delete the list %(number)s?") % {"number": payroll_list},
            [_("Its people and amounts are gone from Mostek. Nothing was sent to the program.")],
            _("Delete"),
            "payroll_list",
            pk,
        )
    try:
        discard(payroll_list, str(request.user))
    except ProblemError as error:
        tell(request, error)
        return redirect("payroll_list", pk)
    messages.success(request, _("The list %(number)s is deleted.") % {"number": payroll_list})
    return redirect("payroll_lists")
