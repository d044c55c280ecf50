"""Reads lists of inFakt to their end."""

from collections.abc import Awaitable, Callable
from typing import Any

from mostek.connectors.base.http import Answer, Lost
from mostek.connectors.infakt.client import PAGE
from mostek.connectors.infakt.errors import readable

MOST_PAGES = 100


async def every_row(page_at: Callable[[int], Awaitable[Answer]]) -> list[dict[str, Any]]:
    """All rows of a list, each once. `page_at` asks for the page at an offset.

    inFakt's `metainfo.count` and links mislead, so the end is an empty page or `total_count` rows.
    Raises Lost when rows are missing at the end or there is no end: half a list proves nothing.
    """
    rows: dict[str, dict[str, Any]] = {}
    expected = 0
    for number in range(MOST_PAGES):
        body = readable(await page_at(number * PAGE))
        entities = body.get("entities")
        if not isinstance(entities, list):
            raise Lost("the list has no rows")
        total = int((body.get("metainfo") or {}).get("total_count") or 0)
        expected = expected or total
        rows |= {str(row.get("uuid") or row.get("id")): row for row in entities}
        if not entities or (number + 1) * PAGE >= total:
            break
    else:
        raise Lost("the list does not end")
    if len(rows) < expected:
        raise Lost("the list changed while it was read")
    return list(rows.values())
