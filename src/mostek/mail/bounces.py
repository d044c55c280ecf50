"""Messages that come back: what a mail server's delivery status notification (RFC 3464) says."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from email.policy import default

from mostek.companies.models import Company
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail.models import Bounce, Message

MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notification says about the first recipient that failed."""

    message_ids: tuple[str, ...]
    """Of the message that came back, the likeliest first."""
    failed: bool
    """False: only late, or delivered after all."""
    status: str
    words: str


def read(raw: bytes) -> Notice:
    """Raises ProblemError when it is not a delivery status notification."""
    report = email.message_from_bytes(raw, policy=default)
    blocks = list(_blocks(report))
    if not blocks:
        raise ProblemError(Problem("mail.bounce_unreadable"))
    failed = next((each for each in blocks if _field(each, "Action").lower() == "failed"), None)
    told = failed or blocks[-1]
    words = _field(told, "Diagnostic-Code").partition(";")[2] or _field(told, "Diagnostic-Code")
    return Notice(
        tuple(dict.fromkeys(_message_ids(report))),
        failed is not None,
        _field(told, "Status")[:20],
        " ".join(words.split())[:1000],
    )


def _blocks(report: Mail) -> Iterator[Mail]:
    """The machine-readable part: a block of headers for each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            found = payload if isinstance(payload, list) else []
            yield from (each for each in found if isinstance(each, Mail) and each["Action"])


def _message_ids(report: Mail) -> Iterator[str]:
    """Of the original, as it was returned whole or as headers; else what the notice answers to."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            yield from MESSAGE_ID.findall(_field(part.get_payload(0), "Message-ID"))  # type: ignore[arg-type]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            headers = email.message_from_string(_text(part), policy=default)
            yield from MESSAGE_ID.findall(_field(headers, "Message-ID"))
    for name in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(_field(report, name))


def _text(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _field(block: Mail, name: str) -> str:
    return str(block.get(name, "")).strip()


def take(raw: bytes, company: Company | None = None) -> Message | None:
    """Notes at its message that it came back, once; None if the notice tells of no failure.

    Raises ProblemError when it cannot be read or belongs to no message (of the company).
    """
    notice = read(raw)
    messages = Message.objects.of(company) if company else Message.objects.all()
    message = messages.filter(message_id__in=notice.message_ids).first()
    if message is None:
        raise ProblemError(Problem("mail.bounce_unknown"))
    if not notice.failed:
        return None
    Bounce.objects.get_or_create(message=message, defaults={"status": notice.status, "words": notice.words})
    return message
