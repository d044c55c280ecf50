"""Orders in, and what stands of them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router, Schema

from mostek.api.answering import ProblemDocument, ProblemOut, Refused, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.once import PARAMETER, once
from mostek.api.paging import Filter, Limit, page
from mostek.documents.models import Document
from mostek.invoicing.model import Party
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.incoming import IncomingOrder, number_of, read
from mostek.orders.intake import Taken, take_many
from mostek.orders.models import FieldValue, Order

MOST = 500
"""Orders in one call."""
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")

router = Router(tags=["orders"])


class TakenOut(Schema):
    """`outcome`: new, known (the same as before), changed, refused."""

    number: str
    outcome: str
    id: int | None
    problems: list[ProblemOut]
    remarks: list[ProblemOut]


class TakenListOut(Schema):
    results: list[TakenOut]
    new: int
    known: int
    changed: int
    refused: int


class DocumentRef(Schema):
    id: int
    kind: str
    number: str
    reference: str


class OrderRow(Schema):
    id: int
    source: str
    number: str
    placed_at: datetime
    status: str
    currency: str
    basis: str
    discount: Decimal
    total: Decimal
    paid: Decimal
    paid_on: date | None
    payment_means: str
    payment_name: str
    delivery_method: str
    tags: list[str]
    buyer: Party
    differs: bool
    """It was changed since its last document; a correction can be proposed."""
    documents: list[DocumentRef]

    @staticmethod
    def resolve_status(order: Order) -> str:
        return order.status.name if order.status else ""

    @staticmethod
    def resolve_documents(order: Order) -> list[DocumentRef]:
        standing = [document for document in order.documents.all() if document.cancelled_at is None]
        return [DocumentRef.from_orm(document) for document in standing]


class LineOut(Schema):
    position: int
    name: str
    sku: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    allowance: Decimal
    vat_code: str
    kind: str


class FieldOut(Schema):
    """A custom field: a text, a number, or the name of an attached file."""

    name: str
    value: str | Decimal

    @classmethod
    def of(cls, value: FieldValue) -> "FieldOut":
        held = value.file.name if value.file else value.text if value.number is None else value.number
        return cls(name=value.field.name, value=held)


class OrderOut(OrderRow):
    recipient: Party | None
    notes: str
    lines: list[LineOut]
    fields: list[FieldOut]

    @staticmethod
    def resolve_recipient(order: Order) -> Party | None:
        return Party.model_validate(order.recipient) if order.recipient else None

    @staticmethod
    def resolve_lines(order: Order) -> list[LineOut]:
        return [LineOut.from_orm(line) for line in order.lines.all()]

    @staticmethod
    def resolve_fields(order: Order) -> list[FieldOut]:
        held = order.field_values.select_related("field", "file").defer("file__data")
        return [FieldOut.of(value) for value in held]


class OrderPage(Schema):
    items: list[OrderRow]
    next_cursor: str | None


class OrderFilters(Schema):
    source: Filter = ""
    number: Filter = ""
    status: Filter = ""
    buyer_tax_id: Filter = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    has_document: bool | None = None
    differs: bool | None = None


_SCHEMA = {"$ref": "#/components/schemas/IncomingOrder"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": f"One order, or a list of up to {MOST}.",
        "content": {
            "application/json": {"schema": {"oneOf": [_SCHEMA, {"type": "array", "items": _SCHEMA}]}}
        },
    }
}


@router.post(
    "/orders",
    auth=needs("orders:write"),
    summary="Take orders in",
    response={200: TakenOut | TakenListOut, 201: TakenOut, 409: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER | _BODY,
)
@once
def take_in(request: HttpRequest, source: str = "api") -> tuple[int, dict[str, Any]]:
    """One order, or a list. `source` and the order's number name it: sending the same order again
    changes nothing. A list is always answered with 200 and a result for each order in turn; a single
    order that is refused is answered with a problem."""
    if not _SOURCE.fullmatch(source):
        reason = "small letters, digits, dots, dashes and underscores, at most 40"
        raise Refused(422, Problem("api.parameter", {"name": "source", "reason": reason}, "source"))
    data = _parsed(request)
    if not isinstance(data, list):
        return _of_one(_take(request, source, [data])[0])
    if len(data) > MOST:
        raise Refused(413, Problem("api.too_large"))
    results = _take(request, source, data)
    counts = {
        outcome: sum(taken.outcome == outcome for taken in results)
        for outcome in ("new", "known", "changed", "refused")
    }
    return 200, {"results": [_result(taken) for taken in results], **counts}


def _parsed(request: HttpRequest) -> Any:
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, Problem("api.malformed", {"reason": str(error)})) from None


def _take(request: HttpRequest, source: str, data: list[Any]) -> list[Taken]:
    results: dict[int, Taken] = {}
    sound: list[tuple[int, IncomingOrder]] = []
    for index, each in enumerate(data):
        try:
            sound.append((index, read(each)))
        except ProblemError as error:
            results[index] = Taken(number_of(each), "refused", None, tuple(error.problems))
    taken = take_many(caller(request).company, source, [each for _, each in sound], actor(request))
    results |= {index: each for (index, _), each in zip(sound, taken, strict=True)}
    return [results[index] for index in range(len(data))]


def _result(taken: Taken) -> dict[str, Any]:
    return {
        "number": taken.number,
        "outcome": taken.outcome,
        "id": taken.order.pk if taken.order else None,
        "problems": [shown(problem) for problem in taken.problems],
        "remarks": [shown(problem) for problem in taken.remarks],
    }


def _of_one(taken: Taken) -> tuple[int, dict[str, Any]]:
    if taken.outcome == "refused":
        raise ProblemError(*taken.problems)
    return 201 if taken.outcome == "new" else 200, _result(taken)


@router.get("/orders", auth=needs("orders:read"), summary="List orders", response=OrderPage)
def list_orders(
    request: HttpRequest, filters: Query[OrderFilters], cursor: str = "", limit: Limit = 50
) -> dict[str, Any]:
    """Newest first."""
    rows = _orders(request)
    for name in ("source", "number", "buyer_tax_id"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.status:
        rows = rows.filter(status__name=filters.status)
    if filters.placed_from:
        rows = rows.filter(placed_at__gte=filters.placed_from)
    if filters.placed_to:
        rows = rows.filter(placed_at__lt=filters.placed_to)
    if filters.differs is not None:
        rows = rows.filter(differs=filters.differs)
    if filters.has_document is not None:
        standing = Document.objects.of(caller(request).company).filter(cancelled_at=None, order__isnull=False)
        chosen = standing.values("order")
        rows = rows.filter(pk__in=chosen) if filters.has_document else rows.exclude(pk__in=chosen)
    items, following = page(rows, cursor, limit)
    return {"items": items, "next_cursor": following}


@router.get("/orders/{int:order_id}", auth=needs("orders:read"), summary="One order", response=OrderOut)
def one_order(request: HttpRequest, order_id: int) -> Order:
    found: Order = _orders(request).get_of(caller(request).company, pk=order_id)
    return found


def _orders(request: HttpRequest) -> Any:
    documents = Document.objects.defer("content", "reason")
    return (
        Order.objects.of(caller(request).company)
        .select_related("status")
        .prefetch_related("lines", Prefetch("documents", documents))
    )
