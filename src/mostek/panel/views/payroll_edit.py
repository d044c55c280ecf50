"""An open list typed in: its heading, its people and their amounts. Only for those who may issue."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.companies.audit import record
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.audit_words import changes_of
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.payroll import AmountField, ListForm, PersonForm
from mostek.panel.telling import tell
from mostek.panel.views.payroll_entry import list_of
from mostek.payroll import editing
from mostek.payroll.catalogue import add_standard, rules_of, settings_of
from mostek.payroll.models import Component, Dimension, DimensionKind, ListState, PayrollList

_CELL = re.compile(r"cell-(\d{1,15})-(\d{1,15})")


@may_issue
def new(request: PanelRequest) -> HttpResponseBase:
    """`?corrects=<id>` begins a list that corrects a closed one."""
    company, corrects = request.company, request.GET.get("corrects", "")
    instance = PayrollList(company=company, created_by=str(request.user)[:200])
    initial = {"corrects": int(corrects)} if corrects.isdecimal() and len(corrects) < 16 else {}
    form = ListForm(company, request.POST or None, instance=instance, initial=initial)
    if request.method != "POST" or not form.is_valid():
        mark_errors(form)
        return render(request, "panel/payroll/new.html", {"form": form})
    with transaction.atomic():
        if not Component.objects.of(company).exists():
            add_standard(company, str(request.user))
        made = form.save()
        record(company, str(request.user), "create", made)
    return redirect("payroll_edit", made.pk)


@may_issue
def edit(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The heading's form above the table of amounts; a post changes the heading."""
    payroll_list = list_of(request, pk)
    if request.method == "POST":
        return _save_heading(request, payroll_list)
    if payroll_list.state != ListState.DRAFT:
        closed = Problem("payroll.list_closed", {"number": payroll_list.number})
        return _refuse(request, payroll_list, ProblemError(closed))
    return _table(request, payroll_list)


def _save_heading(request: PanelRequest, payroll_list: PayrollList) -> HttpResponseBase:
    try:
        with transaction.atomic():
            # Locked before it is written back whole: closed and posted meanwhile, it would be open again.
            form = ListForm(request.company, request.POST, instance=editing.opened(payroll_list))
            if form.is_valid():
                form.instance.content_hash = ""
                saved = form.save()
                record(request.company, str(request.user), "change", saved, changes_of(form))
    except ProblemError as error:
        return _refuse(request, payroll_list, error)
    if form.is_valid():
        messages.success(request, _("Saved."))
        return redirect("payroll_edit", payroll_list.pk)
    mark_errors(form)
    return _table(request, payroll_list, form=form)


def _refuse(request: PanelRequest, payroll_list: PayrollList, error: ProblemError) -> HttpResponseBase:
    tell(request, error)
    return redirect("payroll_list", payroll_list.pk)


def _table(request: PanelRequest, payroll_list: PayrollList, **given: Any) -> HttpResponseBase:
    first = request.GET.get("from", "")
    start = int(first) if first.isdecimal() and len(first) < 9 else 0
    columns = _columns(payroll_list, request.GET.get("with", ""))
    lines = editing.lines(payroll_list, start)
    typed: dict[str, str] = given.get("typed", {})
    wrong: set[str] = given.get("wrong", set())
    rows = [
        (line, [_shown(f"cell-{line.anchor}-{c.pk}", line.amounts.get(c.pk), typed, wrong) for c in columns])
        for line in lines[: editing.AT_ONCE]
    ]
    connection = settings_of(request.company).connection
    dimensions = Dimension.objects.filter(connection=connection, is_active=True) if connection else []
    shown = {each.pk for each in columns}
    context = {
        "list": payroll_list,
        "form": given.get("form") or ListForm(request.company, instance=payroll_list),
        "person": given.get("person") or PersonForm(columns),
        "columns": columns,
        "others": [
            c for c in Component.objects.of(request.company).filter(archived=False) if c.pk not in shown
        ],
        "rows": rows,
        "previous": max(0, start - editing.AT_ONCE) if start else None,
        "next": start + editing.AT_ONCE if len(lines) > editing.AT_ONCE else None,
        "departments": [each for each in dimensions if each.kind == DimensionKind.DEPARTMENT],
        "projects": [each for each in dimensions if each.kind == DimensionKind.PROJECT],
        "postings": payroll_list.items.filter(component=None).count(),
    }
    return render(request, "panel/payroll/edit.html", context)


def _shown(
    name: str, amount: Decimal | None, typed: dict[str, str], wrong: set[str]
) -> tuple[str, str, bool]:
    """The cell's name, what stands in it as the reader's language writes it, and whether it is wrong."""
    present = "" if amount is None else number_format(amount, 2, use_l10n=True, force_grouping=False)
    return name, typed.get(name, present), name in wrong


def _columns(payroll_list: PayrollList, wanted: str) -> list[Component]:
    """The components that the list holds, of an empty one the usual ones, and one more that was asked for."""
    known = list(Component.objects.of(payroll_list.company).order_by("id"))
    used = set(payroll_list.items.values_list("component", flat=True).distinct())
    if not used:
        kinds = rules_of(payroll_list.company).kinds
        first = {each.kind: each.pk for each in reversed(known) if not each.archived}
        used = {
            pk for kind, pk in first.items() if kinds[kind].is_computed or kind in _first_kind(payroll_list)
        }
    return [each for each in known if each.pk in used or str(each.pk) == wanted]


def _first_kind(payroll_list: PayrollList) -> tuple[str, ...]:
    """What every list begins with: the country's first kind, which is pay."""
    return (next(iter(rules_of(payroll_list.company).kinds)),)


@may_issue
@require_POST
def amounts(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The cells `cell-<anchor>-<component>` of one page."""
    payroll_list = list_of(request, pk)
    components = set(Component.objects.of(request.company).values_list("pk", flat=True))
    wanted: dict[tuple[int, int], Decimal] = {}
    wrong: set[str] = set()
    for name, text in request.POST.items():
        cell = _CELL.fullmatch(name)
        if cell is None or int(cell[2]) not in components:
            continue
        try:
            wanted[int(cell[1]), int(cell[2])] = AmountField().clean(text)
        except forms.ValidationError:
            wrong.add(name)
    if wrong:
        messages.error(request, _("Nothing is saved yet: the marked amounts cannot be read."))
        return _table(request, payroll_list, typed=request.POST.dict(), wrong=wrong)
    try:
        changed = editing.set_amounts(payroll_list, wanted, str(request.user))
        messages.success(request, _("Amounts changed: %(count)s.") % {"count": changed})
    except ProblemError as error:
        tell(request, error)
    return redirect(f"{reverse('payroll_edit', args=[pk])}?{request.GET.urlencode()}")


@may_issue
@require_POST
def add(request: PanelRequest, pk: int) -> HttpResponseBase:
    """A person with amounts; pressed with `compute`, contributions and tax are filled in from gross."""
    payroll_list = list_of(request, pk)
    form = PersonForm(_columns(payroll_list, request.GET.get("with", "")), request.POST)
    if not form.is_valid():
        mark_errors(form)
        return _table(request, payroll_list, person=form)
    person = editing.Person(*(form.cleaned_data[name] for name in ("ref", "name", "department", "project")))
    try:
        typed = form.amounts()
        filled = editing.computed(payroll_list, typed) if "compute" in request.POST else typed
        editing.add_person(payroll_list, person, filled, str(request.user))
    except ProblemError as error:
        tell(request, error)
        return _table(request, payroll_list, person=form)
    messages.success(request, _("%(person)s is on the list.") % {"person": person.name or person.ref})
    return redirect("payroll_edit", pk)
