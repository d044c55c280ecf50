"""What lists come to: people, net pay and cost, by component, group and department. Counted by the database,
so that a list of thousands of people is summed at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from mostek.companies.models import Company
from mostek.kernel.money import ZERO, rounded
from mostek.payroll.catalogue import rules_of
from mostek.payroll.models import Component, PayItem, PayrollList
from mostek.regimes.base.payroll import Group, PayrollRules, cost_of, net_of

PERSON = Coalesce(NullIf(F("person_ref"), Value("")), F("person_name"))


@dataclass(slots=True)
class Totals:
    people: int = 0
    net: Decimal = ZERO
    cost: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Summary:
    totals: Totals
    by_component: list[tuple[Component, Decimal]]
    by_department: dict[str, Decimal] = field(default_factory=dict)
    """The employer's cost."""
    by_group: dict[Group, Decimal] = field(default_factory=dict)
    postings: int = 0
    """Amounts that came as ready postings; they belong to no component."""


def totals(company: Company, lists: Iterable[PayrollList]) -> dict[int, Totals]:
    """By the lists' ids."""
    rules = rules_of(company)
    items = PayItem.objects.filter(payroll_list__in=list(lists), component__isnull=False)
    found: dict[int, Totals] = defaultdict(Totals)
    for pk, people in _by(items, "payroll_list").annotate(people=Count(PERSON, distinct=True)):
        found[pk].people = people
    for pk, kind, amount in _by(items, "payroll_list", "component__kind").annotate(Sum("amount")):
        exact = {kind: rounded(amount, company.currency)}
        found[pk].net += net_of(exact, rules.kinds)
        found[pk].cost += cost_of(exact, rules.kinds)
    return found


def summary(payroll_list: PayrollList) -> Summary:
    company = payroll_list.company
    rules = rules_of(company)
    items = payroll_list.items.filter(component__isnull=False)
    components = {each.pk: each for each in Component.objects.of(company)}
    by_component = [
        (components[pk], rounded(amount, company.currency))
        for pk, amount in _by(items, "component").annotate(Sum("amount"))
    ]
    by_group: dict[Group, Decimal] = defaultdict(lambda: ZERO)
    for component, amount in by_component:
        by_group[rules.kinds[component.kind].group] += amount
    return Summary(
        totals(company, [payroll_list]).get(payroll_list.pk, Totals()),
        by_component,
        _by_department(items, rules, company.currency),
        dict(by_group),
        payroll_list.items.filter(component__isnull=True).count(),
    )


def _by_department(items: QuerySet[PayItem], rules: PayrollRules, currency: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for department, kind, amount in _by(items, "department", "component__kind").annotate(Sum("amount")):
        found[department] += cost_of({kind: rounded(amount, currency)}, rules.kinds)
    return {department: cost for department, cost in sorted(found.items()) if cost}


def _by(items: QuerySet[PayItem], *columns: str) -> Any:
    return items.order_by(*columns).values_list(*columns)
