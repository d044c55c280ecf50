"""What rules did and could not do, at the order."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from mostek.automation import deeds
from mostek.automation.models import TROUBLE, Rule, RuleRun
from mostek.automation.running import troubles
from mostek.companies.models import Company
from mostek.documents.models import Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from mostek.panel.remedies import Told, told_before_issue
from mostek.panel.remedies import told as told_of_problem
from mostek.panel.rule_words import run_words

SHOWN = 20
MOST_CARDS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule and the step that it could not take."""

    rule: Rule | None
    name: str
    step: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be done on one event: by one rule, or by several that clash."""

    run: RuleRun
    wanted: list[Wanted]
    cards: list[Told]
    more: int
    """Reasons that are not shown: the first ones lead to where all are mended."""


def shown(order: Order) -> list[Trouble]:
    """The troubles of an order that wait for a person, the newest first."""
    events: dict[int, list[RuleRun]] = {}
    for run in troubles(order.company).filter(order=order).order_by("-id"):
        events.setdefault(run.event_id, []).append(run)
    return [_trouble(order, sorted(runs, key=lambda run: run.pk)) for runs in events.values()]


def _trouble(order: Order, runs: list[RuleRun]) -> Trouble:
    wanted: list[Wanted] = []
    cards: dict[tuple[str, str], Told] = {}
    for run in runs:
        for step in run.steps:
            if step["outcome"] not in TROUBLE:
                continue
            wanted.append(Wanted(run.rule, run.rule_name, deeds.sentence(order.company, step)))
            for problem in map(Problem.from_dict, step["problems"]):
                told = _told(problem, order, run, step["values"].get("series"))
                cards.setdefault((told.card.what, told.card.todo), told)
    shown_cards = list(cards.values())[:MOST_CARDS]
    return Trouble(runs[0], wanted, shown_cards, len(cards) - len(shown_cards))


def _told(problem: Problem, order: Order, run: RuleRun, series_id: str | None) -> Told:
    if problem.key.startswith("automation."):
        words = told_of_problem(problem)
        if run.rule and problem.key not in ("automation.clash", "automation.fault"):
            return Told(words.card, reverse("rule", args=[run.rule.pk]), _("Open the rule"))
        return words
    series = Series.objects.of(order.company).filter(pk=series_id).first() if series_id else None
    return told_before_issue(problem, order, series) if series else told_of_problem(problem)


def told(order: Order) -> Iterator[tuple[RuleRun, str, str]]:
    """For the order's story: each run, in words, and where its rule stands."""
    for run in order.rule_runs.select_related("made").order_by("id"):
        yield run, run_words(run), reverse("rule", args=[run.rule_id]) if run.rule_id else ""


def listed(company: Company) -> list[Trouble]:
    """The troubles of all orders, the newest first, as many as one looks at."""
    seen: dict[tuple[int, int | None], RuleRun] = {}
    for run in troubles(company).select_related("order__company").order_by("-id")[: SHOWN * 3]:
        if run.order:
            seen.setdefault((run.event_id, run.order_id), run)
    return [_trouble(run.order, [run]) for run in list(seen.values())[:SHOWN] if run.order]


def waiting(company: Company) -> int:
    """For how many orders a person has to look at what rules could not do."""
    return troubles(company).values("order").distinct().count()
