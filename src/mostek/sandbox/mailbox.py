"""The mail stand-in: takes every message, delivers none, and shows them on a page.

Recipients `nobody@…`, `later@…` and `silent@…` show what else may happen: refused, asked to come back,
hung up on after the message.
"""

import asyncio
import contextlib
import email
import itertools
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from aiohttp import web

from mostek.kernel.text import N_
from mostek.sandbox.rendering import HEADERS, Renderer, language_of

log = logging.getLogger(__name__)
KEPT = 200
LARGEST = 30_000_000
SECONDS = 60
GREETING = b"250-mail stand-in\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 HELP\r\n"
REFUSED = b"550 5.1.1 There is no such mailbox here\r\n"
POSTPONED = b"451 4.7.1 Greylisted, come back in a minute\r\n"


@dataclass(frozen=True, slots=True)
class Letter:
    number: int
    recipient: str
    mail: EmailMessage

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def attachments(self) -> list[tuple[str, bytes]]:
        return [
            (part.get_filename() or "file", bytes(part.get_payload(decode=True) or b""))
            for part in self.mail.iter_attachments()
        ]

    def values(self) -> dict[str, object]:
        """For a template."""
        return {
            "number": str(self.number),
            "recipient": self.recipient,
            "sender": str(self.mail["From"] or ""),
            "subject": str(self.mail["Subject"] or ""),
            "date": str(self.mail["Date"] or ""),
            "text": self.text,
            "attachments": [name for name, _data in self.attachments],
        }


class Mailbox:
    """What came in since it started, newest first."""

    def __init__(self) -> None:
        self.letters: deque[Letter] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def take(self, recipient: str, raw: bytes) -> None:
        mail = email.message_from_bytes(raw, policy=SMTP)
        self.letters.appendleft(Letter(next(self._numbers), recipient, mail))

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One SMTP session."""
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            await self._answer(reader, writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient = ""
        writer.write(b"220 mail stand-in: nothing is delivered\r\n")
        while line := await asyncio.wait_for(reader.readline(), SECONDS):
            said = line.decode("utf-8", "replace").strip()
            match said[:4].upper():
                case "EHLO":
                    writer.write(GREETING)
                case "RCPT":
                    recipient = said.partition("<")[2].partition(">")[0]
                    answers = {"nobody": REFUSED, "later": POSTPONED}
                    writer.write(answers.get(recipient.partition("@")[0].lower(), b"250 ok\r\n"))
                case "DATA":
                    writer.write(b"354 go on\r\n")
                    await writer.drain()
                    self.take(recipient, await _content(reader))
                    if recipient.lower().startswith("silent@"):
                        return
                    writer.write(b"250 taken, and kept here\r\n")
                case "QUIT":
                    writer.write(b"221 bye\r\n")
                    return
                case _:
                    writer.write(b"250 ok\r\n")
            await writer.drain()


async def _content(reader: asyncio.StreamReader) -> bytes:
    """Raises ValueError when it is too large."""
    lines: list[bytes] = []
    size = 0
    while (line := await asyncio.wait_for(reader.readline(), SECONDS)) not in (b".\r\n", b""):
        size += len(line)
        if size > LARGEST:
            raise ValueError("too large")
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines)


@asynccontextmanager
async def listening(mailbox: Mailbox, host: str, port: int) -> AsyncIterator[None]:
    """Takes mail inside the block. Where the port is taken it says so and does without."""
    try:
        server = await asyncio.start_server(mailbox.talk, host, port)
    except OSError as error:
        log.warning("the mail stand-in cannot listen on port %s: %s", port, error.strerror)
        yield
        return
    try:
        yield
    finally:
        server.close()


def mail_routes(mailbox: Mailbox, renderer: Renderer) -> Iterable[web.RouteDef]:
    async def overview(request: web.Request) -> web.Response:
        return renderer.page(request, "mail.html", letters=[each.values() for each in mailbox.letters])

    async def letter(request: web.Request) -> web.Response:
        return renderer.page(request, "letter.html", letter=_known(request).values())

    async def attachment(request: web.Request) -> web.Response:
        number = int(request.match_info["attachment"])
        found = _known(request).attachments
        if number >= len(found):
            raise web.HTTPNotFound(text="There is no such attachment.")
        headers = HEADERS | {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=found[number][1], content_type="application/pdf", headers=headers)

    def _known(request: web.Request) -> Letter:
        number = int(request.match_info["number"])
        for each in mailbox.letters:
            if each.number == number:
                return each
        raise web.HTTPNotFound(text=renderer.say(language_of(request))(N_("There is no such message.")))

    yield web.get("/-/mail/", overview)
    yield web.get(r"/-/mail/{number:\d{1,9}}/", letter)
    yield web.get(r"/-/mail/{number:\d{1,9}}/{attachment:\d{1,3}}/", attachment)
