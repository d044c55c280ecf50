"""Accounts, books and settings of a stand-in as strings for the templates."""

from collections.abc import Mapping
from typing import Any

from mostek.connectors.base.matrix import KINDS
from mostek.connectors.base.stand_in import BookedDocument, BookedRow, Input, Section, StandInAccount
from mostek.kernel.text import N_
from mostek.sandbox.program import Program
from mostek.sandbox.rendering import money

PAGE = 100
JOURNAL = N_("Journal entry")


def account_values(account: StandInAccount, program: Program) -> dict[str, Any]:
    labels = {field.name: field.label for field in program.connector.manifest.credentials}
    return {
        "id": account.id,
        "name": account.name,
        "tax_id": account.tax_id,
        "note": account.note,
        "credentials": [(labels.get(name, name), value) for name, value in account.credentials.items()],
    }


def books_page(booked: list[BookedDocument], query: Mapping[str, str], language: str) -> dict[str, Any]:
    """The newest documents first, `PAGE` at a time, narrowed by what was searched for."""
    sought = query.get("q", "").strip()
    found = [each for each in reversed(booked) if sought.casefold() in _text(each)]
    wish = query.get("page", "")
    number = int(wish) if wish.isdecimal() and len(wish) < 10 else 1
    last = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), last)
    return {
        "sought": sought,
        "rows": [_row(each, language) for each in found[(number - 1) * PAGE : number * PAGE]],
        "count": str(len(found)),
        "page": str(number),
        "pages": str(last),
        "newer": str(number - 1) if number > 1 else "",
        "older": str(number + 1) if number < last else "",
    }


def _text(each: BookedDocument) -> str:
    return f"{each.number} {each.buyer} {each.reference}".casefold()


def _row(each: BookedDocument, language: str) -> dict[str, Any]:
    return {
        "number": each.number or "–",
        "kind": JOURNAL if each.rows else KINDS.get(each.kind, each.kind),
        "date": each.issue_date.isoformat(),
        "buyer": each.buyer,
        "currency": each.currency,
        "net": money(each.net, language),
        "vat": money(each.vat, language),
        "gross": money(each.gross, language),
        "reference": each.reference or "–",
        "paid": each.paid,
        "rows": [_entry_row(row, language) for row in each.rows],
    }


def _entry_row(row: BookedRow, language: str) -> dict[str, str]:
    return {
        "account": row.account,
        "debit": money(row.debit, language) if row.debit else "",
        "credit": money(row.credit, language) if row.credit else "",
        "dimensions": " · ".join(filter(None, (row.department, row.project, row.cost_centre))),
        "memo": row.memo,
    }


def section_values(sections: list[Section]) -> list[dict[str, Any]]:
    return [
        {
            "number": str(number),
            "title": section.title,
            "note": section.note,
            "columns": section.columns,
            "rows": section.rows,
            "forms": [
                {"name": form.name, "button": form.button, "inputs": [_input(each) for each in form.inputs]}
                for form in section.forms
            ],
        }
        for number, section in enumerate(sections)
    ]


def _input(each: Input) -> dict[str, Any]:
    """With `many`, the value holds the ticked ones, parted by commas. A single choice is only shown."""
    chosen = each.value.split(",") if each.many else [each.value]
    is_single = len(each.choices) == 1 and not each.many
    return {
        "name": each.name,
        "label": each.label,
        "value": each.choices[0][0] if is_single else each.value,
        "many": each.many,
        "only": each.choices[0][1] if is_single else "",
        "choices": [(value, label, value in chosen) for value, label in each.choices],
    }
