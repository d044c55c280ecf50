"""One order: what was sold to whom, its documents, its story."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mostek.documents.models import ORIGINATING, Document
from mostek.files.archiving import bytes_of
from mostek.invoicing.model import Party
from mostek.orders import changing
from mostek.orders.models import FieldValue, Order, OrderLine, OrderStatus, StoredFile
from mostek.orders.words import payment_means_choices
from mostek.panel import order_rules
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.answers import file_answer
from mostek.panel.chains import chain
from mostek.panel.mail_words import told_of_order
from mostek.panel.states import is_moving


@dataclass(frozen=True, slots=True)
class LineShown:
    line: OrderLine
    value: Decimal


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the order's story: a sentence, or a document's present state."""

    at: datetime
    text: str = ""
    actor: str = ""
    kind: str = ""
    document: Document | None = None
    address: str = ""
    """Where more is told of it."""


@member
def show(request: PanelRequest, pk: int) -> HttpResponse:
    order = Order.objects.select_related("status").get_of(request.company, pk=pk)
    context = {
        "order": order,
        "buyer": order.buyer_party(),
        "recipient": Party.model_validate(order.recipient) if order.recipient else None,
        "lines": [
            LineShown(line, line.quantity * line.unit_price - line.allowance) for line in order.lines.all()
        ],
        "left": order.total - order.paid,
        "means": dict(payment_means_choices()).get(order.payment_means, order.payment_means),
        "statuses": OrderStatus.objects.of(request.company),
        "rule_troubles": order_rules.shown(order),
        **_live_context(order),
    }
    return render(request, "panel/order.html", context)


@member
def documents(request: PanelRequest, pk: int) -> HttpResponse:
    """What a document on its way changes: the documents, the story, the fields. The page asks again while
    one moves."""
    order = Order.objects.get_of(request.company, pk=pk)
    return render(request, "panel/parts/order_live.html", {"order": order, **_live_context(order)})


@may_issue
@require_POST
def set_status(request: PanelRequest, pk: int) -> HttpResponse:
    order = Order.objects.get_of(request.company, pk=pk)
    status = OrderStatus.objects.get_of(request.company, pk=request.POST.get("status") or 0)
    changing.set_status(request.company, [order.pk], status, str(request.user))
    return redirect("order", pk)


@member
def file(request: PanelRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of one of the order's custom fields."""
    order = Order.objects.get_of(request.company, pk=pk)
    if not FieldValue.objects.filter(order=order, file_id=file_pk).exists():
        raise Http404
    stored = StoredFile.objects.get_of(request.company, pk=file_pk)
    return file_answer(bytes_of(stored), stored.name, stored.content_type)


def _live_context(order: Order) -> dict[str, Any]:
    documents = list(order.documents.select_related("delivery", "connection", "series").order_by("id"))
    values = FieldValue.objects.filter(order=order).select_related("field", "file").defer("file__data")
    standing = any(d.kind in ORIGINATING and d.cancelled_at is None for d in documents)
    return {
        "documents": documents,
        "chain": chain(order),
        "may_have_document": not standing,
        "moves": any(is_moving(document) for document in documents),
        "field_values": values.order_by("field_id", "id"),
        "story": _story(order, documents),
    }


def _story(order: Order, documents: list[Document]) -> list[Moment]:
    told = [Moment(order.placed_at, gettext("Order placed"), kind="order")]
    told += [
        Moment(event.at, gettext(event.text) % event.values, event.actor, event.kind)
        for event in order.events.all()
    ]
    told += [
        Moment(run.at, text, kind="rule", address=address) for run, text, address in order_rules.told(order)
    ]
    told += [Moment(*each, kind="mail") for each in told_of_order(order)]
    for document in documents:
        delivery = getattr(document, "delivery", None)
        if delivery and delivery.changed_at:
            at = datetime.fromtimestamp(delivery.changed_at, UTC)
            told.append(Moment(at, kind="delivery", document=document))
    return sorted(told, key=lambda moment: moment.at, reverse=True)
