"""What can set a rule off."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.events.models import Kind
from mostek.orders.models import Order


@dataclass(frozen=True, slots=True)
class Occasion:
    kind: str
    label: Promise
    about_document: bool = False
    fits: Callable[[Order], bool] = lambda _order: True
    """Whether the order looks as if this had just happened to it; for the test on a past order."""


OCCASIONS = {
    each.kind: each
    for each in (
        Occasion(Kind.ORDER_CREATED, _("an order comes in")),
        Occasion(Kind.ORDER_PAID, _("an order is paid in full"), fits=lambda order: order.is_paid),
        Occasion(Kind.ORDER_STATUS_CHANGED, _("an order's status changes")),
        Occasion(Kind.ORDER_CHANGED, _("an order's content changes")),
        Occasion(Kind.DOCUMENT_ISSUED, _("a document is issued"), about_document=True),
        Occasion(Kind.DOCUMENT_DELIVERED, _("a document stands in the accounting program"), True),
        Occasion(Kind.DOCUMENT_REJECTED, _("the accounting program turns a document down"), True),
        Occasion(Kind.DOCUMENT_IN_DOUBT, _("it is in doubt whether a document was made"), True),
        Occasion(Kind.DOCUMENT_CANCELLED, _("a document is cancelled"), about_document=True),
    )
}
