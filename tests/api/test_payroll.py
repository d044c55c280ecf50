"""Payroll over the API: sums come out, names do not; an entry is made once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.payroll.catalogue import settings_of
from mostek.payroll.models import PayrollList
from tests.api.conftest import Caller
from tests.panel.test_payroll import ledger

__all__ = ["ledger"]
TWO_PEOPLE = Path(__file__).parents[1] / "payroll" / "fixtures" / "list__two_people.csv"


@pytest.fixture
def mapped(caller: Caller) -> Company:
    answer = caller.post("/payroll/components/standard", {"accept_accounts": True}).json()
    assert answer == {"added": 25, "mapped": 25}
    return caller.company


def a_list(**changes: Any) -> dict[str, Any]:
    person = {"employee_ref": "7", "employee_name": "Anna Nowak", "department": "BIURO"}
    items = [person | {"component": "ZAS", "amount": "8000.00"}, person | {"kind": "pit", "amount": "498.00"}]
    return {"number": "LP/1", "period": "2026-10-15", "payment_date": "2026-10-30", "items": items} | changes


def test_a_list_from_json_to_its_entry(caller: Caller, mapped: Company, ledger: Any) -> None:
    sent = caller.post("/payroll/lists", a_list()).json()
    assert (sent["outcome"], sent["list"]["net"], sent["list"]["people"]) == ("new", "7502.00", 1)
    assert caller.post("/payroll/lists", a_list()).json()["outcome"] == "known"
    path = f"/payroll/lists/{sent['list']['id']}"
    rows = caller.get(f"{path}/entry").json()["rows"]
    assert [(row["account"], row["department"], row["debit"]) for row in rows][:2] == [
        ("231", "", "498.00"),
        ("404", "BIURO", "8000.00"),
    ]
    assert caller.post(f"{path}/document", {}).json()["problems"][0]["key"] == "payroll.list_not_closed"
    assert caller.post(f"{path}/close", {}).json()["state"] == "closed"
    for _ in range(2):
        assert caller.post(f"{path}/document", {}).json()["document_state"] == "queued"
    assert Document.objects.count() == 1
    shown = caller.get("/payroll/lists").json()["items"][0]
    assert shown["document_id"] == Document.objects.get().pk
    correction = a_list(number="LP/1/K", corrects="LP/1", items=[{"component": "ZAS", "amount": "-100.00"}])
    assert caller.post("/payroll/lists", correction).json()["list"]["corrects"] == "LP/1"
    unknown = caller.post("/payroll/lists", a_list(number="LP/2", corrects="LP/9"))
    assert unknown.json()["problems"][0]["key"] == "payroll.corrects_unknown"
    assert not PayrollList.objects.filter(number="LP/2").exists()


def test_names_never_come_out(caller: Caller, mapped: Company) -> None:
    path = f"/payroll/lists/{caller.post('/payroll/lists', a_list()).json()['list']['id']}"
    hints = caller.get(f"{path}/check").json()
    assert hints["people"] == 1
    for answer in (caller.get(path), caller.get(f"{path}/entry"), caller.get(f"{path}/check")):
        assert answer.status_code == 200
        assert "Nowak" not in answer.content.decode()


def test_a_file_is_taken_in(caller: Caller, mapped: Company) -> None:
    file = SimpleUploadedFile("list.csv", TWO_PEOPLE.read_bytes())
    answer = caller.client.post("/api/v1/payroll/lists/import", {"file": file}, headers=caller.headers)
    assert [each["list"]["net"] for each in answer.json()] == ["9214.76"]
    bad = SimpleUploadedFile("bad.csv", b"list_no;period\nLP;2026-10\n")
    answer = caller.client.post("/api/v1/payroll/lists/import", {"file": bad}, headers=caller.headers)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["key"] == "payroll.columns_missing"


def test_a_component_s_mistakes_have_their_fields(caller: Caller, mapped: Company, ledger: Any) -> None:
    found = {each["code"]: each for each in caller.get("/payroll/components").json()}
    assert found["POTR"]["problems"][0]["key"] == "payroll.account_unknown"
    answer = caller.patch(f"/payroll/components/{found['ZAS']['id']}", {"debit_account": "2"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "debit_account"
    answer = caller.patch(f"/payroll/components/{found['ZAS']['id']}", {"debit_account": "405"})
    assert answer.json()["debit_account"] == "405"
    assert caller.post("/payroll/components", {"code": "X"}).status_code == 422
    assert caller.post("/payroll/components", {"code": "X", "name": "Car", "kind": "pay"}).status_code == 201


def test_the_chart_is_told_and_fetched_anew(caller: Caller, ledger: Any) -> None:
    accounts = {each["code"]: each for each in caller.get("/payroll/accounts").json()}
    assert accounts["404"]["may_post"]
    assert "only sums up others" in accounts["2"]["why_not"]
    assert caller.post("/payroll/accounts/refresh", {}).status_code == 202
    settings = settings_of(caller.company)
    settings.connection = None
    settings.save()
    assert caller.post("/payroll/accounts/refresh", {}).status_code == 422


def test_from_gross_to_net(caller: Caller) -> None:
    slip = caller.post("/payroll/calculate", {"pay": "8000", "on": "2026-10-30"}).json()
    assert (slip["net"], slip["cost"], slip["amounts"]["pit"]) == ("5783.91", "9638.40", "498")
    wrong = caller.post("/payroll/calculate", {"pay": "8000", "on": "2026-10-30", "costs": "20"})
    assert wrong.json()["problems"][0]["field"] == "costs"


def test_scopes_and_companies_are_kept_apart(company: Company, stranger: Caller, mapped: Company) -> None:
    reading = Caller(company, "payroll:read")
    assert reading.post("/payroll/lists", a_list()).status_code == 403
    made = Caller(company).post("/payroll/lists", a_list()).json()["list"]["id"]
    assert stranger.get(f"/payroll/lists/{made}").status_code == 404
    assert reading.get(f"/payroll/lists/{made}/check").status_code == 403
    assert reading.get(f"/payroll/lists/{made}").status_code == 200
