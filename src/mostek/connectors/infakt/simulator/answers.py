"""Answers of the stand-in, in inFakt's words."""

from typing import Any

import orjson
from aiohttp import web


def said(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def unauthorised() -> web.Response:
    return said({"error": "Brak autoryzacji. Sprawdź klucz API i jego uprawnienia."}, 401)


def plan_ended() -> web.Response:
    return said({"error": "Twój pakiet nie obejmuje dostępu do API lub stracił ważność."}, 402)


def not_found() -> web.Response:
    return said({"error": "Zasób którego szukasz nie istnieje."}, 404)


def invalid(errors: dict[str, Any]) -> web.Response:
    return said({"error": "Podane dane są nieprawidłowe.", "errors": errors}, 422)


def bad_request(words: str) -> web.Response:
    return said({"error": words}, 400)


async def sent_object(request: web.Request, root: str = "") -> dict[str, Any]:
    """The body's object, or the one under its root key. Raises HTTPBadRequest when there is none."""
    try:
        body = orjson.loads(await request.read() or b"{}")
        found = body[root] if root else body
    except (orjson.JSONDecodeError, KeyError, TypeError):
        found = None
    if not isinstance(found, dict):
        words = f"Brak parametru: {root}" if root else "Nieprawidłowy JSON"
        raise web.HTTPBadRequest(body=orjson.dumps({"error": words}), content_type="application/json")
    return found
