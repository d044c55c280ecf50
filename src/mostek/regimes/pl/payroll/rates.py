"""The dated table of payroll figures."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from mostek.kernel.problems import Problem, ProblemError


@dataclass(frozen=True, slots=True)
class Figures:
    """Percentages as numbers such as 9.76; amounts in PLN."""

    valid_from: date
    valid_to: date
    source: str
    pension: Decimal
    disability_employee: Decimal
    disability_employer: Decimal
    sickness: Decimal
    accident: Decimal
    """Of payers of at most nine insured people; others have a rate of their own."""
    health: Decimal
    labour_fund: Decimal
    solidarity_fund: Decimal
    guaranteed_benefits_fund: Decimal
    minimum_wage: Decimal
    base_cap: Decimal
    """Of the pension and disability bases of a calendar year: thirty times the forecast average wage."""
    tax_first: Decimal
    tax_second: Decimal
    tax_threshold: Decimal
    tax_relief_month: Decimal
    costs_standard: Decimal
    costs_raised: Decimal
    young_limit: Decimal
    """Income of a year up to which people under 26 pay no income tax."""
    health_ceiling_percent: Decimal
    health_ceiling_relief: Decimal
    """Health is never more than the tax advance by the rules of 2021: this percentage less this relief."""


@cache
def _table() -> tuple[Figures, ...]:
    rows = tomllib.loads(Path(__file__).with_name("rates.toml").read_text("utf-8"))["year"]
    exact = [each.name for each in fields(Figures) if each.type is Decimal]
    return tuple(Figures(**(row | {name: Decimal(row[name]) for name in exact})) for row in rows)


def figures(on: date) -> Figures:
    """The figures of the day of payment. Raises ProblemError where the table has none."""
    for each in _table():
        if each.valid_from <= on <= each.valid_to:
            return each
    raise ProblemError(Problem("regime.pl.payroll_no_rates", {"date": on.isoformat(), "years": _spoken()}))


def years() -> tuple[int, ...]:
    return tuple(sorted({each.valid_from.year for each in _table()}))


def _spoken() -> str:
    return ", ".join(str(year) for year in years())
