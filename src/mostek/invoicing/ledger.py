"""The neutral journal entry: a balanced posting to the general ledger, the same for every program.

Payroll makes these; they travel as documents do: one send, proof before repeat, the program's code back.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from mostek.invoicing.model import Neutral
from mostek.kernel.money import ZERO, is_currency, is_whole
from mostek.kernel.problems import Problem


class EntryRow(Neutral):
    """One side of one account: `debit` or `credit` is above zero, the other is zero."""

    account: str
    """The account's code in the program's chart."""
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    department: str = ""
    project: str = ""
    cost_centre: str = ""
    memo: str = ""
    """Text of the row. It reaches the ledger: no names, no personal numbers."""


class JournalEntry(Neutral):
    """One posting. Amounts are in `currency`, whole in its smallest unit."""

    kind: Literal["journal"] = "journal"
    reference: Annotated[str, Field(min_length=4, max_length=32)]
    """The hub's own key, unique for ever; the marker by which the posting is found again."""
    number: str
    """The document number, such as that of the payroll list; the program keeps it beside its own code."""
    date: dt.date
    """The day of the posting: it decides the period."""
    currency: str
    memo: str = ""
    """What the entry is about; for rows without a text of their own."""
    rows: tuple[EntryRow, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the debit side; of a sound entry also of the credit side."""
        return sum((row.debit for row in self.rows), ZERO)


def check(entry: JournalEntry) -> tuple[Problem, ...]:
    """Everything that is wrong whatever the program; empty when the entry may be sent.

    It is balanced to the smallest unit, and each row names an account and has exactly one side above
    zero. Field paths count rows from 0, the value `row` counts from 1 as people do.
    """
    return tuple(_whole(entry)) + tuple(
        problem for index, row in enumerate(entry.rows) for problem in _row(row, index, entry.currency)
    )


def _whole(entry: JournalEntry) -> Iterator[Problem]:
    if not is_currency(entry.currency):
        yield Problem("invoicing.currency_unknown", {"currency": entry.currency}, "currency")
    if not entry.number.strip():
        yield Problem("invoicing.entry_number_missing", field="number")
    if len(entry.rows) < 2:
        yield Problem("invoicing.entry_without_rows", field="rows")
    credit = sum((row.credit for row in entry.rows), ZERO)
    if entry.total != credit:
        values = {"debit": str(entry.total), "credit": str(credit), "difference": str(entry.total - credit)}
        yield Problem("invoicing.entry_unbalanced", values, "rows")


def _row(row: EntryRow, index: int, currency: str) -> Iterator[Problem]:
    values, path = {"row": str(index + 1)}, f"rows.{index}"
    if not row.account.strip():
        yield Problem("invoicing.entry_account_missing", values, f"{path}.account")
    if sorted((row.debit > 0, row.credit > 0)) != [False, True] or min(row.debit, row.credit) < 0:
        yield Problem("invoicing.entry_sides", values, f"{path}.debit")
    elif is_currency(currency) and not is_whole(row.debit + row.credit, currency):
        yield Problem("invoicing.entry_fraction", values, f"{path}.debit")
