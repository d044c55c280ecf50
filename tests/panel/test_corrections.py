"""Correcting in the panel: the form, the difference, the proposal of a changed order, a refund."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.connections.models import Connection
from mostek.documents.chains import chain_of
from mostek.documents.models import Document, Series
from mostek.orders.incoming import read
from mostek.orders.intake import take
from mostek.orders.models import Order
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page, text_of


@pytest.fixture
def kor(connection: Connection) -> Series:
    return Series.objects.create(
        company=connection.company,
        code="KOR",
        name="Corrections",
        kind="correction",
        connection=connection,
        numbering="hub",
        pattern="KOR/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


@pytest.fixture
def document(make_document: MakeDocument) -> Document:
    """Booked at the program."""
    return make_document("2001", remote_id="uuid-1")


def form(document: Document) -> str:
    return reverse("document_correct", args=[document.pk])


def fields(client: Client, address: str, **changed: str) -> dict[str, str]:
    """What the form holds, as a browser would send it."""
    markup = client.get(address).content.decode()
    return read_fields(markup) | changed


def read_fields(markup: str) -> dict[str, str]:
    values = {}
    for tag in re.findall(r"<input[^>]*>", markup.partition('id="outcome"')[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            values[name[1]] = value[1] if value else ""
        elif name and "checked" in tag:
            values[name[1]] = "on"
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', markup, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        values[name] = chosen[1] if chosen else ""
    return values


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u2212", "-")


def test_the_form_shows_the_state_and_the_difference_and_issues(
    boss: Client, document: Document, kor: Series
) -> None:
    card = boss.get(reverse("document", args=[document.pk])).content.decode()
    assert "Issue a correction" in card
    assert 'id="chain"' not in card, "there is neither an advance nor a pro forma invoice"
    typed = fields(boss, form(document), **{"line-1-quantity": "0", "reason": "Return of goods"})
    preview = plain(text_of(boss.post(form(document), typed | {"action": "preview"}).content.decode()))
    assert "5% 59.90 0.00 -59.90" in preview
    assert "Total 258.90 199.00 -59.90" in preview
    assert "To give back 59.90 PLN" in preview
    assert not Document.objects.filter(kind="correction").exists()
    text = followed(boss, form(document), **typed, action="issue")
    made = Document.objects.get(kind="correction")
    assert (made.gross, made.number[:6], made.corrects) == (Decimal("-59.90"), "KOR/1/", document)
    assert f"{made.number} is issued." in text
    assert f"Corrects {document.number}" in text
    assert "Return of goods" in text
    assert f"Corrected by {made.number}" in page(boss, reverse("document", args=[document.pk]))


def test_htmx_asks_for_the_difference_alone(boss: Client, document: Document, kor: Series) -> None:
    typed = fields(boss, form(document), **{"line-0-unit_price": "149,50", "reason": "Rabat"})
    answer = boss.post(form(document), typed, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="outcome"')
    assert "-49.50" in plain(text_of(answer))


def test_everything_to_zero_and_a_line_more(boss: Client, document: Document, kor: Series) -> None:
    zero = boss.post(form(document), {"action": "zero"}).content.decode()
    assert "To give back 258.90 PLN" in plain(text_of(zero))
    typed = read_fields(zero) | {
        "line-2-name": "Chair",
        "line-2-quantity": "2",
        "line-2-unit_price": "10.50",
        "line-2-vat": "23",
    }
    followed(boss, form(document), **typed, action="issue")
    made = Document.objects.get(kind="correction")
    assert made.gross == Decimal("-237.90")
    assert [str(line.quantity) for line in chain_of(document).lines] == ["0", "0", "2"]


def test_wrong_input_is_named_and_issues_nothing(boss: Client, document: Document, kor: Series) -> None:
    typed = fields(boss, form(document), **{"line-0-quantity": "two", "reason": "x"})
    text = text_of(boss.post(form(document), typed | {"action": "issue"}).content.decode())
    assert "Line 1, Quantity: Enter a number." in text
    typed = fields(boss, form(document), **{"line-0-quantity": "2", "reason": ""})
    text = text_of(boss.post(form(document), typed | {"action": "issue"}).content.decode())
    assert "The correction has no reason." in text
    assert not Document.objects.filter(kind="correction").exists()


def test_a_form_begun_on_another_state_is_told_so(boss: Client, document: Document, kor: Series) -> None:
    typed = fields(boss, form(document), **{"line-0-quantity": "0", "reason": "x"})
    followed(boss, form(document), **typed, action="issue")
    text = followed(boss, form(document), **typed, action="issue")
    assert "Meanwhile something else stands: KOR/1/" in text
    assert "Show the present state" in text
    assert Document.objects.filter(kind="correction").count() == 1


def test_without_a_series_the_way_to_one_is_shown(
    boss: Client, document: Document, connection: Connection
) -> None:
    text = page(boss, reverse("document", args=[document.pk]))
    assert "There is no series of corrections for Main account." in text
    markup = boss.get(form(document)).content.decode()
    address = f"{reverse('series_new')}?kind=correction&amp;connection={connection.pk}"
    assert address in markup
    made = boss.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="correction" selected' in made
    assert f'value="{connection.pk}" selected' in made


def test_readers_and_strangers_correct_nothing(
    reader: Client, stranger: Client, document: Document, kor: Series
) -> None:
    assert "Issue a correction" not in page(reader, reverse("document", args=[document.pk]))
    assert reader.get(form(document)).status_code == 403
    assert stranger.get(form(document)).status_code == 404
    order = document.order_id
    for name in ("order_correction", "order_refund"):
        assert reader.get(reverse(name, args=[order])).status_code == 403
        assert stranger.get(reverse(name, args=[order])).status_code == 404
    assert stranger.post(reverse("order_leave", args=[order])).status_code == 404


def change_order(order: Order, **changes: Any) -> Order:
    """The shop sends the order anew: one table and two books, with shipping."""
    lines = [
        {"name": "Oak table", "quantity": 1, "unit": "szt.", "unit_price": "199.00", "vat_code": "23"},
        {"name": "Book", "quantity": 2, "unit": "szt.", "unit_price": "59.90", "vat_code": "5"},
        {"name": "Courier", "quantity": 1, "unit_price": "15.00", "vat_code": "23", "kind": "shipping"},
    ]
    data = {
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "currency": "PLN",
        "lines": lines,
        "buyer": order.buyer,
    }
    taken = take(order.company, read(data | changes), order.source)
    assert taken.outcome == "changed", taken.problems
    return Order.objects.get(pk=order.pk)


def test_a_changed_order_is_marked_and_its_correction_proposed(
    boss: Client, document: Document, kor: Series
) -> None:
    order = document.order
    assert order
    assert order.number not in page(boss, f"{reverse('orders')}?document=differs")
    order = change_order(order, discount="10.00")
    text = page(boss, f"{reverse('orders')}?document=differs")
    assert order.number in text
    assert "differs" in text
    assert "The order differs from its document." in page(boss, reverse("order", args=[order.pk]))
    proposed = boss.get(reverse("order_correction", args=[order.pk])).content.decode()
    assert "To pay 64.90 PLN" in plain(text_of(proposed))
    followed(boss, form(document), **read_fields(proposed), action="issue")
    made = Document.objects.get(kind="correction")
    assert made.gross == Decimal("64.90")
    after = made.invoice().lines
    assert [(line.name, line.kind) for line in after][2] == ("Courier", "shipping")
    assert sum(line.allowance for line in after) == Decimal("10.00")
    assert not Order.objects.get(pk=order.pk).differs
    assert chain_of(document).invoice.lines == after


def test_a_cancelled_order_is_proposed_to_zero(boss: Client, document: Document, kor: Series) -> None:
    assert document.order
    order = change_order(document.order, lines=[], total="0")
    proposed = boss.get(reverse("order_correction", args=[order.pk])).content.decode()
    assert "To give back 258.90 PLN" in plain(text_of(proposed))


def test_a_person_may_leave_the_document_as_it_is(boss: Client, document: Document, kor: Series) -> None:
    assert document.order
    order = change_order(document.order)
    text = followed(boss, reverse("order_leave", args=[order.pk]))
    assert "The document stays as it is." in text
    assert "The order differs from its document." not in text
    assert "does not differ" in followed(boss, reverse("order_leave", args=[order.pk]))


def test_a_refund_leads_to_its_correction_and_is_not_undone_unseen(
    boss: Client, document: Document, kor: Series
) -> None:
    assert document.order
    address = reverse("order_refund", args=[document.order_id])
    assert "Refund" in page(boss, reverse("order", args=[document.order_id]))
    assert "Came back" in page(boss, address)
    wrong = text_of(boss.post(address, {"back_0": "3", "amount": "", "shipping": ""}).content.decode())
    assert "Of line 1, 3 cannot be taken back: 1 were sold." in wrong
    shown = boss.post(address, {"back_1": "1", "amount": "49,01"}).content.decode()
    assert "To give back 108.91 PLN" in plain(text_of(shown))
    followed(boss, form(document), **read_fields(shown), action="issue")
    made = Document.objects.get(kind="correction")
    assert made.gross == Decimal("-108.91")
    assert not Order.objects.get(documents=document).differs
    order = change_order(document.order)
    text = page(boss, reverse("order_correction", args=[order.pk]))
    assert f"{made.number} was made by hand, not from the order." in text


def test_the_buyer_is_corrected(boss: Client, document: Document, kor: Series) -> None:
    typed = fields(boss, form(document), name="Kawiarnia Nad Rzeką", reason="Mistake in the buyer's data")
    followed(boss, form(document), **typed, action="issue")
    made = Document.objects.get(kind="correction")
    assert (made.gross, made.buyer_name) == (Decimal(0), "Kawiarnia Nad Rzeką")


def test_the_list_of_differing_orders_uses_its_index(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    make_document("1")
    with django_assert_max_num_queries(30):
        assert "No order fits these filters" in page(boss, f"{reverse('orders')}?document=differs")
