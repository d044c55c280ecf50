"""Rules for programs: the API and the command line."""

import json

from mostek.automation.models import Rule
from mostek.companies.models import Company
from mostek.documents.models import Document, Series
from mostek.events.models import Kind
from mostek.orders.models import Order
from tests.api.conftest import Caller
from tests.automation.conftest import condition, issuing, make_rule
from tests.cli.conftest import Run, run

__all__ = ["run"]


def body(series: Series, **changes: object) -> str:
    content = {
        "name": "Invoice when paid",
        "when": "order.paid",
        "conditions": [{"key": "amount", "op": "at_least", "value": ["100"]}],
        "deeds": [{"key": "issue", "values": {"series": str(series.pk)}}],
    }
    return json.dumps(content | changes)


def test_a_program_makes_changes_switches_and_tests_a_rule(
    company: Company, series: Series, order: Order
) -> None:
    caller = Caller(company)
    made = caller.post("/rules", body(series), key="once")
    assert made.status_code == 201, made.json()
    assert caller.post("/rules", body(series), key="once").json() == made.json()
    rule = Rule.objects.get()
    assert made.json()["in_words"] == [
        "Order amount with VAT is at least 100.00",
        "Issue a document in the series: FV – Shop invoices",
    ]
    changed = caller.client.put(
        f"/api/v1/rules/{rule.pk}",
        body(series, name="Renamed"),
        content_type="application/json",
        headers=caller.headers,
    )
    assert changed.json()["name"] == "Renamed"
    off = caller.post(f"/rules/{rule.pk}/switch", json.dumps({"on": False}))
    assert off.json()["on"] is False
    tested = caller.post(f"/rules/{rule.pk}/test", json.dumps({"order_id": order.pk})).json()
    assert tested["conditions"][0]["holds"] is True
    assert tested["steps"][0]["outcome"] == "done"
    assert [each["name"] for each in caller.get("/rules").json()] == ["Renamed"]
    assert not Document.objects.exists()


def test_a_wrong_rule_is_refused_with_the_field(company: Company, series: Series) -> None:
    wrong = body(series, conditions=[{"key": "payment", "op": "is", "value": ["beans"]}], deeds=[])
    answer = Caller(company).post("/rules", wrong)
    assert answer.status_code == 422
    assert {each["key"]: each["field"] for each in answer.json()["problems"]} == {
        "automation.value_unknown": "conditions.0",
        "automation.no_deed": "deeds",
    }


def test_the_vocabulary_names_this_company_s_choices(company: Company, series: Series) -> None:
    words = Caller(company).get("/rules/vocabulary").json()
    issue = next(deed for deed in words["deeds"] if deed["key"] == "issue")
    assert issue["parameters"][0]["choices"] == [{"value": str(series.pk), "name": "FV – Shop invoices"}]


def test_scopes_and_companies_are_kept_apart(
    company: Company, other_company: Company, series: Series, order: Order
) -> None:
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series))
    orders_only, stranger = Caller(company, "orders:write"), Caller(other_company)
    assert orders_only.get("/rules").status_code == 403
    assert Caller(company, "rules:read").post("/rules", body(series)).status_code == 403
    assert stranger.get("/rules").json() == []
    assert stranger.get(f"/rules/{rule.pk}").status_code == 404
    assert stranger.post(f"/rules/{rule.pk}/switch", json.dumps({"on": False})).status_code == 404
    theirs = stranger.post("/rules", body(series))
    assert theirs.status_code == 422  # the series is not theirs
    rule.refresh_from_db()
    assert rule.on


def test_the_command_lists_and_tests(run: Run, company: Company, series: Series, order: Order) -> None:
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series), conditions=(condition("payment", "blik"),))
    said = run("rules", "list")
    assert "Invoice when paid" in said.out
    assert "Payment method is BLIK" in said.out
    said = run("rules", "test", str(rule.pk), "--order", order.number)
    assert "yes  Payment method is BLIK; the order: BLIK" in said.out
    assert "would be issued in series FV" in said.out
    told = json.loads(run("rules", "test", str(rule.pk), "--order", order.number, "--json").out)
    assert told["steps"][0]["outcome"] == "done"
    assert run("rules", "test", "999", "--order", order.number).code == 1
