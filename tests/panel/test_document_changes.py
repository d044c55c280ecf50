"""Kinds on the order's issue page, and documents cancelled or changed from their card."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Delivery, State, Step, Wish
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.orders.models import Order
from tests.panel.conftest import MakeDocument, MakeOrder


def page(client: Client, name: str, *arguments: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(client: Client, name: str, pk: int, **values: Any) -> str:
    return client.post(reverse(name, args=[pk]), values, follow=True).content.decode()


@pytest.fixture
def kinds(series: Series) -> dict[str, Series]:
    """Series that stay here, one of each kind."""
    made = {}
    for kind in ("proforma", "advance", "final", "invoice"):
        values = {"code": kind[:3].upper(), "name": kind, "kind": kind, "connection": None, "pk": None}
        for name, value in values.items():
            setattr(series, name, value)
        series._state.adding = True
        series.pattern = f"{kind[:3].upper()}/{{number}}/{{month}}/{{year}}"
        series.save()
        made[kind] = Series.objects.get(code=values["code"])
    return made


@pytest.fixture
def order_half_paid(make_order: MakeOrder) -> Order:
    order = make_order("1500")
    Order.objects.filter(pk=order.pk).update(paid=Decimal("100.00"))
    order.refresh_from_db()
    return order


def test_an_advance_and_the_final_invoice_from_the_order(
    boss: Client, kinds: dict[str, Series], order_half_paid: Order
) -> None:
    order = order_half_paid
    asked = page(boss, "order_issue", order.pk, series=kinds["advance"].pk)
    assert "Amount received" in asked
    assert "no advance invoice covers yet, 100.00" in asked.replace("\xa0", " ")
    posted(boss, "order_issue", order.pk, series=kinds["advance"].pk, amount="60,50")
    advance = Document.objects.get()
    assert (advance.kind, advance.gross) == ("advance", Decimal("60.50"))
    shown = page(boss, "order", order.pk)
    assert "Issue the final invoice" in shown
    assert "198.40" in shown
    refusal = page(boss, "order_issue", order.pk, series=kinds["invoice"].pk)
    assert f"The order has advance invoices: {advance.number}." in refusal
    final = page(boss, "order_issue", order.pk, kind="final")
    assert "Deducted advance invoices" in final
    assert advance.number in final
    posted(boss, "order_issue", order.pk, series=kinds["final"].pk)
    assert Document.objects.get(kind="final").gross == Decimal("198.40")
    assert "From pro forma to final invoice" in page(boss, "document", advance.pk)


def test_the_invoice_follows_a_proforma(boss: Client, kinds: dict[str, Series], order: Order) -> None:
    proforma = issue(order, kinds["proforma"], "Anna")
    shown = page(boss, "document", proforma.pk)
    assert "A pro forma invoice asks for payment; it is not an invoice yet." in shown
    assert f"{reverse('order_issue', args=[order.pk])}?kind=invoice" in shown
    assert "Issue the invoice" in shown


def test_the_series_that_the_program_cannot_serve_says_why(
    boss: Client, series: Series, order: Order
) -> None:
    Series.objects.filter(pk=series.pk).update(kind="receipt")
    shown = page(boss, "order_issue", order.pk)
    assert "inFakt has no documents of this kind here. inFakt has no receipts." in shown


def test_cancelling_is_told_before_and_then_on_its_way(boss: Client, document: Document) -> None:
    Delivery.objects.filter(document=document).update(remote_id="u-1", step=Step.DONE)
    told = page(boss, "document_cancel", document.pk)
    assert "Mostek then looks whether it is gone at Main account" in told
    assert "inFakt is asked to delete the document." in told
    assert f"The number {document.number} stays used" in told
    assert f"Order {document.order} can then get another document." in told
    after = posted(boss, "document_cancel", document.pk)
    assert "is being cancelled" in after
    assert "It is being cancelled; until the program has been looked at it counts as before." in after
    assert Wish.objects.get().action == "cancel"
    assert "is being cancelled or changed in its program" in posted(boss, "document_cancel", document.pk)


def test_a_program_that_cancels_nothing_leaves_the_persons_word(
    boss: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_abilities(monkeypatch)
    Delivery.objects.filter(document=document).update(remote_id="u-1", step=Step.DONE)
    told = page(boss, "document_cancel", document.pk)
    assert "It is cancelled there by hand" in told
    assert ">Cancel the document</button>" not in told
    assert document_edit_link(document) not in page(boss, "document", document.pk)
    refusal = posted(boss, "document_edit", document.pk)
    assert "Issue a correction instead." in refusal
    posted(boss, "document_cancel", document.pk, done_there="1")
    assert Wish.objects.get().action == "gone"


def without_abilities(monkeypatch: pytest.MonkeyPatch) -> None:
    connector = connectors()["infakt"]
    bare = type("Bare", (), {})
    monkeypatch.setitem(connectors(), "infakt", replace(connector, session_type=bare))


def document_edit_link(document: Document) -> str:
    return reverse("document_edit", args=[document.pk])


@pytest.mark.parametrize("state", [State.QUEUED, State.REJECTED, State.HELD])
def test_what_never_left_is_cancelled(boss: Client, make_document: MakeDocument, state: State) -> None:
    document = make_document("2002", state)
    assert "Nothing of it stands at Main account" in page(boss, "document_cancel", document.pk)
    assert "is cancelled." in posted(boss, "document_cancel", document.pk)
    document.refresh_from_db()
    assert document.cancelled_at is not None


def test_a_document_without_a_program_is_cancelled_and_changed_here(
    boss: Client, kinds: dict[str, Series], order: Order
) -> None:
    document = issue(order, kinds["invoice"], "Anna")
    form = page(boss, "document_edit", document.pk)
    assert 'value="Mostowa 3"' in form
    values = {
        "buyer-address-street": "Krótka 5",
        "buyer-address-postcode": "61-854",
        "buyer-address-city": "Poznań",
        "buyer-email": "",
        "buyer-phone": "",
        "payment-means": "transfer",
        "payment-due_date": "2026-12-31",
        "notes": "",
    }
    wrong = posted(boss, "document_edit", document.pk, **values | {"buyer-address-postcode": "618"})
    assert "is-invalid" in wrong
    assert "is changed." in posted(boss, "document_edit", document.pk, **values)
    document.refresh_from_db()
    invoice = document.invoice()
    assert (invoice.buyer.address.street, str(invoice.payment.due_date)) == ("Krótka 5", "2026-12-31")
    posted(boss, "document_cancel", document.pk)
    document.refresh_from_db()
    assert document.cancelled_at is not None
    assert "is cancelled already" in posted(boss, "document_cancel", document.pk)


def test_a_change_waits_for_the_program(boss: Client, document: Document) -> None:
    Delivery.objects.filter(document=document).update(remote_id="u-1", step=Step.DONE)
    form = page(boss, "document_edit", document.pk)
    assert "The change goes to Main account first" in form
    values = {
        "buyer-address-street": "Krótka 5",
        "buyer-address-postcode": "61-854",
        "buyer-address-city": "Poznań",
        "payment-means": "blik",
        "payment-due_date": str(document.invoice().payment.due_date),
    }
    assert "is being changed: first in its program" in posted(boss, "document_edit", document.pk, **values)
    document.refresh_from_db()
    assert document.invoice().buyer.address.street == "Mostowa 3"
    content: Any = Wish.objects.get().content
    assert content["buyer"]["address"]["street"] == "Krótka 5"


def test_readers_and_strangers_change_nothing(reader: Client, stranger: Client, document: Document) -> None:
    for name in ("document_cancel", "document_edit"):
        address = reverse(name, args=[document.pk])
        assert reader.post(address).status_code == 403
        assert stranger.post(address).status_code == 404
    assert reverse("document_cancel", args=[document.pk]) not in page(reader, "document", document.pk)
