"""What a rule can do. Other apps add deeds of their own with `register` from their `ready`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop

from mostek.automation.models import Outcome
from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.orders.models import Order

Values = Mapping[str, str]
"""What was chosen for a deed's parameters, by their names."""


@dataclass(slots=True)
class Act:
    """One rule at work on one event, from its first deed to its last."""

    company: Company
    order: Order | None
    document: Document | None
    """The event's, or the one that an earlier deed of this rule issued."""
    actor: str
    """`rule: its name`, for timelines and the audit trail."""
    once: str
    """The same for one rule and one event, however often it is tried: for what must not happen twice."""
    because: Mapping[str, Any] = field(default_factory=dict)
    """Which rule, on which event and conditions; goes into a document's reason."""
    depth: int = 0
    """How many rules set each other off before this one."""
    expects_document: bool = False
    """In a test: an earlier deed would have issued one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a deed did or would do. `text` is marked with gettext_noop and may use %(name)s from `values`."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    outcome: Outcome = Outcome.DONE

    def __str__(self) -> str:
        return gettext(self.text) % self.values


def done(text: str, **values: str) -> Said:
    return Said(text, values)


def skipped(text: str, **values: str) -> Said:
    """Nothing to do, and nothing wrong with that."""
    return Said(text, values, outcome=Outcome.SKIPPED)


COULD_NOT = gettext_noop("It could not be done")


def failed(*problems: Problem) -> Said:
    """Nothing done; a person has to see to it. The rule's later deeds are left out."""
    return Said(COULD_NOT, problems=problems, outcome=Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a deed's form."""

    name: str
    label: Promise
    kind: Literal["select", "text"] = "select"
    choices: Callable[[Company], Sequence[tuple[str, str]]] = lambda _company: ()
    is_required: bool = True
    help: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """`do` acts in the event's transaction, on the database alone: calls leave by errands. It may raise
    ProblemError; then nothing of it stands. `would` tells the same without writing anything."""

    key: str
    label: Promise
    parameters: tuple[Parameter, ...]
    do: Callable[[Act, Values], Said]
    would: Callable[[Act, Values], Said]
    available: Callable[[Company], bool] = lambda _company: True
    """Whether a rule of this company may be given it."""
    needs_order: bool = True
    needs_document: bool = False
    """It works on the event's document, or on one that a deed before it issues."""
    makes_document: bool = False
    claims: Callable[[Company, Values], tuple[str, str] | None] = lambda _company, _values: None
    """(what it settles, how): two rules that settle the same thing differently clash."""
    is_settled: Callable[[Act, Values], Said | None] = lambda _act, _values: None
    """Why there is nothing left to do for it, whatever rules want."""
    check: Callable[[Company, Values], Problem | None] = lambda _company, _values: None
    """What is wrong with values that are of themselves allowed; asked when a rule is saved."""


_deeds: dict[str, Deed] = {}


def register(*deeds: Deed) -> None:
    """Adds deeds; rules offer them in this order. Raises ValueError if a key is taken."""
    for deed in deeds:
        if _deeds.setdefault(deed.key, deed) is not deed:
            raise ValueError(f"deed {deed.key} is registered twice")


def deed_of(key: str) -> Deed | None:
    return _deeds.get(key)


def offered(company: Company) -> list[Deed]:
    return [deed for deed in _deeds.values() if deed.available(company)]


def sentence(company: Company, step: Mapping[str, Any]) -> str:
    """A rule's step as a person would say it: what is done, and with what."""
    deed = deed_of(step["key"])
    if deed is None:
        return gettext("A step that this installation does not know: %(key)s") % {"key": step["key"]}
    chosen = []
    for parameter in deed.parameters:
        value = step["values"].get(parameter.name, "")
        if value and parameter.kind == "select":
            value = dict(parameter.choices(company)).get(value, gettext("(deleted)"))
        if value:
            chosen.append(value)
    return f"{deed.label}: {', '.join(chosen)}" if chosen else str(deed.label)
