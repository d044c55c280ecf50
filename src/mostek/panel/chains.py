"""The documents of an order that lead to one another: pro forma, advances, the final invoice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mostek.documents.models import ORIGINATING, Document
from mostek.documents.settling import covered
from mostek.invoicing.model import Kind
from mostek.orders.models import Order

BEFORE_AN_INVOICE = (Kind.PROFORMA.value, Kind.ADVANCE.value)


@dataclass(frozen=True, slots=True)
class Chain:
    documents: Sequence[Document]
    """Those that stand, in the order of issue."""
    advanced: Decimal
    left: Decimal
    """What no advance invoice covers."""
    is_open: bool
    """Whether an invoice or final invoice is still to come."""

    @property
    def next_kind(self) -> str:
        """What comes next: `invoice`, `final`, or nothing."""
        if not self.is_open or (self.advanced and self.left <= 0):
            return ""
        return Kind.FINAL.value if self.advanced else Kind.INVOICE.value


def chain(order: Order | None) -> Chain | None:
    """None where the order has neither pro forma nor advance invoices."""
    if order is None:
        return None
    kinds = (*BEFORE_AN_INVOICE, *ORIGINATING)
    found = order.documents.filter(kind__in=kinds, cancelled_at=None).select_related("delivery")
    documents = list(found.prefetch_related("corrections").order_by("id"))
    if not any(each.kind in BEFORE_AN_INVOICE for each in documents):
        return None
    advanced = covered([each for each in documents if each.kind == Kind.ADVANCE])
    is_open = not any(each.kind in ORIGINATING for each in documents)
    return Chain(documents, advanced, order.total - advanced, is_open)
