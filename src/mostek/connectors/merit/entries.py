"""The neutral journal entry as a batch of the general ledger, and how it is found again.

https://api.merit.ee/connecting-robots/reference-manual/general-ledger-transactions/
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from mostek.connectors.base.entries import BookedEntry
from mostek.connectors.merit import booking
from mostek.connectors.merit.client import Client
from mostek.connectors.merit.words import written
from mostek.invoicing import ledger
from mostek.invoicing.ledger import EntryRow, JournalEntry
from mostek.kernel.problems import Problem

NUMBER = 35
MEMO = 150
ROWS = 500
CODES = {"account": 8, "department": 16, "project": 20, "cost_centre": 20}
"""Characters that a row takes of each code."""
FIELDS = {
    "account": "AccountCode",
    "department": "DepartmentCode",
    "project": "ProjectCode",
    "cost_centre": "CostCenterCode",
}
MOVED = timedelta(days=31)
"""How far back a batch is looked for that a person gave another date."""


def problems(entry: JournalEntry) -> tuple[Problem, ...]:
    """What is wrong in itself, else what the program would refuse."""
    return ledger.check(entry) or tuple(_limits(entry))


def _limits(entry: JournalEntry) -> Iterator[Problem]:
    if len(entry.number) > NUMBER:
        yield Problem("merit.entry_number_long", {"limit": str(NUMBER)}, "number")
    if len(entry.rows) > ROWS:
        yield Problem("merit.entry_too_many_rows", {"rows": str(len(entry.rows)), "limit": str(ROWS)}, "rows")
    for index, row in enumerate(entry.rows):
        for name, limit in CODES.items():
            code = getattr(row, name)
            if len(code) > limit:
                yield Problem(
                    "merit.code_too_long", {"code": code, "limit": str(limit)}, f"rows.{index}.{name}"
                )


def payload(entry: JournalEntry) -> dict[str, Any]:
    return {
        "DocNo": entry.number,
        "BatchDate": written(entry.date),
        "CurrencyCode": entry.currency,
        "EntryRow": [_row(row, entry) for row in entry.rows],
    }


def _row(row: EntryRow, entry: JournalEntry) -> dict[str, Any]:
    codes = {theirs: getattr(row, ours) for ours, theirs in FIELDS.items() if getattr(row, ours)}
    text = (row.memo or entry.memo).strip()[: MEMO - len(entry.reference) - 1]
    return codes | {"Debit": row.debit, "Credit": row.credit, "Memo": f"{text} {entry.reference}".strip()}


async def find(client: Client, entry: JournalEntry) -> tuple[BookedEntry, ...]:
    """Batches of the entry's number on its day; where there is none, among those changed lately, for a person
    may have moved it. Of the same number, one whose rows carry another's reference is another's; one whose
    rows carry none may be ours, for a person may have rewritten the texts."""
    if found := _ours(await numbered(client, entry), entry):
        return found
    today = date.today()  # noqa: DTZ011 - the company's day is this machine's
    lately = _period(today - MOVED, today + timedelta(days=1), by_change=True)
    return _ours(await _among(client, entry, lately), entry)


async def numbered(client: Client, entry: JournalEntry) -> tuple[BookedEntry, ...]:
    """Every batch of the entry's number on its day, whosever it is."""
    return await _among(client, entry, _period(entry.date, entry.date, by_change=False))


def _period(first: date, last: date, *, by_change: bool) -> dict[str, Any]:
    return {"PeriodStart": written(first), "PeriodEnd": written(last), "DateType": int(by_change)}


async def _among(client: Client, entry: JournalEntry, period: dict[str, Any]) -> tuple[BookedEntry, ...]:
    wanted = entry.number.strip().casefold()
    rows = [
        row
        for row in await client.batches(period)
        if str(row.get("Document") or "").strip().casefold() == wanted
    ]
    return tuple([booking.entry_of(await client.batch(str(row.get("GLBId") or ""))) for row in rows])


def _ours(found: tuple[BookedEntry, ...], entry: JournalEntry) -> tuple[BookedEntry, ...]:
    marked = tuple(each for each in found if each.reference == entry.reference)
    return marked or tuple(each for each in found if not each.reference)
