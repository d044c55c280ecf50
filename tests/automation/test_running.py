"""An event sets off the company's rules: once, in order, and never two that contradict each other."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from mostek.automation import deeds
from mostek.automation.models import Outcome, Rule, RuleRun
from mostek.automation.running import MOST_DEPTH, again, leave, troubles
from mostek.automation.saving import switch
from mostek.companies.models import Company
from mostek.delivery.models import Delivery, State
from mostek.delivery.queue import now
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.events.models import Event, Kind
from mostek.events.telling import Happening, happened
from mostek.orders.changing import set_status
from mostek.orders.models import CustomField, FieldValue, Order, OrderStatus
from tests.automation.conftest import condition, issuing, make_rule, step, tell_all
from tests.panel.conftest import MakeOrder

NewStatus = Callable[[str], OrderStatus]


def paid(order: Order, **values: Any) -> None:
    with transaction.atomic():
        happened([Happening(order.company_id, Kind.ORDER_PAID, order.pk, values=values)])


def another(series: Series) -> Series:
    return Series.objects.create(
        company=series.company,
        code="FX",
        name="Other",
        numbering="hub",
        pattern="FX/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


def run_of(rule: Rule) -> RuleRun:
    return RuleRun.objects.filter(rule=rule).latest("id")


def keys(run: RuleRun) -> list[str]:
    return [problem["key"] for each in run.steps for problem in each["problems"]]


def test_a_paid_order_gets_its_invoice_and_the_document_says_why(
    company: Company, order: Order, series: Series
) -> None:
    rule = make_rule(
        company, Kind.ORDER_PAID, issuing(series), conditions=(condition("amount", "100", op="at_least"),)
    )
    paid(order)
    tell_all()
    document = Document.objects.get(order=order)
    assert document.reason["why"] == "rule"
    assert document.reason["rule"]["id"] == rule.pk
    assert document.created_by == "rule: Invoice when paid"
    run = run_of(rule)
    assert (run.outcome, run.made, run.order) == (Outcome.DONE, document, order)
    rule.refresh_from_db()
    assert rule.runs_count == 1
    assert rule.last_run_at


def test_a_condition_that_does_not_hold_leaves_no_trace(
    company: Company, order: Order, series: Series
) -> None:
    make_rule(company, Kind.ORDER_PAID, issuing(series), conditions=(condition("currency", "EUR"),))
    paid(order)
    tell_all()
    assert not Document.objects.exists()
    assert not RuleRun.objects.exists()


def test_an_issued_order_is_skipped_with_the_reason(company: Company, order: Order, series: Series) -> None:
    document = issue(order, series, "Anna")
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(order)
    tell_all()
    run = run_of(rule)
    assert run.outcome == Outcome.SKIPPED
    assert run.steps[0]["said"] == {"document": str(document)}
    assert not troubles(company).exists()


def test_two_rules_that_issue_differently_do_nothing_and_say_so(
    company: Company, order: Order, series: Series, new_status: NewStatus
) -> None:
    sent = new_status("Sent")
    one = make_rule(company, Kind.ORDER_PAID, issuing(series), name="One")
    two = make_rule(
        company, Kind.ORDER_PAID, step("set_status", status=sent.pk), issuing(another(series)), name="Two"
    )
    paid(order)
    tell_all()
    assert not Document.objects.exists()
    order.refresh_from_db()
    assert order.status == sent  # what does not clash is done
    assert [keys(run_of(rule)) for rule in (one, two)] == [["automation.clash"], ["automation.clash"]]
    assert run_of(one).steps[0]["problems"][0]["values"] == {"rules": "One, Two"}
    assert troubles(company).count() == 2


def test_two_rules_that_want_the_same_are_no_clash(company: Company, order: Order, series: Series) -> None:
    one = make_rule(company, Kind.ORDER_PAID, issuing(series), name="One")
    two = make_rule(company, Kind.ORDER_PAID, issuing(series), name="Two")
    paid(order)
    tell_all()
    assert Document.objects.count() == 1
    assert [run_of(rule).outcome for rule in (one, two)] == [Outcome.DONE, Outcome.SKIPPED]


def test_rules_that_would_both_issue_are_no_clash_once_the_order_has_its_document(
    company: Company, order: Order, series: Series
) -> None:
    issue(order, series, "Anna")
    make_rule(company, Kind.ORDER_PAID, issuing(series), name="One")
    make_rule(company, Kind.ORDER_PAID, issuing(another(series)), name="Two")
    paid(order)
    tell_all()
    assert {run.outcome for run in RuleRun.objects.all()} == {Outcome.SKIPPED}


def test_two_rules_that_set_different_statuses_clash(
    company: Company, order: Order, new_status: NewStatus
) -> None:
    for name in ("One", "Two"):
        make_rule(company, Kind.ORDER_PAID, step("set_status", status=new_status(name).pk), name=name)
    paid(order)
    tell_all()
    order.refresh_from_db()
    assert order.status is None
    assert {run.outcome for run in RuleRun.objects.all()} == {Outcome.CLASH}


def test_a_clash_is_tried_again_once_one_rule_is_off(company: Company, order: Order, series: Series) -> None:
    one = make_rule(company, Kind.ORDER_PAID, issuing(series), name="One")
    two = make_rule(company, Kind.ORDER_PAID, issuing(another(series)), name="Two")
    paid(order)
    tell_all()
    switch(two, False, "Anna")
    again(run_of(one), "Anna")
    assert Document.objects.get(order=order).series == series
    assert not troubles(company).exists()
    assert again(run_of(two), "Anna") == []  # settled already: nothing more is done
    assert Document.objects.count() == 1


def test_what_stops_issuing_is_kept_and_can_be_tried_again(
    company: Company, make_order: MakeOrder, series: Series, new_status: NewStatus
) -> None:
    order = make_order("1", vat="")
    done = new_status("Done")
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series), step("set_status", status=done.pk))
    paid(order)
    tell_all()
    run = run_of(rule)
    assert keys(run) == ["documents.vat_missing"]
    assert [each["outcome"] for each in run.steps] == ["failed", "skipped"]
    assert not Document.objects.exists()
    order.lines.update(vat_code="23")
    again(run, "Anna")
    assert Document.objects.filter(order=order).exists()
    order.refresh_from_db()
    assert order.status == done
    assert not troubles(company).exists()


def test_steps_done_before_are_not_repeated(
    company: Company, make_order: MakeOrder, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def note(act: deeds.Act, _values: deeds.Values) -> deeds.Said:
        calls.append(act.once)
        return deeds.done("noted")

    monkeypatch.setitem(deeds._deeds, "note", deeds.Deed("note", "Note", (), note, note))  # type: ignore[arg-type]
    order = make_order("1", vat="")
    rule = make_rule(company, Kind.ORDER_PAID, step("note"), issuing(series))
    paid(order)
    tell_all()
    order.lines.update(vat_code="23")
    again(run_of(rule), "Anna")
    assert Document.objects.filter(order=order).exists()
    assert len(calls) == 1


def test_a_document_issued_by_hand_settles_the_trouble(
    company: Company, make_order: MakeOrder, series: Series
) -> None:
    order = make_order("1", vat="")
    make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(order)
    tell_all()
    assert troubles(company).exists()
    order.lines.update(vat_code="23")
    issue(order, series, "Anna")
    assert not troubles(company).exists()


def test_a_person_may_let_it_be(company: Company, make_order: MakeOrder, series: Series) -> None:
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(make_order("1", vat=""))
    tell_all()
    leave(run_of(rule), "Anna")
    assert not troubles(company).exists()


def test_rules_that_set_each_other_off_are_stopped(
    company: Company, order: Order, new_status: NewStatus
) -> None:
    here, there = new_status("Here"), new_status("There")
    for at, to in ((here, there), (there, here)):
        make_rule(
            company,
            Kind.ORDER_STATUS_CHANGED,
            step("set_status", status=to.pk),
            conditions=(condition("status", at.pk),),
            name=f"From {at}",
        )
    set_status(company, [order.pk], here, "Anna")
    tell_all()
    outcomes = list(RuleRun.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == [Outcome.DONE] * MOST_DEPTH + [Outcome.STOPPED]
    assert keys(RuleRun.objects.latest("id")) == ["automation.loop"]
    assert not Event.objects.filter(due_at__isnull=False).exists()


def test_another_company_s_rules_never_run(
    company: Company, other_company: Company, order: Order, series: Series
) -> None:
    theirs = Series.objects.create(company=other_company, code="FV", name="FV", numbering="hub")
    make_rule(other_company, Kind.ORDER_PAID, step("issue", series=theirs.pk))
    make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(order)
    tell_all()
    assert set(RuleRun.objects.values_list("company", flat=True)) == {company.pk}
    assert Document.objects.get().company == company


def test_a_rule_acts_on_what_happens_after_it_was_switched_on(
    company: Company, order: Order, series: Series
) -> None:
    quiet = make_rule(company, Kind.ORDER_PAID, issuing(series), name="Listens")
    paid(order)
    switch(quiet, False, "Anna")
    switch(quiet, True, "Anna")
    tell_all()
    assert not Document.objects.exists()


def test_issue_and_deliver_sends_what_its_account_holds(
    company: Company, order: Order, series: Series
) -> None:
    series.connection.auto_send = False  # type: ignore[union-attr]
    series.connection.save()  # type: ignore[union-attr]
    make_rule(company, Kind.ORDER_PAID, issuing(series), step("deliver"))
    paid(order)
    tell_all()
    assert Delivery.objects.get().state == State.QUEUED


def test_a_custom_field_is_set_once(company: Company, order: Order) -> None:
    field = CustomField.objects.create(company=company, name="Weight", kind="number")
    rule = make_rule(company, Kind.ORDER_PAID, step("set_field", field=field.pk, value="2,5"))
    paid(order)
    paid(order)
    tell_all()
    assert FieldValue.objects.get(order=order).number == Decimal("2.5")
    assert run_of(rule).outcome == Outcome.SKIPPED


def test_a_step_that_breaks_off_is_trouble_and_leaves_nothing_behind(
    company: Company, order: Order, new_status: NewStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = new_status("Sent")

    def broken(act: deeds.Act, _values: deeds.Values) -> deeds.Said:
        set_status(company, [order.pk], status, act.actor)
        raise RuntimeError("no")

    monkeypatch.setitem(deeds._deeds, "broken", deeds.Deed("broken", "Break", (), broken, broken))  # type: ignore[arg-type]
    rule = make_rule(company, Kind.ORDER_PAID, step("broken"))
    paid(order)
    tell_all()
    assert keys(run_of(rule)) == ["automation.fault"]
    order.refresh_from_db()
    assert order.status is None


def test_an_event_waits_for_an_earlier_one_of_its_order_and_keeps_no_other_waiting(
    company: Company, make_order: MakeOrder, series: Series
) -> None:
    make_rule(company, Kind.ORDER_PAID, issuing(series))
    stuck, free = make_order("1"), make_order("2")
    paid(stuck)
    Event.objects.update(due_at=now() + 3600)  # to be tried again in an hour
    paid(stuck)
    paid(free)
    tell_all()
    assert list(Document.objects.values_list("order__number", flat=True)) == ["2"]
    Event.objects.filter(due_at__isnull=False).update(due_at=0)
    tell_all()
    assert list(RuleRun.objects.filter(order=stuck).values_list("outcome", flat=True)) == ["done", "skipped"]
