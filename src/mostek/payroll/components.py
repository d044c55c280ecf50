"""Saving a pay component: what may not stand on it is refused when it is mapped, not when it is posted."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from mostek.companies.audit import record
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.catalogue import mapping_problems, rules_of, settings_of
from mostek.payroll.models import Component, PayItem, PayrollList


def problems_of(component: Component) -> list[Problem]:
    """What keeps the component from being saved, each with its field. A missing account does not: it stops
    the closing of a list."""
    return list(_problems(component))


def _problems(component: Component) -> Iterator[Problem]:
    company = component.company
    kinds = rules_of(company).kinds
    if component.kind not in kinds:
        values = {"kinds": component.kind or "–", "known": ", ".join(kinds)}
        yield Problem("payroll.kind_unknown", values, "kind")
    others = Component.objects.of(company).exclude(pk=component.pk)
    if others.filter(code=component.code).exists():
        yield Problem("payroll.code_taken", {"code": component.code}, "code")
    before = Component.objects.filter(pk=component.pk).first()
    if before and before.kind != component.kind and PayItem.objects.filter(component=component).exists():
        yield Problem("payroll.kind_in_use", {"component": str(before)}, "kind")
    for problem in mapping_problems(settings_of(company).connection, component):
        if problem.key != "payroll.account_missing":
            yield problem


@transaction.atomic
def save(component: Component, actor: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Raises ProblemError with everything that is amiss."""
    if problems := problems_of(component):
        raise ProblemError(*problems)
    action = "change" if component.pk else "create"
    component.save()
    record(component.company, actor, action, component, changes)


def using(payroll_list: PayrollList, account: str) -> Component | None:
    """The first component of the list that posts to the account."""
    used = Component.objects.filter(pk__in=payroll_list.items.values("component")).order_by("id")
    return next((each for each in used if account in (each.debit_account, each.credit_account)), None)
