"""Polish payroll: kinds and figures of pay, for checking and posting payroll lists."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

from mostek.kernel.dates import month_of
from mostek.regimes.base.payroll import CashBook, PayrollRules, StandardComponent
from mostek.regimes.pl.payroll.calculating import calculate
from mostek.regimes.pl.payroll.kinds import KINDS
from mostek.regimes.pl.payroll.rates import years

NEW_BOOK = date(2026, 1, 1)
"""Regulation of 6 September 2025 (Journal of Laws 2025 item 1299): two columns were added."""

PAID_BY = 10
"""The day of the next month by which wages are paid at the latest."""


def cash_book_column(meaning: CashBook, on: date) -> str:
    """The printed column of the book of revenues and expenses."""
    old, new = {CashBook.WAGES: ("12", "14"), CashBook.OTHER_EXPENSES: ("13", "15")}.get(meaning, ("", ""))
    return new if on >= NEW_BOOK else old


def cost_day(period: date, paid: date) -> date:
    """The last day of the month the pay is for where it was paid in time, by the 10th of the next one (Labour
    Code art. 85); otherwise the day of payment (PIT Act art. 22(6ba))."""
    last = month_of(period)[1]
    return last if paid <= last + timedelta(days=PAID_BY) else paid


def _components() -> tuple[StandardComponent, ...]:
    rows = tomllib.loads(Path(__file__).with_name("components.toml").read_text("utf-8"))["component"]
    return tuple(StandardComponent(**row) for row in rows)


PAYROLL = PayrollRules(
    kinds=KINDS,
    components=_components(),
    calculate=calculate,
    cash_book_column=cash_book_column,
    cost_day=cost_day,
    years=years,
    language="pl",
    options={"employment": ("standard", "raised", "none"), "mandate": ("20", "50", "none")},
)
