"""Making and changing rules: everything is checked here, whoever asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mostek.automation.conditions import CONDITIONS, MEASURING, Condition
from mostek.automation.deeds import Deed, offered
from mostek.automation.models import Rule
from mostek.automation.occasions import OCCASIONS
from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.kernel.problems import Problem, ProblemError

MOST_ROWS = 30
LONGEST_VALUE = 200


def checked(rule: Rule) -> None:
    """Tidies the rule's content. Raises ProblemError with a problem for each wrong row; its field is
    `name`, `when`, `conditions.0`, `deeds.0` or `deeds.0.series`."""
    problems: list[Problem] = []
    rule.name = " ".join(rule.name.split())[:100]
    if not rule.name:
        problems.append(Problem("automation.name_missing", field="name"))
    if rule.when not in OCCASIONS:
        problems.append(Problem("automation.occasion_unknown", field="when"))
    if max(len(rule.conditions), len(rule.deeds)) > MOST_ROWS:
        raise ProblemError(Problem("automation.too_much", {"most": str(MOST_ROWS)}, "deeds"))
    for place, row in enumerate(rule.conditions):
        problems += _amiss_in_condition(rule, row, f"conditions.{place}")
    rule.conditions = [_tidy(row) for row in rule.conditions]
    problems += _amiss_in_deeds(rule)
    if problems:
        raise ProblemError(*problems)


def _tidy(row: Mapping[str, Any]) -> dict[str, Any]:
    condition = CONDITIONS.get(row["key"])
    if condition is None or not condition.is_open:
        return {name: row[name] for name in ("key", "op", "value")}
    values = list(dict.fromkeys(condition.tidy(value) or value for value in row["value"]))
    return {"key": row["key"], "op": row["op"], "value": values}


def _amiss_in_condition(rule: Rule, row: Mapping[str, Any], path: str) -> Iterator[Problem]:
    condition = CONDITIONS.get(row["key"])
    if condition is None or row["op"] not in condition.ops:
        yield Problem("automation.condition_unknown", {"key": str(row["key"])}, path)
        return
    named = {"condition": str(condition.label)}
    occasion = OCCASIONS.get(rule.when)
    if condition.about_document and occasion and not occasion.about_document:
        yield Problem("automation.condition_needs_document", named, path)
    if not row["value"]:
        yield Problem("automation.value_missing", named, path)
    for value in _odd(rule.company, condition, row["value"]):
        yield Problem("automation.value_unknown", {**named, "value": value}, path)


def _odd(company: Company, condition: Condition, values: Sequence[str]) -> Iterable[str]:
    if condition.ops == MEASURING:
        return [value for value in values if not _is_amount(value)] or values[1:]
    if condition.is_open:
        return [value for value in values if not condition.tidy(value) or len(value) > LONGEST_VALUE]
    known = dict(condition.choices(company))
    return [value for value in values if value not in known]


def _is_amount(text: str) -> bool:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return False
    return amount.is_finite() and abs(amount) < 10**12


def _amiss_in_deeds(rule: Rule) -> Iterator[Problem]:
    if not rule.deeds:
        yield Problem("automation.no_deed", field="deeds")
    known = {deed.key: deed for deed in offered(rule.company)}
    occasion = OCCASIONS.get(rule.when)
    has_document = occasion is None or occasion.about_document
    for place, step in enumerate(rule.deeds):
        deed, path = known.get(step["key"]), f"deeds.{place}"
        if deed is None:
            yield Problem("automation.deed_unknown", {"key": str(step["key"])}, path)
            continue
        if deed.needs_document and not has_document:
            yield Problem("automation.deed_needs_document", {"deed": str(deed.label)}, path)
        has_document = has_document or deed.makes_document
        names = {parameter.name for parameter in deed.parameters}
        step["values"] = {name: step["values"].get(name, "").strip() for name in sorted(names)}
        yield from _amiss_in_step(rule.company, deed, step["values"], path)


def _amiss_in_step(company: Company, deed: Deed, values: Mapping[str, str], path: str) -> Iterator[Problem]:
    amiss = False
    for parameter in deed.parameters:
        value = values[parameter.name]
        is_odd = bool(value) and parameter.kind == "select" and value not in dict(parameter.choices(company))
        if is_odd or len(value) > LONGEST_VALUE or (parameter.is_required and not value):
            amiss = True
            words = {"deed": str(deed.label), "parameter": str(parameter.label)}
            yield Problem("automation.choice_missing", words, f"{path}.{parameter.name}")
    problem = None if amiss else deed.check(company, values)
    if problem:
        yield Problem(problem.key, problem.values, f"{path}.{problem.field}")


@transaction.atomic
def save(rule: Rule, actor: str) -> None:
    """A new rule comes last, and acts on what happens from now on. Raises ProblemError."""
    checked(rule)
    before = Rule.objects.of(rule.company).filter(pk=rule.pk).first() if rule.pk else None
    if before is None:
        last = Rule.objects.of(rule.company).aggregate(last=Max("position"))["last"]
        rule.position = 0 if last is None else last + 1
    if rule.on and (before is None or not before.on or before.when != rule.when):
        rule.on_since = timezone.now()
    rule.save()
    fields = ("name", "when", "on", "conditions", "deeds")
    changes = {
        name: (_plain(getattr(before, name)) if before else "", _plain(getattr(rule, name)))
        for name in fields
        if before is None or getattr(before, name) != getattr(rule, name)
    }
    record(rule.company, actor, "change" if before else "create", rule, changes)


def _plain(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return "; ".join(
        f"{row['key']} {row.get('op', '')} {', '.join(row.get('value') or row.get('values', {}).values())}"
        for row in value
    )


@transaction.atomic
def switch(rule: Rule, on: bool, actor: str) -> None:
    """A rule that is switched on acts on what happens from now on."""
    if rule.on == on:
        return
    rule.on, rule.on_since = on, timezone.now() if on else None
    rule.save(update_fields=["on", "on_since"])
    record(rule.company, actor, "change", rule, {"on": (not on, on)})


@transaction.atomic
def move(rule: Rule, up: bool, actor: str) -> None:
    """One place up or down; all positions are written anew, so that equal ones are sorted out too."""
    order = list(Rule.objects.of(rule.company).select_for_update())
    place = next(i for i, each in enumerate(order) if each.pk == rule.pk)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(order):
        return
    order.insert(target, order.pop(place))
    for position, each in enumerate(order):
        each.position = position
    Rule.objects.bulk_update(order, ["position"])
    record(rule.company, actor, "move", rule, {"position": (place + 1, target + 1)})


@transaction.atomic
def delete(rule: Rule, actor: str) -> None:
    """What it has done stays told at the orders."""
    record(rule.company, actor, "delete", rule)
    rule.delete()


def users_of(company: Company, parameter: str, value: object) -> list[str]:
    """Names of the rules that compare with or set this status, series or field."""
    wanted = str(value)
    return [
        rule.name
        for rule in Rule.objects.of(company)
        if any(row["key"] == parameter and wanted in row["value"] for row in rule.conditions)
        or any(step["values"].get(parameter) == wanted for step in rule.deeds)
    ]
