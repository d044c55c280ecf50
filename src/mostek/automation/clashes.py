"""Rules that may contradict each other, told before any order meets them."""

from collections.abc import Iterable
from dataclasses import dataclass

from mostek.automation.conditions import exclude_each_other
from mostek.automation.deeds import deed_of
from mostek.automation.models import Rule


@dataclass(frozen=True, slots=True)
class Overlap:
    """Some order may fulfil the conditions of both, and they settle `what` differently."""

    other: Rule
    what: str
    """`document…`, `status` or `field…`."""


def overlaps(rule: Rule, others: Iterable[Rule]) -> list[Overlap]:
    """With which of the other rules this one may clash. Conditions of which no order can fulfil both keep
    rules apart; what is not known to exclude each other is taken to overlap."""
    mine = _claims(rule)
    found = []
    for other in others:
        if other.pk == rule.pk or other.when != rule.when or _apart(rule, other):
            continue
        theirs = _claims(other)
        found += [Overlap(other, what) for what in mine if theirs.get(what, mine[what]) != mine[what]]
    return found


def _apart(rule: Rule, other: Rule) -> bool:
    return any(exclude_each_other(one, two) for one in rule.conditions for two in other.conditions)


def _claims(rule: Rule) -> dict[str, set[str]]:
    claimed: dict[str, set[str]] = {}
    for step in rule.deeds:
        deed = deed_of(step["key"])
        if deed and (claim := deed.claims(rule.company, step["values"])):
            claimed.setdefault(claim[0], set()).add(claim[1])
    return claimed
