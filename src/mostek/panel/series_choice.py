"""The series in which a document can be issued, and why not in the others."""

from dataclasses import dataclass

from mostek.companies.models import Company
from mostek.delivery.words import card
from mostek.documents.models import ORIGINATING, Series
from mostek.documents.series import missing, usable


@dataclass(frozen=True, slots=True)
class Choice:
    """`why_not` is empty for a series that can be used."""

    series: Series
    why_not: str


def choices(company: Company) -> list[Choice]:
    """Series of documents that an order originates, those that can be used first."""
    found = usable(company).filter(kind__in=ORIGINATING).order_by("code")
    listed = [Choice(series, " ".join(card(lack).what for lack in missing(series))) for series in found]
    return sorted(listed, key=lambda choice: bool(choice.why_not))
