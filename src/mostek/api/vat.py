"""VAT: how an order would be taxed and why, questions to VIES, exchange rates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from mostek.api.answering import ProblemDocument, ProblemOut, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.once import PARAMETER, once
from mostek.companies.audit import record
from mostek.kernel.dates import local_date
from mostek.kernel.money import is_currency
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.regimes.base.vat.case import Choice
from mostek.vat import asking
from mostek.vat.deciding import decide, say
from mostek.vat.models import DayRate, NumberQuestion

router = Router(tags=["VAT"])


class VatLineOut(Schema):
    """`code` is the order's own where the decision leaves it."""

    treatment: str
    code: str
    percent: Decimal | None
    country: str
    reason: str


class VatOut(Schema):
    """`facts` is what is kept with the document: each fact that decided, and where it came from."""

    treatment: str
    """domestic, eu_company_goods, eu_company_service, eu_company_domestic_rate, eu_private_domestic_rate,
    eu_private_oss, private_service_at_home, outside_eu_goods, outside_eu_service, undecided."""
    taxed_in: str
    lines: list[VatLineOut]
    problems: list[ProblemOut]
    facts: dict[str, Any]


class QuestionOut(Schema):
    id: int
    number: str
    state: str
    """queued, done, failed."""
    valid: bool | None
    request_date: str
    consultation: str
    name: str
    address: str
    origin: str
    """vies, or stand_in: its answers prove nothing."""
    asked_at: datetime
    answered_at: datetime | None
    problem: ProblemOut | None

    @staticmethod
    def resolve_problem(question: NumberQuestion) -> dict[str, str] | None:
        return shown(question.problem) if question.problem else None


class WordIn(Schema):
    """What a person says where the order's rates and the decision differ; an empty choice takes it back."""

    choice: Literal["", "shop", "decision"] | None = None
    destination: str | None = Field(None, pattern="^[A-Z]{2}$")
    note: str = Field("", max_length=300)


class RateIn(Schema):
    """Units of the company's currency for one unit of `currency`, as published on that day."""

    currency: str = Field(min_length=3, max_length=3)
    on: date
    rate: Decimal = Field(gt=0, max_digits=14, decimal_places=6)
    source: str = Field(min_length=1, max_length=40)


def _order(request: HttpRequest, order_id: int) -> Order:
    orders = Order.objects.select_related("company").prefetch_related("lines")
    return orders.get_of(caller(request).company, pk=order_id)


def _shown(order: Order) -> dict[str, Any]:
    decided = decide(order, local_date(order.placed_at, order.company.time_zone))
    decision = decided.decision
    lines = [
        {
            "treatment": treatment.value,
            "code": vat.code if vat else supply.code,
            "percent": vat.percent if vat else None,
            "country": vat.country if vat else order.company.country,
            "reason": vat.reason if vat else "",
        }
        for vat, treatment, supply in zip(
            decision.vats, decision.treatments, decided.case.supplies, strict=True
        )
    ]
    return {
        "treatment": decision.treatment.value,
        "taxed_in": decision.taxed_in,
        "lines": lines,
        "problems": [shown(problem) for problem in decision.problems],
        "facts": decided.reason,
    }


@router.get(
    "/orders/{int:order_id}/vat",
    auth=needs("orders:read"),
    summary="How the order would be taxed, and why",
    response={200: VatOut, 404: ProblemDocument},
)
def vat_of_order(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """Nothing is asked and nothing is written."""
    return _shown(_order(request, order_id))


@router.post(
    "/orders/{int:order_id}/vat",
    auth=needs("documents:issue"),
    summary="Settle the order's VAT",
    response={200: VatOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def settle_vat(request: HttpRequest, order_id: int, payload: WordIn) -> tuple[int, dict[str, Any]]:
    """Says whether the shop's rates or the decision shall stand. It falls when the order changes."""
    order = _order(request, order_id)
    with transaction.atomic():
        say(
            order,
            actor(request),
            choice=payload.choice,
            destination=payload.destination,
            note=payload.note,
        )
        word = payload.choice if payload.choice is not None else payload.destination
        record(order.company, actor(request), "change", order, {"vat": ("", word or Choice.NONE)})
    return 200, VatOut.model_validate(_shown(order)).model_dump(mode="json")


@router.post(
    "/orders/{int:order_id}/vies",
    auth=needs("documents:issue"),
    summary="Ask VIES about the buyer's number",
    response={202: QuestionOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def ask_vies(request: HttpRequest, order_id: int) -> tuple[int, dict[str, Any]]:
    """Asked in the background; the answer stands in the order's VAT."""
    order = _order(request, order_id)
    with transaction.atomic():
        question = asking.ask(order.company, order.buyer_tax_id, actor(request))
    return 202, QuestionOut.from_orm(question).model_dump(mode="json")


@router.put(
    "/exchange-rates",
    auth=needs("documents:issue"),
    summary="Enter an exchange rate",
    response={200: RateIn, 422: ProblemDocument},
)
def enter_rate(request: HttpRequest, payload: RateIn) -> RateIn:
    """The rate of a day; entering it again replaces it. Documents that were issued keep theirs."""
    if not is_currency(payload.currency):
        raise ProblemError(Problem("orders.currency_unknown", {"currency": payload.currency}, "currency"))
    company = caller(request).company
    with transaction.atomic():
        saved, _ = DayRate.objects.update_or_create(
            company=company,
            currency=payload.currency,
            on=payload.on,
            defaults={"rate": payload.rate, "source": payload.source},
        )
        record(company, actor(request), "add", saved, {"rate": (None, payload.rate)})
    return payload
