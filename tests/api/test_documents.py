"""Documents over the API: issued once, watched, fetched, sent again; nobody else's."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.jobloop import work_a_portion
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import Attempt, Delivery, State
from mostek.documents.models import Document, Series
from mostek.kernel.dates import today

from .conftest import Caller

Make = Callable[..., dict[str, Any]]
SECRET = "600d600d" * 5


def make_series(company: Company, code: str = "FV", connection: Connection | None = None) -> Series:
    return Series.objects.create(
        company=company,
        code=code,
        name="Faktury",
        connection=connection,
        numbering="program" if connection else "hub",
        pattern="FV/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


@pytest.fixture
def series(company: Company) -> Series:
    return make_series(company)


@pytest.fixture
def connected(company: Company) -> Series:
    connection = Connection(company=company, program="infakt", name="inFakt", environment="stand_in")
    connection.set_credentials({"api_key": SECRET})
    connection.save()
    open_lane(connection)
    return make_series(company, "FVP", connection)


@pytest.fixture
def taken(caller: Caller, order: Make) -> int:
    return int(caller.post("/orders?source=shop", order()).json()["id"])


def test_a_document_is_issued_with_number_totals_and_order(
    caller: Caller, series: Series, taken: int
) -> None:
    answer = caller.post("/documents", {"order_id": taken, "series": "FV", "issue_date": "2026-11-21"})
    assert answer.status_code == 201
    made = answer.json()
    assert made["number"] == "FV/1/11/2026"
    assert (made["net"], made["vat"], made["gross"]) == ("100.00", "23.00", "123.00")
    assert made["rates"] == [
        {"code": "23", "percent": "23", "net": "100.00", "vat": "23.00", "gross": "123.00"}
    ]
    assert made["order"] == {"id": taken, "source": "shop", "number": "1001"}
    assert caller.get(f"/documents/{made['id']}").json() == made
    assert caller.get(f"/orders/{taken}").json()["documents"][0]["number"] == "FV/1/11/2026"
    assert Document.objects.get().created_by == "API: test shop"


def test_an_order_is_also_named_by_number_and_source(caller: Caller, series: Series, taken: int) -> None:
    body = {"order_number": "1001", "source": "shop", "series": "FV"}
    assert caller.post("/documents", body).json()["order"]["id"] == taken


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ({"order_id": 1, "series": "XX"}, 404, "api.not_found"),
        ({"series": "FV"}, 422, "api.which_order"),
        ({"order_number": "1001", "series": "FV"}, 422, "api.which_order"),
        ({"order_id": 7, "order_number": "1001", "source": "shop", "series": "FV"}, 422, "api.which_order"),
        ({"order_id": "x", "series": "FV"}, 422, "api.parameter"),
        ({"order_id": 10**30, "series": "FV"}, 422, "api.parameter"),
        ({"order_number": "\x00", "source": "shop", "series": "FV"}, 422, "api.parameter"),
        ({"order_number": "1001", "source": "shop", "series": "XX"}, 422, "api.series_unknown"),
    ],
)
def test_what_cannot_be_issued_says_why(
    caller: Caller, series: Series, taken: int, body: dict[str, Any], status: int, key: str
) -> None:
    if body.get("order_id") == 1:
        body = {**body, "order_id": taken + 1000}
    answer = caller.post("/documents", body)
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (status, key)
    assert Document.objects.count() == 0


def test_broken_json_is_named(caller: Caller) -> None:
    answer = caller.post("/documents", "{")
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (400, "api.malformed")


def test_the_problems_of_a_draft_come_with_their_fields(caller: Caller, series: Series, order: Make) -> None:
    bad = order(buyer={"name": "Firma", "tax_id": "123", "address": {"city": "Łódź", "country": "PL"}})
    identifier = caller.post("/orders", bad).json()["id"]
    answer = caller.post("/documents", {"order_id": identifier, "series": "FV"})
    assert answer.status_code == 422
    fields = {problem["field"] for problem in answer.json()["problems"]}
    assert {"buyer.tax_id", "buyer.address.postcode", "buyer.address.street"} <= fields


def test_the_second_document_of_an_order_is_a_conflict(caller: Caller, series: Series, taken: int) -> None:
    body = {"order_id": taken, "series": "FV"}
    assert caller.post("/documents", body, key="a").status_code == 201
    assert caller.post("/documents", body, key="a").status_code == 201  # the same call, repeated
    again = caller.post("/documents", body, key="b")
    assert (again.status_code, again.json()["problems"][0]["key"]) == (409, "documents.already_issued")
    assert Document.objects.count() == 1


def test_many_at_once_are_a_job(caller: Caller, stranger: Caller, series: Series, order: Make) -> None:
    orders = [order(number=str(n)) for n in range(4)] + [
        order(number="4", lines=[{**order()["lines"][0], "vat_code": ""}])
    ]
    ids = [each["id"] for each in caller.post("/orders", orders).json()["results"]]
    foreign = stranger.post("/orders", order()).json()["id"]
    answer = caller.post("/documents/bulk", {"series": "FV", "order_ids": [*ids, foreign]})
    assert answer.status_code == 202
    job = answer.json()
    assert (job["state"], job["total"]) == ("queued", 5)
    while work_a_portion():
        pass
    ended = caller.get(f"/jobs/{job['id']}").json()
    assert (ended["state"], ended["done"], ended["failed"]) == ("done", 4, 1)
    assert ended["failures"][0]["order_number"] == "4"
    assert ended["failures"][0]["problems"][0]["key"] == "documents.vat_missing"
    assert stranger.get(f"/jobs/{job['id']}").status_code == 404
    assert Document.objects.of(stranger.company).count() == 0


@pytest.mark.parametrize("ids", [[], [0], ["x"], list(range(1, 10_002)), [2**70]])
def test_odd_bulk_orders(caller: Caller, series: Series, ids: list[Any]) -> None:
    answer = caller.post("/documents/bulk", {"series": "FV", "order_ids": ids})
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (422, "api.parameter")


def test_lists_are_filtered_and_paged(caller: Caller, series: Series, connected: Series, order: Make) -> None:
    results = caller.post("/orders", [order(number=str(n)) for n in range(3)]).json()["results"]
    for each, code in zip(results, ("FV", "FV", "FVP"), strict=True):
        assert caller.post("/documents", {"order_id": each["id"], "series": code}).status_code == 201

    def found(**filters: Any) -> list[str]:
        return [item["order"]["number"] for item in caller.get("/documents", **filters).json()["items"]]

    assert found() == ["2", "1", "0"]
    assert found(series="FV") == ["1", "0"]
    assert found(state="queued") == ["2"]
    assert found(order_id=results[1]["id"]) == ["1"]
    soon, before = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
    assert found(updated_since=soon.isoformat()) == []
    assert found(updated_since=before.isoformat()) == ["2", "1", "0"]
    page = caller.get("/documents", limit=2).json()
    rest = caller.get("/documents", limit=2, cursor=page["next_cursor"]).json()
    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert caller.get("/orders", has_document="true").json()["items"][0]["number"] == "2"


def test_a_changed_delivery_shows_in_what_was_updated_since(
    caller: Caller, connected: Series, taken: int
) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FVP"}).json()
    mark = timezone.now() + timedelta(hours=1)
    assert caller.get("/documents", updated_since=mark.isoformat()).json()["items"] == []
    Delivery.objects.update(changed_at=(mark + timedelta(hours=1)).timestamp(), state="issued")
    updated = caller.get("/documents", updated_since=mark.isoformat()).json()["items"]
    assert [(item["id"], item["state"]) for item in updated] == [(made["id"], "issued")]


def test_a_rejected_document_tells_its_story_and_is_sent_again(
    caller: Caller, connected: Series, taken: int
) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FVP"}).json()
    delivery = Delivery.objects.get()
    problem = {"key": "documents.vat_missing", "values": {"line": "1"}, "field": "lines.0.vat", "raw": "VAT?"}
    delivery.state, delivery.problems, delivery.due_at = State.REJECTED, [problem], None
    delivery.save()
    Attempt.objects.create(
        delivery=delivery,
        step="create",
        begun_at=1_790_000_000.5,
        ended_at=1_790_000_001,
        outcome="rejected",
        worker="w",
        problems=[problem],
        exchanges=[
            {"method": "POST", "path": "/", "status": 422, "ms": 3, "request": SECRET, "response": ""}
        ],
    )
    rejected = caller.get(f"/documents/{made['id']}").json()
    assert (rejected["state"], rejected["state_text"]) == ("rejected", "rejected")
    assert rejected["problems"][0]["raw"] == "VAT?"
    assert rejected["timeline"][0]["outcome"] == "rejected"
    assert SECRET not in json.dumps(rejected)
    again = caller.post(f"/documents/{made['id']}/resend", {}).json()
    assert (again["state"], again["problems"]) == ("queued", [])
    listed = caller.get("/deliveries", state="queued").json()["items"]
    assert [(each["document_id"], each["program"]) for each in listed] == [(made["id"], "infakt")]
    assert caller.get("/deliveries", connection=999_999).json()["items"] == []


def test_a_document_without_a_program_cannot_be_resent(caller: Caller, series: Series, taken: int) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FV"}).json()
    answer = caller.post(f"/documents/{made['id']}/resend", {})
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (422, "api.nothing_to_resend")


def test_pdf(caller: Caller, series: Series, taken: int) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FV"}).json()
    answer = caller.get(f"/documents/{made['id']}/pdf")
    assert (answer["Content-Type"], answer["Mostek-Pdf-From"]) == ("application/pdf", "mostek")
    assert answer.content.startswith(b"%PDF")
    assert f"FV-1-{today('Europe/Warsaw'):%m-%Y}.pdf" in answer["Content-Disposition"]


def test_series_and_connections_show_what_is_missing_and_no_secret(
    caller: Caller, company: Company, connected: Series
) -> None:
    Series.objects.create(company=company, code="INC", name="Niepełna", numbering="hub")
    listed = {each["code"]: each for each in caller.get("/series").json()}
    assert listed["FVP"]["connection"] == "inFakt"
    assert listed["FVP"]["missing"] == []
    assert {problem["field"] for problem in listed["INC"]["missing"]} >= {"place", "payment_days", "pattern"}
    connections = caller.get("/connections")
    assert [each["name"] for each in connections.json()] == ["inFakt"]
    assert SECRET not in connections.content.decode()
    assert "sealed" not in connections.json()[0]


def test_another_companys_documents_do_not_exist(
    caller: Caller, stranger: Caller, other_company: Company, series: Series, taken: int
) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FV"}).json()
    make_series(other_company, "OBCA")
    assert stranger.get(f"/documents/{made['id']}").status_code == 404
    assert stranger.get(f"/documents/{made['id']}/pdf").status_code == 404
    assert stranger.post(f"/documents/{made['id']}/resend", {}).status_code == 404
    assert stranger.post("/documents", {"order_id": taken, "series": "OBCA"}).status_code == 404
    for path in ("/documents", "/deliveries", "/orders"):
        assert stranger.get(path).json()["items"] == []
    assert [each["code"] for each in stranger.get("/series").json()] == ["OBCA"]
    assert stranger.get("/connections").json() == []
    own = stranger.post("/documents", {"order_id": taken, "series": "FV"})
    assert own.status_code == 404


def test_an_advance_and_its_final_invoice(caller: Caller, company: Company, taken: int) -> None:
    for kind, code in (("advance", "ZAL"), ("final", "FK"), ("proforma", "PRO")):
        made = make_series(company, code)
        made.kind, made.pattern = kind, code + "/{number}/{month}/{year}"
        made.save()
    asked = {"order_id": taken, "series": "ZAL"}
    nothing = caller.post("/documents", asked)
    assert (nothing.status_code, nothing.json()["problems"][0]["key"]) == (422, "documents.nothing_received")
    advance = caller.post("/documents", asked | {"amount": "23.00"}).json()
    assert (advance["kind"], advance["gross"], advance["rates"][0]["vat"]) == ("advance", "23.00", "4.30")
    assert caller.post("/documents", asked | {"series": "PRO"}).json()["gross"] == "123.00"
    final = caller.post("/documents", asked | {"series": "FK"}).json()
    assert (final["gross"], final["rates"][0]["gross"]) == ("100.00", "100.00")
    assert [(each["number"], each["gross"]) for each in final["advances"]] == [(advance["number"], "23.00")]


def test_a_document_that_never_left_is_changed_and_cancelled_at_once(
    caller: Caller, series: Series, taken: int, stranger: Caller
) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FV"}).json()
    address = f"/documents/{made['id']}"
    assert stranger.patch(address, {"notes": "x"}).status_code == 404
    assert stranger.post(f"{address}/cancel", {}).status_code == 404
    changed = caller.patch(address, {"notes": "Dziękujemy", "buyer_street": "Nowa 2"})
    assert changed.status_code == 200
    invoice = Document.objects.get(pk=made["id"]).invoice()
    assert (invoice.notes, invoice.buyer.address.street) == ("Dziękujemy", "Nowa 2")
    assert caller.patch(address, {"gross": "1.00"}).status_code == 422
    cancelled = caller.post(f"{address}/cancel", {})
    assert (cancelled.status_code, cancelled.json()["cancelled_at"] is not None) == (200, True)
    assert caller.post(f"{address}/cancel", {}).json()["problems"][0]["key"] == "documents.cancelled_already"
    assert caller.post("/documents", {"order_id": taken, "series": "FV"}).status_code == 201


def test_a_document_of_a_program_is_cancelled_by_and_by(
    caller: Caller, connected: Series, taken: int
) -> None:
    made = caller.post("/documents", {"order_id": taken, "series": "FVP"}).json()
    address = f"/documents/{made['id']}"
    Delivery.objects.update(state=State.ISSUED, step="done", remote_id="u-1", due_at=None)
    answer = caller.post(f"{address}/cancel", {}, key="once")
    assert (answer.status_code, answer.json()["wish"], answer.json()["cancelled_at"]) == (202, "cancel", None)
    assert caller.post(f"{address}/cancel", {}, key="once").json() == answer.json()
    assert Delivery.objects.get().step == "cancel"
    assert caller.patch(address, {"notes": "x"}).json()["problems"][0]["key"] == "documents.wish_pending"
