"""Open lists typed in and changed by hand: people and their amounts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Min

from mostek.companies.audit import record
from mostek.kernel.money import ZERO
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.catalogue import rules_of, settings_of
from mostek.payroll.models import Component, ListKind, ListState, PayItem, PayrollList
from mostek.regimes.base.payroll import Contract, PayInput, PayrollRules

AT_ONCE = 25
"""People on one page of the table."""


@dataclass(frozen=True, slots=True)
class Person:
    """Of a list: someone in one department and project."""

    ref: str = ""
    name: str = ""
    department: str = ""
    project: str = ""

    @classmethod
    def of(cls, item: PayItem) -> "Person":
        return cls(item.person_ref, item.person_name, item.department, item.project)


@dataclass(frozen=True, slots=True)
class Line:
    """`anchor` is the id of the person's first amount: by it the line is known when it comes back."""

    anchor: int
    person: Person
    amounts: Mapping[int, Decimal]
    """By component."""


Cell = tuple[Person, int]


def lines(payroll_list: PayrollList, first: int = 0) -> list[Line]:
    """The people of one page; one more than AT_ONCE where there are further pages."""
    items = payroll_list.items.filter(component__isnull=False)
    people = items.values_list("person_ref", "person_name", "department", "project")
    shown = [
        (anchor, Person(ref, name, department, project))
        for ref, name, department, project, anchor in people.annotate(anchor=Min("id")).order_by("anchor")[
            first : first + AT_ONCE + 1
        ]
    ]
    amounts: dict[Person, dict[int, Decimal]] = defaultdict(dict)
    for (person, component), cell in _cells(payroll_list, [person for _, person in shown]).items():
        amounts[person][component] = sum((item.amount for item in cell), ZERO)
    return [Line(anchor, person, amounts[person]) for anchor, person in shown]


def _cells(payroll_list: PayrollList, people: Iterable[Person]) -> dict[Cell, list[PayItem]]:
    wanted = set(people)
    found: dict[Cell, list[PayItem]] = defaultdict(list)
    names = payroll_list.items.filter(component__isnull=False, person_name__in={each.name for each in wanted})
    for item in names.order_by("id"):
        person = Person.of(item)
        if person in wanted and item.component_id is not None:
            found[person, item.component_id].append(item)
    return found


@transaction.atomic
def set_amounts(payroll_list: PayrollList, wanted: Mapping[tuple[int, int], Decimal], actor: str) -> int:
    """(anchor, component) -> the amount there shall be; zero takes it away, and a person without any is
    gone. How many changed. Raises ProblemError on a closed list, or one that was changed meanwhile."""
    row = opened(payroll_list)
    anchors = {item.pk: Person.of(item) for item in row.items.filter(pk__in={pk for pk, _ in wanted})}
    if any(pk not in anchors for pk, _ in wanted):
        raise ProblemError(Problem("payroll.list_moved_on", {"number": row.number}))
    cells = _cells(row, anchors.values())
    changed = sum(
        _set(row, (anchors[anchor], component), cells.get((anchors[anchor], component), []), amount)
        for (anchor, component), amount in wanted.items()
    )
    if changed:
        _touched(row, actor)
    return changed


def _set(payroll_list: PayrollList, cell: Cell, present: list[PayItem], amount: Decimal) -> bool:
    if sum((item.amount for item in present), ZERO) == amount:
        return False
    kept = present[:1] if amount else []
    PayItem.objects.filter(pk__in=[item.pk for item in present[len(kept) :]]).delete()
    for item in kept:
        item.amount = amount
        item.save(update_fields=["amount"])
    if amount and not kept:
        _add(payroll_list, cell, amount)
    return True


def _add(payroll_list: PayrollList, cell: Cell, amount: Decimal) -> None:
    person, component = cell
    PayItem.objects.create(
        payroll_list=payroll_list,
        person_ref=person.ref,
        person_name=person.name,
        department=person.department,
        project=person.project,
        component_id=component,
        amount=amount,
    )


@transaction.atomic
def add_person(payroll_list: PayrollList, person: Person, amounts: Mapping[int, Decimal], actor: str) -> None:
    """Amounts by component. Raises ProblemError on a closed list, a nameless or known person, no amount."""
    row = opened(payroll_list)
    if not (person.name or person.ref):
        raise ProblemError(Problem("payroll.person_nameless"))
    if not any(amounts.values()):
        raise ProblemError(Problem("payroll.person_without_amounts", {"person": person.name or person.ref}))
    if _cells(row, [person]):
        raise ProblemError(Problem("payroll.person_known", {"person": person.name or person.ref}))
    for component, amount in amounts.items():
        if amount:
            _add(row, (person, component), amount)
    _touched(row, actor)


def computed(payroll_list: PayrollList, amounts: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The amounts with contributions and tax from gross to net beside them, as for a person with the usual
    costs and relief; what was typed stays. Raises ProblemError where no rates are known for the day."""
    company = payroll_list.company
    rules = rules_of(company)
    components = list(Component.objects.of(company).filter(archived=False).order_by("id"))
    kinds = {each.pk: each.kind for each in components}
    typed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for component, amount in amounts.items():
        typed[kinds.get(component, "")] += amount
    slip = rules.calculate(_usual(payroll_list, rules, typed))
    found = dict(amounts)
    for each in components:
        amount = slip.amounts.get(each.kind, ZERO)
        if amount and not typed[each.kind]:
            found[each.pk] = typed[each.kind] = amount
    return found


def _usual(payroll_list: PayrollList, rules: PayrollRules, typed: Mapping[str, Decimal]) -> PayInput:
    contract = Contract.MANDATE if payroll_list.kind == ListKind.MANDATE else Contract.EMPLOYMENT
    return PayInput(
        on=payroll_list.payment_date,
        contract=contract,
        pay=typed["pay"],
        sick_pay=typed["sick"],
        costs=rules.options[contract.value][0],
        accident_percent=settings_of(payroll_list.company).accident_percent,
    )


@transaction.atomic
def discard(payroll_list: PayrollList, actor: str) -> None:
    """Deletes an open list that never became an entry. Raises ProblemError."""
    row = opened(payroll_list)
    if row.document_id or row.reversals:
        raise ProblemError(Problem("payroll.list_has_document", {"number": row.number}))
    if PayrollList.objects.of(row.company).filter(corrects=row).exists():
        raise ProblemError(Problem("payroll.list_is_corrected", {"number": row.number}))
    record(row.company, actor, "delete", row)
    row.delete()


def opened(payroll_list: PayrollList) -> PayrollList:
    """The list, locked. Call inside a transaction. Raises ProblemError where it is closed."""
    rows = PayrollList.objects.select_for_update(of=("self",)).select_related("company")
    row = rows.get(pk=payroll_list.pk)
    if row.state != ListState.DRAFT:
        raise ProblemError(Problem("payroll.list_closed", {"number": row.number}))
    return row


def _touched(payroll_list: PayrollList, actor: str) -> None:
    """What was typed is no longer what the file held."""
    payroll_list.content_hash = ""
    payroll_list.save(update_fields=["content_hash"])
    record(payroll_list.company, actor, "change", payroll_list)
