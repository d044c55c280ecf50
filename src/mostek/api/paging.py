"""Pages that stay right while rows are added: newest first, each page begins below the one before."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from pydantic import Field, StringConstraints

from mostek.api.answering import Refused
from mostek.kernel.problems import Problem

Row = TypeVar("Row", bound=Model)
Id = Annotated[int, Field(gt=0, lt=2**63)]
Filter = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]
"""A text to look for; databases hold no NUL."""
Limit = Annotated[int, Field(ge=1, le=200)]
"""Rows on a page."""


def page(rows: "QuerySet[Row]", cursor: str, limit: int) -> tuple[list[Row], str | None]:
    """One page and the cursor of the next, or None after the last."""
    if cursor:
        rows = rows.filter(pk__lt=_read(cursor))
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], _cursor(found[limit - 1].pk) if len(found) > limit else None


def _cursor(pk: Any) -> str:
    return urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        number = int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise Refused(422, Problem("api.cursor", field="cursor")) from None
    if not 0 < number < 2**63:
        raise Refused(422, Problem("api.cursor", field="cursor"))
    return number
