"""The built-in stand-in: takes every message, shows it, and fails when a recipient asks for it."""

import re
import urllib.request

import pytest

from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.mail import outbox, senders
from mostek.mail.models import Environment, Message, Sender
from mostek.sandbox.server import Sandbox
from tests.mail.work import key_of, work_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def stand_in(company: Company, sandbox: Sandbox) -> Sender:
    made = Sender(company=company, environment=Environment.STAND_IN, from_address="biuro@pracownia.example")
    senders.keep(made, "Anna", {})
    return made


def get(address: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Language": "en"})) as answer:
        return bytes(answer.read())


def test_message_is_shown_with_its_attachment(document: Document, stand_in: Sender, sandbox: Sandbox) -> None:
    outbox.write(document, "issued", "Anna")
    work_due()
    assert Message.objects.get().state == "done"
    listed = get(f"{sandbox.url}/-/mail/").decode()
    assert "biuro@kawiarnia.example" in listed
    link = re.search(r'href="(/-/mail/\d+/)"', listed)
    assert link
    letter = get(f"{sandbox.url}{link[1]}").decode()
    assert document.number in letter
    assert get(f"{sandbox.url}{link[1]}0/").startswith(b"%PDF")
    assert b'href="/-/mail/"' in get(f"{sandbox.url}/")


@pytest.mark.parametrize(
    ("recipient", "key"),
    [("nobody", "mail.recipient_refused"), ("later", "mail.postponed"), ("silent", "errands.unsure")],
)
def test_failures_on_purpose(recipient: str, key: str, document: Document, stand_in: Sender) -> None:
    message = outbox.write(document, "issued", "Anna", recipient=f"{recipient}@shop.example")
    assert message is not None
    work_due()
    assert key_of(message) == key
