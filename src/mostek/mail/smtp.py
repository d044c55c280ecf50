"""Sessions with a company's mail server. The one place that speaks SMTP.

What a server turns down before it has the message is a ProblemError; after that, a lost answer is
`Lost`: the message may have gone.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from mostek.connections import vault
from mostek.connectors.base.http import is_public
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail.models import Environment, Sender, Tls

SECONDS = 12.0
"""For each answer of the server."""
SECONDS_BEFORE_DATA = 60.0
SECONDS_FOR_DATA = 30.0
"""Together well below an errand's lease."""


class Lost(Exception):
    """The message was handed over; whether the server took it is not known."""


class Postponed(ProblemError):
    """The server does not take it now, but may later (4xx, no connection)."""


class SenderAmiss(Postponed):
    """Nothing goes out until a person has mended the sender."""


def stand_in_port() -> int:
    """Where the built-in mail stand-in listens: the port after the one of its pages."""
    return (urlsplit(settings.SANDBOX_URL).port or 80) + 1


def place_of(sender: Sender) -> tuple[str, int, bool]:
    """Host, port, and whether it may be this machine or a private network."""
    if sender.environment == Environment.STAND_IN:
        return urlsplit(settings.SANDBOX_URL).hostname or "127.0.0.1", stand_in_port(), True
    return sender.host, sender.port, settings.ALLOW_PRIVATE_ADDRESSES


class _Plain(smtplib.SMTP):
    """Connects to the address that was looked at, so that a name cannot lead elsewhere a moment later."""

    allow_private = False
    ends = 0.0
    """When this part of the session must be over, by the monotonic clock."""

    def getreply(self) -> tuple[int, bytes]:
        left = self.ends - time.monotonic()
        if left <= 0 or self.sock is None:
            raise TimeoutError
        self.sock.settimeout(min(SECONDS, left))
        return super().getreply()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not self.allow_private and not all(is_public(each.partition("%")[0]) for each in addresses):
            raise SenderAmiss(Problem("mail.host_private", {"host": host}))
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                return socket.create_connection((address, port), timeout)
            except OSError as error:
                failure = error
        raise failure


class _Tls(smtplib.SMTP_SSL, _Plain):
    pass


@contextmanager
def session(sender: Sender) -> Iterator[_Plain]:
    """A session, encrypted and logged in as the sender wants. Raises Postponed."""
    host, port, allow_private = place_of(sender)
    values = {"host": host, "port": str(port)}
    client = _client(sender, host)
    client.allow_private = allow_private
    client.ends = time.monotonic() + SECONDS_BEFORE_DATA
    try:
        with _explained(values):
            _open(client, sender, host, port)
        yield client
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _client(sender: Sender, host: str) -> _Plain:
    domain = sender.from_address.rpartition("@")[2] or "localhost"
    ours = domain.encode("idna").decode() if not domain.isascii() else domain
    options: dict[str, Any] = {"local_hostname": ours, "timeout": SECONDS}
    if sender.environment == Environment.SERVER and sender.tls == Tls.WHOLE:
        client: _Plain = _Tls(context=ssl.create_default_context(), **options)
    else:
        client = _Plain(**options)
    # The name that the server's certificate must carry; `connect` alone does not set it.
    client._host = host  # type: ignore[attr-defined]
    return client


def _open(client: smtplib.SMTP, sender: Sender, host: str, port: int) -> None:
    code, words = client.connect(host, port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    client.ehlo_or_helo_if_needed()
    if sender.environment == Environment.STAND_IN:
        return
    if sender.tls == Tls.STARTTLS:
        client.starttls(context=ssl.create_default_context())
        client.ehlo_or_helo_if_needed()
    if sender.user:
        password = sender.password()
        if not (sender.user + password).isascii():
            raise SenderAmiss(Problem("mail.password_letters"))
        client.login(sender.user, password)


@contextmanager
def _explained(values: dict[str, str]) -> Iterator[None]:
    """Whatever goes wrong before the message is handed over, as a problem."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise _told_by_server(error, values) from error
    except (OSError, UnicodeError, vault.Unreadable) as error:
        raise _told_by_network(error, values) from error


def _told_by_server(error: smtplib.SMTPException, values: dict[str, str]) -> Postponed:
    match error:
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            return SenderAmiss(_said("mail.login_refused", error, values))
        case smtplib.SMTPAuthenticationError():
            return Postponed(_said("mail.postponed", error, values))
        case smtplib.SMTPNotSupportedError():
            key = "mail.no_tls" if "STARTTLS" in str(error) else "mail.no_login"
            return SenderAmiss(Problem(key, values, raw=str(error)))
        case smtplib.SMTPResponseException():
            return Postponed(_said("mail.turned_away", error, values))
    # smtplib tells a time-out as a cut connection.
    key = "mail.timeout" if isinstance(error.__context__, TimeoutError) else "mail.not_smtp"
    return Postponed(Problem(key, values, raw=str(error)))


def _told_by_network(error: Exception, values: dict[str, str]) -> Postponed:
    """The most particular first: most of these are OSErrors."""
    match error:
        case vault.Unreadable():
            return SenderAmiss(Problem("mail.unreadable"))
        case ssl.SSLCertVerificationError():
            return SenderAmiss(Problem("mail.certificate", values, raw=error.verify_message))
        case ssl.SSLError():
            return Postponed(Problem("mail.tls", values, raw=str(error)))
        case socket.gaierror() | UnicodeError():
            return Postponed(Problem("mail.host_unknown", values))
        case TimeoutError():
            return Postponed(Problem("mail.timeout", values))
        case ConnectionRefusedError():
            return Postponed(Problem("mail.refused", values))
    return Postponed(Problem("mail.unreachable", values, raw=str(error)))


def _said(key: str, error: smtplib.SMTPResponseException, values: dict[str, str]) -> Problem:
    return Problem(key, values, raw=words_of(error.smtp_code, error.smtp_error))


def words_of(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:1000]


def verify(sender: Sender) -> None:
    """A whole session up to naming the sender, which is taken back: nothing is sent. Raises ProblemError."""
    host, port, _ = place_of(sender)
    with session(sender) as client, _explained({"host": host, "port": str(port)}):
        name_sender(client, sender)
        client.rset()
        client.noop()


def name_sender(client: smtplib.SMTP, sender: Sender, options: tuple[str, ...] = ()) -> None:
    """MAIL FROM. Raises SenderAmiss or Postponed."""
    code, words = client.mail(in_ascii(sender.from_address), options)
    if code == 250:
        return
    values = {"address": sender.from_address}
    if 400 <= code < 500:
        raise Postponed(Problem("mail.postponed", values, raw=words_of(code, words)))
    raise SenderAmiss(Problem("mail.sender_refused", values, raw=words_of(code, words)))


def in_ascii(address: str) -> str:
    """The address with its domain as the network writes it (ąć.pl is xn--…); the rest is left."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def on_the_wire(sender: Sender, recipient: str, message: EmailMessage) -> bytes:
    """The message as DATA carries it, without its end."""
    letters = _has_letters(sender, recipient)
    content = message.as_bytes(policy=ON_THE_WIRE.clone(utf8=letters, cte_type="8bit" if letters else "7bit"))
    return re.sub(rb"(?m)^\.", b"..", content)


def _has_letters(sender: Sender, recipient: str) -> bool:
    """Whether an address has letters that only servers with SMTPUTF8 take."""
    return not (in_ascii(recipient) + in_ascii(sender.from_address)).isascii()


def hand_over(sender: Sender, recipient: str, content: bytes) -> None:
    """Sends what `on_the_wire` made to one recipient. Raises Postponed, ProblemError (turned down for
    good), or Lost."""
    host, port, _ = place_of(sender)
    values = {"host": host, "port": str(port), "recipient": recipient}
    with session(sender) as client:
        with _explained(values):
            _envelope(client, sender, recipient, values)
        _data(client, content, values)


def _envelope(client: smtplib.SMTP, sender: Sender, recipient: str, values: dict[str, str]) -> None:
    options: tuple[str, ...] = ()
    if _has_letters(sender, recipient):
        if not client.has_extn("smtputf8"):
            raise ProblemError(Problem("mail.letters", values))
        client.command_encoding = "utf-8"
        options = ("SMTPUTF8", "BODY=8BITMIME")
    name_sender(client, sender, options)
    code, words = client.rcpt(in_ascii(recipient))
    if code not in (250, 251):
        raise _turned_down("mail.recipient_refused", code, words, values)
    client.putcmd("DATA")
    code, words = client.getreply()
    if code != 354:
        raise _turned_down("mail.content_refused", code, words, values)


def _data(client: _Plain, content: bytes, values: dict[str, str]) -> None:
    assert client.sock is not None
    client.sock.settimeout(SECONDS_FOR_DATA)
    client.ends = time.monotonic() + SECONDS_FOR_DATA
    try:
        client.send(content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, words = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        client.close()
        raise Lost(type(error).__name__) from error
    if code != 250:
        raise _turned_down("mail.content_refused", code, words, values)


def _turned_down(key: str, code: int, words: bytes, values: dict[str, str]) -> ProblemError:
    raw = words_of(code, words)
    if 400 <= code < 500:
        return Postponed(Problem("mail.postponed", values, raw=raw))
    return ProblemError(Problem(key, values, raw=raw))
