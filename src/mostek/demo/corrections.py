"""Corrections of the sample company: a return that was corrected, and two orders that were changed since."""

from decimal import Decimal

from mostek.companies.models import Company
from mostek.documents.chains import chain_of
from mostek.documents.correcting import Change, issue
from mostek.documents.models import Document, Series
from mostek.documents.refunding import Refund, refunded
from mostek.orders.incoming import IncomingLine, IncomingOrder
from mostek.orders.intake import take
from mostek.orders.models import Order

RETURNED = {"FV": "KOR", "FVI": "KORI"}
"""In which series of invoices one is corrected, and in which series of corrections."""
CHANGED = (3, 5)
"""Positions of the invoices whose orders were changed afterwards."""


def correct_samples(company: Company, source: str, actor: str) -> None:
    """Writes nothing to a program: the documents wait in their queues, the corrections behind them."""
    for code, corrections in RETURNED.items():
        _take_back(_issued(company, code)[1], Series.objects.of(company).get(code=corrections), actor)
    issued = _issued(company, "FV")
    for position in CHANGED:
        _one_more(issued[position], source)


def _issued(company: Company, code: str) -> list[Document]:
    found = Document.objects.of(company).filter(series__code=code, currency="PLN", corrections=None)
    return list(found.order_by("id"))


def _take_back(document: Document, series: Series, actor: str) -> None:
    chain = chain_of(document)
    lines = refunded(chain.invoice, Refund({0: Decimal(1)}))
    issue(document, series, Change(lines, "Zwrot towaru", chain.state), actor)


def _one_more(document: Document, source: str) -> None:
    """The buyer wants one more of the first article; the shop sends the order anew."""
    order = Order.objects.select_related("status").prefetch_related("lines").get(documents=document)
    lines = [
        IncomingLine.model_validate(
            {name: getattr(line, name) for name in IncomingLine.model_fields}
            | {"quantity": line.quantity + (1 if position == 0 else 0)}
        )
        for position, line in enumerate(order.lines.all())
    ]
    changed = IncomingOrder(
        number=order.number,
        placed_at=order.placed_at,
        currency=order.currency,
        lines=lines,
        discount=order.discount,
        fully_paid=order.is_paid,
        paid_on=order.paid_on,
        payment_means=order.payment_means,
        payment_name=order.payment_name,
        delivery_method=order.delivery_method,
        buyer=order.buyer_party(),
        notes=order.notes,
        status=order.status.name if order.status else "",
    )
    take(order.company, changed, source)
