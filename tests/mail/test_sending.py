"""Messages: what stands in them, that each goes out once, what becomes of those that do not."""

from email.header import decode_header
from typing import Any

import pytest

from mostek.companies.models import Company
from mostek.delivery import errands
from mostek.delivery.models import Delivery, State, Step, Switch
from mostek.delivery.queue import now
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.kernel.problems import ProblemError
from mostek.mail import outbox, smtp
from mostek.mail.models import Message, Sender
from mostek.orders.models import Order, store_file
from tests.mail.server import MailServer
from tests.mail.work import key_of, make_due, work_due
from tests.panel.conftest import MakeDocument, MakeOrder

pytestmark = pytest.mark.django_db


def write(about: Document | Order, template: str = "issued", **given: Any) -> Message:
    written = outbox.write(about, template, "Anna", **given)
    assert written is not None
    return written


def with_pdf(document: Document, data: bytes) -> Document:
    document.pdf = store_file(document.company, "FV.pdf", "application/pdf", data)
    document.save()
    return document


def test_message_carries_text_html_and_the_program_s_pdf(
    document: Document, sender: Sender, server: MailServer
) -> None:
    pdf = b"%PDF-1.7 of the program \x00\xff\r\n.\r\n" + bytes(range(256))
    message = write(with_pdf(document, pdf))
    work_due()
    (received,) = server.received
    mail = received.mail
    assert received.sender == "biuro@pracownia.example"
    assert received.recipient == mail["To"] == "biuro@kawiarnia.example"
    assert mail["From"] == "Pracownia Mostowa <biuro@pracownia.example>"
    assert document.number in mail["Subject"]
    assert mail["Message-ID"] == message.message_id
    assert "258,90\xa0PLN" in received.text()
    assert received.pdf == pdf
    assert next(mail.iter_attachments()).get_filename() == f"{document.number.replace('/', '-')}.pdf"
    assert "258,90\xa0PLN" in received.text("html")
    message.refresh_from_db()
    assert message.state == "done"
    assert message.body.strip() == received.text().replace("\r\n", "\n").strip()


def test_pdf_of_a_megabyte_arrives_whole(document: Document, sender: Sender, server: MailServer) -> None:
    pdf = b"%PDF-1.7\n" + b"\n.\r\n..\x00mostek" * 90_000
    write(with_pdf(document, pdf))
    work_due()
    assert server.received[0].pdf == pdf


def test_paid_document_asks_for_no_payment(
    make_order: MakeOrder, series: Any, sender: Sender, server: MailServer
) -> None:
    for number, paid in (("7001", True), ("7002", False)):
        made = issue(make_order(number, paid=paid, payment_means="transfer"), series, "Anna")
        Delivery.objects.filter(document=made).update(state=State.ISSUED, step=Step.DONE)
        write(made)
    work_due()
    paid_text, unpaid_text = (each.text() for each in server.received)
    assert "Do zapłaty" not in paid_text
    assert "Termin płatności" not in paid_text
    assert "Do zapłaty: 258,90\xa0PLN" in unpaid_text


def test_language_is_the_document_s_or_the_company_s(
    document: Document, sender: Sender, server: MailServer
) -> None:
    sender.language = "sk"
    sender.save()
    for language, greeting in (("en", "Dear customer"), ("cs", "Dobrý den"), ("xx", "Dobrý deň")):
        document.content["language"] = language
        document.save()
        write(document)
        work_due()
        assert greeting in server.received[-1].text()


def test_names_cannot_smuggle_headers(document: Document, sender: Sender, server: MailServer) -> None:
    sender.from_name = "Pracownia\r\nBcc: thief@evil.example"
    sender.save()
    document.buyer_name = "Jan\r\nBcc: thief@evil.example"
    document.number = "FV/1\r\nBcc: thief@evil.example"
    document.save()
    write(document)
    work_due()
    (received,) = server.received
    assert received.mail["Bcc"] is None
    assert [line for line in server.heard if "thief" in line] == []
    assert "\n" not in Message.objects.get().subject
    with pytest.raises(ProblemError):
        write(document, recipient="jan@x.example\r\nRCPT TO:<thief@evil.example>")


def test_letters_beyond_ascii(document: Document, sender: Sender, server: MailServer) -> None:
    sender.from_name = "Żółw & Ćma „Łódź”"
    sender.save()
    write(document, recipient="jan@żółw.example")
    work_due()
    (received,) = server.received
    assert received.recipient == "jan@xn--w-uga1v8h.example"
    assert received.data.isascii()
    assert received.mail["From"].addresses[0].display_name == "Żółw & Ćma „Łódź”"
    assert decode_header(str(received.mail["Subject"]))


def test_address_with_letters_needs_a_server_that_takes_them(
    document: Document, sender: Sender, server: MailServer
) -> None:
    message = write(document, recipient="żółw@poczta.example")
    work_due()
    assert key_of(message) == "mail.letters"
    server.extensions = ("SMTPUTF8", "8BITMIME")
    outbox.send_again(message, "Anna")
    work_due()
    assert server.received[0].recipient == "żółw@poczta.example"


def test_same_event_writes_one_message(document: Document, sender: Sender) -> None:
    assert outbox.write(document, "issued", "rule", once_key="event-7")
    assert outbox.write(document, "issued", "rule", once_key="event-7") is None
    assert outbox.write(document, "reminder", "rule", once_key="event-7")
    assert outbox.write(document, "issued", "rule", once_key="event-8")
    assert Message.objects.count() == 3


class Killed(BaseException):
    """The worker's process ends here."""


def test_worker_killed_between_handing_over_and_noting_sends_nothing_again(
    document: Document, sender: Sender, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Killed

    message = write(document)
    with monkeypatch.context() as patched:
        patched.setattr(errands, "_end", die)
        with pytest.raises(Killed):
            work_due()
    for _ in range(3):
        make_due()
        work_due()
    assert len(server.received) == 1
    assert key_of(message) == "errands.unsure"
    outbox.it_arrived(message, "Anna")
    work_due()
    message.refresh_from_db()
    assert message.state == "done"
    assert len(server.received) == 1


def test_connection_cut_after_the_message_is_decided_by_a_person(
    document: Document, sender: Sender, server: MailServer
) -> None:
    server.says["."] = ""
    message = write(document)
    work_due()
    make_due()
    work_due()
    assert (len(server.received), key_of(message)) == (1, "errands.unsure")
    del server.says["."]
    outbox.send_again(message, "Anna")
    work_due()
    first, second = server.received
    assert first.mail["Message-ID"] == second.mail["Message-ID"], "a mail program may show it once"
    with pytest.raises(ProblemError):
        outbox.send_again(message, "Anna")
    with pytest.raises(ProblemError):
        outbox.it_arrived(message, "Anna")


def test_connection_cut_before_the_message_is_tried_again(
    document: Document, sender: Sender, server: MailServer
) -> None:
    message = write(document)
    for verb in ("220", "MAIL", "RCPT", "DATA"):
        server.says = {verb: ""}
        work_due()
        assert key_of(message) == "mail.not_smtp", verb
        make_due()
    server.says = {}
    work_due()
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("verb", "answer", "key"),
    [
        ("RCPT", "550 5.1.1 no such user", "mail.recipient_refused"),
        ("DATA", "554 5.3.4 too big", "mail.content_refused"),
        (".", "554 5.7.1 spam", "mail.content_refused"),
    ],
)
def test_refused_for_good(
    verb: str, answer: str, key: str, document: Document, sender: Sender, server: MailServer
) -> None:
    server.says[verb] = answer
    message = write(document)
    work_due()
    assert key_of(message) == key
    assert message.state == "failed"
    assert (message.problem or {})["raw"] == answer
    make_due()
    work_due()
    assert len([line for line in server.heard if line.startswith("rcpt")]) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "."])
def test_later_means_later(verb: str, document: Document, sender: Sender, server: MailServer) -> None:
    server.says[verb] = "451 4.7.1 greylisted, come back"
    message = write(document)
    work_due()
    assert key_of(message) == "mail.postponed"
    assert message.state == "queued"
    work_due()
    assert not server.received, "not before the pause is over"
    server.says = {}
    make_due()
    work_due()
    assert key_of(message) == ""
    assert len(server.received) == 1


def test_wrong_password_keeps_messages_waiting_and_says_so_at_the_sender(
    document: Document, sender: Sender, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Message, "most_failures", 10)
    server.says["MAIL"] = "535 5.7.8 log in first"
    message = write(document)
    for _ in range(Message.most_failures + 2):
        work_due()
        make_due()
    message.refresh_from_db()
    assert message.state == "queued"
    sender.refresh_from_db()
    assert (sender.problem or {})["key"] == "mail.sender_refused"
    server.says = {}
    work_due()
    sender.refresh_from_db()
    assert sender.problem is None


def test_message_waits_until_the_document_is_in_the_program(
    make_document: MakeDocument, sender: Sender, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Message, "most_failures", 3)
    document = make_document("3001", State.REJECTED)
    message = write(document)
    for _ in range(Message.most_failures + 2):
        work_due()
        make_due()
    assert key_of(message) == "mail.document_waits"
    Delivery.objects.filter(document=document).update(state=State.ISSUED, step=Step.PDF, settled_at=now())
    Document.objects.filter(pk=document.pk).update(number="FV/77")
    work_due()
    assert key_of(message) == "mail.pdf_waits"
    with_pdf(Document.objects.get(pk=document.pk), b"%PDF late")
    make_due()
    work_due()
    assert server.received[0].pdf == b"%PDF late"
    assert "FV/77" in server.received[0].mail["Subject"]


def test_pdf_that_does_not_come_is_replaced_by_ours(
    document: Document, sender: Sender, server: MailServer
) -> None:
    Delivery.objects.filter(document=document).update(step=Step.PDF, settled_at=now() - 700)
    write(document)
    work_due()
    assert server.received[0].pdf.startswith(b"%PDF-1.7")


def test_nothing_is_mailed_while_sending_is_switched_off(
    document: Document, sender: Sender, server: MailServer
) -> None:
    Switch.objects.create(name="paused", on=True)
    message = write(document)
    work_due()
    assert (key_of(message), server.heard) == ("mail.paused", [])
    Switch.objects.update(on=False)
    make_due()
    work_due()
    assert len(server.received) == 1


def test_cancelled_document_is_not_mailed(
    make_document: MakeDocument, sender: Sender, server: MailServer
) -> None:
    document = make_document("3001", State.QUEUED)
    message = write(document)
    Delivery.objects.filter(document=document).update(state=State.CANCELLED)
    work_due()
    assert key_of(message) == "mail.document_cancelled"
    assert not server.received


def test_withdrawn_message_does_not_go(document: Document, sender: Sender, server: MailServer) -> None:
    message = write(document)
    outbox.withdraw(message, "Anna")
    make_due()
    work_due()
    assert key_of(message) == "mail.withdrawn"
    assert not server.received


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"recipient": "no address"}, "mail.bad_address"),
        ({"recipient": "a b@c.example"}, "mail.bad_address"),
        ({"template": "nothing"}, "mail.template_unknown"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(
    given: dict[str, str], key: str, document: Document, sender: Sender
) -> None:
    with pytest.raises(ProblemError) as caught:
        write(document, **given)
    assert caught.value.problems[0].key == key


def test_buyer_without_an_address_and_company_without_a_sender(
    document: Document, order: Order, make_sender: Any, company: Company
) -> None:
    with pytest.raises(ProblemError) as caught:
        write(document)
    assert caught.value.problems[0].key == "mail.no_sender"
    make_sender(MailServer()).save()
    document.content["buyer"]["email"] = ""
    document.save()
    assert document.order is not None
    document.order.buyer = {**document.order.buyer, "email": ""}
    with pytest.raises(ProblemError) as caught:
        write(document)
    assert caught.value.problems[0].key == "mail.no_address"
    with pytest.raises(ProblemError) as caught:
        write(order)
    assert caught.value.problems[0].key == "mail.needs_document"


def test_session_ends_well_before_the_lease() -> None:
    assert smtp.SECONDS_BEFORE_DATA + smtp.SECONDS_FOR_DATA + 2 * smtp.SECONDS < errands.LEASE


def test_server_that_dawdles_is_left(
    document: Document, sender: Sender, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write(document)
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    server.says = {"RCPT": "silence"}
    work_due()
    assert key_of(message) == "mail.timeout"
    server.says = {".": "silence"}
    make_due()
    work_due()
    assert key_of(message) == "errands.unsure"
