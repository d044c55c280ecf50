"""Issuing: totals, number, frozen document and its delivery, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.delivery.jobs import start
from mostek.delivery.models import Job
from mostek.delivery.queue import enqueue
from mostek.documents.differing import look, mark_of
from mostek.documents.drafting import Draft, draft
from mostek.documents.handing_over import as_of
from mostek.documents.models import Document, Numbering, Series
from mostek.documents.series import take_number
from mostek.documents.settling import originating
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order, add_event


def issue(
    order: Order,
    series: Series,
    actor: str,
    *,
    issue_date: date | None = None,
    sale_date: date | None = None,
    amount: Decimal | None = None,
    why: str = "person",
    because: Mapping[str, Any] | None = None,
) -> Document:
    """Issues the order's document in the series and puts it on its way.

    The number is taken, the document frozen and its delivery queued in one transaction: nothing can
    be issued and forgotten, and a number is never taken for nothing. Two who issue the same order at
    once get one document; the other gets `documents.already_issued`. Order and series are read afresh
    under a lock: what is issued is what they hold now, and two advance invoices issued at once are never
    more than the order together. `because` goes into the document's reason. Raises ProblemError.
    """
    try:
        with transaction.atomic():
            orders = Order.objects.select_for_update(of=("self",)).select_related("company")
            now = orders.prefetch_related("lines").get(pk=order.pk)
            series = Series.objects.select_related("connection", "bank_account").get(
                pk=series.pk, company=now.company
            )
            made = draft(now, series, issue_date=issue_date, sale_date=sale_date, amount=amount)
            if made.problems or made.invoice is None:
                raise ProblemError(*made.problems)
            made = replace(made, reason={**made.reason, **(because or {})})
            return freeze(now, series, made, actor, why)
    except IntegrityError:
        existing = originating(order)
        if existing is None:
            raise
        raise ProblemError(Problem("documents.already_issued", {"number": str(existing)})) from None


def freeze(
    order: Order,
    series: Series,
    made: Draft,
    actor: str,
    why: str,
    previous: Document | None = None,
    order_mark: str = "",
) -> Document:
    """Freezes a draft as it is and puts it on its way, whatever its problems: the delivery meets them.
    Call inside a transaction. A correction starts from `previous` and shows of the order `order_mark`."""
    assert made.invoice is not None
    invoice = made.invoice
    series = as_of(series, invoice.issue_date)
    if series.numbering == Numbering.HUB:
        invoice = invoice.model_copy(update={"number": take_number(series, invoice.issue_date)})
    booked = payable(invoice)
    document = Document.objects.create(
        company=order.company,
        series=series,
        kind=series.kind,
        order=order,
        corrects=(previous.corrects or previous) if previous else None,
        previous=previous,
        order_mark=order_mark or mark_of(order, order.lines.all()),
        reference=invoice.reference,
        number=invoice.number,
        taken_number=invoice.number or None,
        connection=series.connection,
        issue_date=invoice.issue_date,
        sale_date=invoice.sale_date,
        currency=invoice.currency,
        buyer_name=invoice.buyer.name,
        buyer_tax_id=invoice.buyer.tax_id,
        net=booked.net,
        vat=booked.vat,
        gross=booked.gross,
        content=invoice.model_dump(mode="json"),
        reason={**made.reason, "why": why, "by": actor},
        created_by=actor,
    )
    if series.connection:
        enqueue(document, series.connection)
    add_event(
        order,
        "document",
        gettext_noop("Document issued: %(document)s (series %(series)s)"),
        actor,
        document=str(document),
        series=series.code,
    )
    look(order)
    record(order.company, actor, "issue", document)
    happened([Happening(order.company_id, Kind.DOCUMENT_ISSUED, order.pk, document.pk)])
    return document


def issue_many(company: Company, order_ids: Iterable[int], series: Series, actor: str) -> Job:
    """Issues many orders in the background; the job tells how far it is and what failed.

    Orders of another company are left out; an order that has a document already is counted as failed
    with that reason.
    """
    ids = list(
        Order.objects.of(company)
        .filter(pk__in=list(order_ids))
        .order_by("placed_at", "id")
        .values_list("pk", flat=True)
    )
    params: dict[str, Any] = {"series": series.pk, "orders": ids}
    return start(company, "issue", params, actor, total=len(ids))
