"""The editor's form: rows of conditions and steps, built from what their registries say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from mostek.automation import deeds
from mostek.automation.conditions import CONDITIONS, MEASURING, OP_NAMES, Names, folded
from mostek.automation.models import Rule
from mostek.automation.occasions import OCCASIONS
from mostek.automation.saving import MOST_ROWS
from mostek.delivery.words import card
from mostek.kernel.problems import Problem


@dataclass(slots=True)
class Choice:
    value: str
    name: str
    is_chosen: bool


@dataclass(slots=True)
class ConditionRow:
    key: str
    label: str | Promise
    ops: list[Choice]
    choices: list[Choice]
    kind: str
    """`statement` (one sentence to choose), `amount`, `choices`, or `open`: others may be written."""
    value: str = ""
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ParameterField:
    name: str
    parameter: deeds.Parameter
    value: str
    choices: list[Choice]
    error: str = ""


@dataclass(slots=True)
class DeedRow:
    key: str
    label: str | Promise
    fields: list[ParameterField]
    errors: list[str] = field(default_factory=list)


class RuleForm:
    """Reads what is posted into the rule, unchecked, and shows the rule as rows."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.errors: dict[str, list[str]] = {}

    def read(self, data: QueryDict) -> None:
        rule = self.rule
        rule.name = data.get("name", "").replace("\x00", "")
        rule.when = data.get("when", "")
        rule.on = data.get("on") == "1"
        rule.conditions = [
            {"key": key, "op": data.get(f"c-{row}-op", "is"), "value": _values(data, row, key)}
            for row, key in enumerate(data.getlist("condition")[: MOST_ROWS + 1])
        ]
        rule.deeds = [
            {"key": key, "values": self._step(data, row, key)}
            for row, key in enumerate(data.getlist("deed")[: MOST_ROWS + 1])
        ]
        self._additions = {name: data.get(f"new-{name}", "") for name in ("condition", "deed")}

    def _step(self, data: QueryDict, row: int, key: str) -> dict[str, str]:
        deed = deeds.deed_of(key)
        names = [parameter.name for parameter in deed.parameters] if deed else []
        return {name: data.get(f"d-{row}-{name}", "").replace("\x00", "") for name in names}

    def change(self, wanted: str) -> None:
        """`add-condition`, `add-deed`, `drop-condition-2`, `drop-deed-0`, `up-deed-1`; else nothing."""
        verb, _, rest = wanted.partition("-")
        what, _, place = rest.partition("-")
        rows: list[dict[str, Any]] = self.rule.conditions if what == "condition" else self.rule.deeds
        at = int(place) if place.isdecimal() and len(place) < 4 else -1
        if verb == "add" and len(rows) < MOST_ROWS:
            self._add(what)
        elif verb == "drop" and 0 <= at < len(rows):
            del rows[at]
        elif verb == "up" and 0 < at < len(rows):
            rows.insert(at - 1, rows.pop(at))

    def _add(self, what: str) -> None:
        key = self._additions.get(what, "")
        if what == "condition" and key in CONDITIONS:
            self.rule.conditions.append({"key": key, "op": CONDITIONS[key].ops[0].value, "value": []})
        elif what == "deed" and deeds.deed_of(key):
            self.rule.deeds.append({"key": key, "values": {}})

    def mark(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            words = card(problem)
            self.errors.setdefault(problem.field, []).append(f"{words.what} {words.todo}")

    @property
    def occasions(self) -> list[Choice]:
        return [Choice(kind, str(each.label), kind == self.rule.when) for kind, each in OCCASIONS.items()]

    @property
    def offered_conditions(self) -> list[tuple[str, str]]:
        occasion = OCCASIONS.get(self.rule.when)
        about_document = occasion is not None and occasion.about_document
        return [
            (key, str(each.label))
            for key, each in CONDITIONS.items()
            if about_document or not each.about_document
        ]

    @property
    def offered_deeds(self) -> list[tuple[str, str]]:
        return [(deed.key, str(deed.label)) for deed in deeds.offered(self.rule.company)]

    @property
    def conditions(self) -> list[ConditionRow]:
        names = Names(self.rule.company)
        return [self._condition(place, row, names) for place, row in enumerate(self.rule.conditions)]

    def _condition(self, place: int, row: dict[str, Any], names: Names) -> ConditionRow:
        errors = self.errors.get(f"conditions.{place}", [])
        condition = CONDITIONS.get(row["key"])
        if condition is None:
            return ConditionRow(row["key"], row["key"], [], [], "statement", errors=errors)
        chosen: list[str] = row["value"]
        if condition.ops == MEASURING:
            kind, choices = "amount", []
        else:
            kind = "statement" if condition.sentences else "open" if condition.is_open else "choices"
            known = dict(names.choices(condition))
            if condition.is_open:
                seen = {folded(value) for value in known}
                known |= {
                    value: names.of(condition, [value])[0] for value in chosen if folded(value) not in seen
                }
            wanted = {folded(value) for value in chosen}
            choices = [Choice(value, name, folded(value) in wanted) for value, name in known.items()]
        ops = [Choice(op, str(OP_NAMES[op]), op == row["op"]) for op in condition.ops]
        value = chosen[0] if chosen else ""
        return ConditionRow(row["key"], condition.label, ops, choices, kind, value, errors)

    @property
    def deeds(self) -> list[DeedRow]:
        return [self._deed(place, step) for place, step in enumerate(self.rule.deeds)]

    def _deed(self, place: int, step: dict[str, Any]) -> DeedRow:
        path = f"deeds.{place}"
        deed = deeds.deed_of(step["key"])
        errors = self.errors.get(path, [])
        if deed is None:
            return DeedRow(step["key"], step["key"], [], errors)
        fields = []
        for parameter in deed.parameters:
            value = step["values"].get(parameter.name, "")
            choices = [Choice(key, name, key == value) for key, name in parameter.choices(self.rule.company)]
            error = " ".join(self.errors.get(f"{path}.{parameter.name}", []))
            fields.append(ParameterField(f"d-{place}-{parameter.name}", parameter, value, choices, error))
        return DeedRow(step["key"], deed.label, fields, errors)


def _values(data: QueryDict, row: int, key: str) -> list[str]:
    """The ticked values, and those written into `other` with semicolons between them."""
    values = [value.replace("\x00", "").strip() for value in data.getlist(f"c-{row}-value")]
    written = data.get(f"c-{row}-other", "").replace("\x00", "")
    values += [value.strip() for value in written.split(";")]
    condition = CONDITIONS.get(key)
    if condition is not None and condition.ops == MEASURING:
        values = [value.replace("\xa0", "").replace(" ", "").replace(",", ".") for value in values]
    return list(dict.fromkeys(value for value in values if value))
