"""A message as it goes over the wire: plain text, the same as simple HTML, and the document's PDF."""

import secrets
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from html import escape

from mostek.mail.models import Sender
from mostek.mail.smtp import in_ascii

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"></head>'
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5">{}</body></html>\n'
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF."""

    name: str
    data: bytes


def new_message_id(sender: Sender) -> str:
    """Long and random: a returned message is known again by it, and nobody can guess one."""
    domain = in_ascii(sender.from_address).rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain}>"


def compose(
    sender: Sender,
    recipient: str,
    subject: str,
    body: str,
    message_id: str,
    attachment: Attachment | None = None,
) -> EmailMessage:
    """Names and subject become one line each, whatever they hold: no header can be smuggled in."""
    message = EmailMessage()
    message["From"] = _address(sender.from_address, sender.from_name)
    message["To"] = _address(recipient)
    if sender.reply_to:
        message["Reply-To"] = _address(sender.reply_to)
    message["Subject"] = one_line(subject)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = message_id
    message.set_content(body.rstrip() + "\n", cte="quoted-printable")
    message.add_alternative(as_html(body), subtype="html", cte="quoted-printable")
    if attachment:
        message.add_attachment(
            attachment.data, maintype="application", subtype="pdf", filename=attachment.name
        )
    return message


def _address(address: str, name: str = "") -> Address:
    user, _, domain = in_ascii(address).rpartition("@")
    return Address(one_line(name), user, domain)


def one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def as_html(body: str) -> str:
    """Paragraphs where the text has empty lines, line breaks where it has ends of lines."""
    paragraphs = [part for part in body.strip().replace("\r\n", "\n").split("\n\n") if part.strip()]
    return PAGE.format(
        "".join(f"<p>{escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs)
    )
