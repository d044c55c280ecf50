"""Mail that comes back is shown at its message."""

from pathlib import Path

import pytest

from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.kernel.problems import ProblemError
from mostek.mail import bounces, outbox
from mostek.mail.models import Bounce, Message, Sender

pytestmark = pytest.mark.django_db
NOTICE = (Path(__file__).parent / "returned.eml").read_text()


@pytest.fixture
def message(document: Document, sender: Sender) -> Message:
    written = outbox.write(document, "issued", "Anna")
    assert written is not None
    Message.objects.filter(pk=written.pk).update(state="done", due_at=None)
    return written


def notice(message: Message, text: str = NOTICE) -> bytes:
    return text.replace("MESSAGE-ID", message.message_id).encode()


def test_returned_message_is_found_by_its_id(message: Message) -> None:
    assert bounces.take(notice(message)) == message
    assert bounces.take(notice(message)) == message
    bounce = Bounce.objects.get()
    assert bounce.status == "5.1.1"
    assert bounce.words == "550 5.1.1 <biuro@kawiarnia.example>: Recipient address rejected: User unknown"


def test_returned_whole_or_named_in_the_references(message: Message) -> None:
    whole = NOTICE.replace("text/rfc822-headers", "message/rfc822")
    assert bounces.read(notice(message, whole)).message_ids == (message.message_id,)
    head, _, rest = NOTICE.partition("Auto-Submitted")
    rest = rest.partition("Content-Description: Undelivered")[0]
    named = f"{head}In-Reply-To: MESSAGE-ID\nAuto-Submitted{rest}"
    assert bounces.read(notice(message, named)).message_ids == (message.message_id,)


def test_late_is_not_returned(message: Message) -> None:
    late = NOTICE.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")
    assert bounces.take(notice(message, late)) is None
    assert not Bounce.objects.exists()


def test_what_belongs_to_no_message(message: Message, other_company: Company) -> None:
    for raw, company, key in (
        (NOTICE.encode(), None, "mail.bounce_unknown"),
        (notice(message), other_company, "mail.bounce_unknown"),
        (b"From: a@b.example\nSubject: hello\n\nHow are you?", None, "mail.bounce_unreadable"),
        (b"", None, "mail.bounce_unreadable"),
        (b"\xff\x00 nonsense", None, "mail.bounce_unreadable"),
        (b"Content-Type: message/delivery-status\n\n", None, "mail.bounce_unreadable"),
    ):
        with pytest.raises(ProblemError) as caught:
            bounces.take(raw, company)
        assert caught.value.problems[0].key == key
