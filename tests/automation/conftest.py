"""Rules, and events told as a worker tells them."""

from collections.abc import Callable
from typing import Any

import pytest

from mostek.automation.models import Rule
from mostek.automation.saving import save
from mostek.companies.models import Company
from mostek.documents.models import Series
from mostek.events.telling import tell_a_portion
from mostek.orders.models import OrderStatus
from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop
from tests.panel.conftest import (
    as_role,
    boss,
    connection,
    make_document,
    make_order,
    operator,
    order,
    reader,
    series,
    stranger,
)

__all__ = [
    "as_role",
    "boss",
    "connection",
    "hurried",
    "make_document",
    "make_order",
    "one_sandbox",
    "operator",
    "order",
    "reader",
    "sandbox",
    "series",
    "shop",
    "stranger",
]
MakeRule = Callable[..., Rule]


def condition(key: str, *values: object, op: str = "is") -> dict[str, Any]:
    return {"key": key, "op": op, "value": [str(value) for value in values]}


def step(key: str, **values: object) -> dict[str, Any]:
    return {"key": key, "values": {name: str(value) for name, value in values.items()}}


def issuing(series: Series) -> dict[str, Any]:
    return step("issue", series=series.pk)


def make_rule(
    company: Company,
    when: str,
    *deeds: dict[str, Any],
    conditions: tuple[dict[str, Any], ...] = (),
    name: str = "Invoice when paid",
    **fields: Any,
) -> Rule:
    rule = Rule(
        company=company, name=name, when=when, conditions=list(conditions), deeds=list(deeds), **fields
    )
    save(rule, "Anna")
    return rule


def tell_all() -> None:
    """As the worker does, until no event is due."""
    while tell_a_portion():
        pass


@pytest.fixture
def new_status(company: Company) -> Callable[[str], OrderStatus]:
    def make(name: str) -> OrderStatus:
        return OrderStatus.objects.create(company=company, name=name, position=OrderStatus.objects.count())

    return make
