"""Taking payroll lists in: new, known already, or refused with a reason. A closed list never changes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from django.db import IntegrityError, transaction

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.line_rows import insert_rows
from mostek.payroll.catalogue import add_standard, rules_of
from mostek.payroll.incoming import IncomingItem, IncomingList
from mostek.payroll.models import Component, ListState, PayItem, PayrollList

ITEM = (
    *("payroll_list", "person_ref", "person_name", "department", "project"),
    *("component", "account", "side", "amount"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    payroll_list: PayrollList
    outcome: Literal["new", "changed", "known"]
    new_components: tuple[str, ...] = ()
    """Codes that were added to the catalogue, still without accounts."""


def take(company: Company, incoming: Iterable[IncomingList], actor: str, source: str = "") -> list[Taken]:
    """Takes lists in, all or none. The same list again changes nothing; an open one is replaced.

    Raises ProblemError: on a kind that the country's rules do not know, and on a change of a closed list.
    """
    lists = list(incoming)
    try:
        return _take_all(company, lists, actor, source)
    except IntegrityError:
        # Somebody took one of these numbers in between our look and our write: now it is there to see.
        return _take_all(company, lists, actor, source)


@transaction.atomic
def _take_all(company: Company, lists: list[IncomingList], actor: str, source: str) -> list[Taken]:
    if not Component.objects.of(company).exists():
        add_standard(company, actor)
    return [_take(company, each, actor, source) for each in lists]


def _take(company: Company, incoming: IncomingList, actor: str, source: str) -> Taken:
    _refuse_odd(company, incoming)
    fingerprint = _fingerprint(incoming)
    present = PayrollList.objects.of(company).select_for_update().filter(number=incoming.number).first()
    if present and present.content_hash == fingerprint:
        return Taken(present, "known")
    if present and present.state == ListState.CLOSED:
        raise ProblemError(Problem("payroll.list_closed", {"number": incoming.number}))
    components, added = _components(company, incoming.items)
    payroll_list = present or PayrollList(company=company, number=incoming.number, created_by=actor)
    payroll_list.kind, payroll_list.source = incoming.kind, source[:200]
    payroll_list.period, payroll_list.payment_date = incoming.period, incoming.payment_date
    payroll_list.content_hash = fingerprint
    payroll_list.save()
    if present:
        present.items.all().delete()
    insert_rows(PayItem, ITEM, [_item(payroll_list, components, each) for each in incoming.items])
    record(company, actor, "change" if present else "import", payroll_list)
    return Taken(payroll_list, "changed" if present else "new", tuple(added))


def _refuse_odd(company: Company, incoming: IncomingList) -> None:
    kinds = rules_of(company).kinds
    odd = sorted({each.kind for each in incoming.items if each.kind and each.kind not in kinds})
    if odd:
        values = {"kinds": ", ".join(odd), "known": ", ".join(kinds)}
        raise ProblemError(Problem("payroll.kind_unknown", values))
    if not incoming.items:
        raise ProblemError(Problem("payroll.list_empty", {"number": incoming.number}))
    if len(incoming.number) > 35:
        raise ProblemError(Problem("payroll.number_too_long", {"number": incoming.number[:60]}))


def _fingerprint(incoming: IncomingList) -> str:
    rows = [
        [incoming.number, incoming.period.isoformat(), incoming.payment_date.isoformat(), incoming.kind],
        *(
            [
                f"{each.amount:.2f}",
                each.person_ref,
                each.person_name,
                each.department,
                each.project,
                each.code,
                each.kind,
                each.account,
                each.side,
            ]
            for each in incoming.items
        ),
    ]
    return hashlib.sha256(orjson.dumps(rows)).hexdigest()


def _components(
    company: Company, items: Iterable[IncomingItem]
) -> tuple[dict[tuple[str, str], Component], list[str]]:
    """(code, kind) of the file -> component. What the catalogue lacks is added, without accounts; an item
    that names only its kind goes to the catalogue's first component of that kind."""
    known = list(Component.objects.of(company))
    by_code = {each.code: each for each in known}
    by_kind: dict[str, Component] = {}
    for each in known:
        by_kind.setdefault(each.kind, each)
    found: dict[tuple[str, str], Component] = {}
    added: list[str] = []
    for item in items:
        key = (item.code, item.kind)
        if item.account or key in found:
            continue
        component = by_code.get(item.code) if item.code else by_kind.get(item.kind)
        if component is None:
            component = _new_component(company, item)
            by_code[component.code] = component
            by_kind.setdefault(component.kind, component)
            added.append(component.code)
        found[key] = component
    return found, added


def _new_component(company: Company, item: IncomingItem) -> Component:
    """Raises ProblemError where neither catalogue nor file says what kind it is."""
    if not item.kind:
        raise ProblemError(Problem("payroll.component_unknown", {"component": item.code}))
    kind = rules_of(company).kinds[item.kind]
    return Component.objects.create(
        company=company,
        code=(item.code or item.kind)[:40],
        name=(item.name or item.code or item.kind)[:120],
        kind=item.kind,
        cash_book=kind.cash_book.value,
    )


def _item(
    payroll_list: PayrollList, components: dict[tuple[str, str], Component], item: IncomingItem
) -> tuple[Any, ...]:
    """Its values in the order of ITEM."""
    return (
        payroll_list.pk,
        item.person_ref[:60],
        item.person_name[:200],
        item.department[:40],
        item.project[:40],
        None if item.account else components[item.code, item.kind].pk,
        item.account[:40],
        item.side,
        item.amount,
    )
