"""Dry runs, lists, bundles and custom fields through the API."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from mostek.companies.models import Company
from mostek.delivery.jobs import runner_of
from mostek.delivery.models import Job
from mostek.documents.models import Document, Series
from mostek.orders.models import CustomField, Order

from .conftest import Caller


@pytest.fixture
def series(company: Company) -> Series:
    return Series.objects.create(
        company=company,
        code="FV",
        name="x",
        numbering="hub",
        pattern="FV/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


@pytest.fixture
def orders(caller: Caller, order: Callable[..., dict[str, Any]]) -> list[Order]:
    no_rate = [{"name": "Lampa", "quantity": 1, "unit_price": "10.00"}]
    caller.post("/orders", [order(number="1"), order(number="2"), order(number="bad", lines=no_rate)])
    return list(Order.objects.order_by("id"))


def run(job_id: int) -> None:
    job = Job.objects.get(pk=job_id)
    while not runner_of(job.kind)(job):
        pass
    job.state = "done"
    job.save()


def test_a_dry_run_of_one_writes_nothing(caller: Caller, series: Series, orders: list[Order]) -> None:
    good = caller.post("/documents/dry-run", {"order_id": orders[0].pk, "series": "FV"}).json()
    assert (good["ready"], good["problems"]) == (True, [])
    assert good["totals"]["rates"] == [{"code": "23", "net": "100.00", "vat": "23.00", "gross": "123.00"}]
    assert good["request"] is None
    bad = caller.post("/documents/dry-run", {"order_id": orders[2].pk, "series": "FV"}).json()
    assert (bad["ready"], bad["problems"][0]["field"]) == (False, "lines.0.vat")
    assert not Document.objects.exists()


def test_a_dry_run_of_many_and_the_ready_ones(
    caller: Caller, stranger: Caller, series: Series, orders: list[Order]
) -> None:
    body = {"series": "FV", "order_ids": [order.pk for order in orders]}
    job = caller.post("/documents/bulk/dry-run", body).json()["id"]
    run(job)
    told = caller.get(f"/dry-runs/{job}").json()
    assert (told["total"], told["ready"], told["blocked"]) == (3, 2, 1)
    assert told["totals"][0]["gross"] == "246.00"
    assert told["reasons"][0]["problem"]["key"] == "documents.vat_missing"
    assert told["reasons"][0]["orders"] == [
        {"id": orders[2].pk, "number": "bad", "what": "Line 1 has no VAT rate."}
    ]
    assert stranger.get(f"/dry-runs/{job}").status_code == 404
    assert stranger.post(f"/dry-runs/{job}/issue", {}).status_code == 404
    run(caller.post(f"/dry-runs/{job}/issue", {}).json()["id"])
    assert Document.objects.count() == 2


def test_the_list_as_a_file(caller: Caller, stranger: Caller, series: Series, orders: list[Order]) -> None:
    caller.post("/documents", {"order_id": orders[0].pk, "series": "FV"})
    number = Document.objects.get().number
    answer = caller.get("/documents/export", format="csv", series="FV")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][0] == number
    book = caller.get("/documents/export", format="xlsx", rows="rates")
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet["A2"].value == number
    assert caller.get("/documents/export", format="exe").status_code == 422
    empty = b"".join(stranger.get("/documents/export").streaming_content).decode()
    assert len(empty.splitlines()) == 1


def test_a_support_bundle(caller: Caller, stranger: Caller, series: Series, orders: list[Order]) -> None:
    caller.post("/documents", {"order_id": orders[0].pk, "series": "FV"})
    address = f"/documents/{Document.objects.get().pk}/bundle"
    with zipfile.ZipFile(io.BytesIO(caller.get(address).content)) as archive:
        assert "Kowalski" not in "".join(archive.read(name).decode() for name in archive.namelist())
    assert stranger.get(address).status_code == 404


def test_custom_fields(caller: Caller, stranger: Caller, company: Company, orders: list[Order]) -> None:
    CustomField.objects.create(company=company, name="Numer paczki", kind="text")
    address = f"/api/v1/orders/{orders[0].pk}/fields/Numer paczki"
    for _ in range(2):
        answer = caller.client.put(
            address, {"value": "PL-1"}, content_type="application/json", headers=caller.headers
        )
        assert answer.json() == {"name": "Numer paczki", "value": "PL-1"}
    assert caller.get(f"/orders/{orders[0].pk}").json()["fields"] == [
        {"name": "Numer paczki", "value": "PL-1"}
    ]
    other = stranger.client.put(
        address, {"value": "x"}, content_type="application/json", headers=stranger.headers
    )
    assert other.status_code == 404


def test_files_of_an_order(caller: Caller, stranger: Caller, company: Company, orders: list[Order]) -> None:
    CustomField.objects.create(company=company, name="Papers", kind="file")
    base = f"/api/v1/orders/{orders[0].pk}"
    for _ in range(2):
        answer = caller.client.put(
            f"{base}/fields/Papers/files/a.txt", b"hello", content_type="text/plain", headers=caller.headers
        )
        assert answer.status_code == 200, answer.json()
    (listed,) = caller.get(f"/orders/{orders[0].pk}/files").json()
    assert (listed["name"], listed["field"], listed["size"]) == ("a.txt", "Papers", 5)
    assert caller.get(f"/orders/{orders[0].pk}/files/{listed['id']}").content == b"hello"
    assert stranger.get(f"/orders/{orders[0].pk}/files/{listed['id']}").status_code == 404
    gone = caller.client.delete(f"{base}/files/{listed['id']}", headers=caller.headers)
    assert gone.status_code == 204
    assert caller.get(f"/orders/{orders[0].pk}/files").json() == []
