"""Problems in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mostek.kernel.problems import Problem, Remedy, explanation


@dataclass(frozen=True, slots=True)
class Card:
    """What a person reads about one problem."""

    key: str
    what: str
    why: str
    todo: str
    remedy: Remedy
    field: str
    raw: str


def card(problem: Problem | Mapping[str, Any]) -> Card:
    """The problem's explanation, translated, its values filled in. Unknown keys get a general one."""
    if not isinstance(problem, Problem):
        problem = Problem.from_dict(problem)
    explained = explanation(problem.key)
    values = _Values(problem.values)
    return Card(
        key=problem.key,
        what=gettext(explained.what) % values,
        why=gettext(explained.why) % values,
        todo=gettext(explained.todo) % values,
        remedy=explained.remedy,
        field=problem.field,
        raw=problem.raw,
    )


def general(key: str) -> Card:
    """The explanation as it is said of any case: its values are left open."""
    explained = explanation(key)
    names = re.findall(r"%\((\w+)\)s", f"{explained.what} {explained.why} {explained.todo}")
    return card(Problem(key, dict.fromkeys(names, "…")))


class _Values(dict[str, str]):
    """Shows a missing value as a dash: a sentence with a gap beats no sentence."""

    def __missing__(self, key: str) -> str:
        return "–"
