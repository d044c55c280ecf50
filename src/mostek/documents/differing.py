"""Whether an order has changed since its last document.

What a document shows of an order is put into a mark of two halves, the buyer and the rest; the document
keeps it. Corrections that a person makes on the document itself keep the mark of the one before.
"""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.documents.models import ORIGINATING, Document
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order, OrderLine, add_event

LINE = ("name", "sku", "quantity", "unit", "unit_price", "allowance", "vat_code", "kind")
"""An order line's columns that a document shows; they are an incoming line's fields too."""
HALF = 20


def mark_of(order: Order, lines: Iterable[OrderLine]) -> str:
    return mark(order, ([getattr(line, name) for name in LINE] for line in lines))


def mark(order: Order, lines: Iterable[Iterable[Any]]) -> str:
    """The mark of an order with these lines, each with its values in the order of `LINE`."""
    rest = [order.currency, str(order.basis), order.discount, *(list(line) for line in lines)]
    return f"{_half(order.buyer)}{_half(rest)}"


def _half(content: Any) -> str:
    packed = orjson.dumps(content, default=_number, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(packed).hexdigest()[:HALF]


def _number(value: Any) -> str:
    """2.50 and 2.5 are the same amount."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def has_other_buyer(document: Document, order: Order) -> bool:
    """Whether the order's buyer was changed after the document was issued."""
    return document.order_mark[:HALF] not in ("", _half(order.buyer))


def last_document(order: Order) -> Document | None:
    """What stands of the order: its invoice or receipt, or the last correction of it."""
    standing = Document.objects.filter(order=order, cancelled_at=None)
    first = standing.filter(kind__in=ORIGINATING).first()
    if first is None:
        return None
    return standing.filter(corrects=first).order_by("-id").first() or first


def look(order: Order, mark: str | None = None) -> bool:
    """Notes whether the order differs from its last document. Call it in the transaction that changes
    either; `mark` is that of lines which are not written yet."""
    last = last_document(order)
    if mark is None:
        mark = mark_of(order, OrderLine.objects.filter(order=order))
    order.differs = bool(last and last.order_mark and last.order_mark != mark)
    Order.objects.filter(pk=order.pk).exclude(differs=order.differs).update(differs=order.differs)
    return order.differs


@transaction.atomic
def leave(order: Order, actor: str) -> None:
    """A person says that the last document is right although the order was changed. Raises ProblemError
    where nothing differs."""
    order = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    last = last_document(order)
    if last is None or not order.differs:
        raise ProblemError(Problem("documents.no_difference", {"order": order.number}))
    last.order_mark = mark_of(order, order.lines.all())
    last.save(update_fields=["order_mark"])
    look(order)
    record(order.company, actor, "leave", last)
    text = gettext_noop("%(document)s stays as it is, although the order was changed")
    add_event(order, "document", text, actor, document=str(last))
