"""Documents: issue, watch, fetch the PDF, send again."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from mostek.api.answering import ProblemDocument, Refused
from mostek.api.authentication import actor, caller, needs
from mostek.api.document_shapes import DocumentOut, DocumentPage, row_of, whole
from mostek.api.jobs import JobOut, job_out
from mostek.api.once import PARAMETER, once
from mostek.api.paging import Filter, Id, Limit, page
from mostek.companies.models import Company
from mostek.delivery import actions
from mostek.documents.issuing import issue, issue_many
from mostek.documents.models import Document, Series
from mostek.documents.rendering import best_pdf
from mostek.documents.series import usable
from mostek.kernel.problems import Problem
from mostek.orders.models import Order

MOST = 10_000
"""Orders in one bulk job."""

router = Router(tags=["documents"])


class IssueIn(Schema):
    """The order by its ID, or by number and source."""

    order_id: Id | None = None
    order_number: Filter = ""
    source: Filter = ""
    series: Filter
    issue_date: date | None = None
    sale_date: date | None = None
    amount: Decimal | None = None
    """Of an advance invoice: the gross amount received. Left out: what the order has paid and no advance
    invoice covers yet."""


class BulkIn(Schema):
    series: Filter
    order_ids: list[Id] = Field(min_length=1, max_length=MOST)


class DocumentFilters(Schema):
    state: Filter = ""
    series: Filter = ""
    number: Filter = ""
    order_id: Id | None = None
    updated_since: datetime | None = None


def _documents(company: Company) -> Any:
    return Document.objects.of(company).select_related("series", "order", "connection", "delivery")


def series_of(company: Company, code: str) -> Series:
    found = usable(company).filter(code=code).first()
    if found is None:
        raise Refused(422, Problem("api.series_unknown", {"code": code}, "series"))
    return found


def order_of(company: Company, wanted: IssueIn) -> Order:
    orders = Order.objects.select_related("company").prefetch_related("lines")
    if wanted.order_id is not None and not wanted.order_number:
        return orders.get_of(company, pk=wanted.order_id)
    if wanted.order_id is None and wanted.order_number and wanted.source:
        return orders.get_of(company, number=wanted.order_number, source=wanted.source)
    raise Refused(422, Problem("api.which_order", field="order_id"))


@router.post(
    "/documents",
    auth=needs("documents:issue"),
    summary="Issue a document",
    response={201: DocumentOut, 404: ProblemDocument, 409: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def issue_one(request: HttpRequest, payload: IssueIn) -> tuple[int, dict[str, Any]]:
    """Issues the order's document, of the series' kind, and puts it on its way to the series' program. An
    order has one invoice, final invoice or receipt: a second call is answered with 409. It may have several
    pro forma and advance invoices; after an advance comes the final invoice."""
    company = caller(request).company
    order, series = order_of(company, payload), series_of(company, payload.series)
    made = issue(
        order,
        series,
        actor(request),
        issue_date=payload.issue_date,
        sale_date=payload.sale_date,
        amount=payload.amount,
        why="api",
    )
    return 201, whole(_documents(company).get(pk=made.pk)).model_dump()


@router.post(
    "/documents/bulk",
    auth=needs("documents:issue"),
    summary="Issue many documents",
    response={202: JobOut, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def issue_bulk(request: HttpRequest, payload: BulkIn) -> tuple[int, dict[str, Any]]:
    """Done in the background; ask for the job to see how far it is. IDs that are not the company's
    are left out."""
    company = caller(request).company
    job = issue_many(company, payload.order_ids, series_of(company, payload.series), actor(request))
    return 202, job_out(job).model_dump()


@router.get("/documents", auth=needs("documents:read"), summary="List documents", response=DocumentPage)
def list_documents(
    request: HttpRequest,
    filters: Query[DocumentFilters],
    cursor: str = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """Newest first."""
    rows = filtered(_documents(caller(request).company).defer("content", "reason"), filters)
    items, following = page(rows, cursor, limit)
    return {"items": [row_of(document) for document in items], "next_cursor": following}


def filtered(rows: Any, filters: DocumentFilters) -> Any:
    if filters.state:
        rows = rows.filter(delivery__state=filters.state)
    if filters.series:
        rows = rows.filter(series__code=filters.series)
    if filters.number:
        rows = rows.filter(number=filters.number)
    if filters.order_id is not None:
        rows = rows.filter(order=filters.order_id)
    if since := filters.updated_since:
        rows = rows.filter(Q(created_at__gte=since) | Q(delivery__changed_at__gte=since.timestamp()))
    return rows


@router.get(
    "/documents/{int:document_id}", auth=needs("documents:read"), summary="One document", response=DocumentOut
)
def one_document(request: HttpRequest, document_id: int) -> DocumentOut:
    return whole(_documents(caller(request).company).get_of(caller(request).company, pk=document_id))


@router.get(
    "/documents/{int:document_id}/pdf",
    auth=needs("documents:read"),
    summary="The document's PDF",
    openapi_extra={"responses": {200: {"description": "PDF", "content": {"application/pdf": {}}}}},
)
def pdf_of(request: HttpRequest, document_id: int) -> HttpResponse:
    """The program's own PDF where it has been fetched, else ours; the header `Mostek-Pdf-From` says
    which: `program` or `mostek`."""
    document = _documents(caller(request).company).get_of(caller(request).company, pk=document_id)
    content, from_program = best_pdf(document)
    name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in str(document))
    headers = {
        "Content-Disposition": f'inline; filename="{name.encode("ascii", "replace").decode()}.pdf"',
        "Mostek-Pdf-From": "program" if from_program else "mostek",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@router.post(
    "/documents/{int:document_id}/resend",
    auth=needs("documents:issue"),
    summary="Send again",
    response={200: DocumentOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def send_again(request: HttpRequest, document_id: int) -> tuple[int, dict[str, Any]]:
    """Puts a rejected or waiting document on its way again, after its cause is gone. Never makes a
    second document: what may already be in the program is looked for first."""
    company = caller(request).company
    document = _documents(company).get_of(company, pk=document_id)
    if getattr(document, "delivery", None) is None:
        raise Refused(422, Problem("api.nothing_to_resend"))
    actions.resend(document.delivery, actor(request))
    return 200, whole(_documents(company).get(pk=document_id)).model_dump()
