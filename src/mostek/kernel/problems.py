"""What went wrong, in words a person can act on.

A `Problem` is one occurrence: a key, its values, the field to mend, the program's raw words.
An `Explanation` says for a key what happened, why, and what to do. Explanations are English
sources marked with `N_` and may use `%(name)s` for the problem's values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mostek.kernel.text import N_


class Remedy(StrEnum):
    """The button that mends it."""

    REPAIR = "repair"  # fill in the marked fields and send again
    RESEND = "resend"  # nothing to fill in: send again once the cause is gone
    RECONNECT = "reconnect"  # open the connection, replace the credentials, verify
    CONFIGURE = "configure"  # open the connection's or the series' settings
    DECIDE = "decide"  # in doubt: it exists / it does not
    WAIT = "wait"  # nothing to do, it goes on by itself
    CONTACT = "contact"  # only the program's support can help


@dataclass(frozen=True, slots=True)
class Explanation:
    what: str
    why: str
    todo: str
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is a path in the neutral document (`buyer.tax_id`, `lines.2.vat`), or empty.
    `raw` holds the program's own words, shown folded away."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    raw: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "values": dict(self.values), "field": self.field, "raw": self.raw}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Problem":
        return cls(data["key"], data.get("values", {}), data.get("field", ""), data.get("raw", ""))


class ProblemError(Exception):
    """Carries one problem or more up to whoever can show them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.key for problem in problems))
        self.problems = problems


_explanations: dict[str, Explanation] = {
    "unexplained": Explanation(
        N_("Something went wrong that Mostek has no explanation for."),
        N_("The program answered in a way that is not known yet; its own words are kept below."),
        N_("Read the program's words, mend what they name, and send again."),
        Remedy.REPAIR,
    ),
}


def register(explanations: Mapping[str, Explanation]) -> None:
    """Adds explanations by key. Raises ValueError if a key is taken by another text."""
    for key, explanation in explanations.items():
        if _explanations.setdefault(key, explanation) != explanation:
            raise ValueError(f"problem {key} is explained twice")


def explanation(key: str) -> Explanation:
    """The explanation of a key, or of `unexplained` where none is registered."""
    return _explanations.get(key) or _explanations["unexplained"]


def explained_keys() -> Iterable[str]:
    return sorted(_explanations)
