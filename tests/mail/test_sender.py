"""A sender is tried with a real session before it is kept, and each failure says what is wrong."""

import socket
from pathlib import Path
from typing import Any

import pytest

from mostek.companies.models import AuditEntry, Company
from mostek.kernel.problems import ProblemError
from mostek.mail import senders, smtp
from mostek.mail.models import Sender, Tls
from tests.mail.conftest import MakeSender
from tests.mail.server import MailServer, mail_server, make_certificate

pytestmark = pytest.mark.django_db


def refusal(sender: Sender) -> str:
    """The key of the problem; the raw words must never hold the password."""
    with pytest.raises(ProblemError) as caught:
        senders.keep(sender, "Anna", {})
    assert not Sender.objects.exists()
    problem = caught.value.problems[0]
    assert sender.password() not in problem.raw or not sender.password()
    return problem.key


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for localhost that this machine trusts."""
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


@pytest.mark.parametrize("mode", [Tls.STARTTLS, Tls.WHOLE])
def test_encrypted_session_is_logged_in_and_sends_nothing(
    mode: Tls, trusted: Path, make_sender: MakeSender, settings: Any, company: Company
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    rules = {"certificate": trusted, "tls_from_start": mode == Tls.WHOLE}
    with mail_server(user="anna", password="sekret", **rules) as server:
        senders.keep(make_sender(server, tls=mode, user="anna", password="sekret"), "Anna", {})
    assert Sender.objects.get().password() == "sekret"
    assert "sekret" not in Sender.objects.get().sealed
    assert "sekret" not in str(list(AuditEntry.objects.values()))
    verbs = [line.split()[0].upper() for line in server.heard]
    assert verbs[-4:] == ["MAIL", "RSET", "NOOP", "QUIT"]
    assert "DATA" not in verbs
    assert not server.received


def test_password_does_not_travel_before_encryption(
    tmp_path: Path, make_sender: MakeSender, settings: Any
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    for rules in ({}, {"certificate": make_certificate(tmp_path)}):
        with mail_server(user="anna", password="sekret", **rules) as server:
            key = refusal(make_sender(server, tls=Tls.STARTTLS, user="anna", password="sekret"))
        assert key == ("mail.certificate" if rules else "mail.no_tls")
        assert not any(line.upper().startswith("AUTH") for line in server.heard)


def test_certificate_of_another_name_is_refused(
    tmp_path: Path, make_sender: MakeSender, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    certificate = make_certificate(tmp_path, "mail.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate) as server:
        assert refusal(make_sender(server, tls=Tls.STARTTLS)) == "mail.certificate"


def test_encryption_that_does_not_fit_the_port(server: MailServer, make_sender: MakeSender) -> None:
    assert refusal(make_sender(server, tls=Tls.WHOLE)) == "mail.tls"


def test_wrong_password(server: MailServer, make_sender: MakeSender) -> None:
    server.user, server.password = "anna", "sekret"
    assert refusal(make_sender(server, user="anna", password="guessed")) == "mail.login_refused"
    assert refusal(make_sender(server, user="anna", password="żółw")) == "mail.password_letters"


def test_server_without_log_in(server: MailServer, make_sender: MakeSender) -> None:
    assert refusal(make_sender(server, user="anna", password="sekret")) == "mail.no_login"


def test_sender_that_the_server_does_not_allow(server: MailServer, make_sender: MakeSender) -> None:
    server.says["MAIL"] = "553 5.7.1 not owned by user anna"
    assert refusal(make_sender(server)) == "mail.sender_refused"


def test_places_where_no_mail_server_answers(
    server: MailServer, make_sender: MakeSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(make_sender(server, host="mail.nowhere.invalid")) == "mail.host_unknown"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert refusal(make_sender(server, port=probe.getsockname()[1])) == "mail.refused"
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    server.says["220"] = "silence"
    assert refusal(make_sender(server)) == "mail.timeout"
    server.says["220"] = "HTTP/1.1 400 Bad Request"
    assert refusal(make_sender(server)) in ("mail.not_smtp", "mail.turned_away")
    server.says["220"] = "554 no service for you"
    assert refusal(make_sender(server)) == "mail.turned_away"


def test_private_networks_are_closed_unless_the_operator_opens_them(
    server: MailServer, make_sender: MakeSender, settings: Any
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    for host in ("localhost", "127.0.0.1", "10.0.0.1", "::1"):
        assert refusal(make_sender(server, host=host)) == "mail.host_private"
    assert not server.heard


def test_test_message_goes_to_oneself(server: MailServer, sender: Sender) -> None:
    senders.send_now(sender, "anna@shop.example", "Próba", "Działa.")
    (received,) = server.received
    assert received.recipient == "anna@shop.example"
    assert received.mail["Subject"] == "Próba"
