"""Connections as a worker holds them: read once, read again when they change."""

import time
from dataclasses import dataclass
from typing import Any, cast

from mostek.connections.models import Connection
from mostek.connections.vault import Unreadable
from mostek.connectors.base.contract import Account, Connector, Refused, Session
from mostek.connectors.base.http import Http
from mostek.connectors.base.manifest import RateLimit
from mostek.connectors.base.registry import connectors
from mostek.kernel.problems import Problem

FRESH = 2.0
"""Seconds for which a connection is used without looking whether it changed."""


class Unusable:
    """A session of a connection that cannot be used: whatever is asked of it is refused."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def __getattr__(self, name: str) -> Any:
        raise Refused(self._problem)


@dataclass(frozen=True, slots=True)
class Known:
    connection: Connection
    connector: Connector | None
    account: Account | None
    problem: Problem | None
    """Why there is no account to work with."""
    read_at: float

    def open(self, http: Http) -> Session:
        if self.connector is None or self.account is None:
            return cast(Session, Unusable(self.problem or Problem("delivery.connector_gone")))
        return self.connector.open(self.account, http)

    @property
    def limits(self) -> tuple[RateLimit, ...]:
        return self.connector.manifest.limits if self.connector else ()

    @property
    def timeout(self) -> float:
        return self.connector.manifest.timeout if self.connector else 25

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never appear in a log: the values of secret fields."""
        if self.connector is None or self.account is None:
            return ()
        names = {field.name for field in self.connector.manifest.credentials if field.secret}
        return tuple(value for name, value in self.account.credentials.items() if name in names and value)


class Accounts:
    """Reads rows in the writer thread; keeps opened credentials in memory only."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}

    def stale(self, ids: set[int]) -> set[int]:
        moment = time.monotonic()
        return {i for i in ids if i not in self._known or moment - self._known[i].read_at > FRESH}

    def read(self, ids: set[int]) -> None:
        """Blocking: run it in the writer thread."""
        for connection in Connection.objects.filter(pk__in=ids).select_related("company"):
            self._known[connection.pk] = _opened(connection)

    def __getitem__(self, connection_id: int) -> Known:
        return self._known[connection_id]


def _opened(connection: Connection) -> Known:
    moment = time.monotonic()
    connector = connectors().get(connection.program)
    if connector is None:
        return Known(connection, None, None, Problem("delivery.connector_gone"), moment)
    try:
        return Known(connection, connector, connection.as_account(), None, moment)
    except Unreadable:
        return Known(connection, connector, None, Problem("connections.unreadable"), moment)
