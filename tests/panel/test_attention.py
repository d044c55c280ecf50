"""What waits for a person."""

from typing import Any

from django.test import Client
from django.urls import reverse

from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, State
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.mail.models import Message
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page, text_of

ATTENTION = "/attention/"


def test_an_empty_screen_says_so(boss: Client) -> None:
    assert "Nothing waits for you" in page(boss, ATTENTION)


def test_documents_stand_under_their_cause(boss: Client, make_document: MakeDocument) -> None:
    for number in range(12):
        make_document(str(number), State.REJECTED, Problem("invoicing.buyer_without_name"))
    doubtful = make_document("d", State.IN_DOUBT, Problem("delivery.in_doubt", {"program": "Books"}))
    make_document("fine", State.ISSUED)
    text = page(boss, ATTENTION)
    assert text.index("The buyer has no name.") < text.index("It is not known whether Books made")
    assert "12 documents" in text
    assert "and 2 more" in text
    assert doubtful.number in text
    assert text.count("Decide") == 1


def test_all_of_one_cause_are_sent_again(boss: Client, make_document: MakeDocument) -> None:
    for number in range(3):
        make_document(str(number), State.REJECTED, Problem("delivery.fault"))
    other = make_document("x", State.REJECTED, Problem("invoicing.buyer_without_name"))
    text = followed(boss, reverse("attention_resend"), problem="delivery.fault")
    assert "3 documents are sent again." in text
    assert Delivery.objects.filter(state=State.QUEUED).count() == 3
    assert Delivery.objects.get(document=other).state == State.REJECTED
    assert "Nothing of this cause waits any more." in followed(
        boss, reverse("attention_resend"), problem="delivery.fault"
    )


def test_a_stopped_account_is_told_with_the_way_there(boss: Client, connection: Connection) -> None:
    problem = Problem("infakt.unauthorized", raw="401").as_dict()
    Connection.objects.filter(pk=connection.pk).update(state="refused", problem=problem)
    text = page(boss, ATTENTION)
    assert "The queue of Main account stands still" in text


def test_held_and_differing_documents_are_within_reach(boss: Client, make_document: MakeDocument) -> None:
    make_document("1", State.HELD)
    make_document("2", State.WARNING)
    text = page(boss, ATTENTION)
    assert "1 held" in text
    assert "1 booked, to look at" in text


def test_the_screen_stays_quick_with_many_documents(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        make_document(str(number), State.REJECTED, Problem("delivery.fault"))
    with django_assert_max_num_queries(17):
        page(boss, ATTENTION)


def test_sending_all_again_is_offered_only_where_it_can_help(
    boss: Client, make_document: MakeDocument
) -> None:
    make_document("1", State.REJECTED, Problem("invoicing.buyer_without_name", field="buyer.name"))
    assert "Send all of this cause again" not in page(boss, ATTENTION)
    make_document("2", State.REJECTED, Problem("delivery.fault"))
    assert page(boss, ATTENTION).count("Send all of this cause again") == 1


def test_messages_that_did_not_go_are_told(boss: Client, document: Document) -> None:
    fields = {"company": document.company, "recipient": "a@b.example", "template": "issued", "language": "pl"}
    for number, state in enumerate(("failed", "failed", "unsure", "done")):
        Message.objects.create(**fields, state=state, due_at=None, message_id=str(number), actor="Anna")
    markup = boss.get(ATTENTION).content.decode()
    assert '/mail/?state=failed"' in markup
    assert "2 messages not sent" in text_of(markup)
    assert "1 message perhaps sent" in text_of(markup)
