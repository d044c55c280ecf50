"""Documents on their way to accounting programs."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from mostek.api.answering import ProblemOut, shown
from mostek.api.authentication import caller, needs
from mostek.api.paging import Filter, Id, Limit, page
from mostek.delivery.models import Delivery, State

router = Router(tags=["deliveries"])


class DeliveryOut(Schema):
    id: int
    document_id: int
    document_number: str
    connection: str
    program: str
    state: str
    state_text: str
    step: str
    """What is to be done next: check, buyer, create, prove, await, fetch, pdf, payment, done."""
    next_at: datetime | None
    """When it is looked at again; null when there is nothing to do."""
    sends: int
    """How often the create was sent."""
    program_id: str
    program_number: str
    problems: list[ProblemOut]
    warnings: list[ProblemOut]
    settled_at: datetime | None
    """When the document was known to be in the program."""


class DeliveryPage(Schema):
    items: list[DeliveryOut]
    next_cursor: str | None


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "document_id": delivery.document_id,
        "document_number": str(delivery.document),
        "connection": delivery.connection.name,
        "program": delivery.connection.program,
        "state": delivery.state,
        "state_text": str(State(delivery.state).label),
        "step": delivery.step,
        "next_at": _moment(delivery.due_at),
        "sends": delivery.sends,
        "program_id": delivery.remote_id,
        "program_number": delivery.remote_number,
        "problems": [shown(problem) for problem in delivery.problems],
        "warnings": [shown(problem) for problem in delivery.warnings],
        "settled_at": _moment(delivery.settled_at),
    }


@router.get("/deliveries", auth=needs("documents:read"), summary="List deliveries", response=DeliveryPage)
def list_deliveries(
    request: HttpRequest,
    state: Filter = "",
    connection: Id | None = None,
    cursor: str = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """Newest first."""
    rows = (
        Delivery.objects.of(caller(request).company)
        .select_related("connection", "document")
        .defer("document__content", "document__reason")
    )
    if state:
        rows = rows.filter(state=state)
    if connection is not None:
        rows = rows.filter(connection=connection)
    items, following = page(rows, cursor, limit)
    return {"items": [_row(delivery) for delivery in items], "next_cursor": following}
