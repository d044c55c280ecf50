"""The series in which a document can be issued, and why not in the others."""

from dataclasses import dataclass

from mostek.companies.models import Company
from mostek.delivery.words import card
from mostek.documents.models import ORIGINATING, Series
from mostek.documents.series import missing, usable
from mostek.documents.settling import blocks
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem
from mostek.orders.models import Order


@dataclass(frozen=True, slots=True)
class Choice:
    """`why_not` is empty for a series that can be used."""

    series: Series
    why_not: str
    is_complete: bool
    """Whether what stands in the way, if anything, is the order's and not the series'."""


def choices(company: Company, order: Order | None = None) -> list[Choice]:
    """Series of documents that an order originates, those that can be used first; for one order also its
    pro forma and advance invoices, with what the order's other documents leave no room for."""
    kinds = ORIGINATING if order is None else (*ORIGINATING, Kind.PROFORMA.value, Kind.ADVANCE.value)
    found = usable(company).filter(kind__in=kinds).order_by("code")
    known = {kind: blocks(order, Kind(kind)) for kind in {each.kind for each in found}} if order else {}
    listed = [_choice(series, known.get(series.kind, ())) for series in found]
    return sorted(listed, key=lambda choice: bool(choice.why_not))


def _choice(series: Series, in_the_way: tuple[Problem, ...]) -> Choice:
    lacks = missing(series)
    told = []
    for problem in lacks:
        words = card(problem)
        told.append(f"{words.what} {words.why}" if problem.values.get("reason") else words.what)
    if not lacks:
        told = [f"{words.what} {words.todo}" for words in map(card, in_the_way)]
    return Choice(series, " ".join(told), not lacks)
