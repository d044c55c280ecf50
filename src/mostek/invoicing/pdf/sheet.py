"""A printed table with a title: what is no invoice, such as a journal entry."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from mostek.invoicing.ledger import EntryRow, JournalEntry
from mostek.invoicing.pdf.inert import inert
from mostek.invoicing.pdf.labels import labels
from mostek.invoicing.pdf.render import compiled
from mostek.kernel.money import ZERO

_TEMPLATE = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    is_amount: bool = False
    is_wide: bool = False
    """Takes the room that the others leave; one column of the table."""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    number: str
    company: str
    language: str
    currency: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Decimal]]
    total: Sequence[str | Decimal]
    notes: Sequence[str] = ()


def render_sheet(sheet: Sheet) -> bytes:
    """The PDF. Deterministic, as documents are."""
    words = labels(sheet.language)

    def texts(cells: Iterable[str | Decimal]) -> list[str]:
        return [inert(cell) if isinstance(cell, str) else words.money(cell, sheet.currency) for cell in cells]

    data = {
        "language": words.language,
        "title": inert(sheet.title),
        "number": inert(sheet.number),
        "author": inert(sheet.company),
        "footer": inert(f"{sheet.number[:40]} · {sheet.company[:60]}"),
        "page": words.words["page"],
        "facts": [(inert(label), inert(value)) for label, value in sheet.facts if value],
        "notes": [inert(note) for note in sheet.notes if note],
        "columns": [inert(each.name) for each in sheet.columns],
        "rest": next((i for i, each in enumerate(sheet.columns) if each.is_wide), 0),
        "amounts": [i for i, each in enumerate(sheet.columns) if each.is_amount],
        "rows": [texts(row) for row in sheet.rows],
        "total": texts(sheet.total),
    }
    return compiled(_TEMPLATE, {"data": json.dumps(data, ensure_ascii=False)})


def render_entry(entry: JournalEntry, company: str, language: str) -> bytes:
    """The journal entry, row by row, with the sums of both sides."""
    words = labels(language).words
    columns = [Column(words[name]) for name in ("line", "ledger_account", "department", "project")]
    columns += [Column(words["entry_memo"], is_wide=True)]
    columns += [Column(words["debit"], is_amount=True), Column(words["credit"], is_amount=True)]
    credit = sum((row.credit for row in entry.rows), ZERO)
    return render_sheet(
        Sheet(
            title=words["journal"],
            number=entry.number,
            company=company,
            language=language,
            currency=entry.currency,
            facts=[
                (words["entry_date"], entry.date.isoformat()),
                (words["currency"], entry.currency),
                (words["reference"], entry.reference),
            ],
            columns=columns,
            rows=[_cells(number, row) for number, row in enumerate(entry.rows, 1)],
            total=["", "", "", "", words["total"], entry.total, credit],
            notes=[entry.memo],
        )
    )


def _cells(number: int, row: EntryRow) -> list[str | Decimal]:
    sides = [each or "" for each in (row.debit, row.credit)]
    return [str(number), row.account, row.department, row.project, row.memo, *sides]
