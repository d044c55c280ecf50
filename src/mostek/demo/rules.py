"""Automatic actions of the sample company, and orders that have just been sent: a rule issues for them."""

from typing import Any

from mostek.automation.models import Rule
from mostek.automation.saving import save
from mostek.companies.models import Company
from mostek.documents.models import Series
from mostek.events.models import Kind
from mostek.orders.changing import set_status
from mostek.orders.models import Order, OrderStatus

SENT, DONE = "Wysłane", "Zakończone"
JUST_SENT = 4


def make_rules(company: Company, actor: str) -> None:
    series = Series.objects.of(company).get(code="FV")
    status = {each.name: each for each in OrderStatus.objects.of(company)}
    without_document = _condition("has_document", "no")
    issue = {"key": "issue", "values": {"series": str(series.pk)}}
    finish = {"key": "set_status", "values": {"status": str(status[DONE].pk)}}
    in_zlotys, in_series = _condition("currency", "PLN"), _condition("series", series.pk)
    sent = _condition("status", status[SENT].pk)
    rules: tuple[tuple[str, str, list[Any], list[Any], bool], ...] = (
        (
            "Faktura po wysłaniu",
            Kind.ORDER_STATUS_CHANGED,
            [sent, without_document, in_zlotys],
            [issue],
            True,
        ),
        (
            "Zakończone, gdy faktura jest w programie",
            Kind.DOCUMENT_DELIVERED,
            [in_series, sent],
            [finish],
            True,
        ),
        (
            "Faktura dla firmy zaraz po opłaceniu",
            Kind.ORDER_PAID,
            [_condition("is_company", "yes"), without_document, in_zlotys],
            [issue],
            False,
        ),
    )
    for name, when, conditions, deeds, on in rules:
        save(Rule(company=company, name=name, when=when, conditions=conditions, deeds=deeds, on=on), actor)
    waiting = Order.objects.of(company).filter(documents=None, status__name="Opłacone", currency="PLN")
    ids = list(waiting.order_by("-placed_at").values_list("pk", flat=True)[:JUST_SENT])
    set_status(company, ids, status[SENT], actor)


def _condition(key: str, *values: object) -> dict[str, Any]:
    return {"key": key, "op": "is", "value": [str(value) for value in values]}
