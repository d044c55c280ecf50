"""How a checked order becomes rows."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.utils.translation import gettext_noop

from mostek.companies.models import Company
from mostek.documents.differing import LINE, last_document, look, mark, mark_of
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.invoicing.model import Vat
from mostek.kernel.dates import local_date
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders import checking
from mostek.orders.incoming import IncomingOrder
from mostek.orders.line_rows import insert_lines
from mostek.orders.models import Order, OrderEvent, OrderStatus
from mostek.orders.payment_words import means_of
from mostek.regimes.base.registry import regime

TAKEN_IN = gettext_noop("Order taken in from %(origin)s")
CHANGED = gettext_noop("Order changed by %(origin)s")
UPDATED = gettext_noop("Status, payment or notes changed by %(origin)s")
DIFFERS = gettext_noop("The order differs from %(document)s now")


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked order: its columns, its lines' columns in the order of LINE, and what tells it from
    another version."""

    incoming: IncomingOrder
    columns: dict[str, Any]
    lines: list[tuple[Any, ...]]
    content_hash: str


def prepare(company: Company, incoming: IncomingOrder) -> Ready:
    """Raises ProblemError with everything that keeps the order out."""
    problems = checking.check(incoming)
    if problems:
        raise ProblemError(*problems)
    placed_at = incoming.placed_at
    if placed_at.tzinfo is None:
        placed_at = placed_at.replace(tzinfo=ZoneInfo(company.time_zone))
    on = local_date(placed_at, company.time_zone)

    def vat_of(code: str, day: Any) -> Vat | None:
        return regime(company.country).vat(code, day)

    columns = _columns(incoming, placed_at, checking.total(incoming, vat_of, on))
    lines = [(*(getattr(line, name) for name in LINE[:-1]), line.kind.value) for line in incoming.lines]
    return Ready(incoming, columns, lines, _hash(columns, lines, incoming.status))


def _columns(incoming: IncomingOrder, placed_at: datetime, total: Decimal) -> dict[str, Any]:
    buyer, recipient = incoming.buyer, incoming.recipient
    said = {} if incoming.tags is None else {"tags": incoming.tags}
    return said | {
        "placed_at": placed_at,
        "currency": incoming.currency,
        "basis": incoming.basis.value,
        "discount": incoming.discount,
        "total": total,
        "paid": total if incoming.fully_paid else incoming.paid,
        "paid_on": incoming.paid_on,
        "payment_means": (incoming.payment_means or means_of(incoming.payment_name)).value,
        "payment_name": incoming.payment_name,
        "delivery_method": incoming.delivery_method,
        "buyer": buyer.model_dump(mode="json"),
        "recipient": recipient.model_dump(mode="json") if recipient else {},
        "buyer_name": buyer.name,
        "buyer_tax_id": buyer.tax_id,
        "buyer_email": buyer.email,
        "notes": incoming.notes,
    }


def _hash(columns: dict[str, Any], lines: list[tuple[Any, ...]], status: str) -> str:
    content = orjson.dumps([columns, lines, status], default=_number, option=orjson.OPT_UTC_Z)
    return hashlib.sha256(content).hexdigest()


def _number(value: Any) -> str:
    """2.50 and 2.5 are the same amount."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    raise TypeError(f"{type(value).__name__} has no place in an order")


@dataclass(slots=True)
class Shelf:
    """The company's orders of one source, as far as a batch touches them. Collects what is to be
    written; `write` writes it. Everything happens in the caller's transaction."""

    company: Company
    source: str
    actor: str
    origin: str
    known: dict[str, Order] = field(default_factory=dict)
    _fresh: list[tuple[Order, Ready]] = field(default_factory=list)
    _lines: list[tuple[Any, ...]] = field(default_factory=list)
    _events: list[OrderEvent] = field(default_factory=list)
    _happenings: list[Happening] = field(default_factory=list)
    _statuses: dict[str, OrderStatus] = field(default_factory=dict)

    def look_up(self, numbers: Iterable[str]) -> None:
        """Finds the orders that exist, and keeps others from changing them meanwhile."""
        found = Order.objects.of(self.company).filter(source=self.source, number__in=list(numbers))
        self.known = {order.number: order for order in found.select_for_update()}
        self._statuses = {status.name: status for status in OrderStatus.objects.of(self.company)}

    def add(self, ready: Ready) -> Order:
        order = Order(
            company=self.company,
            source=self.source,
            number=ready.incoming.number,
            status=self._status(ready.incoming.status) or next(iter(self._statuses.values()), None),
            content_hash=ready.content_hash,
            **ready.columns,
        )
        self._fresh.append((order, ready))
        self.known[order.number] = order
        return order

    def change(self, order: Order, ready: Ready) -> None:
        """Also where a document stands: that is never changed, and the order is marked as differing from it.
        Raises ProblemError for an order that the batch holds twice."""
        if order.pk is None:
            raise ProblemError(Problem("orders.number_twice", {"number": order.number}, "number"))
        document, differed = last_document(order), order.differs
        if document and not document.order_mark:
            document.order_mark = mark_of(order, order.lines.all())
            document.save(update_fields=["order_mark"])
        order.lines.all().delete()
        self._lines += self._rows(order, ready)
        was_paid, status_before = order.is_paid, order.status_id
        for name, value in ready.columns.items():
            setattr(order, name, value)
        status = self._status(ready.incoming.status)
        if status and order.status_before_error_id:
            order.status_before_error = status
        elif status:
            order.status = status
        order.content_hash = ready.content_hash
        differs = document is not None and look(order, mark(order, ready.lines))
        order.save()
        self._events.append(self._event(order, UPDATED if document and not differs else CHANGED))
        if differs and not differed:
            self._events.append(self._event(order, DIFFERS, document=str(document)))
        self._tell(Kind.ORDER_CHANGED, order)
        if order.status_id != status_before:
            self._tell(Kind.ORDER_STATUS_CHANGED, order, status_before=status_before, status=order.status_id)
        if order.is_paid and not was_paid:
            self._tell(Kind.ORDER_PAID, order)

    def write(self) -> None:
        Order.objects.bulk_create([order for order, _ in self._fresh])
        for order, ready in self._fresh:
            self._lines += self._rows(order, ready)
            self._events.append(self._event(order, TAKEN_IN))
            self._tell(Kind.ORDER_CREATED, order)
            if order.is_paid:
                self._tell(Kind.ORDER_PAID, order)
        insert_lines(self._lines)
        OrderEvent.objects.bulk_create(self._events)
        happened(self._happenings)

    def _tell(self, kind: str, order: Order, **values: Any) -> None:
        self._happenings.append(Happening(self.company.pk, kind, order.pk, values=values))

    def _rows(self, order: Order, ready: Ready) -> list[tuple[Any, ...]]:
        return [(order.pk, position, *line) for position, line in enumerate(ready.lines, start=1)]

    def _event(self, order: Order, text: str, **values: str) -> OrderEvent:
        told = {"origin": self.origin, **values}
        return OrderEvent(order=order, kind="order", text=text, values=told, actor=self.actor)

    def _status(self, name: str) -> OrderStatus | None:
        """The company's status of that name, made at the end of the list if it is new."""
        if not name:
            return None
        if name not in self._statuses:
            self._statuses[name] = OrderStatus.objects.create(
                company=self.company, name=name, position=len(self._statuses)
            )
        return self._statuses[name]
