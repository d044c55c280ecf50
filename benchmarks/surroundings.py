"""Processes and databases for one measurement."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgres import create_database, drop_database

CONCURRENCY = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A home and an empty database; `run` starts a module there, `tell` waits for the JSON it prints."""

    home: Path
    database_url: str

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOSTEK_")}
        own = {
            "DJANGO_SETTINGS_MODULE": "mostek.config.settings",
            "MOSTEK_HOME": str(self.home),
            "MOSTEK_DATABASE_URL": self.database_url,
            "MOSTEK_LIMITS": "off",
            "MOSTEK_LOG_LEVEL": "WARNING",
            "MOSTEK_WORKER_CONCURRENCY": str(CONCURRENCY),
        }
        return kept | own | more

    def run(self, *command: str, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *command], env=self.environment(**more), text=True, start_new_session=True
        )

    def tell(self, module: str, *arguments: str, **more: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


@contextlib.contextmanager
def place(kind: str) -> Iterator[Place]:
    """`sqlite`, or `postgres` on the server that MOSTEK_DATABASE_URL names."""
    with tempfile.TemporaryDirectory(prefix="mostek-bench-") as folder:
        if kind == "sqlite":
            yield Place(Path(folder), f"sqlite:///{folder}/mostek.sqlite3")
            return
        url = f"{os.environ['MOSTEK_DATABASE_URL'].rpartition('/')[0]}/bench_{secrets.token_hex(4)}"
        create_database(url)
        try:
            yield Place(Path(folder), url)
        finally:
            drop_database(url)


@contextlib.contextmanager
def stand_in(latency: float, accounts: int) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.stand_in", str(latency), str(accounts)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("MOSTEK_")},
    )
    assert process.stdin
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(20)


@contextlib.contextmanager
def workers(where: Place, count: int, **more: str) -> Iterator[list["subprocess.Popen[str]"]]:
    running = [where.run("-m", "mostek.cli.main", "worker", **more) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)
