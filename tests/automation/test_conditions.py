"""Conditions: hold or not, exclude each other or not, and fifty rules cost next to nothing."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.automation.clashes import overlaps
from mostek.automation.conditions import CONDITIONS, Names, Row, exclude_each_other, holds
from mostek.automation.facts import Facts
from mostek.automation.models import Rule
from mostek.automation.planning import plan
from mostek.companies.models import Company
from mostek.events.models import Kind
from mostek.orders.incoming import read
from mostek.orders.intake import take
from mostek.orders.models import Order
from tests.automation.conftest import condition, step

BUYER = {"name": "B", "is_company": True, "address": {"country": "PL"}}


def facts(**fields: Any) -> Facts:
    values: dict[str, Any] = {
        "currency": "PLN",
        "total": Decimal(100),
        "paid": Decimal(0),
        "payment_means": "card",
        "source": "shop",
        "delivery_method": "InPost Paczkomat",
        "buyer": BUYER,
        "tags": ["Gift", "b2b"],
    }
    return Facts(Company(country="PL"), Kind.ORDER_PAID, Order(**(values | fields)), None)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (condition("payment", "card", "blik"), True),
        (condition("payment", "card", op="is_not"), False),
        (condition("amount", "100", op="at_least"), True),
        (condition("amount", "99.99", op="at_most"), False),
        (condition("tags", "gift"), True),
        (condition("tags", "gift", "other", op="is_not"), False),
        (condition("tags", "other", op="is_not"), True),
        (condition("delivery_method", "inpost  PACZKOMAT"), True),
        (condition("country", "DE", "PL"), True),
        (condition("is_company", "yes"), True),
        (condition("is_company", "no"), False),
        (condition("tax_id", "no"), True),
        (condition("paid", "yes"), False),
        (condition("kind", "invoice"), False),
        (condition("unheard-of", "x"), False),
    ],
)
def test_a_condition_holds_or_not(row: Row, expected: bool) -> None:
    assert holds(row, facts()) is expected


VALUES = st.lists(st.sampled_from(["card", "blik", "cash"]), min_size=1, max_size=3, unique=True)
AMOUNTS = st.integers(0, 4).map(lambda number: [str(number)])
CHOOSING, MEASURING = st.sampled_from(["is", "is_not"]), st.sampled_from(["at_least", "at_most"])


def rows(key: str, ops: st.SearchStrategy[str], values: st.SearchStrategy[list[str]]) -> Any:
    return st.builds(lambda op, value: {"key": key, "op": op, "value": value}, ops, values)


ROWS = st.one_of(
    rows("payment", CHOOSING, VALUES), rows("tags", CHOOSING, VALUES), rows("amount", MEASURING, AMOUNTS)
)


@given(
    ROWS,
    ROWS,
    st.sampled_from(["card", "blik", "cash"]),
    st.integers(0, 4),
    st.lists(st.sampled_from(["card", "blik", "cash", "x"]), unique=True),
)
def test_what_is_said_to_exclude_each_other_never_holds_together(
    one: Row, other: Row, means: str, total: int, tags: list[str]
) -> None:
    seen = facts(payment_means=means, total=Decimal(total), tags=tags)
    if exclude_each_other(one, other):
        assert not (holds(one, seen) and holds(other, seen))


def rule(*conditions: Row, status: str = "1", pk: int = 1) -> Rule:
    deeds = [step("set_status", status=status)]
    return Rule(
        pk=pk, company=Company(), name="R", when=Kind.ORDER_PAID, conditions=list(conditions), deeds=deeds
    )


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (condition("payment", "card"), condition("payment", "blik"), 0),
        (condition("payment", "card"), condition("payment", "card", "blik"), 1),
        (condition("payment", "card"), condition("payment", "card", op="is_not"), 0),
        (condition("payment", "card"), condition("source", "shop"), 1),
        (condition("tags", "a"), condition("tags", "b"), 1),
        (condition("amount", "100", op="at_least"), condition("amount", "99.99", op="at_most"), 0),
        (condition("amount", "100", op="at_least"), condition("amount", "100", op="at_most"), 1),
        (condition("is_company", "yes"), condition("is_company", "no"), 0),
    ],
)
def test_rules_are_warned_of_where_some_order_may_fit_both(one: Row, other: Row, count: int) -> None:
    assert len(overlaps(rule(one), [rule(other, status="2", pk=2)])) == count
    assert overlaps(rule(one), [rule(other, status="1", pk=2)]) == []


def test_every_condition_reads_as_a_sentence(company: Company) -> None:
    names = Names(company)
    for key, each in CONDITIONS.items():
        values = dict(each.choices(company)) or {"1": ""}
        for op in each.ops:
            sentence = names.sentence({"key": key, "op": op, "value": [next(iter(values))]})
            assert sentence
            assert "%(" not in sentence


def test_fifty_rules_take_less_than_a_millisecond() -> None:
    rules = [
        rule(
            condition("payment", "blik", "card"),
            condition("country", "PL"),
            condition("amount", str(1000 + number), op="at_least"),
            pk=number,
        )
        for number in range(50)
    ]
    seen, best = facts(), 1.0
    for _ in range(20):
        begun = time.perf_counter()
        assert plan(rules, seen).rules == []
        best = min(best, time.perf_counter() - begun)
    assert best < 0.001


def test_tags_come_with_the_order_and_stay_where_nothing_is_said(company: Company) -> None:
    data = {
        "number": "1",
        "placed_at": "2026-11-20T10:00:00",
        "currency": "PLN",
        "lines": [{"name": "Stół", "quantity": 1, "unit_price": "123.00", "vat_code": "23"}],
    }
    take(company, read(data | {"tags": [" gift ", "B2B", "b2b", ""]}), "shop")
    order = Order.objects.get()
    assert order.tags == ["gift", "b2b"]
    assert take(company, read(data | {"notes": "Quick"}), "shop").outcome == "changed"
    order.refresh_from_db()
    assert order.tags == ["gift", "b2b"]
    take(company, read(data | {"tags": []}), "shop")
    order.refresh_from_db()
    assert order.tags == []
