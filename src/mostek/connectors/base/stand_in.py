"""What a connector's stand-in is made of: books that last, faults on demand, and a page.

A stand-in answers like the program does, below `/<key>` on the sandbox's one server. The server
(`mostek.sandbox`) applies the faults that any program may show, renders the pages and mounts the routes.
"""

import json
import random
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from mostek.kernel.text import N_

FAULTS: dict[str, str] = {
    "timeout_before_create": N_("Time-out before anything is made"),
    "timeout_after_create": N_("Time-out after the document is made: the answer is lost"),
    "half_answer": N_("The document is made, the answer breaks off in the middle"),
    "too_many_requests": N_("429: too many requests"),
    "server_error": N_("500: internal error"),
    "html_instead": N_("502 with an HTML page instead of an answer"),
    "slow": N_("Every answer is slow"),
    "late_pdf": N_("The PDF is not ready yet"),
    "lost_webhook": N_("The webhook is never sent"),
    "repeated_webhook": N_("The webhook is sent several times"),
    "wrong_totals": N_("The program books a total that differs by 0.01"),
}
"""Faults by name. A stand-in asks for the last four itself; the server does the others."""


@dataclass(slots=True)
class Faults:
    """Which failures are on: by share of calls (0…1), or for the next so many calls."""

    share: dict[str, float] = field(default_factory=dict)
    upcoming: dict[str, int] = field(default_factory=dict)
    latency: float = 0
    """Seconds added to every answer."""
    limits_on: bool = False
    """Whether the program's documented rate limits are enforced."""
    hold: float = 40
    """Seconds a lost answer is held back before the connection is cut; 0 cuts it at once."""
    slowness: float = 8
    """Seconds that `slow` takes."""
    creates_only: bool = False
    """Whether failures spare the calls that make no document."""
    dice: random.Random = field(default_factory=random.Random)

    def hit(self, name: str) -> bool:
        """Whether this fault strikes now; uses up one of the upcoming ones."""
        if self.upcoming.get(name, 0) > 0:
            self.upcoming[name] -= 1
            return True
        share = self.share.get(name, 0)
        return share > 0 and self.dice.random() < share

    def clear(self) -> None:
        self.share.clear()
        self.upcoming.clear()
        self.latency = 0
        self.creates_only = False


class Store:
    """Tables of JSON records, in memory, and in an SQLite file when a path is given."""

    def __init__(self, path: Path | None = None) -> None:
        self._tables: dict[str, dict[str, dict[str, Any]]] = {}
        self._file: sqlite3.Connection | None = None
        if path is not None:
            self._file = sqlite3.connect(path, isolation_level=None)
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=OFF")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS record (tab TEXT, id TEXT, body TEXT, PRIMARY KEY (tab, id))"
            )
            for tab, key, body in self._file.execute("SELECT tab, id, body FROM record ORDER BY rowid"):
                self._tables.setdefault(tab, {})[key] = json.loads(body)

    def table(self, name: str) -> dict[str, dict[str, Any]]:
        """The records by id, in the order they were first put. Change them only through `put`."""
        return self._tables.setdefault(name, {})

    def put(self, name: str, key: str, record: dict[str, Any]) -> None:
        self.table(name)[key] = record
        if self._file:
            self._file.execute(
                "INSERT INTO record VALUES (?, ?, ?)"
                " ON CONFLICT (tab, id) DO UPDATE SET body = excluded.body",
                (name, key, json.dumps(record)),
            )

    def drop(self, name: str, key: str) -> None:
        self.table(name).pop(key, None)
        if self._file:
            self._file.execute("DELETE FROM record WHERE tab = ? AND id = ?", (name, key))

    def clear(self) -> None:
        self._tables.clear()
        if self._file:
            self._file.execute("DELETE FROM record")

    def close(self) -> None:
        if self._file:
            self._file.close()


@dataclass(frozen=True, slots=True)
class StandInAccount:
    """An account at the stand-in, and what a connection needs to reach it."""

    id: str
    name: str
    tax_id: str
    credentials: dict[str, str]
    note: str = ""
    """What is special about it (a lapsed plan, a read-only key…), marked for translation."""


@dataclass(frozen=True, slots=True)
class BookedRow:
    """One row of a journal entry in the stand-in's books."""

    account: str
    debit: Decimal
    credit: Decimal
    department: str = ""
    project: str = ""
    cost_centre: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class BookedDocument:
    """One document of the stand-in's books, or a journal entry: then `kind` is `journal`, the rows are
    there, and each amount but the VAT is the sum of one side."""

    account: str
    id: str
    number: str
    kind: str
    issue_date: date
    buyer: str
    currency: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    reference: str
    """The hub's marker as found on the document, or ""."""
    paid: bool = False
    rows: tuple[BookedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label); with `many` several may be ticked."""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A button of the page, with inputs. `submit` gets the values and returns a sentence to show."""

    name: str
    button: str
    submit: Callable[[dict[str, list[str]]], Awaitable[str]]
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the stand-in's settings page."""

    title: str
    note: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sandbox gives a stand-in when it builds it."""

    store: Store
    faults: Faults
    today: Callable[[], date] = date.today


class StandIn(Protocol):
    """A program's stand-in. Built by `Connector.stand_in(Surroundings)`."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The program's API; paths are below `/<key>`."""

    def is_create(self, request: web.Request) -> bool:
        """Whether this call makes, changes or takes back a document: where the create faults strike."""

    def limited(self, request: web.Request) -> web.StreamResponse:
        """The program's own answer to too many requests."""

    def over_limit(self, request: web.Request) -> bool:
        """Whether the documented limits turn this call away; counts it if not."""

    def accounts(self) -> list[StandInAccount]:
        """The ready-made accounts first, then those that were added."""

    def add_account(self, name: str, tax_id: str) -> StandInAccount: ...

    def books(self, account: str = "") -> list[BookedDocument]:
        """What was booked, oldest first; of one account or of all."""

    def sections(self, account: str) -> list[Section]:
        """The account's own settings page: keys, webhooks, months, switches…"""

    async def close(self) -> None:
        """Stops what runs in the background (asynchronous tasks, webhook senders)."""


@runtime_checkable
class SendsWebhooks(Protocol):
    """Stand-ins of programs that tell by webhook."""

    async def subscribe(self, account: str, url: str) -> str:
        """Sends every event of the account to the address from now on; returns the secret that signs them.

        What the user does on the program's settings page, handshake included.
        """
