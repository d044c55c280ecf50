"""The checks of `mostek doctor`. Each yields findings; none raises and none changes anything."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection as database
from django.db.migrations.executor import MigrationExecutor

from mostek.config import keyfiles

LITTLE_SPACE = 1_000_000_000
TOO_LITTLE_SPACE = 100_000_000
CLOCK_WARN, CLOCK_FAIL = 2.0, 30.0


@dataclass(frozen=True, slots=True)
class Finding:
    state: str
    """ok, warn or fail."""
    subject: str
    sentence: str
    todo: str = ""


def examine() -> list[Finding]:
    """Every finding. What lies in the database is looked at only if that answers and is up to date."""
    findings = [*_folder(), *_disk(), *_key_file(), *_mode()]
    in_order = list(_database())
    findings += in_order
    if all(finding.state == "ok" for finding in in_order):
        findings += [
            finding
            for check in (_clock, _credentials, _real_programs, _worker, _stand_ins)
            for finding in check()
        ]
    return [*findings, *_pdf(), *_panel_files()]


def _folder() -> Iterator[Finding]:
    home: Path = settings.HOME
    probe = home / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield Finding(
            "fail", "folder", f"{home} cannot be written: {error.strerror}.", "Mend its permissions."
        )
    else:
        yield Finding("ok", "folder", f"{home} can be written.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    sentence = f"{free / 1e9:.1f} GB are free."
    state = "fail" if free < TOO_LITTLE_SPACE else "warn" if free < LITTLE_SPACE else "ok"
    yield Finding(
        state, "disk", sentence, "" if state == "ok" else "Make room before the database cannot grow."
    )


def _key_file() -> Iterator[Finding]:
    if settings.ENCRYPTION_KEYS:
        yield Finding("ok", "keys", f"{len(settings.ENCRYPTION_KEYS)} encryption keys come from MOSTEK_KEYS.")
        return
    path: Path = settings.HOME / keyfiles.ENCRYPTION_KEYS
    if not path.exists():
        yield Finding("ok", "keys", "No credentials have been kept yet; the key file is made with the first.")
    elif path.stat().st_mode & 0o077:
        yield Finding("fail", "keys", f"Others on this machine can read {path}.", f"chmod 600 {path}")
    else:
        yield Finding("ok", "keys", f"Encryption keys are in {path}; back it up with the database.")


def _mode() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "warn",
            "settings",
            "MOSTEK_DEBUG is on: pages show the program's inside.",
            "Switch it off for others.",
        )
    if settings.HARD_PAUSE:
        yield Finding("warn", "settings", "MOSTEK_PAUSED is on: nothing is sent.", "Take it away to go on.")


def _database() -> Iterator[Finding]:
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(database.vendor, database.vendor)
    try:
        plan = _unapplied()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding("fail", "database", f"{kind} does not answer: {reason}", "Check MOSTEK_DATABASE_URL.")
        return
    yield Finding("ok", "database", f"{kind} answers.")
    if plan:
        yield Finding("fail", "database", f"{len(plan)} migrations are not applied.", "Run: mostek migrate")


def _unapplied() -> list[object]:
    executor = MigrationExecutor(database)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _clock() -> Iterator[Finding]:
    from mostek.delivery.queue import now

    apart = abs(now() - time.time())
    state = "fail" if apart > CLOCK_FAIL else "warn" if apart > CLOCK_WARN else "ok"
    todo = (
        "" if state == "ok" else "Let both machines keep time (NTP): certificates and log-ins depend on it."
    )
    yield Finding(state, "clock", f"This machine's and the database's clock are {apart:.1f} s apart.", todo)


def _credentials() -> Iterator[Finding]:
    from mostek.connections.models import Connection, State
    from mostek.connections.vault import Unreadable

    connections = list(Connection.objects.select_related("company"))
    for connection in connections:
        where = f'"{connection.name}" of {connection.company}'
        try:
            connection.credentials()
        except Unreadable:
            yield Finding(
                "fail",
                "credentials",
                f"No key opens those of {where}.",
                "Bring the old key back, or enter them again.",
            )
            continue
        if connection.state == State.REFUSED:
            yield Finding(
                "warn",
                "credentials",
                f"The program refuses {where}; its queue waits.",
                "Open it in the panel: Verify.",
            )
    if connections:
        yield Finding("ok", "credentials", f"Those of {len(connections)} connections were looked at.")


def _real_programs() -> Iterator[Finding]:
    """What matters only once documents go to programs outside."""
    from mostek.connections.addresses import STAND_IN
    from mostek.connections.models import Connection
    from mostek.connectors.base.registry import connectors

    outside = list(Connection.objects.exclude(environment=STAND_IN))
    unknown = sorted({each.program for each in outside} - connectors().keys())
    if unknown:
        sentence = f"No connector is installed for: {', '.join(unknown)}."
        yield Finding("fail", "programs", sentence, "Install it again; its documents wait.")
    if outside and not settings.RATE_LIMITS:
        sentence = f"MOSTEK_LIMITS is off, yet {len(outside)} connections lead to real programs."
        yield Finding("fail", "programs", sentence, "Take the setting away: the programs may lock you out.")
    waiting = [
        each.name for each in outside if each.program not in unknown and each.connector.manifest.webhook
    ]
    if waiting and (urlsplit(settings.PUBLIC_URL).hostname or "localhost") in {
        "localhost",
        "127.0.0.1",
        "::1",
    }:
        sentence = f"Programs cannot call back ({', '.join(waiting)}): answers come by asking, later."
        yield Finding("warn", "programs", sentence, "Set MOSTEK_PUBLIC_URL to the address outside.")


def _worker() -> Iterator[Finding]:
    from mostek.delivery.heart import alive, is_paused

    if is_paused():
        yield Finding(
            "warn", "worker", "Sending is switched off in the panel.", "Switch it on there to go on."
        )
    workers = alive()
    if workers:
        names = ", ".join(worker.name for worker in workers)
        yield Finding("ok", "worker", f"{len(workers)} at work: {names}")
    else:
        yield Finding("warn", "worker", "No worker runs: documents wait.", "Run: mostek up, or mostek worker")


def _stand_ins() -> Iterator[Finding]:
    from mostek.connections.addresses import STAND_IN
    from mostek.connections.models import Connection
    from mostek.sandbox.control import Control, SandboxError

    used = Connection.objects.filter(environment=STAND_IN).count()
    if not settings.SANDBOX_URL:
        yield Finding("ok", "stand-ins", "Switched off (MOSTEK_SANDBOX_URL).")
        return
    try:
        programs = Control(settings.SANDBOX_URL).health()
    except SandboxError:
        state = "warn" if used else "ok"
        todo = f"{used} connections lead there. Run: mostek sandbox" if used else ""
        yield Finding(state, "stand-ins", f"None answer at {settings.SANDBOX_URL}.", todo)
    else:
        yield Finding("ok", "stand-ins", f"{len(programs)} answer at {settings.SANDBOX_URL}.")


def _pdf() -> Iterator[Finding]:
    from mostek.cli.sample import sample_pdf

    begun = time.monotonic()
    try:
        content = sample_pdf()
    except Exception as error:
        yield Finding(
            "fail", "PDF", f"Cannot be made: {type(error).__name__}: {error}", "Run make install again."
        )
        return
    milliseconds = (time.monotonic() - begun) * 1000
    yield Finding("ok", "PDF", f"{len(content)} bytes made in {milliseconds:.0f} ms.")


def _panel_files() -> Iterator[Finding]:
    package = Path(__file__).resolve().parent.parent
    if (package / "panel" / "static" / "vendor").is_dir():
        yield Finding("ok", "panel files", "Styles and scripts are there.")
    else:
        yield Finding(
            "fail", "panel files", "The panel's styles and scripts are missing.", "Run: make install"
        )
    sources = list(package.rglob("LC_MESSAGES/*.po"))
    missing = [source for source in sources if not source.with_suffix(".mo").exists()]
    if missing:
        sentence = (
            f"{len(missing)} of {len(sources)} translations are not compiled; pages will be in English."
        )
        yield Finding("warn", "languages", sentence, "Run: make install")
    else:
        yield Finding("ok", "languages", f"{len(sources)} translations are compiled.")
