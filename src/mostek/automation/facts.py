"""What rules look at when something has happened."""

from dataclasses import dataclass
from functools import cached_property

from mostek.companies.models import Company
from mostek.documents.models import ORIGINATING, Document
from mostek.orders.models import Order


@dataclass(frozen=True)
class Facts:
    """An event's order and document as they are now; either may be missing."""

    company: Company
    event: str
    order: Order | None
    document: Document | None

    @cached_property
    def standing(self) -> Document | None:
        """The invoice or receipt that the order has already."""
        return standing_document(self.order)


def standing_document(order: Order | None, kind: str = ORIGINATING[0]) -> Document | None:
    """The order's valid document of that kind; invoices and receipts stand for each other."""
    if order is None:
        return None
    kinds = ORIGINATING if kind in ORIGINATING else (kind,)
    return Document.objects.filter(order=order, kind__in=kinds, cancelled_at=None).first()
