"""The test of a rule on a past order, as the panel shows it."""

from dataclasses import dataclass

from mostek.automation.models import Rule
from mostek.automation.trying import Trial, try_rule
from mostek.companies.models import Company
from mostek.delivery.words import card
from mostek.documents.models import Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from mostek.panel.remedies import Told, told, told_before_issue

OFFERED = 12


@dataclass(frozen=True, slots=True)
class StepShown:
    sentence: str
    said: str
    outcome: str
    cards: list[Told]


@dataclass(frozen=True, slots=True)
class TrialShown:
    trial: Trial
    steps: list[StepShown]


def recent(company: Company) -> list[Order]:
    """Orders to choose from."""
    return list(Order.objects.of(company).order_by("-placed_at", "-id")[:OFFERED])


def wanted(company: Company, number: str) -> Order | None:
    """The order of that number, or the newest whose number begins so."""
    orders = Order.objects.of(company).select_related("company", "status").prefetch_related("lines")
    newest = orders.order_by("-placed_at", "-id")
    return newest.filter(number=number).first() or newest.filter(number__istartswith=number).first()


def tried(rule: Rule, order: Order) -> TrialShown:
    trial = try_rule(rule, order)
    steps = []
    for step, row in zip(trial.steps, rule.deeds, strict=False):
        cards = [_told(problem, order, row["values"].get("series")) for problem in step.said.problems]
        steps.append(StepShown(step.sentence, str(step.said), step.said.outcome, cards))
    return TrialShown(trial, steps)


def _told(problem: Problem, order: Order, series_id: str | None) -> Told:
    series = Series.objects.of(order.company).filter(pk=series_id).first() if series_id else None
    if series is None or problem.key.startswith("automation."):
        return told(problem)
    return told_before_issue(problem, order, series)


def why_not(problems: tuple[Problem, ...]) -> list[str]:
    """Why a rule cannot be tested yet."""
    return [f"{words.what} {words.todo}" for words in map(card, problems)]
