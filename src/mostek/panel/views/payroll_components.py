"""The catalogue of pay components, and one of them: its data and its posting."""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mostek.companies.models import Company
from mostek.delivery.words import card
from mostek.kernel.dates import today
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, changed_by, may_issue, member
from mostek.panel.audit_words import changes_of
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.payroll import ComponentForm, PostingForm
from mostek.panel.telling import tell
from mostek.payroll import catalogue
from mostek.payroll.catalogue import account_problem, mapping_problems, rules_of, settings_of
from mostek.payroll.components import save
from mostek.payroll.models import Component, Dimension, DimensionKind, LedgerAccount
from mostek.regimes.base.payroll import CashBook


@member
def components(request: PanelRequest) -> HttpResponseBase:
    company = request.company
    found = Component.objects.of(company).order_by("archived", "id")
    connection = settings_of(company).connection
    try:
        kinds = rules_of(company).kinds
    except ProblemError as error:
        return render(request, "panel/payroll/components.html", {"problem": error.problems[0]})
    rows = [
        (each, _(kinds[each.kind].label), [card(p) for p in mapping_problems(connection, each)])
        for each in found
    ]
    context = {
        "rows": rows,
        "unmapped": sum(1 for each, _kind, lacks in rows if lacks and not each.archived),
        "proposed": len(catalogue.proposals(company)),
        "has_standard": not _standard_left(company),
    }
    return render(request, "panel/payroll/components.html", context)


def _standard_left(company: Company) -> int:
    """How many of the country's standard components the company lacks."""
    there = set(Component.objects.of(company).values_list("code", flat=True))
    return len({each.code for each in rules_of(company).components} - there)


@may_issue
@require_POST
def standard(request: PanelRequest) -> HttpResponseBase:
    try:
        added = catalogue.add_standard(
            request.company, str(request.user), "pl" if _is_home(request) else "en"
        )
        messages.success(request, _("Components added: %(count)s.") % {"count": added})
    except ProblemError as error:
        tell(request, error)
    return redirect("payroll_components")


def _is_home(request: PanelRequest) -> bool:
    """Whether the person reads the language in which the country's books are kept."""
    return str(request.LANGUAGE_CODE).startswith(rules_of(request.company).language)


@may_issue
def proposals(request: PanelRequest) -> HttpResponseBase:
    """The proposed accounts beside what the chart says of them; the ticked ones are filled in at once."""
    company = request.company
    if request.method == "POST":
        changed = catalogue.accept_proposals(company, request.POST.getlist("code"), str(request.user))
        sentence = ngettext(
            "%(count)s component has its accounts now.",
            "%(count)s components have their accounts now.",
            changed,
        )
        messages.success(request, sentence % {"count": changed})
        return redirect("payroll_components")
    connection = settings_of(company).connection
    names = dict(LedgerAccount.objects.filter(connection=connection).values_list("code", "name"))
    by_code = {each.code: each for each in Component.objects.of(company)}
    rows = [
        {
            "component": by_code[code],
            "sides": [(account, names.get(account, "")) for account in accounts],
            "problems": [card(p) for account in accounts if (p := account_problem(connection, account))],
        }
        for code, accounts in catalogue.proposals(company).items()
    ]
    return render(request, "panel/payroll/proposals.html", {"rows": rows, "has_chart": bool(names)})


@may_issue
def new(request: PanelRequest) -> HttpResponseBase:
    component = Component(company=request.company)
    form = ComponentForm(request.POST or None, instance=component)
    if request.method == "POST" and form.is_valid():
        kind = rules_of(request.company).kinds[component.kind]
        component.cash_book = kind.cash_book.value
        save(component, str(request.user), {})
        messages.success(request, _("Added. Now choose its accounts."))
        return redirect("payroll_posting", component.pk)
    mark_errors(form)
    return render(request, "panel/payroll/component.html", {"form": form, "tab": "data"})


@changed_by(may_issue)
def data(request: PanelRequest, pk: int) -> HttpResponseBase:
    return _tab(request, pk, ComponentForm, "data")


@changed_by(may_issue)
def posting(request: PanelRequest, pk: int) -> HttpResponseBase:
    return _tab(request, pk, PostingForm, "posting")


def _tab(
    request: PanelRequest, pk: int, form_class: type[ComponentForm] | type[PostingForm], tab: str
) -> HttpResponseBase:
    component = Component.objects.select_related("company").get_of(request.company, pk=pk)
    # A copy for the form: a refused one must not change the page's heading.
    instance = Component.objects.select_related("company").get(pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, instance=instance)
    if posted is not None and form.is_valid():
        save(instance, str(request.user), changes_of(form))
        messages.success(request, _("Saved."))
        return redirect("payroll_posting" if tab == "posting" else "payroll_component", pk)
    mark_errors(form)
    context: dict[str, Any] = {"component": component, "form": form, "tab": tab}
    if tab == "posting":
        context |= _choices(component)
    return render(request, "panel/payroll/component.html", context)


def _choices(component: Component) -> dict[str, Any]:
    """What may be chosen, what is amiss now, and the neighbours to go on to."""
    company = component.company
    connection = settings_of(company).connection
    unmapped = [
        each
        for each in Component.objects.of(company).filter(archived=False).order_by("id")
        if each.pk != component.pk and not (each.debit_account and each.credit_account)
    ]
    return {
        "connection": connection,
        "accounts": LedgerAccount.objects.filter(connection=connection, may_post=True, is_active=True),
        "projects": Dimension.objects.filter(
            connection=connection, kind=DimensionKind.PROJECT, is_active=True
        ),
        "lacks": [card(problem) for problem in mapping_problems(connection, component)],
        "unmapped": unmapped,
        "column": _column(component),
    }


def _column(component: Component) -> str:
    """The book's printed column today, or nothing."""
    rules = rules_of(component.company)
    return rules.cash_book_column(CashBook(component.cash_book), today(component.company.time_zone))
