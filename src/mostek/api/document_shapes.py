"""What the API tells about a document."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from mostek.api.answering import ProblemOut, shown
from mostek.delivery.models import WISHED, Attempt, Delivery, State, Wish
from mostek.documents.models import Document
from mostek.invoicing.model import AdvancePaid
from mostek.invoicing.totals import booked_per_rate
from mostek.kernel.money import ZERO


class OrderRef(Schema):
    id: int
    source: str
    number: str


class DocumentRow(Schema):
    id: int
    corrects_id: int | None
    """Of a correction: the first document."""
    reference: str
    number: str
    kind: str
    series: str
    order: OrderRef | None
    connection: str
    issue_date: date
    sale_date: date
    currency: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    buyer_name: str
    buyer_tax_id: str
    state: str
    """queued, sending, accepted, issued, warning, rejected, in_doubt, held, skipped, cancelled; empty
    where the document goes to no program."""
    state_text: str
    program_id: str
    program_number: str
    program_link: str
    problems: list[ProblemOut]
    warnings: list[ProblemOut]
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None


class RateOut(Schema):
    code: str
    percent: Decimal | None
    net: Decimal
    vat: Decimal
    gross: Decimal


class StepOut(Schema):
    step: str
    begun_at: datetime
    ended_at: datetime | None
    outcome: str
    problems: list[ProblemOut]


class EntryRowOut(Schema):
    account: str
    debit: Decimal
    credit: Decimal
    department: str
    project: str
    cost_centre: str
    memo: str


class AdvanceOut(Schema):
    reference: str
    number: str
    issue_date: date
    net: Decimal
    vat: Decimal
    gross: Decimal


class DocumentOut(DocumentRow):
    rates: list[RateOut]
    """What the document books: of a correction the difference, of a final invoice what its advances leave."""
    advances: list[AdvanceOut]
    """Earlier advance invoices of the order; a final invoice deducts them."""
    entry_rows: list[EntryRowOut]
    """Of a journal entry; it has neither rates nor buyer, and its gross is the sum of one side."""
    wish: str
    """cancel, gone or change while its program is asked for that; else empty."""
    timeline: list[StepOut]
    pdf_from_program: bool


class DocumentPage(Schema):
    items: list[DocumentRow]
    next_cursor: str | None


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def row_of(document: Document) -> dict[str, Any]:
    delivery: Delivery | None = getattr(document, "delivery", None)
    changed = _moment(delivery.changed_at) if delivery else None
    order = document.order
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        "series": document.series.code,
        "order": {"id": order.pk, "source": order.source, "number": order.number} if order else None,
        "connection": document.connection.name if document.connection else "",
        "state": delivery.state if delivery else "",
        "state_text": str(State(delivery.state).label) if delivery else "",
        "program_id": delivery.remote_id if delivery else "",
        "program_number": delivery.remote_number if delivery else "",
        "program_link": delivery.link if delivery else "",
        "problems": [shown(problem) for problem in delivery.problems] if delivery else [],
        "warnings": [shown(problem) for problem in delivery.warnings] if delivery else [],
        "changed_at": max(changed or document.created_at, document.created_at),
    }


_PLAIN = (
    *("id", "corrects_id", "reference", "number", "kind", "issue_date", "sale_date", "currency"),
    *("net", "vat", "gross", "buyer_name", "buyer_tax_id", "created_at", "cancelled_at"),
)


def advance_of(paid: AdvancePaid) -> dict[str, Any]:
    sums = {
        "net": sum((each.net for each in paid.rates), ZERO),
        "vat": sum((each.tax for each in paid.rates), ZERO),
        "gross": sum((each.gross for each in paid.rates), ZERO),
    }
    return {"reference": paid.reference, "number": paid.number, "issue_date": paid.issue_date, **sums}


def wish_of(delivery: Delivery | None) -> str:
    waits = delivery is not None and delivery.step in WISHED
    wish = Wish.objects.filter(delivery=delivery).first() if waits else None
    return wish.action if wish else ""


def whole(document: Document) -> DocumentOut:
    delivery: Delivery | None = getattr(document, "delivery", None)
    invoice = None if document.is_entry else document.invoice()
    rates = [
        {"code": vat.code, "percent": vat.percent, "net": sums.net, "vat": sums.vat, "gross": sums.gross}
        for vat, sums in (booked_per_rate(invoice) if invoice else ())
    ]
    attempts = delivery.attempts.defer("exchanges") if delivery else Attempt.objects.none()
    timeline = [
        {
            "step": attempt.step,
            "begun_at": _moment(attempt.begun_at),
            "ended_at": _moment(attempt.ended_at),
            "outcome": attempt.outcome,
            "problems": [shown(problem) for problem in attempt.problems],
        }
        for attempt in attempts
    ]
    return DocumentOut.model_validate(
        {
            **row_of(document),
            "rates": rates,
            "advances": [advance_of(each) for each in invoice.advances] if invoice else [],
            "entry_rows": [each.model_dump() for each in document.entry().rows] if document.is_entry else [],
            "wish": wish_of(delivery),
            "timeline": timeline,
            "pdf_from_program": document.pdf_id is not None,
        }
    )
