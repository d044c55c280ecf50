"""Who calls: an API credential's ID and secret, and what they may do."""

from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBasicAuth, HttpBearer

from mostek.api.answering import Refused
from mostek.companies.credentials import authenticate
from mostek.companies.models import ApiCredential
from mostek.kernel.problems import Problem

FAILURES = 10
"""Wrong secrets for one ID from one address within WINDOW seconds, after which no more are looked at."""
FAILURES_OF_ADDRESS = 100
WINDOW = 60


def caller(request: HttpRequest) -> ApiCredential:
    """The credential that opened this call."""
    return cast(ApiCredential, request.auth)  # type: ignore[attr-defined]


def actor(request: HttpRequest) -> str:
    return f"API: {caller(request).purpose}"


def _open(request: HttpRequest, key_id: str, secret: str, scope: str) -> ApiCredential | None:
    address = request.META.get("REMOTE_ADDR", "")
    counters = {f"api:{address}:{key_id[:64]}": FAILURES, f"api:{address}": FAILURES_OF_ADDRESS}
    counts = cache.get_many(counters)
    if any(counts.get(name, 0) >= most for name, most in counters.items()):
        raise Refused(429, Problem("api.too_many_failures"), headers={"Retry-After": str(WINDOW)})
    credential = authenticate(key_id, secret) if key_id.isascii() and key_id.isprintable() else None
    if credential is None:
        for name in counters:
            cache.add(name, 0, WINDOW)
            cache.incr(name)
        return None
    if scope not in credential.scopes:
        raise Refused(403, Problem("api.scope", {"scope": scope}))
    return credential


class _Basic(HttpBasicAuth):
    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, username: str, password: str) -> ApiCredential | None:
        return _open(request, username, password, self.scope)


class _Bearer(HttpBearer):
    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiCredential | None:
        key_id, _, secret = token.strip().partition(":")
        return _open(request, key_id, secret, self.scope)


def needs(scope: str) -> Any:
    """HTTP Basic (`ID:secret`) or `Authorization: Bearer ID:secret`, of a credential with the scope."""
    return [_Basic(scope), _Bearer(scope)]
