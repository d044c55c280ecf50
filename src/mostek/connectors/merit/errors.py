"""What the program's statuses and words mean: the only place that reads them.

https://api.merit.ee/connecting-robots/reference-manual/responses/
Its sentences come in Estonian whatever the company's language, and are listed nowhere: the status decides,
words only help to name the field.
"""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Answer, Lost
from mostek.kernel.problems import Problem, ProblemError

CLOCK_TOLERANCE = 240
"""Seconds that the two clocks may differ before a refused signature is blamed on them."""

NAME_TAKEN = "api-custexists"

_TRACE = re.compile(r"System\.\w+|Exception:|^\s+at ", re.MULTILINE)

_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), key, field)
    for pattern, key, field in (
        (r"ei ole tasakaalus", "merit.entry_unbalanced", "rows"),
        (r"VAT with Id .* (?:missing|nonactive)", "merit.tax_inactive", "lines"),
        (r"kliendil .* kohustuslik", "merit.buyer_refused", "buyer"),
        (r"arve number|api-invexists|invoice ?no", "merit.number_taken", "number"),
    )
)


class Declined(ProblemError):
    """The program said no and made nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(_problem(text))


class Crashed(Lost):
    """The program answered with the trace of its own failure. Nothing is on its way any more, so a look
    at its books tells whether it had made the document before."""


class NotTheProgram(Lost):
    """Something answered, but not in the program's language."""


def content_of(answer: Answer) -> Any:
    """The content of an answer that means success; every other answer is an exception.

    Raises Refused, Declined (nothing was made), Crashed, NotTheProgram or Lost. JSON that comes wrapped
    in a JSON string, as until 2024, is unwrapped.
    """
    text = answer.text.strip()
    if answer.status >= 500:
        raise Lost(f"status {answer.status}", answer.status)
    if problem := _refusal(answer, text):
        raise Refused(problem)
    if answer.status == 400:
        raise Declined(_message(text))
    if _TRACE.search(text) and not text.startswith(("{", "[", '"')):
        raise Crashed(text[:500], answer.status)
    try:
        content = _decoded(text) if text else ""
    except ValueError as error:
        raise NotTheProgram("the answer is not JSON", answer.status) from error
    if answer.status != 200:
        raise NotTheProgram(f"status {answer.status}", answer.status)
    if isinstance(content, dict) and content.get("Success") is False:
        raise Declined(str(content.get("Error") or content.get("Message") or content.get("ErrorCode") or ""))
    return content


def _decoded(text: str) -> Any:
    content = json.loads(text, parse_float=Decimal)
    if isinstance(content, str) and content.lstrip().startswith(("{", "[")):
        return json.loads(content, parse_float=Decimal)
    return content


def _refusal(answer: Answer, text: str) -> Problem | None:
    """The problem with the account, if that is what the answer means."""
    status, word = answer.status, text.strip('"').casefold()
    raw = text[:500]
    if status in (301, 302, 303, 307, 308, 404, 405):
        return Problem("merit.wrong_address", {"status": str(status)}, raw=raw)
    if status == 401 and "wronglicense" in word:
        return Problem("merit.licence", raw=raw)
    if status == 401 and "wrongsignature" in word:
        gap = _clock_gap(answer)
        if abs(gap) > CLOCK_TOLERANCE:
            return Problem("merit.clock", {"minutes": str(round(abs(gap) / 60))}, raw=raw)
        return Problem("merit.wrong_key", field="api_key", raw=raw)
    if (status in (400, 401) and not word) or word in ("api-invalidsignature", "api-missingurlparam"):
        return Problem("merit.unknown_id", field="api_id", raw=raw)
    if status in (402, 403):
        return Problem("merit.no_right", {"status": str(status)}, raw=raw)
    if status == 401:
        return Problem("merit.refused", {"status": str(status)}, raw=raw)
    return None


def _clock_gap(answer: Answer) -> float:
    """Seconds by which the program's clock is ahead of ours, as its answer's date says; 0 if it says none."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return 0
    return (theirs.replace(tzinfo=theirs.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _message(text: str) -> str:
    try:
        content = _decoded(text)
    except ValueError:
        return text
    return str(content.get("Message") or text) if isinstance(content, dict) else str(content)


def _problem(text: str) -> Problem:
    for pattern, key, field in _WORDS:
        if pattern.search(text):
            return Problem(key, field=field, raw=text[:500])
    return Problem("merit.declined", raw=text[:500])
