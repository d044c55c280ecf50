"""The VAT decision about an order: facts gathered, the regime asked, the evidence kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from mostek.invoicing.model import Address, Kind, LineKind, Party
from mostek.orders.models import Order, OrderLine
from mostek.regimes.base.registry import decide_vat, regime
from mostek.regimes.base.tax_ids import compact
from mostek.regimes.base.vat.case import (
    Case,
    Choice,
    Decision,
    NumberAnswer,
    NumberCheck,
    Policy,
    PrivateServices,
    Supply,
    Treatment,
)
from mostek.vat.models import NumberQuestion, OrderVat, VatSettings, origin_of, settings_of

RECIPIENT, BUYER, PERSON = "recipient", "buyer", "person"


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision and what it rests on. `reason` goes with the document, as `Document.reason["vat"]`."""

    decision: Decision
    case: Case
    reason: dict[str, Any]


def decide(order: Order, on: date, kind: Kind = Kind.INVOICE) -> Decided:
    """How the order is taxed if it is sold on that day. Writes nothing, asks nobody."""
    company, buyer, lines = order.company, order.buyer_party(), list(order.lines.all())
    if kind is Kind.RECEIPT and not buyer.address.country:
        # A receipt is handed over where the seller is.
        buyer = buyer.model_copy(update={"address": Address(country=company.country)})
    destination, source = _destination(order, buyer)
    case = Case(
        on=on,
        seller=company.as_party(),
        buyer=buyer,
        destination=destination,
        supplies=tuple(Supply(LineKind(line.kind), line.vat_code) for line in lines),
    )
    if buyer.address.country == destination.country == company.country:
        decision = decide_vat(case)
        return Decided(decision, case, _reason(case, decision, source, None, None))
    word = OrderVat.objects.of(company).filter(order=order).first()
    if word and word.destination and not destination.country:
        destination, source = destination.model_copy(update={"country": word.destination}), PERSON
    chosen = settings_of(company)
    case = _case(case, destination, chosen, word, facts_of(order, lines))
    decision = decide_vat(case)
    return Decided(decision, case, _reason(case, decision, source, chosen, word))


def _destination(order: Order, buyer: Party) -> tuple[Address, str]:
    if order.recipient:
        return Party.model_validate(order.recipient).address, RECIPIENT
    return buyer.address, BUYER


def _case(case: Case, destination: Address, chosen: VatSettings, word: OrderVat | None, facts: str) -> Case:
    on = case.on
    oss = chosen.oss_since is not None and chosen.oss_since <= on
    if chosen.oss_until is not None and chosen.oss_until < on:
        oss = False
    return Case(
        on=on,
        seller=case.seller,
        buyer=case.buyer,
        destination=destination,
        supplies=case.supplies,
        eu_registered=chosen.eu_registered,
        oss=oss,
        policy=Policy(chosen.policy),
        number_check=NumberCheck(chosen.number_check),
        answer=latest_answer(chosen, case.buyer.tax_id) if case.buyer.is_company else None,
        private_services=PrivateServices(chosen.private_services),
        rate_map=chosen.rate_map,
        choice=Choice(word.choice) if word and word.facts == facts else Choice.NONE,
    )


def latest_answer(chosen: VatSettings, tax_id: str) -> NumberAnswer | None:
    """What VIES said last, if it is still good; valid None where it was asked and has not answered."""
    question = latest_question(chosen, tax_id)
    if question is None:
        return None
    return NumberAnswer(
        question.number,
        question.valid,
        question.request_date,
        question.consultation,
        question.origin,
        question.requester,
    )


def latest_question(chosen: VatSettings, tax_id: str) -> NumberQuestion | None:
    """The newest answer that is not too old, else the newest question without one."""
    number = compact(tax_id)
    if not number:
        return None
    since = timezone.now() - timedelta(days=chosen.answer_days)
    asked = NumberQuestion.objects.of(chosen.company).filter(
        number=number, origin=origin_of(chosen), asked_at__gte=since
    )
    return asked.exclude(valid=None).order_by("-id").first() or asked.order_by("-id").first()


def facts_of(order: Order, lines: list[OrderLine] | None = None) -> str:
    """A hash of everything that a person's choice rests on."""
    told = [(line.kind, line.vat_code) for line in (order.lines.all() if lines is None else lines)]
    buyer = order.buyer_party()
    recipient = order.recipient.get("address") if order.recipient else None
    facts = (buyer.tax_id, buyer.is_company, buyer.address, recipient, str(order.total.normalize()), told)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def codes_for(order: Order, on: date) -> list[str]:
    """The codes that the order's lines may carry: the seller's country's, then those of the destination."""
    destination, _ = _destination(order, order.buyer_party())
    here = [vat.code for vat in regime(order.company.country).vats(on)]
    there = [vat.code for vat in regime(destination.country).vats(on) if vat.percent]
    return list(dict.fromkeys([*here, *there]))


def _reason(
    case: Case, decision: Decision, source: str, chosen: VatSettings | None, word: OrderVat | None
) -> dict[str, Any]:
    """What is kept with the document: the decision, and each fact with where it came from."""
    reason: dict[str, Any] = {
        "treatment": decision.treatment.value,
        "taxed_in": decision.taxed_in,
        "on": case.on.isoformat(),
        "seller_country": case.seller.address.country,
        "buyer_country": case.buyer.address.country,
        "destination": case.destination.country,
        "destination_from": source,
        "company": case.buyer.is_company,
    }
    if chosen is None or decision.treatment is Treatment.DOMESTIC:
        return reason
    reason |= {
        "lines": [
            _line(vat, treatment) for vat, treatment in zip(decision.vats, decision.treatments, strict=True)
        ],
        "codes": [supply.code for supply in case.supplies],
        "buyer_number": case.buyer.tax_id,
        "eu_registered": case.eu_registered,
        "oss": case.oss,
        "oss_since": chosen.oss_since.isoformat() if chosen.oss_since else "",
        "policy": case.policy.value,
        "services": case.private_services.value,
    }
    if decision.number_needed:
        reason["vies"] = _answer(case)
    if word and case.choice is not Choice.NONE:
        reason["choice"] = {
            "choice": case.choice.value,
            "by": word.by,
            "at": word.at.isoformat(),
            "note": word.note,
        }
    return reason


def _line(vat: Any, treatment: Treatment) -> dict[str, str]:
    if vat is None:
        return {"treatment": treatment.value}
    return {"treatment": treatment.value, "code": vat.code, "country": vat.country, "reason": vat.reason}


def _answer(case: Case) -> dict[str, Any]:
    answer = case.answer
    found: dict[str, Any] = {"check": case.number_check.value}
    if answer:
        found |= {
            "number": answer.number,
            "valid": answer.valid,
            "on": answer.on,
            "consultation": answer.consultation,
            "origin": answer.origin,
            "requester": answer.requester,
        }
    return found


def say(
    order: Order, actor: str, *, choice: str | None = None, destination: str | None = None, note: str = ""
) -> None:
    """Keeps a person's word about the order's VAT. Call inside a transaction."""
    values: dict[str, Any] = {"by": actor, "at": timezone.now()}
    if choice is not None:
        values |= {"choice": Choice(choice).value, "facts": facts_of(order), "note": note[:300]}
    if destination is not None:
        values["destination"] = destination
    OrderVat.objects.update_or_create(company=order.company, order=order, defaults=values)
