"""Orders over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from mostek.api.models import KeyedCall
from mostek.orders.models import Order
from tests.at_once import at_once

from .conftest import Caller

Make = Callable[..., dict[str, Any]]


def test_one_order_in_and_out(caller: Caller, order: Make) -> None:
    answer = caller.post("/orders?source=shop", order(status="Nowe", payment_name="BLIK"))
    assert answer.status_code == 201
    taken = answer.json()
    assert (taken["outcome"], taken["number"]) == ("new", "1001")
    stored = caller.get(f"/orders/{taken['id']}").json()
    assert (stored["source"], stored["total"], stored["payment_means"]) == ("shop", "123.00", "blik")
    assert stored["placed_at"] == "2026-11-20T11:30:00Z"
    assert stored["lines"][0]["name"] == "Lampa"
    assert stored["buyer"]["address"]["postcode"] == "00-001"
    assert (stored["status"], stored["documents"], stored["fields"]) == ("Nowe", [], [])


def test_same_order_again_is_known(caller: Caller, order: Make) -> None:
    first = caller.post("/orders", order()).json()
    again = caller.post("/orders", order())
    assert (again.status_code, again.json()["outcome"], again.json()["id"]) == (200, "known", first["id"])


def test_wrong_order_says_what_why_and_what_to_do(caller: Caller, order: Make) -> None:
    answer = caller.post("/orders", order(total="124.00"))
    assert answer.status_code == 422
    body = answer.json()
    assert body["title"] == "The lines make 123.00 PLN, but the order's total says 124.00 PLN."
    assert body["problems"][0]["field"] == "total"
    assert all(body["problems"][0][part] for part in ("what", "why", "todo"))
    assert Order.objects.count() == 0


def test_list_takes_the_good_and_names_the_bad(caller: Caller, order: Make) -> None:
    answer = caller.post(
        "/orders", [order(number="1"), order(number="2", currency="???"), 7, order(number="3")]
    )
    body = answer.json()
    assert answer.status_code == 200
    assert [each["outcome"] for each in body["results"]] == ["new", "refused", "refused", "new"]
    assert (body["new"], body["refused"]) == (2, 2)
    assert body["results"][1]["problems"][0]["key"] == "orders.currency_unknown"
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ("{nie json", 400, "api.malformed"),
        ("", 400, "api.malformed"),
        ("[" * 100_000, 400, "api.malformed"),
        ('"text"', 422, "orders.not_an_object"),
        ("x" * 10_000_001, 413, "api.too_large"),
    ],
    ids=["broken", "empty", "deep", "text", "large"],
)
def test_bad_bodies_are_answered_with_a_sentence(caller: Caller, body: str, status: int, key: str) -> None:
    answer = caller.post("/orders", body)
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (status, key)


def test_more_than_500_orders_are_too_many(caller: Caller, order: Make) -> None:
    assert caller.post("/orders", [order()] * 501).status_code == 413


def test_odd_source_is_refused(caller: Caller, order: Make) -> None:
    answer = caller.post("/orders?source=Sklep%20A", order())
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "source")


def test_pages_hold_every_order_once(caller: Caller, order: Make) -> None:
    caller.post("/orders", [order(number=str(n)) for n in range(7)])
    seen, cursor = [], ""
    while cursor is not None:
        page = caller.get("/orders", limit=3, cursor=cursor).json()
        seen += [each["number"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_filters(caller: Caller, order: Make) -> None:
    caller.post("/orders?source=a", [order(number="1", status="Nowe"), order(number="2")])
    caller.post("/orders?source=b", order(number="3", placed_at="2026-10-01T10:00:00"))

    def numbers(**filters: Any) -> set[str]:
        return {each["number"] for each in caller.get("/orders", **filters).json()["items"]}

    assert numbers(source="a") == {"1", "2"}
    assert numbers(status="Nowe") >= {"1"}
    assert numbers(placed_to="2026-11-01T00:00:00+01:00") == {"3"}
    assert numbers(has_document="true") == set()
    assert numbers(number="2") == {"2"}


@pytest.mark.parametrize(
    "parameters",
    [{"limit": 0}, {"limit": "x"}, {"cursor": "%%%"}, {"cursor": "LTE"}, {"placed_from": "kiedyś"}],
)
def test_wrong_parameters_are_named(caller: Caller, parameters: dict[str, Any]) -> None:
    answer = caller.get("/orders", **parameters)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == next(iter(parameters))


def test_another_companys_order_does_not_exist(caller: Caller, stranger: Caller, order: Make) -> None:
    taken = caller.post("/orders", order()).json()
    assert stranger.get(f"/orders/{taken['id']}").status_code == 404
    assert stranger.get("/orders").json()["items"] == []
    assert caller.get("/orders/99999999999999999999999999").status_code == 404


def test_same_key_gives_the_same_answer_once(caller: Caller, order: Make) -> None:
    first = caller.post("/orders", order(), key="k1")
    again = caller.post("/orders", order(), key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first


def test_same_key_with_another_body_is_a_conflict(caller: Caller, order: Make) -> None:
    caller.post("/orders", order(), key="k1")
    answer = caller.post("/orders", order(number="2"), key="k1")
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (409, "api.key_reused")
    assert Order.objects.count() == 1


def test_same_key_of_another_company_is_another_key(caller: Caller, stranger: Caller, order: Make) -> None:
    caller.post("/orders", order(), key="k1")
    assert stranger.post("/orders", order(), key="k1").status_code == 201


def test_a_refused_call_leaves_its_key_free(caller: Caller, order: Make) -> None:
    assert caller.post("/orders", order(currency="?"), key="k1").status_code == 422
    assert caller.post("/orders", order(), key="k1").status_code == 201


def test_odd_key(caller: Caller, order: Make) -> None:
    assert caller.post("/orders", order(), key="k" * 201).json()["problems"][0]["key"] == "api.key_form"


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twice_at_once_is_done_once(caller: Caller, order: Make) -> None:
    answers: list[Any] = []

    def call() -> None:
        answers.append(caller.post("/orders", order(), key="k1"))

    assert at_once([call] * 4) == []
    assert [answer.status_code for answer in answers] == [201] * 4
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 3
    assert (Order.objects.count(), KeyedCall.objects.count()) == (1, 1)
