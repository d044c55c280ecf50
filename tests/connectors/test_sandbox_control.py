"""The sandbox's controls for programs: the JSON interface through its own client."""

import asyncio
import json
import os
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from mostek.sandbox.control import Control, SandboxError
from mostek.sandbox.server import Sandbox, running_sandbox, sandbox_in_thread

DOCUMENT = {
    "reference": "MST-0001",
    "number": "FV/1",
    "issued_on": "2026-03-17",
    "sold_on": "2026-03-17",
    "currency": "PLN",
    "prices": "net",
    "buyer": {"name": "Jan Nowak", "tax_id": ""},
    "payment": "bank",
    "paid": False,
    "lines": [{"name": "Mug", "quantity": "2", "price": "10", "discount": "0", "vat": "23", "percent": "23"}],
}


@pytest.fixture
def sandbox(lone_dummy: Path, tmp_path: Path) -> Iterator[Sandbox]:
    with sandbox_in_thread(tmp_path / "state") as running:
        yield running


@pytest.fixture
def control(sandbox: Sandbox) -> Control:
    return Control(sandbox.url)


def book(sandbox: Sandbox) -> int:
    call = urllib.request.Request(
        f"{sandbox.base_url('dummy')}/documents",
        json.dumps(DOCUMENT).encode(),
        {"X-Kajet-Key": "0123456789abcdef"},
    )
    try:
        with urllib.request.urlopen(call, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_health_names_the_programs(control: Control) -> None:
    assert control.health() == {"dummy": "Kajet"}


def test_the_books_are_told_with_exact_amounts(sandbox: Sandbox, control: Control) -> None:
    assert control.books("dummy") == []
    assert book(sandbox) == 201
    (document,) = control.books("dummy")
    assert (document["net"], document["vat"], document["gross"]) == ("20.00", "4.60", "24.60")
    assert (document["number"], document["issue_date"], document["reference"]) == (
        "FV/1",
        "2026-03-17",
        "MST-0001",
    )
    assert control.books("dummy", "good") == [document]
    assert control.books("dummy", "lapsed") == []


def test_accounts_come_with_address_and_credentials(sandbox: Sandbox, control: Control) -> None:
    told = control.accounts("dummy")
    assert told["base_url"] == sandbox.base_url("dummy")
    assert told["accounts"][0]["credentials"] == {"api_key": "0123456789abcdef"}


def test_failures_are_set_shown_and_cleared(sandbox: Sandbox, control: Control) -> None:
    control.set_fault("dummy", "server_error", upcoming=1)
    faults = control.set_fault("dummy", "slow", share=0.25)
    assert (faults["upcoming"], faults["share"]) == ({"server_error": 1}, {"slow": 0.25})
    control.set_fault("dummy", "slow", share=0)
    assert book(sandbox) == 500
    assert control.faults("dummy")["upcoming"] == {}
    faults = control.adjust("dummy", latency=0.05, limits_on=True, creates_only=True, hold=0, slowness=1)
    assert [faults[name] for name in ("latency", "limits_on", "creates_only", "hold")] == [
        0.05,
        True,
        True,
        0,
    ]
    assert control.clear("dummy")["latency"] == 0


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"share": {"no_such": 1}}, "no failure named no_such"),
        ({"share": {"slow": 7}}, "between 0 and 1"),
        ({"share": {"slow": "often"}}, "numbers"),
        ({"upcoming": {"slow": -1}}, "negative"),
        ({"upcoming": 3}, "object"),
        ({"latency": -1}, "seconds"),
        ({"latency": "long"}, "seconds"),
        ({"colour": "red"}, "Not known: colour"),
    ],
)
def test_nonsense_is_turned_down_with_a_sentence(
    control: Control, wanted: dict[str, object], sentence: str
) -> None:
    with pytest.raises(SandboxError, match=sentence):
        control.adjust("dummy", **wanted)
    assert control.faults("dummy")["share"] == {}


def test_an_unknown_program_and_a_silent_server_have_sentences(control: Control) -> None:
    with pytest.raises(SandboxError, match="no such program"):
        control.books("nobody")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(SandboxError, match="No sandbox answers"):
            Control(f"http://127.0.0.1:{taken.getsockname()[1]}").health()


def test_a_reset_empties_the_books_and_keeps_answering(sandbox: Sandbox, control: Control) -> None:
    book(sandbox)
    control.set_fault("dummy", "slow", share=1)
    control.reset("dummy")
    assert control.books("dummy") == []
    assert control.faults("dummy")["share"] == {}
    assert book(sandbox) == 201
    assert len(control.books("dummy")) == 1


def test_books_outlive_a_restart(lone_dummy: Path, tmp_path: Path) -> None:
    for number_of_documents in (1, 1):
        with sandbox_in_thread(tmp_path) as running:
            book(running)
            assert len(Control(running.url).books("dummy")) == number_of_documents


async def test_a_taken_port_is_told(lone_dummy: Path) -> None:
    async with running_sandbox() as running:
        port = int(running.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with running_sandbox(port=port):
                pass


def test_a_taken_port_is_told_from_the_thread(lone_dummy: Path) -> None:
    with sandbox_in_thread() as running:
        port = int(running.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"), sandbox_in_thread(port=port):
            pass


async def test_a_signal_stops_it_cleanly(lone_dummy: Path) -> None:
    program = (
        "import sys, mostek.connectors.base; mostek.connectors.__path__[:] = [sys.argv[1]];"
        "from mostek.sandbox.server import run;"
        "run('127.0.0.1', 0, None, lambda sandbox: print(sandbox.url, flush=True))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(lone_dummy.parent), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        assert await asyncio.to_thread(Control(url).health) == {"dummy": "Kajet"}
        os.kill(process.pid, signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
