"""What a rule would do with a past order. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from mostek.automation.conditions import Names, holds
from mostek.automation.deeds import Act, Deed, Said, Values, sentence
from mostek.automation.facts import Facts
from mostek.automation.models import Rule
from mostek.automation.occasions import OCCASIONS
from mostek.automation.planning import outcome_of, plan, walk
from mostek.orders.models import Order


@dataclass(frozen=True, slots=True)
class Checked:
    sentence: str
    holds: bool
    actual: str


@dataclass(frozen=True, slots=True)
class Step:
    sentence: str
    said: Said


@dataclass(frozen=True, slots=True)
class Trial:
    """`steps` is empty where a condition does not hold: then the rule does nothing."""

    order: Order
    occasion: str
    fits: bool
    """Whether this has happened to the order; if not, the rest is told as if it had."""
    conditions: list[Checked]
    steps: list[Step]
    outcome: str

    @property
    def all_hold(self) -> bool:
        return all(each.holds for each in self.conditions)


def try_rule(rule: Rule, order: Order) -> Trial:
    """The rule may be unsaved. Other rules that are on are heard too, as they may clash with it."""
    occasion = OCCASIONS[rule.when]
    document = None
    if occasion.about_document:
        document = order.documents.filter(cancelled_at=None).order_by("id").last()
    facts = Facts(rule.company, rule.when, order, document)
    names = Names(rule.company)
    conditions = [
        Checked(names.sentence(row), holds(row, facts), names.actual(row, facts)) for row in rule.conditions
    ]
    told = _told(rule, facts) if all(each.holds for each in conditions) else []
    steps = [Step(sentence(rule.company, step), said) for step, said in zip(rule.deeds, told, strict=False)]
    fits = document is not None if occasion.about_document else occasion.fits(order)
    return Trial(order, str(occasion.label), fits, conditions, steps, outcome_of(told) if told else "")


def _told(rule: Rule, facts: Facts) -> Sequence[Said]:
    others = Rule.objects.of(rule.company).filter(when=rule.when, on=True).exclude(pk=rule.pk)
    made = plan(sorted([*others, rule], key=lambda each: each.position), facts)
    act = Act(facts.company, facts.order, facts.document, "", "")
    return walk(rule, act, made.clashes, _would)


def _would(deed: Deed, act: Act, values: Values) -> Said:
    return deed.would(act, values)
