"""From an event to the calls that tell of it."""

import secrets
from typing import Any

from mostek.companies.models import Company
from mostek.delivery.queue import now
from mostek.documents.models import Document
from mostek.events.models import Event
from mostek.hooks.models import Call, Endpoint
from mostek.orders.models import Order

TEST = "test.ping"


def wants(company_id: int, kind: str) -> bool:
    return any(kind in kinds for kinds in _active(company_id))


def _active(company_id: int) -> list[list[str]]:
    return list(Endpoint.objects.filter(company_id=company_id, active=True).values_list("kinds", flat=True))


def hear(event: Event) -> None:
    """Puts one call for each endpoint that listens to this kind on its way."""
    endpoints = [
        each for each in Endpoint.objects.of(event.company).filter(active=True) if event.kind in each.kinds
    ]
    if endpoints:
        data = data_of(event.order, event.document)
        Call.objects.bulk_create(new_call(each, event.kind, event.at.isoformat(), data) for each in endpoints)


def new_call(endpoint: Endpoint, kind: str, at: str, data: dict[str, Any]) -> Call:
    return Call(
        company_id=endpoint.company_id,
        endpoint=endpoint,
        message_id=f"msg_{secrets.token_hex(12)}",
        kind=kind,
        payload={"type": kind, "timestamp": at, "data": data},
        due_at=now(),
    )


def data_of(order: Order | None, document: Document | None) -> dict[str, Any]:
    """Enough to act on and to ask the API for more; no personal data."""
    told: dict[str, Any] = {}
    if order is not None:
        told["order"] = {
            "id": order.pk,
            "source": order.source,
            "number": order.number,
            "status": order.status.name if order.status else "",
            "currency": order.currency,
            "total": str(order.total),
            "paid": str(order.paid),
        }
    if document is not None:
        delivery = getattr(document, "delivery", None)
        told["document"] = {
            "id": document.pk,
            "kind": document.kind,
            "reference": document.reference,
            "number": document.number,
            "series": document.series.code,
            "currency": document.currency,
            "gross": str(document.gross),
            "state": delivery.state if delivery else "",
            "program_number": delivery.remote_number if delivery else "",
            "problems": [problem["key"] for problem in delivery.problems] if delivery else [],
        }
    return told


def ping(company: Company, endpoint: Endpoint, at: str) -> Call:
    """A call that only tries the address."""
    row = new_call(endpoint, TEST, at, {"company": company.name})
    row.save()
    return row
