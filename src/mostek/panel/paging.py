"""Pages of a list by key, not by number: the thousandth page is as fast as the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)

ROWS = 50
COUNTED = 10_000
"""Beyond this a list says "more than", because counting costs time."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`next`, `previous` and `first` are query strings, or "" where there is no such page."""

    rows: Sequence[Row]
    next: str
    previous: str
    first: str


def page(rows: QuerySet[Row], key: str, query: QueryDict, size: int = ROWS) -> Page[Row]:
    """The page that `?after=<key>~<id>` or `?before=…` asks for, ordered by falling (`key`, id).

    A value that cannot be read shows the first page.
    """
    ordered = rows.order_by(f"-{key}", "-id")
    backwards = "before" in query
    anchor = _read(rows.model, key, query.get("before") or query.get("after") or "")
    if anchor and backwards:
        found = list(ordered.reverse().filter(_beyond(key, anchor, "gt"))[: size + 1])
        shown, more_after, more_before = found[:size][::-1], True, len(found) > size
    else:
        found = list((ordered.filter(_beyond(key, anchor, "lt")) if anchor else ordered)[: size + 1])
        shown, more_after, more_before = found[:size], len(found) > size, anchor is not None
    return Page(
        shown,
        next=_link(query, after=_write(shown[-1], key)) if shown and more_after else "",
        previous=_link(query, before=_write(shown[0], key)) if shown and more_before else "",
        first=_link(query) if anchor else "",
    )


def capped_count(rows: QuerySet[Row]) -> int:
    """How many rows there are, or COUNTED + 1 if more than COUNTED."""
    return rows.order_by()[: COUNTED + 1].count()


def _beyond(key: str, anchor: tuple[Any, int], way: str) -> Q:
    value, pk = anchor
    return Q(**{f"{key}__{way}e": value}) & (Q(**{f"{key}__{way}": value}) | Q(**{f"id__{way}": pk}))


def _write(row: Model, key: str) -> str:
    value = getattr(row, key)
    return f"{value.isoformat() if hasattr(value, 'isoformat') else value}~{row.pk}"


def _read(model: type[Model], key: str, text: str) -> tuple[Any, int] | None:
    value, _, pk = text.rpartition("~")
    if not value or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    try:
        field = cast("Field[Any, Any]", model._meta.get_field(key))
        return field.to_python(value), int(pk)
    except (ValidationError, ValueError):
        return None


def _link(query: QueryDict, **changed: str) -> str:
    links = query.copy()
    for name in ("after", "before"):
        links.pop(name, None)
    links.update(changed)
    return f"?{links.urlencode()}"
