"""Exchanges as kept with an attempt: readable, short, without credentials."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from mostek.connectors.base.http import Exchange

LONGEST = 4000
HIDDEN = "•••"
SHORTEST_SECRET = 4


def redacted(exchanges: Iterable[Exchange], secrets: Iterable[str]) -> list[dict[str, Any]]:
    """One dictionary a call. Bodies only of writes and of answers that were not a success: reads repeat
    what the program holds anyway."""
    hidden = _forms(tuple(secrets))
    return [_one(exchange, hidden) for exchange in exchanges]


@lru_cache(maxsize=500)
def _forms(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """Each secret as it may stand in a body or an address; the longest first, for one may hold another."""
    forms = {
        form
        for secret in secrets
        if len(secret) >= SHORTEST_SECRET
        for form in (
            secret,
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            quote(secret, safe=""),
            quote(secret),
            quote_plus(secret),
        )
    }
    return tuple(sorted(forms, key=len, reverse=True))


def _one(exchange: Exchange, hidden: tuple[str, ...]) -> dict[str, Any]:
    parts = urlsplit(exchange.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    kept: dict[str, Any] = {
        "method": exchange.method,
        "path": _hide(path, hidden)[:500],
        "status": exchange.status,
        "ms": round(exchange.seconds * 1000),
        "at": round(exchange.started, 3),
    }
    if exchange.failure:
        kept["failure"] = exchange.failure
    if exchange.method != "GET" or not 200 <= exchange.status < 300:
        kept["request"] = _body(exchange.request, hidden)
        kept["response"] = _body(exchange.response, hidden)
    return kept


def _body(body: bytes, hidden: tuple[str, ...]) -> str:
    if b"\0" in body[:1000] or body.startswith(b"%PDF"):
        return f"({len(body)} bytes)"
    text = _hide(body[: LONGEST * 2].decode("utf-8", "replace"), hidden)
    if len(body) > LONGEST * 2 and hidden:
        # What was cut off may have taken the end of a secret along.
        text = text[: -len(hidden[0])]
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _hide(text: str, hidden: tuple[str, ...]) -> str:
    for secret in hidden:
        text = text.replace(secret, HIDDEN)
    return text
