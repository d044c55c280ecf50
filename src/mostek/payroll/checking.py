"""A list compared with what the country's rules compute: hints, never changes.

Which costs and reliefs a person has is not on the list, so every usual combination is tried; a hint is
given only where none of them leads to the list's amounts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from mostek.kernel.money import ZERO
from mostek.kernel.problems import ProblemError
from mostek.payroll.catalogue import rules_of, settings_of
from mostek.payroll.models import ListKind, PayrollList
from mostek.regimes.base.payroll import Contract, Group, PayInput, PayrollRules, net_of

TOLERANCE = Decimal("0.01")
RELIEFS = (12, 0, 6, 4)


@dataclass(frozen=True, slots=True)
class Hint:
    person_ref: str
    person_name: str
    kind: str
    listed: Decimal
    computed: Decimal


@dataclass(slots=True)
class Checked:
    people: int = 0
    net: Decimal = ZERO
    cost: Decimal = ZERO
    hints: list[Hint] = field(default_factory=list)
    below_zero: list[str] = field(default_factory=list)
    """People whose net pay is negative."""
    not_checked: str = ""
    """A problem key: why nothing was computed."""
    by_kind: dict[str, Decimal] = field(default_factory=dict)
    by_department: dict[str, Decimal] = field(default_factory=dict)
    """The employer's cost."""


@dataclass(slots=True)
class _Person:
    name: str = ""
    department: str = ""
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))


def check(payroll_list: PayrollList) -> Checked:
    """Reads the list, writes nothing."""
    rules = rules_of(payroll_list.company)
    people = _people(payroll_list)
    checked = Checked(people=len(people))
    costs = {Group.EARNING, Group.ADDITION, Group.EMPLOYER_CONTRIBUTION}
    by_kind: dict[str, Decimal] = defaultdict(lambda: ZERO)
    by_department: dict[str, Decimal] = defaultdict(lambda: ZERO)
    accident = settings_of(payroll_list.company).accident_percent
    for ref, person in people.items():
        net = net_of(person.amounts, rules.kinds)
        checked.net += net
        if net < 0:
            checked.below_zero.append(person.name or ref)
        for kind, amount in person.amounts.items():
            by_kind[kind] += amount
            if rules.kinds[kind].group in costs:
                by_department[person.department] += amount
                checked.cost += amount
        if not checked.not_checked:
            try:
                checked.hints += _hints(payroll_list, rules, accident, ref, person)
            except ProblemError as error:
                checked.not_checked = error.problems[0].key
    checked.by_kind, checked.by_department = dict(by_kind), dict(sorted(by_department.items()))
    return checked


def _people(payroll_list: PayrollList) -> dict[str, _Person]:
    people: dict[str, _Person] = defaultdict(_Person)
    rows = payroll_list.items.filter(component__isnull=False).values_list(
        "person_ref", "person_name", "department", "component__kind", "amount"
    )
    for ref, name, department, kind, amount in rows.iterator(chunk_size=5000):
        person = people[ref or name]
        person.name, person.department = person.name or name, person.department or department
        person.amounts[kind] += amount
    return people


def _hints(
    payroll_list: PayrollList, rules: PayrollRules, accident: Decimal | None, ref: str, person: _Person
) -> list[Hint]:
    computed_kinds = [kind for kind, each in rules.kinds.items() if each.is_computed]
    listed = {kind: person.amounts[kind] for kind in computed_kinds if kind in person.amounts}
    if not listed or any(amount < 0 for amount in person.amounts.values()):
        return []
    best: dict[str, Decimal] | None = None
    for given in _possible(payroll_list, rules, accident, person.amounts):
        amounts = rules.calculate(given).amounts
        off = {
            kind: amounts[kind] for kind, amount in listed.items() if abs(amounts[kind] - amount) > TOLERANCE
        }
        if not off:
            return []
        if best is None or len(off) < len(best):
            best = off
    return [
        Hint(ref, person.name, kind, listed[kind], computed)
        for kind, computed in sorted((best or {}).items())
    ]


def _possible(
    payroll_list: PayrollList, rules: PayrollRules, accident: Decimal | None, amounts: dict[str, Decimal]
) -> Iterator[PayInput]:
    is_mandate = payroll_list.kind == ListKind.MANDATE
    contract = Contract.MANDATE if is_mandate else Contract.EMPLOYMENT
    savings = amounts.get("ppk_er", ZERO)
    fixed: dict[str, Any] = {
        "on": payroll_list.payment_date,
        "contract": contract,
        "pay": amounts.get("pay", ZERO),
        "sick_pay": amounts.get("sick", ZERO),
        "benefit": amounts.get("zus_benefit", ZERO),
        "pays_social": "emp_pension" in amounts,
        "pays_sickness": "emp_sickness" in amounts,
        "pays_health": "health" in amounts,
        "accident_percent": accident,
    }
    transfers = (ZERO, savings) if savings else (ZERO,)
    for costs, relief, moved in product(rules.options[contract.value], RELIEFS, transfers):
        yield PayInput(costs=costs, relief_parts=relief, savings_transferred=moved, **fixed)
    yield PayInput(is_young=True, **fixed)
