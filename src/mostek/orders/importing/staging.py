"""The file, taken apart and grouped by order, in an SQLite file beside it.

An order's rows may stand anywhere in the file, so nothing can be taken in before the whole file has
been read. Reading needs little memory and happens in short steps; what it makes gets its final name
only when it is complete, so that a process killed in between leaves nothing that could be mistaken
for a whole.
"""

import csv
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.json_orders import elements
from mostek.orders.importing.opening import opened, text_lines
from mostek.orders.importing.sniffing import headings_of

STEP_ROWS = 20_000
STEP_SECONDS = 0.1
"""Short: on SQLite, which has one writer, nobody else writes meanwhile."""

Row = tuple[str, int, bytes]
"""Order number, line of the file, content as JSON. An empty number belongs to no other row."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one order: (line of the file, content)."""

    id: int
    number: str
    rows: list[tuple[int, Any]]


def csv_rows(path: Path, encoding: str, delimiter: str, number_heading: str) -> Iterator[Row | int]:
    """The rows below the headings, and now and then how many bytes have been read.

    Raises ProblemError where the table is broken."""
    with opened(path) as (reader, packed):
        rows = csv.reader(text_lines(reader, encoding), delimiter=delimiter, strict=True)
        try:
            headings = headings_of(next(rows, []))
            if number_heading not in headings:
                raise ProblemError(Problem("orders.import_heading_missing", {"heading": number_heading}))
            column = headings.index(number_heading)
            yield "", 0, orjson.dumps(headings)
            for count, row in enumerate(rows, start=1):
                if row and any(row):
                    number = row[column].strip() if column < len(row) else ""
                    yield number[:61], rows.line_num, orjson.dumps(row)
                if count % 1000 == 0:
                    yield packed.tell()
        except csv.Error:
            raise ProblemError(Problem("orders.import_broken", {"line": str(rows.line_num)})) from None


def json_rows(path: Path) -> Iterator[Row | int]:
    """The orders of a list or of JSON lines, in their order. Raises ProblemError where it is broken."""
    with opened(path) as (reader, packed):
        yield "", 0, b"[]"
        for element in elements(reader):
            yield element.number, element.line, orjson.dumps(element.text)
            yield packed.tell()


def staged_path(path: Path) -> Path:
    return path.with_name(path.name + ".staged")


def stage(path: Path, rows: Iterator[Row | int]) -> Iterator[int]:
    """Writes the staged file, yielding every STEP_SECONDS how many bytes have been read."""
    partial = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.partial")
    # A worker's portions come in different threads, one after another.
    with closing(sqlite3.connect(partial, isolation_level=None, check_same_thread=False)) as database:
        database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            "CREATE TABLE grouped (id INTEGER PRIMARY KEY, number TEXT UNIQUE);"
            "CREATE TABLE row (grouped INTEGER, line INTEGER, content TEXT,"
            " PRIMARY KEY (grouped, line)) WITHOUT ROWID;"
            "BEGIN"
        )
        yield from _fill(database, rows)
        database.execute("COMMIT")
    partial.replace(staged_path(path))


def _fill(database: sqlite3.Connection, rows: Iterator[Row | int]) -> Iterator[int]:
    before, group, waiting, read = "", 0, [], 0
    until = time.monotonic() + STEP_SECONDS
    for row in rows:
        if isinstance(row, int):
            read = row
            if time.monotonic() > until:
                yield read
                until = time.monotonic() + STEP_SECONDS
            continue
        number, line, content = row
        if not number or number != before:
            group, before = _group(database, number, is_headings=line == 0), number
        waiting.append((group, line, content))
        if len(waiting) >= STEP_ROWS:
            database.executemany("INSERT INTO row VALUES (?, ?, ?)", waiting)
            waiting.clear()
    database.executemany("INSERT INTO row VALUES (?, ?, ?)", waiting)
    yield read


def _group(database: sqlite3.Connection, number: str, *, is_headings: bool) -> int:
    if is_headings:
        return 0
    found = database.execute("SELECT id FROM grouped WHERE number = ?", (number,)).fetchone()
    if found:
        return int(found[0])
    made = database.execute("INSERT INTO grouped (number) VALUES (?)", (number or None,)).lastrowid
    assert made is not None
    return made


class Staged:
    """A staged file, read group by group in the order of their first rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.headings: list[str] = orjson.loads(
            database.execute("SELECT content FROM row WHERE grouped = 0").fetchone()[0]
        )
        self.count: int = database.execute("SELECT count(*) FROM grouped").fetchone()[0]

    def groups(self, after: int) -> Iterator[Group]:
        """The groups whose id is above `after`."""
        found = self._database.execute(
            "SELECT grouped, number, line, content FROM row JOIN grouped ON id = grouped"
            " WHERE grouped > ? ORDER BY grouped, line",
            (after,),
        )
        group: Group | None = None
        for key, number, line, content in found:
            if group is None or group.id != key:
                if group is not None:
                    yield group
                group = Group(key, number or "", [])
            group.rows.append((line, orjson.loads(content)))
        if group is not None:
            yield group


@contextmanager
def staged(path: Path) -> Iterator[Staged]:
    """Opens what `stage` made."""
    with closing(sqlite3.connect(f"{staged_path(path).as_uri()}?mode=ro", uri=True)) as database:
        yield Staged(database)


def remove(path: Path) -> None:
    """The uploaded file and all that was made of it."""
    for leftover in (*path.parent.glob(f"{path.name}.*"), path):
        leftover.unlink(missing_ok=True)
