"""Messages and templates over the API, and on the command line."""

import io
from typing import Any

import pytest

from mostek.cli.failures import told
from mostek.cli.main import cli
from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.mail import outbox
from mostek.mail.models import Message, Sender
from tests.api.conftest import Caller
from tests.mail.test_bounces import NOTICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(company: Company) -> Caller:
    return Caller(company)


def test_message_is_written_once_and_watched(caller: Caller, document: Document, sender: Sender) -> None:
    wanted = {"document_id": document.pk, "once_key": "shipped-1"}
    first = caller.post("/messages", wanted)
    assert first.status_code == 201, first.content
    again = caller.post("/messages", wanted)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert Message.objects.count() == 1
    listed = caller.get("/messages", document_id=document.pk).json()["items"]
    assert [(each["recipient"], each["template"], each["state"]) for each in listed] == [
        ("biuro@kawiarnia.example", "issued", "queued")
    ]
    assert caller.get(f"/messages/{first.json()['id']}").json()["actor"] == "API: test shop"


def test_idempotency_key_writes_one(caller: Caller, document: Document, sender: Sender) -> None:
    for _ in range(2):
        assert caller.post("/messages", {"document_id": document.pk}, key="k1").status_code == 201
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ({}, "api.about_what"),
        ({"document_id": 0}, "api.parameter"),
        ({"template": "nothing"}, "mail.template_unknown"),
        ({"recipient": "nobody"}, "mail.bad_address"),
    ],
)
def test_what_cannot_be_written(
    wanted: dict[str, Any], key: str, caller: Caller, document: Document, sender: Sender
) -> None:
    about = {"document_id": document.pk} if wanted and "document_id" not in wanted else {}
    answer = caller.post("/messages", {**about, **wanted})
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (422, key)


def test_another_company_sees_and_sends_nothing(
    document: Document, sender: Sender, other_company: Company
) -> None:
    written = outbox.write(document, "issued", "Anna")
    assert written is not None
    stranger = Caller(other_company)
    assert stranger.post("/messages", {"document_id": document.pk}).status_code == 404
    assert stranger.get("/messages").json()["items"] == []
    for path in ("resend", "arrived"):
        assert stranger.post(f"/messages/{written.pk}/{path}", {}).status_code == 404
    notice = NOTICE.replace("MESSAGE-ID", written.message_id)
    assert stranger.post("/messages/bounce", {"notice": notice}).status_code == 422


def test_sending_needs_its_scope(company: Company, document: Document, sender: Sender) -> None:
    reading = Caller(company, "documents:read", "documents:issue")
    assert reading.post("/messages", {"document_id": document.pk}).status_code == 403
    assert reading.get("/templates").status_code == 200


def test_failed_and_unsure_ones_are_decided(caller: Caller, document: Document, sender: Sender) -> None:
    number = caller.post("/messages", {"document_id": document.pk}).json()["id"]
    assert caller.post(f"/messages/{number}/resend", {}).status_code == 422
    Message.objects.update(state="unsure", due_at=None)
    assert caller.post(f"/messages/{number}/arrived", {}).json()["state"] == "done"
    Message.objects.update(state="failed")
    assert caller.post(f"/messages/{number}/resend", {}).json()["state"] == "queued"


def test_templates_are_listed_and_changed(caller: Caller) -> None:
    assert [each["key"] for each in caller.get("/templates").json()] == [
        *("issued", "correction", "proforma", "reminder")
    ]
    put = caller.client.put
    address, kind = "/api/v1/templates/issued/en", "application/json"
    body = {"subject": "Invoice {document_number}", "body": "Hello {buyer_name}"}
    assert put(address, body, content_type=kind, headers=caller.headers).status_code == 200
    texts = caller.get("/templates").json()[0]["texts"]
    assert next(each for each in texts if each["language"] == "en")["is_own"]
    wrong = put(address, {**body, "body": "{buyer}"}, content_type=kind, headers=caller.headers)
    assert "{buyer} is not a placeholder" in wrong.json()["problems"][0]["what"]


def test_returned_mail_over_the_api(caller: Caller, document: Document, sender: Sender) -> None:
    written = caller.post("/messages", {"document_id": document.pk}).json()
    notice = NOTICE.replace("MESSAGE-ID", written["message_id"])
    answer = caller.post("/messages/bounce", {"notice": notice})
    assert "User unknown" in answer.json()["returned"]["raw"]
    late = notice.replace("Action: failed", "Action: delayed")
    assert caller.post("/messages/bounce", {"notice": late}).status_code == 204


def test_command_line(
    document: Document, sender: Sender, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = told(lambda: cli.main(arguments, prog_name="mostek", standalone_mode=False))
        heard = capsys.readouterr()
        return code, heard.out + heard.err

    written = outbox.write(document, "issued", "Anna")
    assert written is not None
    notice = NOTICE.replace("MESSAGE-ID", written.message_id).encode()
    for raw, code, sentence in (
        (notice, 0, "The message to biuro@kawiarnia.example is shown as returned."),
        (b"", 1, "Nothing came in."),
        (b"hello", 1, "not a notice about undelivered mail"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        ended, said = run("mail", "bounce")
        assert (ended, sentence in said) == (code, True), said
    assert "returned" in run("mail", "list", "--state", "returned")[1]
    assert "no such messages" in run("mail", "list", "--state", "failed")[1]
