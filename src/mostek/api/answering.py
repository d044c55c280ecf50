"""Answers that are not what was asked for: problem documents (RFC 9457) with sentences for people."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mostek.delivery.words import card
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)


class ProblemOut(Schema):
    """What happened, why, and what to do, in the language of the call's Accept-Language."""

    key: str
    what: str
    why: str
    todo: str
    field: str
    raw: str


class ProblemDocument(Schema):
    """application/problem+json (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemOut]


class Refused(Exception):
    """A call that is answered with a status of its own."""

    def __init__(self, status: int, *problems: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__(problems[0].key)
        self.status = status
        self.problems = problems
        self.headers = headers or {}


def shown(problem: Problem | dict[str, Any]) -> dict[str, str]:
    said = card(problem)
    return {
        "key": said.key,
        "what": said.what,
        "why": said.why,
        "todo": said.todo,
        "field": said.field,
        "raw": said.raw,
    }


def document(status: int, problems: Iterable[Problem]) -> dict[str, Any]:
    cards = [shown(problem) for problem in problems]
    first = cards[0]
    return {
        "type": f"urn:mostek:problem:{first['key']}",
        "title": first["what"],
        "status": status,
        "detail": f"{first['why']} {first['todo']}",
        "problems": cards,
    }


def answer(status: int, problems: Iterable[Problem], headers: dict[str, str] | None = None) -> JsonResponse:
    response = JsonResponse(document(status, problems), status=status, headers=headers)
    response["Content-Type"] = "application/problem+json"
    return response


CONFLICTS = {"documents.already_issued", "documents.moved_on"}


def status_of(problems: Iterable[Problem]) -> int:
    return 409 if any(problem.key in CONFLICTS for problem in problems) else 422


def unauthorized(_request: HttpRequest, _error: Any) -> JsonResponse:
    return answer(401, [Problem("api.credentials")], {"WWW-Authenticate": 'Basic realm="Mostek"'})


def not_found(_request: HttpRequest, *_: Any, **__: Any) -> JsonResponse:
    return answer(404, [Problem("api.not_found")])


def _invalid(_request: HttpRequest, error: Any) -> JsonResponse:
    return answer(422, [_of_parameter(found) for found in error.errors])


def _of_parameter(found: Any) -> Problem:
    place = [str(step) for step in found["loc"] if step not in ("query", "body", "path", "header", "payload")]
    name = ".".join(place)
    return Problem("api.parameter", {"name": name, "reason": found["msg"]}, name)


def _internal(request: HttpRequest, error: Any) -> JsonResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(500, [Problem("api.internal")])


def _as_malformed(_request: HttpRequest, error: Any) -> JsonResponse:
    return answer(error.status_code, [Problem("api.malformed", {"reason": str(error)})])


def _as_refused(_request: HttpRequest, error: Any) -> JsonResponse:
    return answer(error.status, error.problems, error.headers)


def _as_problem(_request: HttpRequest, error: Any) -> JsonResponse:
    return answer(status_of(error.problems), error.problems)


def _too_large(*_: Any) -> JsonResponse:
    return answer(413, [Problem("api.too_large")])


def install(api: NinjaAPI) -> None:
    """No exception leaves the API as anything but a problem document."""
    api.add_exception_handler(AuthenticationError, unauthorized)
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(Refused, _as_refused)
    api.add_exception_handler(ProblemError, _as_problem)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(HttpError, _as_malformed)
    api.add_exception_handler(Exception, _internal)
