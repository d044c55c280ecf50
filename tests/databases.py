"""Databases of a test run: migrated once and copied for each process, emptied quickly after each test."""

import fcntl
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

_truncate = DatabaseOperations.sql_flush


def copy_migrated(shared: Path, worker: str) -> None:
    """Has the process's test database made as a copy of the run's own one, which the first of the processes
    migrates. `shared` is a folder that all of them know."""
    with (shared / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "migrated").exists():
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
            (shared / "migrated").touch()
    database = settings.DATABASES["default"]
    if connection.vendor == "postgresql":
        database["TEST"]["TEMPLATE"] = database["NAME"]
        return
    # A file, as in real life, so that threads see one database.
    copy = Path(database["NAME"]).with_name(f"test-{worker}.sqlite3")
    shutil.copyfile(database["NAME"], copy)
    database["TEST"]["NAME"] = str(copy)


def empty_quickly() -> None:
    """PostgreSQL truncates a hundred tables in a fifth of a second, which is empty but for a few."""
    DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign]


def _sql_flush(self: Any, style: Any, tables: Any, **how: Any) -> list[str]:
    if how.get("reset_sequences") or not tables:
        return _truncate(self, style, tables, **how)
    names = [self.quote_name(table) for table in tables]
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names))
        filled = [name for name, has_rows in zip(names, cursor.fetchone(), strict=True) if has_rows]
    return [f"DELETE FROM {name}" for name in filled]
