"""One document's card: its story, and what a person does in each state."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import Company
from mostek.delivery.models import Attempt, Delivery, State
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.orders.models import store_file
from tests.panel.conftest import PLACED, MakeDocument
from tests.panel.reading import followed, page

NO_NAME = Problem("invoicing.buyer_without_name", field="buyer.name")


def card(document: Document) -> str:
    return reverse("document", args=[document.pk])


def act(document: Document, action: str) -> str:
    return reverse("document_act", args=[document.pk, action])


def test_the_card_says_why_this_document_and_where_it_is(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", remote_number="17/2026", link="https://program.example/17")
    text = page(boss, card(document))
    for shown in (
        "booked",
        "17/2026",
        "Anna issued it.",
        "Series FV goes to Main account.",
        "Mostek gave the number",
        "The order's prices contain VAT",
        document.reference,
    ):
        assert shown in text
    assert "https://program.example/17" in boss.get(card(document)).content.decode()


def test_the_story_tells_each_step_with_its_calls(boss: Client, document: Document) -> None:
    Attempt.objects.create(
        delivery=document.delivery,
        step="create",
        begun_at=PLACED.timestamp(),
        ended_at=PLACED.timestamp() + 0.34,
        outcome="unknown",
        worker="here/1",
        exchanges=[
            {
                "method": "POST",
                "path": "/invoices.json",
                "status": None,
                "ms": 340,
                "failure": "timed out",
                "request": '{"buyer": "Ewa"}',
            }
        ],
    )
    text = page(boss, card(document))
    assert "The answer was lost: the document may exist." in text
    assert "340 ms" in text
    assert "POST /invoices.json" in text
    assert "timed out" in text
    assert '"buyer": "Ewa"' in text
    assert "Nov 3, 2026" in text


@pytest.mark.parametrize(
    ("state", "offered", "not_offered"),
    [
        (State.QUEUED, ["Hold", "Try now", "Cancel the document"], ["It exists"]),
        (State.SENDING, [], ["Hold", "Cancel the document", "Send again"]),
        (State.ISSUED, ["Compare and fetch again", "Cancel the document"], ["Send again"]),
        (State.REJECTED, ["Send again", "Cancel the document"], ["Hold"]),
        (State.IN_DOUBT, ["It exists", "It does not, send again"], ["Cancel the document"]),
        (State.HELD, ["Send now", "Cancel the document"], ["Hold "]),
        (State.CANCELLED, [], ["Send again", "Hold"]),
    ],
)
def test_each_state_offers_what_can_be_done_in_it(
    boss: Client, make_document: MakeDocument, state: State, offered: list[str], not_offered: list[str]
) -> None:
    text = page(boss, card(make_document("1", state)))
    assert [words for words in offered if words not in text] == []
    assert [words for words in not_offered if words in text] == []


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (State.QUEUED, "hold", State.HELD),
        (State.HELD, "release", State.QUEUED),
        (State.REJECTED, "resend", State.QUEUED),
        (State.IN_DOUBT, "does_not", State.QUEUED),
    ],
)
def test_buttons_do_what_they_say(
    boss: Client, make_document: MakeDocument, before: State, action: str, after: State
) -> None:
    document = make_document("1", before, due_at=None)
    followed(boss, act(document, action))
    assert Delivery.objects.get(document=document).state == after


def test_in_doubt_a_person_enters_the_number_seen_at_the_program(
    boss: Client, make_document: MakeDocument
) -> None:
    document = make_document("1", State.IN_DOUBT, Problem("delivery.in_doubt"))
    assert "Enter the number" in followed(boss, act(document, "exists"), number=" ")
    text = followed(boss, act(document, "exists"), number="99/11")
    assert "it is not sent again" in text
    assert "Owner found it at the program." in text or "found it at the program." in text
    delivery = Delivery.objects.get(document=document)
    assert (delivery.state, delivery.remote_number) == (State.ISSUED, "99/11")


def test_what_cannot_be_done_now_is_said(boss: Client, document: Document) -> None:
    text = followed(boss, act(document, "release"))
    assert Delivery.objects.get(document=document).state == State.ISSUED
    assert "is on its way" not in text
    assert boss.post(act(document, "explode")).status_code == 404


def test_cancelling_lets_the_order_have_another_document(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, NO_NAME)
    followed(boss, reverse("document_cancel", args=[document.pk]))
    assert document.order is not None
    assert "Issue a sales document" in page(boss, reverse("order", args=[document.order.pk]))


def test_the_marked_field_is_red_mended_and_sent(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, NO_NAME)
    markup = boss.get(card(document)).content.decode()
    assert 'name="buyer.name"' in markup
    assert "is-invalid" in markup
    text = followed(boss, reverse("document_repair", args=[document.pk]), **{"buyer.name": "Nowa Nazwa"})
    assert "is mended and on its way again." in text
    document.refresh_from_db()
    assert document.buyer_name == "Nowa Nazwa"
    assert Delivery.objects.get(document=document).state == State.QUEUED


def test_a_value_that_is_wrong_again_stays_with_its_sentence(
    boss: Client, make_document: MakeDocument
) -> None:
    document = make_document("1", State.REJECTED, Problem("infakt.buyer_tax_id", field="buyer.tax_id"))
    answer = boss.post(reverse("document_repair", args=[document.pk]), {"buyer.tax_id": "123"})
    markup = answer.content.decode()
    assert 'value="123"' in markup
    assert "is-invalid" in markup
    assert Delivery.objects.get(document=document).state == State.REJECTED


def test_in_a_list_the_form_and_its_result_are_parts_of_the_page(
    boss: Client, make_document: MakeDocument
) -> None:
    document = make_document("1", State.REJECTED, NO_NAME)
    address = reverse("document_repair", args=[document.pk])
    form = boss.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in form
    assert f'hx-post="{address}"' in form
    done = boss.post(address, {"buyer.name": "Ewa"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in done
    assert "Mended and sent again." in done
    assert "queued" in done


def test_without_script_the_link_leads_to_the_card(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, NO_NAME)
    answer = boss.get(reverse("document_repair", args=[document.pk]))
    assert answer.headers["Location"] == f"{card(document)}#repair"


def test_differences_are_a_visible_warning(boss: Client, make_document: MakeDocument) -> None:
    told = Problem("delivery.differs_gross", {"ours": "10.00 PLN", "theirs": "10.01 PLN"}).as_dict()
    document = make_document("1", State.WARNING, warnings=[told])
    text = page(boss, card(document))
    assert "10.01 PLN" in text
    assert "booked, look at it" in text


def test_the_programs_pdf_is_preferred_and_ours_stays_within_reach(
    boss: Client, company: Company, document: Document
) -> None:
    address = reverse("document_pdf", args=[document.pk])
    assert boss.get(address).content.startswith(b"%PDF")
    theirs = store_file(company, "theirs.pdf", "application/pdf", b"%PDF theirs")
    Document.objects.filter(pk=document.pk).update(pdf=theirs)
    assert boss.get(address).content == b"%PDF theirs"
    assert boss.get(address, {"of": "mostek"}).content != b"%PDF theirs"
    named = boss.get(address, {"download": "1"}).headers["Content-Disposition"]
    assert document.number.replace("/", "-") + ".pdf" in named
    assert boss.get(address).headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_card_asks_again_only_while_the_document_moves(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    moving, still = make_document("1", State.SENDING), make_document("2")
    side = reverse("document_side", args=[moving.pk])
    with django_assert_max_num_queries(13):
        assert "hx-trigger" in boss.get(side).content.decode()
    assert "hx-trigger" not in boss.get(reverse("document_side", args=[still.pk])).content.decode()
    state = reverse("document_state", args=[moving.pk])
    assert "hx-trigger" in boss.get(state).content.decode()
