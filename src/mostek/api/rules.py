"""Automatic actions: what they are made of, making them, and testing them."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from mostek.api.answering import ProblemDocument, ProblemOut, Refused, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.once import PARAMETER, once
from mostek.api.paging import Filter, Id
from mostek.automation import deeds, saving
from mostek.automation.conditions import CONDITIONS, Names
from mostek.automation.models import Rule
from mostek.automation.occasions import OCCASIONS
from mostek.automation.trying import try_rule
from mostek.kernel.problems import Problem
from mostek.orders.models import Order

router = Router(tags=["automatic actions"])
Text = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]


class ConditionIO(Schema):
    """`op`: is (one of the values), is_not (none of them), at_least, at_most."""

    key: Text
    op: Text = "is"
    value: list[Text] = Field(max_length=100)


class DeedIO(Schema):
    """`values`: what is chosen for the deed's parameters, by name."""

    key: Text
    values: dict[Text, Text] = {}


class RuleIn(Schema):
    """`when` is the kind of an event, such as `order.paid`. All conditions must hold; the deeds are done in
    their order."""

    name: Filter
    when: Text
    on: bool = True
    conditions: list[ConditionIO] = Field(default=[], max_length=saving.MOST_ROWS)
    deeds: list[DeedIO] = Field(max_length=saving.MOST_ROWS)


class RuleOut(RuleIn):
    id: int
    position: int
    in_words: list[str]
    runs: int
    last_run_at: datetime | None


class SwitchIn(Schema):
    on: bool


class TestIn(Schema):
    order_id: Id


class ChoiceOut(Schema):
    value: str
    name: str


class ConditionKind(Schema):
    """`open`: values beyond the choices may be given."""

    key: str
    name: str
    ops: list[str]
    choices: list[ChoiceOut]
    open: bool
    about_document: bool


class ParameterOut(Schema):
    name: str
    label: str
    kind: str
    required: bool
    choices: list[ChoiceOut]


class DeedKind(Schema):
    key: str
    name: str
    parameters: list[ParameterOut]


class Vocabulary(Schema):
    """What rules can be made of, for this company."""

    when: list[ChoiceOut]
    conditions: list[ConditionKind]
    deeds: list[DeedKind]


class CheckedOut(Schema):
    sentence: str
    holds: bool
    actual: str


class StepOut(Schema):
    """`outcome`: done, skipped, failed, clash."""

    sentence: str
    outcome: str
    told: str
    problems: list[ProblemOut]


class TrialOut(Schema):
    """`has_happened`: whether the event has happened to the order; `steps` is empty where a condition does
    not hold."""

    has_happened: bool
    conditions: list[CheckedOut]
    steps: list[StepOut]


def _rules(request: HttpRequest) -> Any:
    return Rule.objects.select_related("company").of(caller(request).company)


def _rule(request: HttpRequest, pk: int) -> Rule:
    found: Rule = _rules(request).get_of(caller(request).company, pk=pk)
    return found


def _out(rule: Rule) -> dict[str, Any]:
    names = Names(rule.company)
    plain = ("id", "name", "when", "on", "conditions", "deeds", "position", "last_run_at")
    return {name: getattr(rule, name) for name in plain} | {
        "runs": rule.runs_count,
        "in_words": [
            *(names.sentence(row) for row in rule.conditions),
            *(deeds.sentence(rule.company, step) for step in rule.deeds),
        ],
    }


def _choices(pairs: Any) -> list[dict[str, str]]:
    return [{"value": value, "name": str(name)} for value, name in pairs]


@router.get(
    "/rules/vocabulary", auth=needs("rules:read"), summary="What rules can be made of", response=Vocabulary
)
def vocabulary(request: HttpRequest) -> dict[str, Any]:
    company = caller(request).company
    return {
        "when": _choices((kind, each.label) for kind, each in OCCASIONS.items()),
        "conditions": [
            {
                "key": each.key,
                "name": str(each.label),
                "ops": [op.value for op in each.ops],
                "choices": _choices(each.choices(company)),
                "open": each.is_open,
                "about_document": each.about_document,
            }
            for each in CONDITIONS.values()
        ],
        "deeds": [
            {
                "key": deed.key,
                "name": str(deed.label),
                "parameters": [
                    {
                        "name": each.name,
                        "label": str(each.label),
                        "kind": each.kind,
                        "required": each.is_required,
                        "choices": _choices(each.choices(company)),
                    }
                    for each in deed.parameters
                ],
            }
            for deed in deeds.offered(company)
        ],
    }


@router.get("/rules", auth=needs("rules:read"), summary="List rules", response=list[RuleOut])
def list_rules(request: HttpRequest) -> list[dict[str, Any]]:
    """In the order in which they act."""
    return [_out(rule) for rule in _rules(request)]


@router.get("/rules/{int:rule_id}", auth=needs("rules:read"), summary="One rule", response=RuleOut)
def one_rule(request: HttpRequest, rule_id: int) -> dict[str, Any]:
    return _out(_rule(request, rule_id))


@router.post(
    "/rules",
    auth=needs("rules:write"),
    summary="Make a rule",
    response={201: RuleOut, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def create(request: HttpRequest, payload: RuleIn) -> tuple[int, dict[str, Any]]:
    """It comes last, and acts on what happens from now on."""
    return 201, _json(_saved(Rule(company=caller(request).company), payload, request))


@router.put(
    "/rules/{int:rule_id}",
    auth=needs("rules:write"),
    summary="Change a rule",
    response={200: RuleOut, 404: ProblemDocument, 422: ProblemDocument},
)
def change(request: HttpRequest, rule_id: int, payload: RuleIn) -> dict[str, Any]:
    """The whole rule, as it shall be."""
    return _out(_saved(_rule(request, rule_id), payload, request))


def _saved(rule: Rule, wanted: RuleIn, request: HttpRequest) -> Rule:
    for name, value in wanted.model_dump().items():
        setattr(rule, name, value)
    saving.save(rule, actor(request))
    return rule


def _json(rule: Rule) -> dict[str, Any]:
    return RuleOut.model_validate(_out(rule)).model_dump(mode="json")


@router.post(
    "/rules/{int:rule_id}/switch",
    auth=needs("rules:write"),
    summary="Switch a rule on or off",
    response={200: RuleOut, 404: ProblemDocument},
)
def switch(request: HttpRequest, rule_id: int, payload: SwitchIn) -> dict[str, Any]:
    """Switched on, it acts on what happens from now on."""
    rule = _rule(request, rule_id)
    saving.switch(rule, payload.on, actor(request))
    return _out(rule)


@router.post(
    "/rules/{int:rule_id}/test",
    auth=needs("rules:read"),
    summary="Test a rule on an order",
    response={200: TrialOut, 404: ProblemDocument, 422: ProblemDocument},
)
def test(request: HttpRequest, rule_id: int, payload: TestIn) -> dict[str, Any]:
    """What the rule would do with this order. Changes nothing and sends nothing."""
    rule = _rule(request, rule_id)
    orders = Order.objects.of(rule.company).select_related("company", "status").prefetch_related("lines")
    order = orders.filter(pk=payload.order_id).first()
    if order is None:
        raise Refused(404, Problem("api.not_found", field="order_id"))
    trial = try_rule(rule, order)
    return {
        "has_happened": trial.fits,
        "conditions": [
            {"sentence": each.sentence, "holds": each.holds, "actual": each.actual}
            for each in trial.conditions
        ],
        "steps": [
            {
                "sentence": step.sentence,
                "outcome": step.said.outcome,
                "told": str(step.said),
                "problems": [shown(problem) for problem in step.said.problems],
            }
            for step in trial.steps
        ],
    }
