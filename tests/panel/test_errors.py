"""The error dictionary, and sending again all of one cause."""

import pytest
from django.test import Client
from django.urls import reverse

from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, Job, State
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, explained_keys
from mostek.panel.views import attention
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page
from tests.panel.test_job import run

FAULT = Problem("delivery.fault")


def test_every_error_stands_in_the_dictionary(reader: Client) -> None:
    markup = reader.get("/errors/").content.decode()
    assert [key for key in explained_keys() if f'id="{key}"' not in markup] == []


def test_it_is_searched_by_words_and_parts(reader: Client) -> None:
    text = page(reader, "/errors/?q=payment+term")
    assert "The series has no payment term." in text
    assert "Something went wrong" not in text
    assert "iFirma" in page(reader, "/errors/?area=ifirma")
    assert "No error fits" in page(reader, "/errors/?q=zzzzz")


def test_an_error_s_card_leads_to_its_entry(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, FAULT)
    link = f"{reverse('errors')}?q=delivery.fault#delivery.fault"
    assert link in boss.get(reverse("document", args=[document.pk])).content.decode()
    assert link in boss.get("/attention/").content.decode()
    assert "Mostek stumbled over this document." in page(boss, link.partition("#")[0])


def test_many_of_one_cause_are_sent_in_the_background(
    boss: Client, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "AT_ONCE", 2)
    documents = [make_document(str(number), State.REJECTED, FAULT) for number in range(4)]
    other = make_document("x", State.REJECTED, Problem("invoicing.buyer_without_name"))
    text = followed(boss, reverse("attention_resend"), problem="delivery.fault")
    assert "Sending again" in text
    job = Job.objects.get()
    # One is mended by a person before the job comes to it.
    Delivery.objects.filter(document=documents[0]).update(state=State.QUEUED)
    run(job)
    text = page(boss, reverse("resending", args=[job.pk]))
    assert "3 documents are sent again." in text
    assert "1 was mended or changed meanwhile" in text
    assert Delivery.objects.filter(state=State.QUEUED).count() == 4
    assert Delivery.objects.get(document=other).state == State.REJECTED


def test_one_account_s_failures_can_be_seen_and_sent_alone(
    boss: Client, make_document: MakeDocument, connection: Connection
) -> None:
    ours, theirs = make_document("1", State.REJECTED, FAULT), make_document("2", State.REJECTED, FAULT)
    second = Connection(company=connection.company, program="ifirma", name="Second", environment=STAND_IN)
    second.set_credentials({})
    second.save()
    Delivery.objects.filter(document=theirs).update(connection=second)
    Document.objects.filter(pk=theirs.pk).update(connection=second)
    text = page(boss, f"/attention/?connection={connection.pk}")
    assert ours.number in text
    assert theirs.number not in text
    assert "1 document" in text
    followed(boss, reverse("attention_resend"), problem="delivery.fault", connection=connection.pk)
    states = dict(Delivery.objects.values_list("document", "state"))
    assert states == {ours.pk: State.QUEUED, theirs.pk: State.REJECTED}
