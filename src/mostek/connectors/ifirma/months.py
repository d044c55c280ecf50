"""The accounting month: one state per iFirma account, which only moves step by step.

A document is taken only while its month is set. https://api.ifirma.pl/miesiac-ksiegowy/
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mostek.connectors.ifirma.client import Client, NotIapi
from mostek.connectors.ifirma.errors import Declined
from mostek.invoicing.model import Invoice, Kind
from mostek.kernel.problems import Problem

MOST_STEPS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def steps_to(self, other: "Month") -> int:
        return (other.year - self.year) * 12 + other.month - self.month

    def step(self, by: int) -> "Month":
        years, month = divmod(self.month - 1 + by, 12)
        return Month(self.year + years, month + 1)


def of(day: date) -> Month:
    return Month(day.year, day.month)


def today() -> date:
    """Today where the company is."""
    return datetime.now(ZoneInfo("Europe/Warsaw")).date()


def wanted(invoice: Invoice) -> Month:
    """The month that must be set: that of the sale; of the issue for a proforma or a correction."""
    return of(invoice.sale_date if invoice.kind is Kind.INVOICE else invoice.issue_date)


def fits(current: Month, invoice: Invoice) -> bool:
    """A proforma is also taken while a later month is set."""
    month = wanted(invoice)
    return current == month or (invoice.kind is Kind.PROFORMA and month < current)


def closed(current: Month, invoice: Invoice) -> Problem:
    field = "sale_date" if invoice.kind is Kind.INVOICE else "issue_date"
    return Problem("ifirma.month_closed", {"set": str(current), "needed": str(wanted(invoice))}, field)


def _read(reply: dict[str, Any]) -> Month:
    try:
        return Month(int(reply["RokKsiegowy"]), int(reply["MiesiacKsiegowy"]))
    except (KeyError, TypeError, ValueError) as error:
        raise NotIapi("the answer names no accounting month") from error


async def current(client: Client) -> Month:
    return _read(await client.month())


async def move(client: Client, start: Month, target: Month) -> tuple[Month, Problem | None]:
    """Steps from `start` to `target`, each step confirmed by a read.

    Returns the month reached, and why it is not the target. Bounded: iFirma may hold steps back.
    """
    values = {"set": str(start), "needed": str(target)}
    if abs(start.steps_to(target)) > MOST_STEPS:
        return start, Problem("ifirma.month_too_far", values | {"limit": str(MOST_STEPS)}, "sale_date")
    reached = start
    while reached != target:
        by = 1 if reached < target else -1
        try:
            await client.step_month("NAST" if by == 1 else "POPRZ")
        except Declined as declined:
            return reached, Problem("ifirma.month_refused", values, "sale_date", declined.text)
        now = await current(client)
        if now != reached.step(by):
            return now, Problem("ifirma.month_refused", values, "sale_date")
        reached = now
    return reached, None
