"""Why a journal entry was refused: the program's words are in Estonian, so its lists are asked instead.

Between mapping and posting somebody may have closed an account, a department or the month.
"""

from collections.abc import Iterator
from dataclasses import replace

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.entries import LedgerAccount
from mostek.connectors.base.http import Limited, Lost, NotSent
from mostek.connectors.merit import lists
from mostek.connectors.merit.client import Client
from mostek.connectors.merit.entries import CODES
from mostek.connectors.merit.errors import Declined
from mostek.connectors.merit.words import day
from mostek.invoicing.ledger import JournalEntry
from mostek.kernel.problems import Problem


async def reasons(
    client: Client, entry: JournalEntry, declined: Declined, *, is_kpir: bool
) -> tuple[Problem, ...]:
    """One problem for each code that is amiss; else the closed period; else the program's own words."""
    raw = declined.text[:500]
    try:
        chart = {each.code: each for each in await lists.accounts(client)}
        if not chart:
            return (Problem("merit.kpir_refused" if is_kpir else "merit.no_chart", raw=raw),)
        found = [*_accounts(entry, chart), *await _dimensions(client, entry)]
        found = found or await _period(client, entry)
    except (Declined, Refused, Limited, Lost, NotSent):
        found = []
    if not found:
        found = [Problem("merit.kpir_refused")] if is_kpir else list(declined.problems)
    return tuple(replace(problem, raw=raw) for problem in found)


def _accounts(entry: JournalEntry, chart: dict[str, LedgerAccount]) -> Iterator[Problem]:
    for index, row in enumerate(entry.rows):
        values, field = {"code": row.account}, f"rows.{index}.account"
        known = chart.get(row.account)
        if known is None:
            yield Problem("merit.account_unknown", values, field)
        elif not known.is_active:
            yield Problem("merit.account_inactive", values, field)
        elif known.is_parent:
            yield Problem("merit.account_parent", values, field)


async def _dimensions(client: Client, entry: JournalEntry) -> list[Problem]:
    names = [name for name in CODES if name != "account"]
    if not any(getattr(row, name) for row in entry.rows for name in names):
        return []
    usable = {(each.dimension, each.code) for each in await lists.dimensions(client) if each.is_active}
    return [
        Problem("merit.dimension_unknown", {"code": getattr(row, name)}, f"rows.{index}.{name}")
        for index, row in enumerate(entry.rows)
        for name in names
        if getattr(row, name) and (name, getattr(row, name)) not in usable
    ]


async def _period(client: Client, entry: JournalEntry) -> list[Problem]:
    bounds = await client.periods()
    first, last = day(bounds.get("SaveFrom")), day(bounds.get("SaveTo"))
    if (first and entry.date < first) or (last and entry.date > last):
        return [Problem("merit.period_closed", {"date": entry.date.isoformat()}, "date")]
    return []
