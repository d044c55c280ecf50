"""Issued documents: cancel, change."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict

from mostek.api.answering import ProblemDocument
from mostek.api.authentication import actor, caller, needs
from mostek.api.document_shapes import DocumentOut, whole
from mostek.api.documents import router as router
from mostek.api.once import PARAMETER, once
from mostek.companies.models import Company
from mostek.documents.amending import amend
from mostek.documents.cancelling import cancel
from mostek.documents.models import Document
from mostek.invoicing.model import PaymentMeans

ANSWERS: dict[int, Any] = {200: DocumentOut, 202: DocumentOut, 404: ProblemDocument, 422: ProblemDocument}


class CancelIn(Schema):
    done_there: bool = False
    """It was cancelled in the accounting program by hand; Mostek looks there before it believes it."""


class ChangeIn(Schema):
    """What is left out stays. Anything else of a document is changed by a correction."""

    model_config = ConfigDict(extra="forbid")

    notes: str | None = None
    due_date: date | None = None
    payment_means: PaymentMeans | None = None
    buyer_street: str | None = None
    buyer_postcode: str | None = None
    buyer_city: str | None = None
    buyer_email: str | None = None
    buyer_phone: str | None = None


PATHS = {
    "notes": "notes",
    "due_date": "payment.due_date",
    "payment_means": "payment.means",
    "buyer_street": "buyer.address.street",
    "buyer_postcode": "buyer.address.postcode",
    "buyer_city": "buyer.address.city",
    "buyer_email": "buyer.email",
    "buyer_phone": "buyer.phone",
}


def _found(company: Company, document_id: int) -> Document:
    rows = Document.objects.select_related("series", "order", "connection", "delivery")
    return rows.get_of(company, pk=document_id)


def _answer(company: Company, document_id: int) -> tuple[int, dict[str, Any]]:
    told = whole(_found(company, document_id))
    return (202 if told.wish else 200), told.model_dump()


@router.post(
    "/documents/{int:document_id}/cancel",
    auth=needs("documents:issue"),
    summary="Cancel a document",
    response=ANSWERS,
    openapi_extra=PARAMETER,
)
@once
def cancel_one(
    request: HttpRequest, document_id: int, payload: CancelIn | None = None
) -> tuple[int, dict[str, Any]]:
    """200 when it is cancelled at once: nothing of it stands at a program. 202 when its program is asked: it
    is cancelled once it surely is gone there; the event `document.cancelled` tells, or a warning on the
    document says why the program keeps it. 422 when the program lets no document be cancelled."""
    company = caller(request).company
    cancel(_found(company, document_id), actor(request), done_there=bool(payload and payload.done_there))
    return _answer(company, document_id)


@router.patch(
    "/documents/{int:document_id}",
    auth=needs("documents:issue"),
    summary="Change a document",
    response=ANSWERS,
    openapi_extra=PARAMETER,
)
@once
def change_one(request: HttpRequest, document_id: int, payload: ChangeIn) -> tuple[int, dict[str, Any]]:
    """200 when it is changed at once, 202 when its program is asked first: the document changes here once
    the program holds the change. 422 when the program does not take changes."""
    company = caller(request).company
    given = payload.model_dump(mode="json", exclude_none=True)
    amend(_found(company, document_id), {PATHS[name]: value for name, value in given.items()}, actor(request))
    return _answer(company, document_id)
