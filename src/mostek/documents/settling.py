"""An order's advance invoices: what they cover, what may follow them, and the shape of what follows."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, override

from mostek.delivery.models import IN_PROGRAM, WISHED
from mostek.documents.models import ORIGINATING, Document
from mostek.invoicing.advancing import advance_of, as_rates, final_of
from mostek.invoicing.model import AdvancePaid, Invoice, Kind
from mostek.invoicing.totals import added, booked_per_rate
from mostek.kernel.money import ZERO
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order

SHAPED = (Kind.ADVANCE, Kind.FINAL)
"""Kinds that are not simply the order's lines."""


def originating(order: Order) -> Document | None:
    """The order's one invoice, final invoice or receipt."""
    return Document.objects.filter(order=order, kind__in=ORIGINATING, cancelled_at=None).first()


def advances(order: Order) -> list[Document]:
    """Advance invoices that stand, oldest first."""
    found = Document.objects.filter(order=order, kind=Kind.ADVANCE.value, cancelled_at=None)
    return list(found.select_related("delivery").prefetch_related("corrections").order_by("id"))


def covered(documents: Sequence[Document]) -> Decimal:
    """Gross amount that advance invoices and their corrections cover."""
    return sum((each.gross for document in documents for each in _standing(document)), ZERO)


def to_advance(order: Order) -> Decimal:
    """What the order has paid and no advance invoice covers yet."""
    return max(order.paid - covered(advances(order)), ZERO)


def blocks(order: Order, kind: Kind) -> tuple[Problem, ...]:
    """Why the order cannot get a document of this kind, whatever the series."""
    if kind not in (Kind.ADVANCE, *ORIGINATING):
        return ()
    if existing := originating(order):
        return (Problem("documents.already_issued", {"number": str(existing)}),)
    paid = [each for each in advances(order) if covered([each])]
    if kind in (Kind.INVOICE, Kind.RECEIPT) and paid:
        if covered(paid) >= order.total:
            return (Problem("invoicing.advances_cover_all"),)
        numbers = ", ".join(map(str, paid))
        return (Problem("documents.invoice_after_advance", {"numbers": numbers}),)
    if kind is Kind.FINAL and not paid:
        return (Problem("invoicing.final_without_advances"),)
    if kind is Kind.FINAL and covered(paid) >= order.total:
        return (Problem("invoicing.advances_cover_all"),)
    late = [each for each in paid if not _has_arrived(each)]
    return (Problem("documents.advance_on_its_way", {"number": str(late[0])}),) if late else ()


def shaped(whole: Invoice, order: Order, amount: Decimal | None) -> Invoice:
    """`whole`, the document with all of the order's lines, as the kind it is of. `amount` is what an
    advance is for; None takes what is paid and not covered. Raises ProblemError."""
    if whole.kind not in SHAPED:
        return whole
    before = tuple(_paid(each) for each in advances(order) if covered([each]))
    if whole.kind is Kind.FINAL:
        return final_of(whole, before)
    received = to_advance(order) if amount is None else amount
    if amount is None and received <= 0:
        raise ProblemError(Problem("documents.nothing_received", field="amount"))
    with override(whole.language):
        name = gettext("Advance payment for order %(order)s, VAT %%(rate)s") % {"order": order.number}
    return advance_of(whole, received, before, name)


def _standing(document: Document) -> list[Document]:
    """The document and the corrections of it that stand."""
    return [document, *(each for each in document.corrections.all() if each.cancelled_at is None)]


def _paid(document: Document) -> AdvancePaid:
    rates = added(part for each in _standing(document) for part in booked_per_rate(each.invoice()))
    delivery = getattr(document, "delivery", None)
    return AdvancePaid(
        reference=document.reference,
        number=document.number,
        issue_date=document.issue_date,
        remote_id=delivery.remote_id if delivery else "",
        rates=as_rates(rates),
    )


def _has_arrived(document: Document) -> bool:
    """Whether it stands where it was to go, and stays; one that goes to no program stands at once."""
    delivery = getattr(document, "delivery", None)
    return delivery is None or (delivery.state in IN_PROGRAM and delivery.step not in WISHED)
