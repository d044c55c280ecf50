"""The sandbox's one server: every connector's stand-in below `/<key>`, their pages and controls."""

import asyncio
import importlib.util
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.registry import connectors
from mostek.sandbox.control_api import control_routes
from mostek.sandbox.mailbox import Mailbox, listening
from mostek.sandbox.pages import page_routes
from mostek.sandbox.program import Program
from mostek.sandbox.vies import ViesStandIn

LARGEST_BODY = 20_000_000
"""Bytes; a document of thousands of lines passes."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: where it answers, and its programs by key."""

    url: str
    programs: dict[str, Program]
    mailbox: Mailbox
    vies: ViesStandIn

    def base_url(self, key: str) -> str:
        """What a connection to this program uses in place of the production address."""
        return f"{self.url}/{key}{self.programs[key].connector.manifest.stand_in_path}"


def _build_programs(
    offered: Iterable[Connector], folder: Path | None, today: Callable[[], date]
) -> dict[str, Program]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return {
        connector.manifest.key: Program(connector, folder, today)
        for connector in offered
        if connector.stand_in is not None
    }


def build_app(programs: dict[str, Program], mailbox: Mailbox, vies: ViesStandIn) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(vies.routes())
    app.add_routes(control_routes(programs))
    app.add_routes(page_routes(programs, mailbox))
    for program in programs.values():
        app.add_routes(program.routes())
    return app


@asynccontextmanager
async def running_sandbox(
    host: str = "127.0.0.1",
    port: int = 0,
    folder: Path | None = None,
    *,
    today: Callable[[], date] = date.today,
    offered: Iterable[Connector] | None = None,
) -> AsyncIterator[Sandbox]:
    """A sandbox that answers inside the block; port 0 takes a free one, no folder keeps books in memory.

    `offered` are the connectors whose stand-ins are mounted: by default all that are found.
    Raises OSError when the port is taken.
    """
    programs = _build_programs(connectors().values() if offered is None else offered, folder, today)
    mailbox = Mailbox()
    vies = ViesStandIn()
    runner = web.AppRunner(build_app(programs, mailbox, vies), access_log=None, shutdown_timeout=0.5)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        taken: tuple[str, int] = runner.addresses[0][:2]
        async with listening(mailbox, host, taken[1] + 1):
            yield Sandbox(f"http://{_in_url(host)}:{taken[1]}", programs, mailbox, vies)
    finally:
        await runner.cleanup()
        for program in programs.values():
            await program.close()


def _in_url(host: str) -> str:
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


async def serve(
    host: str,
    port: int,
    folder: Path | None,
    *,
    stop: asyncio.Event,
    started: Callable[[Sandbox], None] = lambda _: None,
) -> None:
    """Serves until `stop` is set; calls `started` once it answers. Raises OSError when the port is taken."""
    async with running_sandbox(host, port, folder) as sandbox:
        started(sandbox)
        await stop.wait()


def run(
    host: str, port: int, folder: Path | None, started: Callable[[Sandbox], None] = lambda _: None
) -> None:
    """Serves until SIGTERM or SIGINT, then stops cleanly. Raises OSError when the port is taken."""

    async def until_signalled() -> None:
        stop = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        await serve(host, port, folder, stop=stop, started=started)

    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(until_signalled())


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    if importlib.util.find_spec("uvloop") is None:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = importlib.import_module("uvloop").new_event_loop
    return factory


@contextmanager
def sandbox_in_thread(
    folder: Path | None = None, port: int = 0, *, today: Callable[[], date] = date.today
) -> Iterator[Sandbox]:
    """A sandbox in a thread of its own, for tests and scripts that are not asynchronous.

    Its programs may be read from outside; what writes goes over HTTP.
    """
    ready: list[Sandbox] = []
    failed: list[BaseException] = []
    answered = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def live() -> None:
        try:
            async with running_sandbox(port=port, folder=folder, today=today) as sandbox:
                ready.append(sandbox)
                answered.set()
                await stop.wait()
        except BaseException as error:
            failed.append(error)
            answered.set()

    thread = threading.Thread(target=loop.run_until_complete, args=(live(),), name="sandbox", daemon=True)
    thread.start()
    answered.wait()
    try:
        if failed:
            raise failed[0]
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
