"""The European Commission's VIES: whether an EU VAT number is valid today.

https://ec.europa.eu/taxation_customs/vies/#/technical-information (REST, `check-vat-number`). An answer has
`valid`, `requestDate`, and `requestIdentifier`, the consultation number, where the requester named itself.
What cannot be answered comes as `actionSucceed: false` with `errorWrappers`, or as `userError`.
"""

import asyncio
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from mostek.connectors.base.http import Answer, Http, Limited, Lost, NotSent, new_client
from mostek.delivery.errands import Failed, Later
from mostek.kernel.problems import Problem
from mostek.vat.models import NumberQuestion, Origin

STAND_IN_PATH = "/vies/rest-api"
TIMEOUT = 25
REFUSED = {
    "INVALID_INPUT": "vat.vies_refused_number",
    "INVALID_REQUESTER_INFO": "vat.vies_refused_requester",
    "VAT_BLOCKED": "vat.vies_blocked",
    "IP_BLOCKED": "vat.vies_blocked",
}
"""What no repetition will help; every other error passes by itself."""
HIDDEN = {"", "---"}
"""What some countries answer in place of name and address."""


def address_of(origin: str) -> str:
    if origin == Origin.STAND_IN:
        return f"{settings.SANDBOX_URL}{STAND_IN_PATH}"
    return str(settings.VIES_URL)


def answer_question(question: NumberQuestion) -> None:
    """Asks once and writes the answer onto the question. Raises Later or Failed."""
    try:
        answer = asyncio.run(_ask(question))
        content = answer.json()
    except (NotSent, Lost, Limited) as error:
        seconds = error.retry_after if isinstance(error, Limited) else None
        raise Later(_unavailable(question, type(error).__name__), seconds) from error
    _read(question, content if isinstance(content, dict) else {})


async def _ask(question: NumberQuestion) -> Answer:
    asked = {"countryCode": question.number[:2], "vatNumber": question.number[2:]}
    if question.requester:
        asked |= {
            "requesterMemberStateCode": question.requester[:2],
            "requesterNumber": question.requester[2:],
        }
    allow_private = question.origin == Origin.STAND_IN or settings.ALLOW_PRIVATE_ADDRESSES
    async with new_client(allow_private=allow_private, connections=1) as client:
        http = Http(client, timeout=TIMEOUT, allow_private=allow_private)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        url = f"{address_of(question.origin)}/check-vat-number"
        return await http.request("POST", url, headers=headers, body=orjson.dumps(asked), max_bytes=100_000)


def _read(question: NumberQuestion, content: dict[str, Any]) -> None:
    error = _error(content)
    if error:
        if error in REFUSED:
            raise Failed(Problem(REFUSED[error], {"number": question.number}, raw=error))
        raise Later(_unavailable(question, error))
    valid = content.get("valid")
    if not isinstance(valid, bool):
        raise Later(_unavailable(question, "no answer"))
    question.valid = valid
    question.answered_at = timezone.now()
    question.request_date = str(content.get("requestDate") or "")[:40]
    question.consultation = str(content.get("requestIdentifier") or "")[:60]
    question.name = _open(content.get("name"))[:300]
    question.address = _open(content.get("address"))[:500]


def _error(content: dict[str, Any]) -> str:
    """VIES' own word for why there is no answer, or ""."""
    wrappers = content.get("errorWrappers") or []
    if wrappers and isinstance(wrappers[0], dict):
        return str(wrappers[0].get("error") or "UNKNOWN")
    said = str(content.get("userError") or "")
    return "" if said in ("", "VALID", "INVALID") else said


def _open(value: object) -> str:
    text = " ".join(str(value or "").split())
    return "" if text in HIDDEN else text


def _unavailable(question: NumberQuestion, raw: str) -> Problem:
    return Problem("vat.vies_unavailable", {"country": question.number[:2]}, raw=raw)
