"""inFakt's list grammar: envelope, paging, Ransack filters, sort, partial fields, and its quirks.

Quirks kept: unknown filters are ignored, `count` is that of the default page, links to the next and the
previous page are always there, a list without `order` and filters shows no stable order.
"""

import random
import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import orjson
from aiohttp import web

from mostek.connectors.infakt.simulator.books import Row, Shelf, clean, value_of

DEFAULT_LIMIT = 10
MAX_LIMIT = 100
_DATES = ("invoice_date_gteq", "invoice_date_lteq", "invoice_date_gt", "invoice_date_lt", "invoice_date_eq")
KNOWN = {
    "invoices": {"number_eq", "paid_date_null", "clean_client_nip_eq", "client_id_eq", *_DATES},
    "corrective_invoices": {"number_eq", "paid_date_null", "client_id_eq", *_DATES},
    "clients": {"nip_eq", "clean_nip_eq", "company_name_cont"},
    "bank_accounts": {"account_number_eq", "bank_name_eq"},
}
_PREDICATES: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda held, wanted: held == wanted,
    "cont": lambda held, wanted: wanted.casefold() in held.casefold(),
    "lt": lambda held, wanted: held < wanted,
    "gt": lambda held, wanted: held > wanted,
    "lteq": lambda held, wanted: held <= wanted,
    "gteq": lambda held, wanted: held >= wanted,
    "null": lambda held, wanted: (held == "") == (wanted == "true"),
}


async def filters_of(request: web.Request, resource: str) -> dict[str, str]:
    """Known filters from the query and from a `q` object in the body."""
    given = {
        found[1]: value
        for name, value in request.query.items()
        if (found := re.fullmatch(r"q\[(\w+)]", name))
    }
    if request.can_read_body:
        try:
            body = orjson.loads(await request.read())
            given |= {str(name): str(value) for name, value in body.get("q", {}).items()}
        except (orjson.JSONDecodeError, AttributeError):
            pass
    return {name: value for name, value in given.items() if name in KNOWN.get(resource, ())}


def matching(shelf: Shelf, filters: dict[str, str]) -> list[Row] | None:
    """Rows that fit, by ascending id; None when there is nothing to filter by."""
    if not filters:
        return None
    candidates: Iterable[Row] = _smallest(shelf, filters)
    return [row for row in candidates if all(_fits(row, name, value) for name, value in filters.items())]


def _smallest(shelf: Shelf, filters: dict[str, str]) -> Iterable[Row]:
    """Through an index where a filter allows it, so that large books stay quick."""
    sets = []
    for name, value in filters.items():
        field, _, predicate = name.rpartition("_")
        if predicate == "eq" and field in shelf.indexes:
            sets.append(shelf.having(field, clean(value) if field.startswith("clean_") else value))
    if sets:
        return list(min(sets, key=len).values())
    bounds = {name: value for name, value in filters.items() if name in _DATES}
    if bounds:
        days = [day for day in shelf.indexes["invoice_date"] if _all_hold(day, bounds)]
        found = {id_: row for day in days for id_, row in shelf.having("invoice_date", day).items()}
        return [found[id_] for id_ in sorted(found)]
    return shelf.rows.values()


def _all_hold(day: str, bounds: dict[str, str]) -> bool:
    return all(_PREDICATES[name.rpartition("_")[2]](day, value) for name, value in bounds.items())


def _fits(row: Row, name: str, wanted: str) -> bool:
    field, _, predicate = name.rpartition("_")
    held = value_of(row, field)
    wanted = clean(wanted) if field.startswith("clean_") else wanted
    return _PREDICATES[predicate]("" if held is None else str(held), wanted)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def envelope(
    request: web.Request, shelf: Shelf, filters: dict[str, str], show: Callable[[Row], Row]
) -> dict[str, Any]:
    """The answer of a list."""
    limit = min(_number(request.query.get("limit"), DEFAULT_LIMIT), MAX_LIMIT)
    offset = _number(request.query.get("offset"), 0)
    found = matching(shelf, filters)
    total = len(shelf.rows) if found is None else len(found)
    page = _page(shelf, found, request.query.get("order", ""), offset, limit)
    wanted = _fields(request.query.get("fields", ""))
    return {
        "metainfo": {
            "count": min(DEFAULT_LIMIT, total),
            "total_count": total,
            "next": _link(request, offset + limit, limit),
            "previous": _link(request, max(0, offset - limit), limit),
        },
        "entities": [_only(show(row), wanted) for row in page],
    }


def _page(shelf: Shelf, found: list[Row] | None, order: str, offset: int, limit: int) -> list[Row]:
    field, _, direction = order.strip().partition(" ")
    descending = direction.strip().lower() == "desc"
    if found is None and field in ("", "id"):
        shift = random.choice((0, 1)) if not field and offset else 0
        ids = reversed(shelf.rows) if descending or not field else iter(shelf.rows)
        return [shelf.rows[id_] for id_ in islice(ids, max(0, offset - shift), offset - shift + limit)]
    rows = list(shelf.rows.values()) if found is None else found
    if field == "id" or (field and rows and field not in rows[0]):
        rows = rows[::-1] if descending else rows
    else:
        key = field or "id"
        rows = sorted(rows, key=lambda row: str(row.get(key) or ""), reverse=descending)
    return rows[offset : offset + limit]


def _link(request: web.Request, offset: int, limit: int) -> str:
    return str(request.url.with_query({"offset": str(offset), "limit": str(limit)}))


def _fields(text: str) -> dict[str, set[str]]:
    """`a,services(name,unit)` -> {"a": set(), "services": {"name", "unit"}}."""
    found = re.findall(r"(\w+)(?:\(([\w,]*)\))?", text)
    return {name: set(filter(None, inner.split(","))) for name, inner in found}


def _only(row: Row, fields: dict[str, set[str]]) -> Row:
    if not fields:
        return row
    shown = {name: row[name] for name in ("id", *fields) if name in row}
    for name, inner in fields.items():
        if inner and isinstance(shown.get(name), list):
            shown[name] = [{key: each.get(key) for key in each if key in inner} for each in shown[name]]
    return shown
