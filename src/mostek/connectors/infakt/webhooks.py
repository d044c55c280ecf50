"""inFakt's events: the handshake, the signature, and what they mean. Pure.

A subscription is made in inFakt's settings only; inFakt generates its secret. An event is signed by
`X-Infakt-Signature`: HMAC-SHA256 of the raw body in small hexadecimal letters, without a time.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson

from mostek.connectors.base.contract import WebhookAnswer
from mostek.kernel.problems import Problem

MADE = "invoice_created_via_async_api"
NOT_MADE = "invoice_creation_error_via_async_api"


def receive_webhook(headers: Mapping[str, str], body: bytes, secret: str) -> WebhookAnswer:
    """Headers in small letters, the raw body, the stored secret or "" -> what to answer and what it means.

    The handshake is answered before any signature is looked at: at that moment the user cannot have
    stored the secret yet, and the answer only repeats what was sent.
    """
    call = _parsed(body)
    code = call.get("verification_code")
    if isinstance(code, str) and "event" not in call:
        return WebhookAnswer(200, orjson.dumps({"verification_code": code}), is_handshake=True)
    if not secret:
        return _turned_down(401, "infakt.webhook_secret_missing")
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = headers.get("x-infakt-signature", "").strip().lower()
    if not hmac.compare_digest(expected.encode(), given.encode()):
        return _turned_down(401, "infakt.webhook_signature_wrong")
    event = call.get("event")
    if not isinstance(event, dict):
        return _turned_down(400, "infakt.webhook_unreadable")
    return _accepted(event, call.get("resource"))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        call = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return call if isinstance(call, dict) else {}


def _turned_down(status: int, key: str) -> WebhookAnswer:
    return WebhookAnswer(status, orjson.dumps({"error": key}), problem=Problem(key))


def _accepted(event: Mapping[str, Any], resource: object) -> WebhookAnswer:
    """Full data name the task; without confidential information there is only the uuid."""
    name = str(event.get("name") or "")
    fields = resource if isinstance(resource, dict) else {}
    task = str(fields.get("invoice_task_reference_number") or "")
    remote_id = str(fields.get("invoice_uuid") or "")
    if not task and not remote_id:
        only = str(fields.get("uuid") or "")
        task, remote_id = (only, "") if name == NOT_MADE else ("", only)
    is_ours = name in (MADE, NOT_MADE)
    return WebhookAnswer(
        200,
        b"{}",
        event_id=str(event.get("uuid") or ""),
        event_name=name,
        task=task if is_ours else "",
        remote_id=remote_id if name == MADE else "",
    )
