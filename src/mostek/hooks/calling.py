"""The call itself: signed, short, tried again over more than two days."""

import asyncio
import time
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from mostek.connections.vault import Unreadable
from mostek.connectors.base.http import Answer, Http, Limited, Lost, NotSent, new_client
from mostek.delivery.errands import Failed, Later
from mostek.hooks.models import Call, Endpoint
from mostek.hooks.signing import signature
from mostek.kernel.problems import Problem

TIMEOUT = 15.0
PAUSES = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each further try, as the convention proposes."""
KEPT_TRIES = 12
SHOWN_ANSWER = 500
GONE = 410


def call(row: Call) -> None:
    """One try. Raises Later or Failed; an endpoint that says 410 wants nothing more and is switched off."""
    endpoint = row.endpoint
    if not endpoint.active:
        raise Failed(Problem("hooks.switched_off"))
    answer = _answer(row, endpoint)
    if answer.status == GONE:
        problem = Problem("hooks.gone")
        Endpoint.objects.filter(pk=endpoint.pk).update(active=False, problem=problem.as_dict())
        raise Failed(problem)
    if not 200 <= answer.status < 300:
        raise Later(Problem("hooks.refused", {"status": str(answer.status)}), _pause(row))
    Endpoint.objects.filter(pk=endpoint.pk).update(last_success_at=timezone.now())


def _answer(row: Call, endpoint: Endpoint) -> Answer:
    body = orjson.dumps(row.payload)
    moment = int(time.time())
    try:
        signed = signature(endpoint.secret(), row.message_id, moment, body)
    except Unreadable:
        raise Failed(Problem("hooks.unreadable")) from None
    headers = {
        "Content-Type": "application/json",
        "webhook-id": row.message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": signed,
    }
    begun = time.monotonic()
    try:
        answer = asyncio.run(_post(endpoint.url, headers, body))
    except NotSent as error:
        _note(row, moment, begun, 0, str(error))
        key = "hooks.private" if "private" in str(error) else "hooks.unreachable"
        raise Later(Problem(key, raw=str(error)), _pause(row)) from None
    except Lost as error:
        _note(row, moment, begun, 0, str(error))
        raise Later(Problem("hooks.no_answer", raw=str(error)), _pause(row)) from None
    except Limited as error:
        _note(row, moment, begun, 429, "")
        raise Later(Problem("hooks.refused", {"status": "429"}), error.retry_after or _pause(row)) from None
    _note(row, moment, begun, answer.status, answer.text[:SHOWN_ANSWER])
    return answer


def _pause(row: Call) -> float:
    return float(PAUSES[min(row.failures, len(PAUSES) - 1)])


def _note(row: Call, moment: int, begun: float, status: int, answer: str) -> None:
    took = round((time.monotonic() - begun) * 1000)
    tried: dict[str, Any] = {"at": moment, "status": status, "ms": took, "answer": answer}
    row.tries = [*row.tries, tried][-KEPT_TRIES:]


async def _post(url: str, headers: dict[str, str], body: bytes) -> Answer:
    private = settings.ALLOW_PRIVATE_ADDRESSES
    async with new_client(allow_private=private) as client:
        http = Http(client, timeout=TIMEOUT, allow_private=private)
        return await http.request("POST", url, headers=headers, body=body, max_bytes=100_000)
