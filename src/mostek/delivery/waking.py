"""How an idle worker learns that there is work.

PostgreSQL notifies; on SQLite a worker asks a counter that changes whenever another connection
commits, which costs a few microseconds.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from django.db import connection as database

from mostek.delivery.queue import CHANNEL
from mostek.delivery.writer import Writer

log = logging.getLogger(__name__)
SQLITE_GLANCE = 0.05
POSTGRES_GLANCE = 2.0
"""A safety net: notifications do the work."""


def _data_version() -> int:
    with database.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


async def _watch_sqlite(writer: Writer, wake: asyncio.Event) -> None:
    seen = await writer.call(_data_version)
    while True:
        await asyncio.sleep(SQLITE_GLANCE)
        if wake.is_set():
            continue
        version = await writer.call(_data_version)
        if version != seen:
            seen = version
            wake.set()


async def _watch_postgres(wake: asyncio.Event) -> None:
    while True:
        try:
            await _listen(wake)
        except psycopg.Error as error:
            log.warning(
                "no notifications from PostgreSQL just now (%s), looking by the clock", type(error).__name__
            )
        wake.set()
        await asyncio.sleep(POSTGRES_GLANCE)


async def _listen(wake: asyncio.Event) -> None:
    parameters: dict[str, Any] = {
        key: value
        for key, value in database.get_connection_params().items()
        if key in {"dbname", "user", "password", "host", "port"} and value
    }
    async with await psycopg.AsyncConnection.connect(autocommit=True, **parameters) as listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        wake.set()
        async for _ in listener.notifies():
            wake.set()


@contextlib.asynccontextmanager
async def watching(writer: Writer, wake: asyncio.Event) -> AsyncIterator[None]:
    """Sets `wake` whenever there may be new work, while the block runs."""
    postgres = database.vendor == "postgresql"
    task = asyncio.create_task(_watch_postgres(wake) if postgres else _watch_sqlite(writer, wake))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
