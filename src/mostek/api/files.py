"""Lists as files, support bundles, and the files and values of orders' custom fields."""

from hashlib import sha256
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from mostek.api.answering import ProblemDocument, Refused
from mostek.api.authentication import actor, caller, needs
from mostek.api.documents import DocumentFilters, filtered
from mostek.api.orders import FieldOut
from mostek.api.paging import Filter
from mostek.companies.audit import record
from mostek.documents.models import Document
from mostek.files.archiving import bytes_of
from mostek.files.bundle import bundle
from mostek.files.listing import LISTINGS, chosen
from mostek.files.models import OutputKind
from mostek.files.outputs import CONTENT_TYPES, QUICK, file_name, made_of
from mostek.kernel.problems import Problem
from mostek.kernel.tables import csv_lines
from mostek.orders.fields import attach, detach, set_value
from mostek.orders.models import CustomField, FieldValue, Order

router = Router(tags=["files"])

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)
_FILE = {"responses": {200: {"description": "The file", "content": {"application/octet-stream": {}}}}}


class ValueIn(Schema):
    value: str | None
    """A text, or a number as text; null or empty takes it away."""


class FileOut(Schema):
    id: int
    field: str
    name: str
    content_type: str
    size: int


@router.get(
    "/documents/export",
    auth=needs("documents:read"),
    summary="The list of documents as a file",
    openapi_extra=_FILE,
)
def export_documents(
    request: HttpRequest,
    filters: Query[DocumentFilters],
    format: Literal["csv", "xlsx"] = "csv",
    rows: Literal["documents", "rates"] = "documents",
) -> HttpResponse | StreamingHttpResponse:
    """The same filters as the list. `rows=rates` gives a row for each VAT rate. CSV is streamed, in the form
    that spreadsheets of the call's language expect; XLSX holds at most 3000 documents."""
    company = caller(request).company
    ids = chosen(filtered(Document.objects.of(company), filters), "-id")
    kind = OutputKind(format)
    if len(ids) > QUICK[kind]:
        raise Refused(422, Problem("api.export_large", {"most": str(QUICK[kind])}, "format"))
    name = file_name(company, kind, rows)
    if kind is OutputKind.XLSX:
        data = made_of(company, kind, rows, ids)
        return _named(HttpResponse(data, content_type=CONTENT_TYPES[kind]), name)
    listed = LISTINGS[rows]
    headings = [str(heading) for heading in listed.headings]
    lines = csv_lines(headings, listed.rows(company, ids), get_language() or "en")
    return _named(StreamingHttpResponse(lines, content_type=CONTENT_TYPES[kind]), name)


@router.get(
    "/documents/{int:document_id}/bundle",
    auth=needs("documents:issue"),
    summary="Support bundle",
    openapi_extra=_FILE,
)
def support_bundle(request: HttpRequest, document_id: int) -> HttpResponse:
    """A ZIP with everything that happened to the document, without secrets and personal data."""
    company = caller(request).company
    rows = Document.objects.select_related("delivery", "connection", "series", "order", "company")
    document = rows.get_of(company, pk=document_id)
    record(company, actor(request), "bundle", document)
    answer = HttpResponse(bundle(document), content_type="application/zip")
    return _named(answer, f"mostek-{document.reference}.zip")


@router.put(
    "/orders/{int:order_id}/fields/{field}",
    auth=needs("orders:write"),
    summary="Set a custom field",
    response={200: FieldOut | None, 404: ProblemDocument, 422: ProblemDocument},
)
def set_field(request: HttpRequest, order_id: int, field: Filter, payload: ValueIn) -> FieldOut | None:
    """A field for texts or numbers, by its name. Setting the same value again changes nothing."""
    order, custom = _order(request, order_id), _field(request, field)
    value = set_value(order, custom, payload.value or "", actor(request))
    return FieldOut.of(value) if value else None


@router.put(
    "/orders/{int:order_id}/fields/{field}/files/{name}",
    auth=needs("orders:write"),
    summary="Attach a file",
    response={200: FileOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
def attach_file(request: HttpRequest, order_id: int, field: Filter, name: Filter) -> FileOut:
    """The body is the file, at most 10 MB. The same file under the same name again changes nothing."""
    order, custom = _order(request, order_id), _field(request, field)
    same = {"field": custom, "file__name": name, "file__sha256": sha256(request.body).hexdigest()}
    held = _files(request, order_id).filter(**same).first()
    return _file_out(held or attach(order, custom, name, request.body, actor(request)))


@router.get(
    "/orders/{int:order_id}/files",
    auth=needs("orders:read"),
    summary="Files of an order",
    response=list[FileOut],
)
def files_of(request: HttpRequest, order_id: int) -> list[FileOut]:
    """Attached ones and PDFs of documents."""
    return [_file_out(value) for value in _files(request, order_id).order_by("id")]


@router.get(
    "/orders/{int:order_id}/files/{int:file_id}",
    auth=needs("orders:read"),
    summary="One file",
    openapi_extra=_FILE,
)
def one_file(request: HttpRequest, order_id: int, file_id: int) -> HttpResponse:
    file = _file(request, order_id, file_id).file
    assert file is not None
    return _named(HttpResponse(bytes_of(file), content_type=file.content_type), file.name)


@router.delete(
    "/orders/{int:order_id}/files/{int:file_id}",
    auth=needs("orders:write"),
    summary="Take a file away",
    response={204: None, 404: ProblemDocument, 422: ProblemDocument},
)
def remove_file(request: HttpRequest, order_id: int, file_id: int) -> tuple[int, None]:
    """The program's PDF of a document stays."""
    detach(_file(request, order_id, file_id), actor(request))
    return 204, None


def _order(request: HttpRequest, order_id: int) -> Order:
    return Order.objects.select_related("company").get_of(caller(request).company, pk=order_id)


def _field(request: HttpRequest, name: str) -> CustomField:
    return CustomField.objects.get_of(caller(request).company, name=name)


def _files(request: HttpRequest, order_id: int) -> Any:
    rows = FieldValue.objects.filter(order=_order(request, order_id), file__isnull=False)
    return rows.select_related("file", "field", "order__company").defer("file__data")


def _file(request: HttpRequest, order_id: int, file_id: int) -> FieldValue:
    value: FieldValue | None = _files(request, order_id).filter(file_id=file_id).first()
    if value is None:
        raise Refused(404, Problem("api.not_found"))
    return value


def _file_out(value: FieldValue) -> FileOut:
    file = value.file
    assert file is not None
    return FileOut(
        id=file.pk, field=value.field.name, name=file.name, content_type=file.content_type, size=file.size
    )


def _named(answer: Answer, name: str) -> Answer:
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
