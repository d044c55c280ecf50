"""Processes and databases for the measurements."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.postgres import drop_database

CONCURRENCY = 100
KINDS = ("SQLite", "PostgreSQL")


def account_keys(count: int) -> list[str]:
    """The API keys of the stand-in's accounts, always the same: a prepared database fits any stand-in."""
    return [f"{number:040x}" for number in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class Place:
    """A home and a database. `run` starts a program there, `tell` waits for what it measured."""

    kind: str
    home: Path
    database_url: str

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            "DJANGO_SETTINGS_MODULE": "mostek.config.settings",
            "MOSTEK_HOME": str(self.home),
            "MOSTEK_DATABASE_URL": self.database_url,
            "MOSTEK_LIMITS": "off",
            "MOSTEK_LOG_LEVEL": "ERROR",
            "MOSTEK_WORKER_CONCURRENCY": str(CONCURRENCY),
        }
        return _without_settings() | own | more

    def run(self, *command: str, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment(**more),
            text=True,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )

    def tell(self, name: str, *arguments: object, **more: str) -> Any:
        """What `benchmarks.inside.<name>` returns, run in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", name, *map(str, arguments)],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MOSTEK_")}


@dataclass(slots=True)
class Places:
    """Databases of both kinds: SQLite's are files, PostgreSQL's are on the server at `postgres_url`."""

    folder: Path
    postgres_url: str
    _empty: dict[str, Place] = field(default_factory=dict)

    @contextlib.contextmanager
    def empty(self, kind: str) -> Iterator[Place]:
        """A database with its tables, and nothing in them."""
        if kind not in self._empty:
            made = self._new(kind)
            subprocess.run(
                [sys.executable, "-m", "mostek.cli.main", "migrate"],
                env=made.environment(),
                stdout=subprocess.DEVNULL,
                check=True,
            )
            self._empty[kind] = made
        with self.copy(self._empty[kind]) as place:
            yield place

    @contextlib.contextmanager
    def copy(self, original: Place) -> Iterator[Place]:
        """All that is in another place, which nothing uses at the moment."""
        place = self._new(original.kind, original)
        try:
            yield place
        finally:
            self._remove(place)

    def close(self) -> None:
        for place in self._empty.values():
            self._remove(place)

    def _new(self, kind: str, original: Place | None = None) -> Place:
        name = f"bench_{secrets.token_hex(6)}"
        home = self.folder / name
        if original:
            shutil.copytree(original.home, home)
        else:
            home.mkdir()
        if kind == "SQLite":
            return Place(kind, home, f"sqlite:///{home}/mostek.sqlite3")
        with psycopg.connect(self._server("postgres"), autocommit=True) as connection:
            connection.execute(
                f"CREATE DATABASE {name} TEMPLATE {_name(original) if original else 'template1'}"
            )
        return Place(kind, home, self._server(name))

    def _remove(self, place: Place) -> None:
        if place.kind == "PostgreSQL":
            drop_database(place.database_url)
        shutil.rmtree(place.home)

    def _server(self, database: str) -> str:
        return urlsplit(self.postgres_url)._replace(path=f"/{database}").geturl()


def _name(place: Place) -> str:
    return urlsplit(place.database_url).path.lstrip("/")


@contextlib.contextmanager
def places(postgres_url: str) -> Iterator[Places]:
    with tempfile.TemporaryDirectory(prefix="mostek-bench-") as folder:
        made = Places(Path(folder), postgres_url)
        try:
            yield made
        finally:
            made.close()


@contextlib.contextmanager
def stand_in(latency: float, accounts: int, task_delay: float = 0) -> Iterator[str]:
    """A program to deliver to, in a process of its own: its address. Seconds that every answer is delayed,
    how many accounts it has (`account_keys`), seconds that an asynchronous creation takes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.stand_in", str(latency), str(accounts), str(task_delay)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_without_settings(),
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(20)


@contextlib.contextmanager
def workers(where: Place, count: int, **more: str) -> Iterator[list["subprocess.Popen[str]"]]:
    """Workers named w0, w1, …"""
    running = [
        where.run("-m", "mostek.cli.main", "worker", "--name", f"w{number}", **more)
        for number in range(count)
    ]
    try:
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)
