"""Exchanges as kept with an attempt: readable, short, without credentials."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from mostek.connectors.base.http import Exchange

LONGEST = 4000
HIDDEN = "•••"


def redacted(exchanges: Iterable[Exchange], secrets: Iterable[str]) -> list[dict[str, Any]]:
    """One dictionary a call. Bodies only of writes and of answers that were not a success: reads repeat
    what the program holds anyway."""
    hidden = [secret for secret in secrets if len(secret) >= 4]
    return [_one(exchange, hidden) for exchange in exchanges]


def _one(exchange: Exchange, hidden: list[str]) -> dict[str, Any]:
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


def _body(body: bytes, hidden: list[str]) -> str:
    if b"\0" in body[:1000] or body.startswith(b"%PDF"):
        return f"({len(body)} bytes)"
    text = _hide(body[: LONGEST * 2].decode("utf-8", "replace"), hidden)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _hide(text: str, hidden: list[str]) -> str:
    for secret in hidden:
        text = text.replace(secret, HIDDEN)
    return text
