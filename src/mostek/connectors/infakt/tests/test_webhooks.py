"""inFakt's events: handshake, signature, both modes of content."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from mostek.connectors.infakt.webhooks import receive_webhook

SECRET = "sim-secret-7c0ffee"
BODY = (
    b'{"event":{"uuid":"11111111-2222-4333-8444-555555555555","name":"invoice_created_via_async_api",'
    b'"retry_counter":0,"created_at":"2026-03-02T10:15:30.000+01:00"},'
    b'"resource":{"uuid":"282ebe68-80aa-495e-aee4-66c5c0faa001"}}'
)
SIGNATURE = "0133d8294f5bc0676d559dfe3177fa2173924a2b518ee41169fe65968ad71f7e"


def _signed(event: Any, resource: Any) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"event": event, "resource": resource}).encode()
    return {"x-infakt-signature": hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}, body


def test_a_known_signature_is_taken_and_redacted_content_names_the_document() -> None:
    answer = receive_webhook({"x-infakt-signature": SIGNATURE}, BODY, SECRET)
    assert (answer.status, answer.problem, answer.is_handshake) == (200, None, False)
    assert answer.event_id == "11111111-2222-4333-8444-555555555555"
    assert answer.event_name == "invoice_created_via_async_api"
    assert (answer.task, answer.remote_id) == ("", "282ebe68-80aa-495e-aee4-66c5c0faa001")


def test_one_changed_byte_is_turned_down() -> None:
    answer = receive_webhook({"x-infakt-signature": SIGNATURE}, BODY.replace(b"faa001", b"faa002"), SECRET)
    assert answer.status == 401
    assert answer.problem is not None
    assert answer.problem.key == "infakt.webhook_signature_wrong"
    assert answer.remote_id == ""


@pytest.mark.parametrize("headers", [{}, {"x-infakt-signature": ""}, {"x-infakt-signature": "zażółć"}])
def test_a_missing_or_odd_signature_is_turned_down(headers: dict[str, str]) -> None:
    assert receive_webhook(headers, BODY, SECRET).status == 401


def test_without_a_stored_secret_the_user_is_told_to_paste_it() -> None:
    answer = receive_webhook({"x-infakt-signature": SIGNATURE}, BODY, "")
    assert answer.status == 401
    assert answer.problem is not None
    assert answer.problem.key == "infakt.webhook_secret_missing"


@pytest.mark.parametrize("secret", ["", SECRET, "another"])
def test_the_handshake_is_answered_before_anything_else(secret: str) -> None:
    answer = receive_webhook({}, b'{"verification_code":"abc123"}', secret)
    assert (answer.status, answer.is_handshake) == (200, True)
    assert json.loads(answer.body) == {"verification_code": "abc123"}


def test_an_event_cannot_pass_as_a_handshake() -> None:
    body = json.dumps({"verification_code": "x", "event": {"uuid": "1", "name": "made"}}).encode()
    assert receive_webhook({}, body, SECRET).status == 401


def test_full_content_names_task_and_document() -> None:
    resource = {"invoice_task_reference_number": "task-1", "invoice_uuid": "doc-1", "processing_code": 201}
    headers, body = _signed({"uuid": "e1", "name": "invoice_created_via_async_api"}, resource)
    answer = receive_webhook(headers, body, SECRET)
    assert (answer.status, answer.task, answer.remote_id) == (200, "task-1", "doc-1")


def test_an_error_event_names_the_task_and_no_document() -> None:
    resource = {"invoice_task_reference_number": "task-1", "invoice_errors": {}, "processing_code": 422}
    headers, body = _signed({"uuid": "e1", "name": "invoice_creation_error_via_async_api"}, resource)
    answer = receive_webhook(headers, body, SECRET)
    assert (answer.status, answer.task, answer.remote_id) == (200, "task-1", "")


@pytest.mark.parametrize("resource", [None, [], "text", {"uuid": "doc-1"}])
def test_an_unknown_event_is_taken_and_means_nothing(resource: Any) -> None:
    headers, body = _signed({"uuid": "e1", "name": "something_new"}, resource)
    answer = receive_webhook(headers, body, SECRET)
    assert (answer.status, answer.event_name, answer.task, answer.remote_id) == (200, "something_new", "", "")


def test_signed_nonsense_is_turned_down() -> None:
    headers, body = _signed("no object", {})
    answer = receive_webhook(headers, body, SECRET)
    assert answer.status == 400
    assert answer.problem is not None
