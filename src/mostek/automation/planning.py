"""Which rules an event sets off, where they contradict each other, and their steps one after another;
the same for real and for a test."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from mostek.automation.conditions import all_hold
from mostek.automation.deeds import COULD_NOT, Act, Deed, Said, Values, deed_of, failed, skipped
from mostek.automation.facts import Facts
from mostek.automation.models import TROUBLE, Outcome, Rule
from mostek.kernel.problems import Problem, ProblemError

NO_ORDER = gettext_noop("not done: the document belongs to no order")
NO_DOCUMENT = gettext_noop("not done: there is no document that the rule has issued")
AFTER_TROUBLE = gettext_noop("not done, because the step before it could not be done")
DONE_BEFORE = gettext_noop("done before")

Take = Callable[[Deed, Act, Values], Said]
"""Does one deed, or tells what it would do. May raise ProblemError."""


@dataclass(slots=True)
class Plan:
    """The rules whose conditions hold, in their order, and the steps that must not be taken."""

    rules: list[Rule]
    clashes: dict[tuple[int | None, int], Problem] = field(default_factory=dict)
    """By (rule, place of the step)."""


def plan(rules: Iterable[Rule], facts: Facts) -> Plan:
    """Nothing is written. Where rules settle the same thing differently, all of them let it be."""
    made = Plan([rule for rule in rules if all_hold(rule.conditions, facts)])
    claimed: dict[str, list[tuple[Rule, int, str]]] = {}
    for rule in made.rules:
        for place, what, how in _claims(rule, facts):
            claimed.setdefault(what, []).append((rule, place, how))
    for claims in claimed.values():
        names = {rule.pk: rule.name for rule, _, _ in claims}
        if len(names) > 1 and len({how for _, _, how in claims}) > 1:
            problem = Problem("automation.clash", {"rules": ", ".join(names.values())})
            made.clashes |= {(rule.pk, place): problem for rule, place, _ in claims}
    return made


def _claims(rule: Rule, facts: Facts) -> Iterator[tuple[int, str, str]]:
    """(place, what it settles, how) of the steps that settle something that is open still."""
    act = Act(facts.company, facts.order, facts.document, "", "")
    for place, step in enumerate(rule.deeds):
        deed = deed_of(step["key"])
        claim = deed.claims(facts.company, step["values"]) if deed else None
        if deed and claim and deed.is_settled(act, step["values"]) is None:
            yield place, *claim


def walk(
    rule: Rule,
    act: Act,
    clashes: Mapping[tuple[int | None, int], Problem],
    take: Take,
    before: Sequence[Mapping[str, Any]] = (),
) -> list[Said]:
    """What became of each step. Trouble with one leaves out those after it; `before` are steps as an
    earlier try left them, and what was done then is not done again."""
    was_done = [(each["key"], each["values"]) for each in before if each["outcome"] == Outcome.DONE]
    told: list[Said] = []
    for place, step in enumerate(rule.deeds):
        if any(said.outcome in TROUBLE for said in told):
            said = skipped(AFTER_TROUBLE)
        elif (step["key"], step["values"]) in was_done:
            said = skipped(DONE_BEFORE)
        elif problem := clashes.get((rule.pk, place)):
            said = Said(COULD_NOT, problems=(problem,), outcome=Outcome.CLASH)
        else:
            said = _taken(step, act, take)
        told.append(said)
    return told


def _taken(step: Mapping[str, Any], act: Act, take: Take) -> Said:
    deed, values = deed_of(step["key"]), step["values"]
    if deed is None or not deed.available(act.company):
        return failed(Problem("automation.deed_gone", {"key": step["key"]}))
    if deed.needs_order and act.order is None:
        return skipped(NO_ORDER)
    if deed.needs_document and act.document is None and not act.expects_document:
        return skipped(NO_DOCUMENT)
    try:
        said = deed.is_settled(act, values) or take(deed, act, values)
    except ProblemError as error:
        return failed(*error.problems)
    if deed.makes_document and said.outcome == Outcome.DONE:
        act.expects_document = True
    return said


def outcome_of(told: Sequence[Said]) -> Outcome:
    """Of the rule as a whole: trouble before what was done, that before what was not needed."""
    found = {said.outcome for said in told}
    return next((each for each in (*TROUBLE, Outcome.DONE) if each in found), Outcome.SKIPPED)
