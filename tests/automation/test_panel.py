"""Rules in the panel: made without a manual and without script, tested on a past order, seen at the order."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.test import Client
from django.urls import reverse

from mostek.automation.models import Rule, RuleRun
from mostek.companies.models import Company
from mostek.delivery.models import Delivery
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.events.models import Event, Kind
from mostek.events.telling import Happening, happened
from mostek.orders.models import Order, OrderStatus
from tests.automation.conftest import condition, issuing, make_rule, step, tell_all
from tests.panel.conftest import MakeOrder
from tests.panel.reading import followed, page, text_of

NewStatus = Callable[[str], OrderStatus]
LIST, NEW = reverse("rules"), reverse("rule_new")


def paid(order: Order) -> None:
    with transaction.atomic():
        happened([Happening(order.company_id, Kind.ORDER_PAID, order.pk)])
    tell_all()


def posted(client: Client, address: str, **values: object) -> str:
    answer = client.post(address, values)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_empty_list_teaches_and_offers_examples(boss: Client) -> None:
    text = page(boss, LIST)
    assert "No rules yet" in text
    for name in ("Invoice when paid", "Invoice when sent", "Status after the invoice is in the program"):
        assert name in text


def test_an_example_is_nearly_a_rule(boss: Client, company: Company, series: Series) -> None:
    markup = boss.get(f"{NEW}?example=paid").content.decode()
    assert 'value="order.paid" selected' in markup
    assert re.search(rf'<option value="{series.pk}" selected>', markup)  # the only series that is ready
    text = followed(
        boss,
        NEW,
        name="Invoice when paid",
        when="order.paid",
        on="1",
        condition="has_document",
        **{"c-0-op": "is", "c-0-value": "no", "deed": "issue", "d-0-series": series.pk},
    )
    assert "“Invoice when paid” is saved." in text
    rule = Rule.objects.get()
    assert (rule.company, rule.when, rule.on) == (company, Kind.ORDER_PAID, True)
    assert rule.conditions == [condition("has_document", "no")]
    assert "The order has no invoice or receipt yet" in text
    assert "Issue a document in the series: FV – Shop invoices" in text


def test_rows_are_added_moved_and_removed_without_script(boss: Client, series: Series) -> None:
    typed: dict[str, object] = {"name": "R", "when": "order.paid"}
    first = posted(boss, NEW, **typed, edit="add-condition", **{"new-condition": "amount"})
    assert 'name="c-0-value"' in first
    second = posted(boss, NEW, **typed, edit="add-deed", **{"new-deed": "issue"})
    assert 'name="d-0-series"' in second
    both = {"deed": ["deliver", "issue"], "d-1-series": str(series.pk)}
    moved = posted(boss, NEW, **typed, **both, edit="up-deed-1")
    assert moved.index('name="deed" value="issue"') < moved.index('name="deed" value="deliver"')
    assert f'<option value="{series.pk}" selected>' in moved
    dropped = posted(boss, NEW, **typed, **both, edit="drop-deed-0")
    assert 'name="deed" value="deliver"' not in dropped
    assert not Rule.objects.exists()


def test_what_is_missing_is_said_at_its_row(boss: Client, series: Series) -> None:
    markup = posted(
        boss,
        NEW,
        name="",
        when="order.paid",
        condition="amount",
        deed=["deliver", "issue"],
        **{"c-0-op": "at_least", "c-0-value": "much", "d-1-series": ""},
    )
    text = text_of(markup)
    assert "The rule has no name." in text
    assert "“Order amount with VAT” cannot be much." in text
    assert "has no document to work on" in text
    assert "“Issue a document in the series”: Series is not chosen." in text
    assert not Rule.objects.exists()


def test_amounts_and_values_are_taken_as_people_write_them(boss: Client, series: Series) -> None:
    followed(
        boss,
        NEW,
        name="R",
        when="order.created",
        condition=["amount", "country", "tags"],
        **{"c-0-op": "at_least", "c-0-value": "1 000,50", "c-1-op": "is", "c-1-value": "PL"},
        **{"c-1-other": "niemcy; cz", "c-2-op": "is_not", "c-2-other": "B2B; gift"},
        deed="issue",
        **{"d-0-series": series.pk},
    )
    values = [row["value"] for row in Rule.objects.get().conditions]
    assert values == [["1000.50"], ["PL", "DE", "CZ"], ["B2B", "gift"]]


def test_a_rule_that_may_clash_is_warned_of(boss: Client, company: Company, series: Series) -> None:
    other = Series.objects.create(company=company, code="FX", name="Other", numbering="hub")
    make_rule(company, Kind.ORDER_PAID, issuing(series), name="First")
    values = {"name": "Second", "when": "order.paid", "on": "1", "deed": "issue", "d-0-series": other.pk}
    warning = "May clash with “First”: both issue a document for the order, in different series."
    assert warning in followed(boss, NEW, **values)
    assert warning in page(boss, LIST)


def test_the_test_tells_the_truth_and_writes_nothing(
    boss: Client, company: Company, series: Series, make_order: MakeOrder
) -> None:
    rule = make_rule(
        company,
        Kind.ORDER_PAID,
        issuing(series),
        conditions=(condition("amount", "200", op="at_least"), condition("country", "PL", "DE")),
    )
    good, small, broken = make_order("A1"), make_order("A2", total=Decimal("20")), make_order("A3", vat="")
    before = Document.objects.count(), RuleRun.objects.count(), Event.objects.count()
    address = reverse("rule", args=[rule.pk])

    text = page(boss, f"{address}?order=A1").replace("\xa0", " ")
    assert "Order amount with VAT is at least 200.00 The order: 258.90 PLN" in text
    assert "Buyer's country is Poland or Germany The order: Poland" in text
    assert "would be issued in series FV, which goes to Main account" in text

    assert "It would do nothing, because not all conditions hold." in page(boss, f"{address}?order=A2")
    text = page(boss, f"{address}?order=A3")
    assert "It could not be done" in text
    assert "Line 1 has no VAT rate" in text
    assert "Mend the order" in text
    assert before == (Document.objects.count(), RuleRun.objects.count(), Event.objects.count())

    for order in (good, small, broken):
        paid(order)
    assert [document.order for document in Document.objects.all()] == [good]
    assert {run.order.number: run.outcome for run in RuleRun.objects.all() if run.order} == {
        "A1": "done",
        "A3": "failed",
    }


def test_the_test_knows_what_has_not_happened_and_what_clashes(
    boss: Client, company: Company, series: Series, make_order: MakeOrder
) -> None:
    other = Series.objects.create(
        company=company,
        code="FX",
        name="Other",
        numbering="hub",
        pattern="{number}/{month}/{year}",
        place="P",
        payment_days=1,
    )
    make_rule(company, Kind.ORDER_PAID, issuing(series), name="First")
    second = make_rule(company, Kind.ORDER_PAID, issuing(other), name="Second")
    make_order("A1", paid=False)
    text = page(boss, f"{reverse('rule', args=[second.pk])}?order=A1")
    assert "This has not happened to the order" in text
    assert "Two rules clash: First, Second." in text


def test_an_unsaved_rule_is_tested_as_it_is_typed(boss: Client, series: Series, order: Order) -> None:
    typed = {"name": "R", "when": "order.paid", "deed": "issue", "order": order.number, "edit": "test"}
    text = text_of(posted(boss, NEW, **typed, **{"d-0-series": series.pk}))
    assert "would be issued in series FV" in text
    assert "Series is not chosen" in text_of(posted(boss, NEW, **typed))
    assert not Rule.objects.exists()


def test_rules_are_switched_ordered_and_deleted(boss: Client, company: Company, series: Series) -> None:
    one = make_rule(company, Kind.ORDER_PAID, issuing(series), name="One")
    two = make_rule(company, Kind.ORDER_PAID, issuing(series), name="Two")
    followed(boss, reverse("rule_switch", args=[one.pk]), on="0")
    one.refresh_from_db()
    assert not one.on
    followed(boss, reverse("rule_move", args=[two.pk]), way="up")
    assert list(Rule.objects.of(company)) == [two, one]
    assert "Delete the rule “One”?" in page(boss, reverse("rule_delete", args=[one.pk]))
    followed(boss, reverse("rule_delete", args=[one.pk]))
    assert list(Rule.objects.of(company)) == [two]


def test_readers_look_and_strangers_see_nothing(
    reader: Client, stranger: Client, company: Company, series: Series, order: Order
) -> None:
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series))
    address = reverse("rule", args=[rule.pk])
    assert "Invoice when paid" in page(reader, LIST)
    assert "would be issued" in page(reader, f"{address}?order={order.number}")
    values = {"on": "0", "way": "up", "name": "x", "tags": "x"}
    for name in ("rule_switch", "rule_move", "rule_edit", "rule_delete"):
        change = reverse(name, args=[rule.pk])
        assert reader.post(change, values).status_code == 403
        assert stranger.post(change, values).status_code == 404
    assert reader.post(reverse("order_tags", args=[order.pk]), values).status_code == 403
    assert stranger.get(address).status_code == 404
    assert address not in stranger.get(LIST).content.decode()
    rule.refresh_from_db()
    assert rule.on


def test_the_order_shows_what_a_rule_could_not_do_and_tries_again(
    boss: Client, company: Company, series: Series, make_order: MakeOrder
) -> None:
    order = make_order("A1", vat="")
    make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(order)
    card = reverse("order", args=[order.pk])
    text = page(boss, card)
    assert "A rule could not act" in text
    assert "Line 1 has no VAT rate" in text
    assert "A1" in page(boss, reverse("attention"))
    again = reverse("rule_again", args=[order.pk, RuleRun.objects.get().pk])
    assert "It still cannot be done" in followed(boss, again)
    order.lines.update(vat_code="23")
    again = reverse("rule_again", args=[order.pk, RuleRun.objects.latest("id").pk])
    text = followed(boss, again)
    assert re.search(r"Rule “Invoice when paid”: FV/1/\S+ issued in series FV", text)
    assert "A rule could not act" not in text
    assert Delivery.objects.count() == 1


def test_a_clash_is_one_card_that_names_both_rules(
    boss: Client, company: Company, order: Order, new_status: NewStatus
) -> None:
    rules = [
        make_rule(company, Kind.ORDER_PAID, step("set_status", status=new_status(name).pk), name=name)
        for name in ("To the left", "To the right")
    ]
    paid(order)
    markup = boss.get(reverse("order", args=[order.pk])).content.decode()
    assert re.findall(r"Two rules clash: [^.<]+\.</p>", markup) == [
        "Two rules clash: To the left, To the right.</p>"
    ]
    for rule in rules:
        assert reverse("rule", args=[rule.pk]) in markup
    leave = reverse("rule_leave", args=[order.pk, RuleRun.objects.earliest("id").pk])
    assert "Leave it as it is" not in followed(boss, leave)


def test_the_document_says_why_in_words(boss: Client, company: Company, order: Order, series: Series) -> None:
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series), conditions=(condition("payment", "blik"),))
    paid(order)
    address = reverse("document", args=[Document.objects.get().pk])
    markup = boss.get(address).content.decode()
    assert f'<a href="{reverse("rule", args=[rule.pk])}">Invoice when paid</a>' in markup
    text = text_of(markup)
    assert "When: an order is paid in full. Because: Payment method is BLIK." in text
    rule.delete()
    assert "The rule Invoice when paid issued it." in page(boss, address)


def test_a_deleted_status_keeps_its_name_in_the_reason(
    boss: Client, company: Company, order: Order, series: Series, new_status: NewStatus
) -> None:
    sent = new_status("Sent out")
    order.status = sent
    order.save()
    rule = make_rule(company, Kind.ORDER_PAID, issuing(series), conditions=(condition("status", sent.pk),))
    paid(order)
    assert "is in use and was not deleted" in followed(boss, reverse("status_delete", args=[sent.pk]))
    rule.delete()
    Order.objects.update(status=None)
    sent.delete()
    assert "Order status is Sent out" in page(boss, reverse("document", args=[Document.objects.get().pk]))


def test_tags_stand_at_the_order(boss: Client, order: Order) -> None:
    text = followed(boss, reverse("order_tags", args=[order.pk]), tags=" gift,  B2B , b2b,")
    order.refresh_from_db()
    assert order.tags == ["gift", "b2b"]
    assert "Tags changed to gift, b2b" in text


def test_a_rule_s_doing_is_in_the_order_s_story(
    boss: Client, company: Company, order: Order, series: Series
) -> None:
    issue(order, series, "Anna")
    make_rule(company, Kind.ORDER_PAID, issuing(series))
    paid(order)
    text = page(boss, reverse("order", args=[order.pk]))
    assert re.search(r"Rule “Invoice when paid”: not issued: the order has FV/1/\S+ already", text)
