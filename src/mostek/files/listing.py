"""What a list of documents or orders holds as a file: its columns and rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.companies.models import Company
from mostek.delivery.models import Delivery, State
from mostek.delivery.words import card
from mostek.documents.dry_run import file_rows
from mostek.documents.models import Document
from mostek.invoicing.model import Invoice, Vat
from mostek.invoicing.totals import Amounts, booked_per_rate
from mostek.kernel.dates import local_date
from mostek.kernel.tables import Cell
from mostek.orders.models import Order
from mostek.orders.words import PAYMENT_MEANS

CHUNK = 500
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Listing:
    title: Promise
    name: str
    """Of the file, without its ending."""
    headings: Sequence[Promise]
    rows: Callable[[Company, Sequence[int]], Iterator[Sequence[Cell]]]
    """The rows of these ids, in their order."""


def _in_order(rows: "QuerySet[Row]", ids: Sequence[int]) -> Iterator[Row]:
    for begin in range(0, len(ids), CHUNK):
        portion = ids[begin : begin + CHUNK]
        found = rows.in_bulk(portion)
        yield from (found[pk] for pk in portion if pk in found)


def documents(company: Company, ids: Sequence[int]) -> Iterator[Document]:
    """Those of the company's documents, with what their printing and listing needs."""
    rows = Document.objects.of(company).select_related("series", "connection", "order", "company")
    return _in_order(rows.select_related("pdf"), ids)


def _listed(company: Company, ids: Sequence[int], *left_out: str) -> Iterator[Document]:
    rows = Document.objects.of(company).select_related("delivery", "connection", "series", "order")
    return _in_order(rows.defer("reason", "order__buyer", "order__recipient", *left_out), ids)


def _document_rows(company: Company, ids: Sequence[int]) -> Iterator[Sequence[Cell]]:
    for document in _listed(company, ids, "content"):
        amounts = (document.net, document.vat, document.gross)
        yield (*_what(document), *amounts, document.currency, *_where(document))


def _rate_rows(company: Company, ids: Sequence[int]) -> Iterator[Sequence[Cell]]:
    for document in _listed(company, ids):
        if document.is_entry:
            continue
        for vat, sums in rates_of(document.invoice()):
            amounts = (vat.code, sums.net, sums.vat, sums.gross)
            yield (*_what(document), *amounts, document.currency, *_where(document))


def rates_of(invoice: Invoice) -> tuple[tuple[Vat, Amounts], ...]:
    """What the document books at each VAT rate; of a correction: after less before."""
    return booked_per_rate(invoice)


def _what(document: Document) -> tuple[Cell, ...]:
    delivery: Delivery | None = getattr(document, "delivery", None)
    return (
        str(document),
        delivery.remote_number if delivery else "",
        str(document.get_kind_display()),
        document.series.code,
        document.issue_date,
        document.sale_date,
        document.buyer_name,
        document.buyer_tax_id,
        document.order.number if document.order else "",
    )


def _where(document: Document) -> tuple[Cell, ...]:
    delivery: Delivery | None = getattr(document, "delivery", None)
    told = (delivery.problems or delivery.warnings) if delivery else []
    state: Any = State(delivery.state).label if delivery else _("cancelled") if document.cancelled_at else ""
    return (
        document.connection.name if document.connection else "",
        str(state),
        card(told[0]).what if told else "",
        document.reference,
    )


def _order_rows(company: Company, ids: Sequence[int]) -> Iterator[Sequence[Cell]]:
    issued = Document.objects.filter(cancelled_at=None).only("id", "number", "reference", "order_id")
    rows = Order.objects.of(company).select_related("status").defer("recipient", "notes")
    for order in _in_order(rows.prefetch_related(Prefetch("documents", issued)), ids):
        buyer = order.buyer_party()
        yield (
            order.number,
            order.source,
            local_date(order.placed_at, company.time_zone),
            order.status.name if order.status else "",
            order.buyer_name,
            order.buyer_tax_id,
            buyer.address.street,
            buyer.address.postcode,
            buyer.address.city,
            buyer.address.country,
            order.buyer_email,
            order.total,
            order.currency,
            order.paid,
            order.paid_on,
            str(dict(PAYMENT_MEANS).get(order.payment_means, order.payment_means)),  # type: ignore[call-overload]
            order.delivery_method,
            ", ".join(str(document) for document in order.documents.all()),
        )


_WHAT = (
    _("Number here"),
    _("Number there"),
    _("Kind"),
    _("Series"),
    _("Issue date"),
    _("Date of sale"),
    _("Buyer"),
    _("Tax ID"),
    pgettext_lazy("purchase", "Order"),
)
_AMOUNTS = (_("Net"), _("VAT amount"), _("Gross"), _("Currency"))
_WHERE = (_("Program"), _("State"), _("Problem"), _("Our reference"))
LISTINGS: dict[str, Listing] = {
    "documents": Listing(_("Sales documents"), "documents", (*_WHAT, *_AMOUNTS, *_WHERE), _document_rows),
    "rates": Listing(
        _("Sales by VAT rate"), "vat-rates", (*_WHAT, _("VAT rate"), *_AMOUNTS, *_WHERE), _rate_rows
    ),
    "orders": Listing(
        _("Orders"),
        "orders",
        (
            _("Number"),
            _("Source"),
            _("Placed"),
            _("Status"),
            _("Buyer"),
            _("Tax ID"),
            _("Street and number"),
            _("Postcode"),
            _("Town"),
            _("Country"),
            _("E-mail"),
            _("Total, with VAT"),
            _("Currency"),
            _("Paid"),
            _("Paid on"),
            _("Payment method"),
            _("Delivery"),
            _("Documents"),
        ),
        _order_rows,
    ),
    "dry_run": Listing(
        _("Dry run"),
        "dry-run",
        (
            pgettext_lazy("purchase", "Order"),
            _("Placed"),
            _("Buyer"),
            _("Tax ID"),
            _("Gross"),
            _("Currency"),
            _("Result"),
            _("Problem"),
            _("Why"),
            _("What to do"),
            _("Field"),
        ),
        file_rows,
    ),
}


def chosen(rows: "QuerySet[Any]", *order: str) -> list[int]:
    """The ids of a list, in its order."""
    return list(rows.order_by(*order).values_list("pk", flat=True))
