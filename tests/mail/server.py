"""A mail server of one's own on loopback, that fails when told to."""

import base64
import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(slots=True)
class Received:
    sender: str
    recipient: str
    data: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=default)

    def text(self, kind: str = "plain") -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content())

    @property
    def pdf(self) -> bytes:
        return bytes(next(self.mail.iter_attachments()).get_content())


@dataclass(slots=True)
class MailServer:
    """`says` replaces answers by their verb: `{"RCPT": "550 5.1.1 no such user"}`. An empty answer hangs
    up, `"silence"` answers nothing. The answer to the message itself has the verb `.`."""

    port: int = 0
    user: str = ""
    password: str = ""
    certificate: Path | None = None
    tls_from_start: bool = False
    extensions: tuple[str, ...] = ("8BITMIME",)
    says: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    on_message: Callable[[], None] = lambda: None


class _Session(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.rules: MailServer = self.server.rules  # type: ignore[attr-defined]
        self.socket: socket.socket = self.request
        with contextlib.suppress(OSError, ssl.SSLError):
            if self.rules.tls_from_start:
                self._encrypt()
            self.lines = self.socket.makefile("rb")
            self._talk()

    def _encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.rules.certificate))
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.lines = self.socket.makefile("rb")

    def _answer(self, verb: str, usual: str) -> bool:
        """False when the session is over."""
        said = self.rules.says.get(verb, usual)
        if said == "silence":
            self.lines.readline()
            return False
        if said:
            self.socket.sendall(said.encode() + b"\r\n")
        return bool(said)

    def _talk(self) -> None:
        sender = recipient = ""
        going = self._answer("220", "220 stub ready")
        while going and (line := self.lines.readline()):
            said = line.decode().strip()
            self.rules.heard.append(said)
            verb = said.split(" ")[0].upper()
            match verb:
                case "EHLO":
                    going = self._answer(verb, self._greeting())
                case "STARTTLS":
                    going = self._answer(verb, "220 go ahead")
                    self._encrypt()
                case "AUTH":
                    right = base64.b64decode(said.split()[2]).decode().split("\0")[1:] == [
                        self.rules.user,
                        self.rules.password,
                    ]
                    going = self._answer(verb, "235 welcome" if right else "535 5.7.8 wrong password")
                case "MAIL" | "RCPT":
                    address = said[said.index("<") + 1 : said.index(">")]
                    sender, recipient = (address, recipient) if verb == "MAIL" else (sender, address)
                    going = self._answer(verb, "250 ok")
                case "DATA":
                    going = self._answer(verb, "354 go on")
                    if going and self.rules.says.get(verb, "354").startswith("354"):
                        going = self._take(sender, recipient)
                case "QUIT":
                    self._answer(verb, "221 bye")
                    going = False
                case _:
                    going = self._answer(verb, "250 ok")

    def _greeting(self) -> str:
        offers = list(self.rules.extensions)
        encrypted = isinstance(self.socket, ssl.SSLSocket)
        if self.rules.certificate and not encrypted:
            offers.append("STARTTLS")
        if self.rules.user and (encrypted or not self.rules.certificate):
            offers.append("AUTH PLAIN")
        return "\r\n".join(["250-stub", *(f"250-{offer}" for offer in offers), "250 HELP"])

    def _take(self, sender: str, recipient: str) -> bool:
        lines = []
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.rules.says.get(".", "250").startswith("250") or not self.rules.says["."]:
            self.rules.received.append(Received(sender, recipient, b"".join(lines)))
        self.rules.on_message()
        return self._answer(".", "250 taken")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some tests want."""


@contextlib.contextmanager
def mail_server(**rules: object) -> Iterator[MailServer]:
    wanted = MailServer(**rules)  # type: ignore[arg-type]
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.rules = wanted  # type: ignore[attr-defined]
        wanted.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield wanted
        server.shutdown()


def make_certificate(folder: Path, name: str = "localhost") -> Path:
    """A certificate for the name and its key, in one file; trusted where it is named as an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + kept)
    return path
