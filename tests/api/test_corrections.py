"""Corrections over the API: looked at first, issued once, proposed for a changed order or a refund."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from mostek.companies.models import Company
from mostek.documents.models import Document, Series

from .conftest import Caller
from .test_documents import make_series

Make = Callable[..., dict[str, Any]]
LINES = [
    {"name": "Lampa", "quantity": 2, "unit_price": "123.00", "vat_code": "23"},
    {"name": "Kurier", "quantity": 1, "unit_price": "15.00", "vat_code": "23", "kind": "shipping"},
]


@pytest.fixture
def kor(company: Company) -> Series:
    series = make_series(company, "KOR")
    series.kind, series.pattern = "correction", "KOR/{number}/{month}/{year}"
    series.save()
    return series


@pytest.fixture
def document(caller: Caller, company: Company, order: Make) -> Document:
    make_series(company)
    caller.post("/orders?source=shop", order(lines=LINES))
    made = caller.post("/documents", {"order_number": "1001", "source": "shop", "series": "FV"}).json()
    return Document.objects.get(pk=made["id"])


def path(document: Document) -> str:
    return f"/documents/{document.pk}/corrections"


def test_a_dry_run_tells_before_after_and_difference(caller: Caller, document: Document, kor: Series) -> None:
    wanted = {"lines": [{"line": 1, "quantity": 1}], "reason": "Zwrot", "dry_run": True}
    answer = caller.post(path(document), wanted)
    assert answer.status_code == 200
    told = answer.json()
    gross = [told[name]["gross"] for name in ("before", "after", "difference")]
    assert gross == ["261.00", "138.00", "-123.00"]
    assert told["rates"] == [
        {"code": "23", "percent": "23", "net": "-100.00", "vat": "-23.00", "gross": "-123.00"}
    ]
    assert (told["problems"], told["series"]) == ([], "KOR")
    assert Document.objects.count() == 1


def test_it_is_issued_once_and_the_next_builds_on_it(caller: Caller, document: Document, kor: Series) -> None:
    wanted = {"lines": [{"line": 1, "quantity": 1}], "reason": "Zwrot"}
    made = [caller.post(path(document), wanted, key="k-1") for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    told = made[0].json()
    assert (told["gross"], told["corrects_id"], told["kind"]) == ("-123.00", document.pk, "correction")
    assert told["rates"][0]["gross"] == "-123.00"
    rest = caller.post(path(document), {"to_zero": True, "reason": "Zwrot reszty"})
    assert rest.json()["gross"] == "-138.00"
    assert sum(Document.objects.values_list("gross", flat=True)) == 0


def test_a_state_that_moved_on_is_a_conflict(caller: Caller, document: Document, kor: Series) -> None:
    state = caller.post(path(document), {"dry_run": True}).json()["state"]
    wanted = {"lines": [{"line": 1, "quantity": 1}], "reason": "Zwrot", "state": state}
    assert caller.post(path(document), wanted).status_code == 201
    again = caller.post(path(document), wanted | {"lines": [{"line": 1, "quantity": 0}]})
    assert (again.status_code, again.json()["problems"][0]["key"]) == (409, "documents.moved_on")


def test_a_changed_order_and_its_proposal(
    caller: Caller, document: Document, kor: Series, order: Make
) -> None:
    changed = [dict(LINES[0], quantity=3), LINES[1]]
    assert caller.post("/orders?source=shop", order(lines=changed)).json()["outcome"] == "changed"
    (told,) = caller.get("/orders", differs="true").json()["items"]
    assert told["differs"] is True
    proposal = caller.post(f"/orders/{document.order_id}/correction", {}).json()
    assert proposal["difference"]["gross"] == "123.00"
    back = {name: proposal[name] for name in ("state", "lines")}
    made = caller.post(path(document), back | {"reason": "Domówienie"})
    assert (made.status_code, made.json()["gross"]) == (201, "123.00")
    assert caller.get("/orders", differs="true").json()["items"] == []


def test_a_refund_is_proposed_to_the_last_unit(caller: Caller, document: Document, kor: Series) -> None:
    refund = {"returned": [{"line": 1, "quantity": 1}], "amount": "10.01", "shipping": "7.50"}
    told = caller.post(f"/orders/{document.order_id}/correction", refund).json()
    assert Decimal(told["difference"]["gross"]) == Decimal("-140.51")
    assert "invoicing.correction_without_reason" in [each["key"] for each in told["problems"]]


@pytest.mark.parametrize(
    "wanted",
    [
        {"lines": [{"line": 9, "quantity": 1}]},
        {"lines": [{"name": "x"}]},
        {"lines": [{"line": 1, "quantity": "1e400"}]},
        {"lines": [{"line": 1, "quantity": -1}]},
        {"lines": [{"line": 1, "vat_code": "77"}]},
        {"series": "NONE"},
        {"to_zero": True},
        {},
    ],
)
def test_what_is_wrong_is_said(
    caller: Caller, document: Document, kor: Series, wanted: dict[str, Any]
) -> None:
    answer = caller.post(path(document), wanted)
    assert answer.status_code == 422, answer.json()
    assert answer.json()["problems"][0]["todo"]
    assert Document.objects.count() == 1


def test_strangers_and_readers_correct_nothing(
    company: Company, stranger: Caller, document: Document, kor: Series
) -> None:
    assert stranger.post(path(document), {"to_zero": True, "reason": "x"}).status_code == 404
    assert stranger.post(f"/orders/{document.order_id}/correction", {}).status_code == 404
    looker = Caller(company, "documents:read")
    assert looker.post(path(document), {"to_zero": True, "reason": "x"}).status_code == 403
