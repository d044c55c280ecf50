"""Programs that differ from the real connectors in one point."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mostek.connectors.base.registry import connectors
from mostek.connectors.base.stand_in import StandIn

Open = Callable[..., Any]


def vary(monkeypatch: pytest.MonkeyPatch, program: str, **manifest: Any) -> None:
    """The connector with another manifest; `settle` and `strong` concern its proof."""
    connector = connectors()[program]
    told = {name: manifest.pop(name) for name in ("settle", "strong") if name in manifest}
    proof = replace(connector.manifest.proof, **told)
    changed = replace(connector.manifest, proof=proof, **manifest)
    monkeypatch.setitem(connectors(), program, replace(connector, manifest=changed))


def with_session(monkeypatch: pytest.MonkeyPatch, program: str, **methods: Any) -> None:
    """The connector with some methods of its session replaced; each gets the real session first."""
    connector = connectors()[program]
    own = {name: _bound(connector.session_type, method) for name, method in methods.items()}
    changed: Any = type("Varied", (connector.session_type,), own)
    monkeypatch.setitem(connectors(), program, replace(connector, open=changed, session_type=changed))


def _bound(real: type, method: Any) -> Any:
    async def called(self: Any, *args: Any) -> Any:
        return await method(super(type(self), self), *args)

    return called


def impatient(monkeypatch: pytest.MonkeyPatch, stand_in: StandIn) -> None:
    """The stand-in's 429 asks for a moment instead of seconds."""
    real = stand_in.limited

    def limited(request: Any) -> Any:
        answer = real(request)
        answer.headers.pop("Retry-After", None)
        return answer

    monkeypatch.setattr(stand_in, "limited", limited)
