"""The VAT decision on the order's card, and the watch over distance sales on the dashboard."""

from typing import Any

from django import template

from mostek.companies.models import Company
from mostek.delivery.errands import ErrandState
from mostek.delivery.words import card
from mostek.kernel.dates import local_date
from mostek.orders.models import Order
from mostek.panel.forms.vat import DestinationForm
from mostek.panel.vat_words import answer_words, headline, remedy_of, sentences
from mostek.regimes.base.tax_ids import is_eu_number
from mostek.regimes.base.vat.case import Treatment
from mostek.vat.deciding import decide, latest_question
from mostek.vat.models import settings_of
from mostek.vat.threshold import LIMIT, watch

register = template.Library()
OPEN_TO_A_WORD = {"vat.contradicts", "vat.charged_though_untaxed", "vat.special_area"}


@register.inclusion_tag("panel/vat/order_card.html", takes_context=True)
def vat_card(context: template.Context, order: Order) -> dict[str, Any]:
    """How the order would be taxed now, with the facts, and what a person may do about it."""
    order.company = context["request"].company
    decided = decide(order, local_date(order.placed_at, order.company.time_zone))
    reason, problems = decided.reason, decided.decision.problems
    keys = {problem.key for problem in problems}
    vies = _vies(order) if is_eu_number(order.buyer_tax_id) else None
    return {
        "order": order,
        "membership": context["membership"],
        "csrf_token": context.get("csrf_token"),
        "headline": headline(reason["treatment"]),
        "facts": [fact for fact in sentences(reason)[1:] if vies is None or fact != vies["words"]],
        "is_domestic": reason["treatment"] == Treatment.DOMESTIC,
        "problems": [(card(problem), remedy_of(problem, order)) for problem in problems],
        "choice": reason.get("choice"),
        "may_choose": bool(keys & OPEN_TO_A_WORD),
        "destination_form": DestinationForm(order) if "vat.destination_missing" in keys else None,
        "vies": vies,
    }


def _vies(order: Order) -> dict[str, Any]:
    chosen = settings_of(order.company)
    question = latest_question(chosen, order.buyer_tax_id)
    if question is None:
        return {"words": answer_words({}, order.buyer_tax_id)}
    told = {
        "number": question.number,
        "valid": question.valid,
        "on": question.request_date,
        "consultation": question.consultation,
        "origin": question.origin,
        "requester": question.requester,
    }
    return {
        "words": answer_words(told, question.number),
        "question": question,
        "waits": question.state == ErrandState.QUEUED and not question.failures,
        "problem": card(question.problem) if question.problem else None,
    }


@register.filter
def vat_headline(reason: dict[str, Any]) -> str:
    return headline(reason.get("treatment", ""))


@register.filter
def vat_sentences(reason: dict[str, Any]) -> list[str]:
    return sentences(reason)[1:]


@register.inclusion_tag("panel/vat/limit_card.html")
def vat_limit(company: Company) -> dict[str, Any]:
    """A warning once distance sales come near their limit while OSS is off; nothing before."""
    found = watch(company)
    is_shown = not found.oss and (found.is_passed or found.is_near)
    return {"watch": found if is_shown else None, "limit": LIMIT}
