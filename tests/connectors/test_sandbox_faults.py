"""Failures on demand, seen by a caller over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from mostek.sandbox.server import Sandbox, running_sandbox

KEY = {"X-Kajet-Key": "0123456789abcdef"}
DOCUMENT = {
    "reference": "MST-0001",
    "number": "",
    "issued_on": "2026-03-17",
    "sold_on": "2026-03-17",
    "currency": "PLN",
    "prices": "gross",
    "buyer": {"name": "Jan Nowak", "tax_id": ""},
    "payment": "bank",
    "paid": False,
    "lines": [
        {"name": "Kubek", "quantity": "1", "price": "12.30", "discount": "0", "vat": "23", "percent": "23"}
    ],
}


@pytest.fixture
async def sandbox(lone_dummy: Path) -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


async def post(sandbox: Sandbox, patience: float = 5) -> tuple[int, str]:
    limit = aiohttp.ClientTimeout(total=patience)
    async with (
        aiohttp.ClientSession(timeout=limit) as client,
        client.post(f"{sandbox.base_url('dummy')}/documents", json=DOCUMENT, headers=KEY) as answer,
    ):
        return answer.status, await answer.text()


def books(sandbox: Sandbox) -> int:
    return len(sandbox.programs["dummy"].stand_in.books())


async def test_without_faults_the_program_answers(sandbox: Sandbox) -> None:
    status, text = await post(sandbox)
    assert (status, books(sandbox)) == (201, 1)
    assert '"gross": "12.30"' in text


@pytest.mark.parametrize(("fault", "made"), [("timeout_before_create", 0), ("timeout_after_create", 1)])
async def test_a_cut_connection_leaves_what_the_fault_says(sandbox: Sandbox, fault: str, made: int) -> None:
    program = sandbox.programs["dummy"]
    program.faults.hold = 0
    program.turn(fault, upcoming=1)
    with pytest.raises(aiohttp.ClientError):
        await post(sandbox)
    assert books(sandbox) == made
    assert (await post(sandbox))[0] == 201


async def test_a_held_answer_outlasts_the_callers_patience(sandbox: Sandbox) -> None:
    program = sandbox.programs["dummy"]
    program.turn("timeout_after_create", upcoming=1)
    with pytest.raises(TimeoutError):
        await post(sandbox, patience=0.3)
    assert books(sandbox) == 1


async def test_half_an_answer_breaks_off(sandbox: Sandbox) -> None:
    sandbox.programs["dummy"].turn("half_answer", upcoming=1)
    with pytest.raises(aiohttp.ClientPayloadError):
        await post(sandbox)
    assert books(sandbox) == 1


@pytest.mark.parametrize(
    ("fault", "status", "made"),
    [("too_many_requests", 429, 0), ("server_error", 500, 0), ("html_instead", 502, 1)],
)
async def test_an_answer_is_replaced(sandbox: Sandbox, fault: str, status: int, made: int) -> None:
    sandbox.programs["dummy"].turn(fault, upcoming=1)
    assert (await post(sandbox))[0] == status
    assert books(sandbox) == made


@pytest.mark.parametrize("fault", ["slow", "latency"])
async def test_slow_answers_arrive_late_but_whole(sandbox: Sandbox, fault: str) -> None:
    program = sandbox.programs["dummy"]
    if fault == "slow":
        program.faults.slowness = 0.2
        program.turn("slow", upcoming=1)
    else:
        program.faults.latency = 0.2
    begun = time.monotonic()
    assert (await post(sandbox))[0] == 201
    assert time.monotonic() - begun >= 0.2


async def test_a_share_strikes_about_so_often(sandbox: Sandbox) -> None:
    program = sandbox.programs["dummy"]
    program.faults.dice.seed(7)
    program.turn("too_many_requests", share=0.5)
    statuses = [status for status, _ in await asyncio.gather(*(post(sandbox) for _ in range(60)))]
    assert 15 <= statuses.count(429) <= 45
    assert books(sandbox) == statuses.count(201)


async def test_documented_limits_are_kept_only_when_switched_on(sandbox: Sandbox) -> None:
    program = sandbox.programs["dummy"]
    assert {(await post(sandbox))[0] for _ in range(61)} == {201}
    program.faults.limits_on = True
    statuses = [(await post(sandbox))[0] for _ in range(61)]
    assert statuses == [201] * 60 + [429]


async def test_pages_and_controls_are_spared(sandbox: Sandbox) -> None:
    sandbox.programs["dummy"].turn("server_error", share=1)
    async with aiohttp.ClientSession() as client, client.get(f"{sandbox.url}/dummy/-/books.json") as answer:
        assert answer.status == 200
