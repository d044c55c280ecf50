"""Corrections: what stands, what a change would book, and the correction itself."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from mostek.api.answering import ProblemDocument, ProblemOut, Refused, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.document_shapes import DocumentOut, RateOut, whole
from mostek.api.once import PARAMETER, once
from mostek.api.paging import Filter
from mostek.documents.chains import WITH, Chain, blocks, chain_of, series_for
from mostek.documents.correcting import Change, draft, issue
from mostek.documents.differing import last_document
from mostek.documents.drafting import Draft
from mostek.documents.models import Document, Series
from mostek.documents.proposing import propose
from mostek.documents.refunding import Refund, refunded
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.model import Line, LineKind, Party, Vat
from mostek.invoicing.totals import Amounts, booked_per_rate, payable, totals, totals_of
from mostek.kernel.money import ZERO
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.regimes.base.registry import regime

MOST = 1000
"""Lines in one call."""
Number = Annotated[Decimal, Field(ge=0, max_digits=26, decimal_places=12)]

router = Router(tags=["corrections"])


class LineIn(Schema):
    """A line as it should be. `line` is its position in `lines` of the state, from 1; without it the line
    is added and needs a name, a quantity, a price and a VAT code. What is left out stays."""

    line: int | None = Field(default=None, ge=1, le=MOST)
    name: str | None = Field(default=None, max_length=512)
    quantity: Number | None = None
    unit: str | None = Field(default=None, max_length=20)
    unit_price: Number | None = None
    allowance: Number | None = None
    vat_code: str | None = Field(default=None, max_length=10)
    sku: str | None = Field(default=None, max_length=60)
    kind: LineKind | None = None


class CorrectionIn(Schema):
    reason: str = Field(default="", max_length=1000)
    series: Filter = ""
    """Code of a series of corrections; may be left out where only one fits."""
    state: Filter = ""
    """From an earlier answer: the correction is refused if something else stands by now."""
    lines: list[LineIn] = Field(default=[], max_length=MOST)
    to_zero: bool = False
    buyer: Party | None = None
    issue_date: date | None = None
    dry_run: bool = False
    """Answers what would be issued, with status 200, and issues nothing."""


class ReturnedIn(Schema):
    line: int = Field(ge=1, le=MOST)
    quantity: Number


class ProposalIn(Schema):
    """Nothing: the correction that follows the order. Otherwise a refund, amounts with VAT."""

    returned: list[ReturnedIn] = Field(default=[], max_length=MOST)
    amount: Number = ZERO
    shipping: Number = ZERO
    to_zero: bool = False
    series: Filter = ""
    reason: str = Field(default="", max_length=1000)


class AmountsOut(Schema):
    net: Decimal
    vat: Decimal
    gross: Decimal


class LineShown(Schema):
    line: int | None
    name: str
    sku: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    allowance: Decimal
    vat_code: str
    kind: str


class CorrectionDraft(Schema):
    """`lines` are the state after; sent back as they are, they make this very correction. `problems` say
    what keeps it from being issued."""

    document_id: int
    state: str
    series: str
    lines: list[LineShown]
    buyer: Party | None
    before: AmountsOut
    after: AmountsOut
    difference: AmountsOut
    rates: list[RateOut]
    """The difference per VAT rate."""
    problems: list[ProblemOut]


@router.post(
    "/documents/{int:document_id}/corrections",
    auth=needs("documents:issue"),
    summary="Correct a document",
    response={
        200: CorrectionDraft,
        201: DocumentOut,
        404: ProblemDocument,
        409: ProblemDocument,
        422: ProblemDocument,
    },
    openapi_extra=PARAMETER,
)
@once
def correct(request: HttpRequest, document_id: int, payload: CorrectionIn) -> tuple[int, dict[str, Any]]:
    """Issues a correction of what stands last of the document, and puts it on its way to the same account.
    With `dry_run` it answers before, after and difference."""
    chain = chain_of(Document.objects.get_of(caller(request).company, pk=document_id))
    series = _series(chain, payload.series)
    lines = cancelled(chain.lines) if payload.to_zero else _lines(chain, payload.lines)
    state = payload.state or chain.state
    buyer = payload.buyer if payload.buyer != chain.invoice.buyer else None
    change = Change(lines, payload.reason, state, buyer, payload.issue_date)
    if payload.dry_run:
        return 200, _shown(chain, series, change, draft(chain, series, change))
    made = issue(chain.first, series, change, actor(request), why="api")
    return 201, whole(Document.objects.select_related(*WITH).get(pk=made.pk)).model_dump()


@router.post(
    "/orders/{int:order_id}/correction",
    auth=needs("documents:issue"),
    summary="Propose a correction",
    response={200: CorrectionDraft, 404: ProblemDocument, 422: ProblemDocument},
)
def propose_one(request: HttpRequest, order_id: int, payload: ProposalIn) -> dict[str, Any]:
    """The correction that brings the order's last document in line with the order, or that a refund makes.
    Nothing is issued: send `state` and `lines` to the document's corrections for that."""
    orders = Order.objects.select_related("company").prefetch_related("lines")
    order = orders.get_of(caller(request).company, pk=order_id)
    last = last_document(order)
    if last is None:
        raise ProblemError(Problem("documents.no_document", {"order": order.number}))
    chain, buyer = chain_of(last), None
    lines: Sequence[Line]
    if payload.to_zero:
        lines = cancelled(chain.lines)
    elif payload.returned or payload.amount or payload.shipping:
        back = {each.line - 1: each.quantity for each in payload.returned}
        lines = refunded(chain.invoice, Refund(back, payload.amount, payload.shipping))
    else:
        proposal = propose(order)
        lines, buyer = proposal.lines, proposal.buyer
    series = _series(chain, payload.series)
    change = Change(lines, payload.reason, chain.state, buyer)
    return _shown(chain, series, change, draft(chain, series, change))


def _series(chain: Chain, code: str) -> Series:
    offered = series_for(chain.first)
    found = offered.filter(code=code).first() if code else offered.first()
    if found is None:
        if problems := blocks(chain):
            raise ProblemError(*problems)
        raise Refused(422, Problem("api.series_unknown", {"code": code}, "series"))
    if not code and offered.count() > 1:
        raise Refused(422, Problem("api.which_series", field="series"))
    return found


def _lines(chain: Chain, wanted: Sequence[LineIn]) -> list[Line]:
    lines = list(chain.lines)
    for index, each in enumerate(wanted):
        changes = each.model_dump(exclude={"line", "vat_code"}, exclude_none=True)
        if each.vat_code is not None:
            changes["vat"] = _vat(chain, each.vat_code, f"lines.{index}.vat_code")
        if each.line is None:
            if missing := {"name", "quantity", "unit_price", "vat"} - set(changes):
                name = f"lines.{index}.{sorted(missing)[0]}"
                raise Refused(422, Problem("api.parameter", {"name": name, "reason": "required"}, name))
            lines.append(Line(**changes))
        elif each.line <= len(chain.lines):
            lines[each.line - 1] = lines[each.line - 1].model_copy(update=changes)
        else:
            name = f"lines.{index}.line"
            reason = f"the document has {len(chain.lines)} lines"
            raise Refused(422, Problem("api.parameter", {"name": name, "reason": reason}, name))
    return lines


def _vat(chain: Chain, code: str, field: str) -> Vat:
    own = next((line.vat for line in chain.lines if line.vat.code == code), None)
    vat = own or regime(chain.invoice.seller.address.country).vat(code, chain.invoice.sale_date)
    if vat is None:
        raise Refused(422, Problem("documents.value_odd", {"value": code}, field))
    return vat


def _shown(chain: Chain, series: Series, change: Change, made: Draft) -> dict[str, Any]:
    invoice = made.invoice
    state = chain.invoice
    before = totals_of(chain.lines, state.basis, state.rounding, state.currency).whole
    difference = payable(invoice) if invoice else Amounts(ZERO, ZERO, ZERO)
    return CorrectionDraft.model_validate(
        {
            "document_id": chain.first.pk,
            "state": chain.state,
            "series": series.code,
            "lines": [_line(line, i, len(chain.lines)) for i, line in enumerate(change.lines)],
            "buyer": change.buyer,
            "before": _amounts(before),
            "after": _amounts(totals(invoice).whole if invoice else before),
            "difference": _amounts(difference),
            "rates": [
                {"code": vat.code, "percent": vat.percent, **_amounts(amounts)}
                for vat, amounts in (booked_per_rate(invoice) if invoice else ())
            ],
            "problems": [shown(problem) for problem in made.problems],
        }
    ).model_dump()


def _line(line: Line, position: int, standing: int) -> dict[str, Any]:
    told = line.model_dump(exclude={"vat"})
    return {**told, "line": position + 1 if position < standing else None, "vat_code": line.vat.code}


def _amounts(amounts: Amounts) -> dict[str, Decimal]:
    return {"net": amounts.net, "vat": amounts.vat, "gross": amounts.gross}
