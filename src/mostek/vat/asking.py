"""Asking VIES: by a person's wish, and by itself when an order of an EU company comes in."""

from django.utils import timezone

from mostek.companies.models import Company
from mostek.delivery.errands import ErrandState, again
from mostek.delivery.queue import now, wake
from mostek.events.models import Event, Kind
from mostek.events.telling import Listener
from mostek.kernel.dates import local_date
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.regimes.base.tax_ids import EU, compact, is_eu_number, with_prefix
from mostek.regimes.base.vat.case import NumberCheck
from mostek.vat.deciding import decide, latest_question
from mostek.vat.models import NumberQuestion, VatSettings, origin_of, settings_of

ITSELF = "Mostek"


def ask(company: Company, tax_id: str, actor: str) -> NumberQuestion:
    """Puts a question about the number into the queue; one that still waits is hurried instead.
    Call inside a transaction. Raises ProblemError for what is no EU number."""
    number = compact(tax_id)
    if not is_eu_number(number):
        raise ProblemError(Problem("vat.vies_not_askable", {"number": tax_id or "–"}, "buyer.tax_id"))
    chosen = settings_of(company)
    waiting = NumberQuestion.objects.of(company).filter(
        number=number, origin=origin_of(chosen), state=ErrandState.QUEUED
    )
    question = waiting.select_for_update(of=("self",)).first()
    if question and question.owner is None:
        again(question)
    elif question is None:
        question = NumberQuestion.objects.create(
            company=company,
            number=number,
            requester=_requester(company, chosen),
            origin=origin_of(chosen),
            asked_by=actor[:200],
            due_at=now(),
        )
    wake()
    return question


def _requester(company: Company, chosen: VatSettings) -> str:
    """Our own EU number; only who is registered may name itself."""
    if not chosen.eu_registered or company.country not in EU:
        return ""
    return with_prefix(company.tax_id, company.country)


def _wants(company_id: int, kind: str) -> bool:
    if kind not in (Kind.ORDER_CREATED, Kind.ORDER_CHANGED):
        return False
    registered = VatSettings.objects.filter(company=company_id, eu_registered=True)
    return registered.exclude(number_check=NumberCheck.OFF).exists()


def _hear(event: Event) -> None:
    """Asks once for each number whose last answer is too old."""
    if event.kind not in (Kind.ORDER_CREATED, Kind.ORDER_CHANGED) or event.order is None:
        return
    order: Order = event.order
    if not order.buyer_tax_id or order.buyer_party().address.country == event.company.country:
        return
    decided = decide(order, local_date(timezone.now(), event.company.time_zone))
    number = decided.decision.number_needed
    chosen = settings_of(event.company)
    if number and chosen.number_check != NumberCheck.OFF and latest_question(chosen, number) is None:
        ask(event.company, number, ITSELF)


LISTENER = Listener("vat", _wants, _hear)
