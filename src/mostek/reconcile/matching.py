"""Which order a document belongs to, by hard gates. Pure: the same input gives the same verdicts.

A document belongs to an order when its exact gross and currency, its date within a window and its buyer
are the order's, and when neither has a rival: one candidate order, one candidate document. An order
number written on the document never opens a gate; one that names another order closes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mostek.kernel.likeness import letters, tax_number

WINDOW = 14
LONGEST_WINDOW = 60
"""Days between an order and its document, either way."""


@dataclass(frozen=True, slots=True)
class Here:
    """An order without a document."""

    id: int
    number: str
    total: Decimal
    currency: str
    day: date
    tax_id: str
    name: str
    postcode: str


@dataclass(frozen=True, slots=True)
class There:
    """A document at a program that is not known here."""

    id: int
    gross: Decimal | None
    currency: str
    day: date
    tax_id: str
    name: str
    postcode: str
    named: frozenset[int] = frozenset()
    """Orders whose number stands on it."""
    is_whole: bool = True
    obstacle: str = ""
    """Why it can belong to no order whatever the rest says: `draft`, `other_kind`."""


class Verdict(StrEnum):
    ADOPT = "adopt"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    there: There
    verdict: Verdict
    orders: tuple[Here, ...] = ()
    """That pass every gate of their own; of NONE: those of the same amount that do not."""
    reason: str = ""
    """Why it is not adopted: a key of `explanations`, without its prefix."""
    is_named: bool = False
    """The number of a candidate stands on the document."""


def buyer_key(tax_id: str, name: str, postcode: str) -> str:
    """Who the buyer is: the tax number, else name and postcode; "" where neither is whole."""
    if number := tax_number(tax_id):
        return f"tax {number}"
    return f"{letters(name)} {letters(postcode)}" if letters(name) and letters(postcode) else ""


def same_buyer(one: Here | There, other: Here | There) -> bool:
    key = buyer_key(one.tax_id, one.name, one.postcode)
    return key != "" and key == buyer_key(other.tax_id, other.name, other.postcode)


def fits(there: There, here: Here, window: int) -> bool:
    """The gates that concern this pair alone."""
    return (
        not there.obstacle
        and there.is_whole
        and there.gross == here.total
        and there.currency == here.currency
        and abs((there.day - here.day).days) <= window
        and same_buyer(there, here)
    )


def match(
    theirs: Iterable[There], ours: Iterable[Here], on_the_way: Sequence[Here], window: int = WINDOW
) -> list[Match]:
    """A verdict for each document. `on_the_way` are orders whose document may stand there already."""
    theirs = list(theirs)
    by_amount: dict[tuple[Decimal | None, str], list[Here]] = defaultdict(list)
    moving: dict[tuple[Decimal | None, str], list[Here]] = defaultdict(list)
    for here in ours:
        by_amount[here.total, here.currency].append(here)
    for here in on_the_way:
        moving[here.total, here.currency].append(here)
    fitting = {
        there.id: [here for here in by_amount[there.gross, there.currency] if fits(there, here, window)]
        for there in theirs
    }
    wanted: dict[int, int] = defaultdict(int)
    for candidates in fitting.values():
        for here in candidates:
            wanted[here.id] += 1
    return [
        _verdict(there, fitting[there.id], by_amount[there.gross, there.currency], wanted, window)
        if not any(same_buyer(there, here) for here in moving[there.gross, there.currency])
        else Match(there, Verdict.AMBIGUOUS, tuple(fitting[there.id]), "on_the_way")
        for there in theirs
    ]


def _verdict(
    there: There, candidates: list[Here], of_amount: list[Here], wanted: dict[int, int], window: int
) -> Match:
    if not candidates:
        return Match(there, Verdict.NONE, tuple(of_amount[:5]), _why_none(there, of_amount, window))
    found = tuple(candidates)
    is_named = any(here.id in there.named for here in candidates)
    if len(candidates) > 1:
        return Match(there, Verdict.AMBIGUOUS, found, "several_orders", is_named)
    if wanted[candidates[0].id] > 1:
        return Match(there, Verdict.AMBIGUOUS, found, "several_documents", is_named)
    if there.named and not is_named:
        return Match(there, Verdict.AMBIGUOUS, found, "other_order_named")
    return Match(there, Verdict.ADOPT, found, "", is_named)


def _why_none(there: There, of_amount: list[Here], window: int) -> str:
    if there.obstacle:
        return there.obstacle
    if there.gross is None:
        return "gross_untold"
    if not of_amount:
        return "no_order"
    if not there.is_whole:
        return "not_opened"
    if not any(same_buyer(there, here) for here in of_amount):
        return "other_buyer"
    return (
        "other_day" if not any(abs((there.day - each.day).days) <= window for each in of_amount) else "other"
    )
