"""Sender, templates, sending and the log, as people see them."""

import re
from typing import Any

import pytest
from django.test import Client

from mostek.companies.models import Company
from mostek.delivery.models import State
from mostek.documents.models import Document
from mostek.mail import bounces, outbox, templates
from mostek.mail.models import Message, Sender, TemplateText
from mostek.orders.models import Order
from tests.mail.server import MailServer
from tests.mail.test_bounces import NOTICE
from tests.mail.work import make_due, work_due
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page, text_of

pytestmark = pytest.mark.django_db


def form_of(server: MailServer, **changes: Any) -> dict[str, Any]:
    return {
        "environment": "server",
        "host": "localhost",
        "port": server.port,
        "tls": "none",
        "user": "",
        "password": "",
        "from_name": "Pracownia",
        "from_address": "biuro@pracownia.example",
        "reply_to": "",
        "language": "pl",
    } | changes


def once_on(client: Client, address: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_sender_is_verified_saved_and_tried(boss: Client, server: MailServer) -> None:
    server.user, server.password = "anna", "sekret"
    wrong = followed(boss, "/mail/sender/", **form_of(server, user="anna", password="guessed"))
    assert "localhost refused the user name or the password." in wrong
    assert "Nothing was saved." in wrong
    assert not Sender.objects.exists()
    right = followed(boss, "/mail/sender/", **form_of(server, user="anna", password="sekret"))
    assert "messages go out as biuro@pracownia.example" in right
    assert b"sekret" not in boss.get("/mail/sender/").content
    assert "A test message went to owner" in followed(boss, "/mail/sender/test/")
    assert len(server.received) == 1


def test_kept_password_goes_to_no_other_server(boss: Client, server: MailServer) -> None:
    server.user, server.password = "anna", "sekret"
    followed(boss, "/mail/sender/", **form_of(server, user="anna", password="sekret"))
    kept = followed(boss, "/mail/sender/", **form_of(server, user="anna", from_name="Nowa nazwa"))
    assert "messages go out as" in kept
    for changes in ({"host": "127.0.0.1"}, {"user": "ola"}, {"tls": "starttls"}):
        heard = len(server.heard)
        refused = followed(boss, "/mail/sender/", **form_of(server, **({"user": "anna"} | changes)))
        assert "Enter the password again" in refused
        assert len(server.heard) == heard
    assert Sender.objects.get().from_name == "Nowa nazwa"


def test_only_those_who_configure_change_the_sender(
    boss: Client, operator: Client, reader: Client, stranger: Client, sender: Sender, server: MailServer
) -> None:
    for client in (operator, reader):
        assert client.post("/mail/sender/", form_of(server)).status_code == 403
        assert client.post("/mail/sender/test/").status_code == 403
        assert client.post("/mail/sender/delete/").status_code == 403
        assert "biuro@pracownia.example" in page(client, "/mail/sender/")
        assert "Verify and save" not in page(client, "/mail/sender/")
    assert "biuro@pracownia.example" not in page(stranger, "/mail/sender/")
    assert "Remove the sender biuro@pracownia.example?" in page(boss, "/mail/sender/delete/")
    followed(boss, "/mail/sender/delete/")
    assert not Sender.objects.exists()


def test_document_is_sent_from_its_card_once_however_often_one_presses(
    operator: Client, document: Document, sender: Sender, server: MailServer
) -> None:
    address = f"/documents/{document.pk}/mail/"
    shown = page(operator, f"{address}?template=issued&language=en")
    assert f"Document {document.number} for your order 2001" in shown
    assert "biuro@kawiarnia.example" in operator.get(address).content.decode()
    sent = {"template": "issued", "language": "en", "recipient": "inny@shop.example"}
    sent["once"] = once_on(operator, address)
    for _ in range(2):
        operator.post(address, sent)
    work_due()
    (received,) = server.received
    assert received.recipient == "inny@shop.example"
    assert "Dear customer" in received.text()
    for place in (f"/documents/{document.pk}/", f"/orders/{document.order_id}/", "/mail/"):
        told = page(operator, place)
        assert "inny@shop.example" in told, place
        assert "sent" in told, place
    assert "A message was sent to inny@shop.example" in page(operator, f"/orders/{document.order_id}/")


def test_missing_address_missing_sender_waiting_document(
    operator: Client, make_document: MakeDocument, make_sender: Any, server: MailServer
) -> None:
    document = make_document("2002", State.QUEUED)
    address = f"/documents/{document.pk}/mail/"
    assert "The company has no sender for e-mail yet." in page(operator, address)
    make_sender(server).save()
    document.content["buyer"]["email"] = ""
    document.save()
    Order.objects.update(buyer={})
    shown = page(operator, address)
    assert "Neither the document nor the order holds an address of the buyer" in shown
    assert "waits until" in shown
    sent = {"template": "issued", "language": "pl", "once": "1", "recipient": "nobody"}
    assert "nobody is not an e-mail address." in followed(operator, address, **sent)
    assert "This field is required." in followed(operator, address, **(sent | {"recipient": ""}))
    assert not Message.objects.exists()


def test_failed_unsure_and_returned_ones_are_told_and_decided(
    operator: Client, document: Document, sender: Sender, server: MailServer
) -> None:
    written = [outbox.write(document, "issued", "Anna", recipient=f"{n}@shop.example") for n in "abc"]
    answers = {"a": {"RCPT": "550 no such user"}, "b": {".": ""}, "c": {}}
    Message.objects.update(due_at=None)
    for message, says in zip(written, answers.values(), strict=True):
        assert message
        Message.objects.filter(pk=message.pk).update(due_at=0)
        server.says = says
        work_due()
    failed, unsure, returned = (each for each in written if each)
    bounces.take(NOTICE.replace("MESSAGE-ID", returned.message_id).encode())
    order = page(operator, f"/orders/{document.order_id}/")
    assert "The address a@shop.example was refused." in order
    assert "It is not sure whether a message to b@shop.example was sent" in order
    assert "The message to c@shop.example came back." in order
    assert "550 no such user" in page(operator, f"/mail/{failed.pk}/")
    assert "User unknown" in page(operator, f"/mail/{returned.pk}/")
    for state, recipient in (("failed", "a"), ("unsure", "b"), ("returned", "c")):
        listed = page(operator, f"/mail/?state={state}")
        assert [each for each in "abc" if f"{each}@shop.example" in listed] == [recipient], state
    assert "The message counts as sent." in followed(operator, f"/mail/{unsure.pk}/do/arrived/")
    server.says = {}
    assert "The message is sent again." in followed(operator, f"/mail/{failed.pk}/do/resend/")
    make_due()
    work_due()
    assert "It changed" not in page(operator, f"/mail/{failed.pk}/")
    assert [each.recipient[0] for each in server.received] == ["b", "c", "a"]


def test_waiting_message_is_withdrawn(operator: Client, document: Document, sender: Sender) -> None:
    message = outbox.write(document, "issued", "Anna")
    assert message
    assert "it was not sent" in followed(operator, f"/mail/{message.pk}/do/withdraw/")
    assert "Withdrawn by" in page(operator, "/mail/")


def test_readers_look_and_strangers_see_nothing(
    reader: Client, stranger: Client, document: Document, sender: Sender
) -> None:
    message = outbox.write(document, "issued", "Anna")
    assert message
    assert "biuro@kawiarnia.example" in page(reader, f"/mail/{message.pk}/")
    assert "Send to the buyer" not in page(reader, f"/documents/{document.pk}/")
    assert reader.post(f"/mail/{message.pk}/do/withdraw/").status_code == 403
    assert reader.get(f"/documents/{document.pk}/mail/").status_code == 403
    assert "biuro@kawiarnia.example" not in page(stranger, "/mail/")
    for address in (f"/mail/{message.pk}/", f"/documents/{document.pk}/mail/", "/orders/1/mail/"):
        assert stranger.get(address).status_code == 404, address
    assert stranger.post(f"/mail/{message.pk}/do/withdraw/").status_code == 404


def test_template_is_changed_previewed_and_taken_back(
    boss: Client, document: Document, company: Company
) -> None:
    address = "/mail/templates/issued/en/"
    assert f"Document {document.number}" in page(boss, address)
    typed = {"subject": "Hello {buyer_name}", "body": "About {order_number}\n\nAccount: {bank_account}"}
    preview = text_of(boss.post(address, typed | {"preview": "1"}).content.decode())
    assert "Hello Kawiarnia Pod Mostem sp. z o.o." in preview
    assert not TemplateText.objects.exists()
    refused = followed(boss, address, **(typed | {"body": "{buyer} {order_number}"}))
    assert "{buyer} is not a placeholder." in refused
    assert "{buyer_name}" in refused
    assert not TemplateText.objects.exists()
    assert "The text is saved." in followed(boss, address, **typed)
    assert templates.find(company, "issued").texts["en"].subject == "Hello {buyer_name}"
    assert not templates.find(company, "issued").texts["pl"].is_own
    assert "The ready-made text is back." in followed(boss, f"{address}delete/")
    assert templates.find(company, "issued").texts["en"].subject.startswith("Document")


def test_order_without_a_template_of_its_own_leads_to_its_document(
    operator: Client, document: Document, sender: Sender
) -> None:
    answer = operator.get(f"/orders/{document.order_id}/mail/")
    assert answer.headers["Location"] == f"/documents/{document.pk}/mail/"


def test_own_template_about_an_order(
    boss: Client, operator: Client, order: Order, sender: Sender, server: MailServer
) -> None:
    address = f"/orders/{order.pk}/mail/"
    assert "No template fits" in page(operator, address)
    made = {"name": "Wysłane!", "language": "pl", "subject": "Zamówienie {order_number}", "body": "W drodze."}
    assert operator.post("/mail/templates/new/", made).status_code == 403
    assert "is added" in followed(boss, "/mail/templates/new/", **made)
    once = once_on(operator, address)
    operator.post(
        address, {"template": "wyslane", "language": "pl", "recipient": "a@b.example", "once": once}
    )
    work_due()
    (received,) = server.received
    assert received.mail["Subject"] == "Zamówienie 1001"
    assert list(received.mail.iter_attachments()) == []


@pytest.mark.parametrize("key", list(templates.READY))
@pytest.mark.parametrize("language", ["pl", "en", "cs", "sk"])
def test_ready_made_templates_are_whole(key: str, language: str, company: Company) -> None:
    text = templates.find(company, key).texts[language]
    templates.check(text.subject, text.body)
    assert text.body.endswith("{seller_name}")


def test_only_those_who_configure_change_templates(operator: Client, reader: Client) -> None:
    for client in (operator, reader):
        typed = {"subject": "x", "body": "y"}
        assert client.post("/mail/templates/issued/pl/", typed).status_code == 403
        assert client.post("/mail/templates/issued/pl/delete/").status_code == 403
        assert "Save" not in page(client, "/mail/templates/issued/pl/")
    assert operator.get("/mail/templates/issued/xx/").status_code == 404
    assert operator.get("/mail/templates/nothing/pl/").status_code == 404
