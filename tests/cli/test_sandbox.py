"""The stand-ins from the command line."""

import json

import pytest

from mostek.sandbox.server import Sandbox
from tests.cli.conftest import PROGRAM, Run


def test_faults_are_set_shown_and_cleared(sandbox: Sandbox, run: Run) -> None:
    said = run("sandbox", "fault", PROGRAM, "timeout_after_create", "--share", "0.2", "--latency", "0.1")
    assert said.code == 0, said.err
    assert "20% of calls" in said.out
    assert sandbox.programs[PROGRAM].faults.share["timeout_after_create"] == 0.2
    limited = json.loads(run("sandbox", "fault", PROGRAM, "--limits", "on", "--json").out)
    assert (limited["limits_on"], limited["latency"]) == (True, 0.1)
    cleared = json.loads(run("sandbox", "fault", PROGRAM, "--clear", "--json").out)
    assert (cleared["share"], cleared["latency"]) == ({}, 0)


def test_unknown_fault_names_the_known_ones(sandbox: Sandbox, run: Run) -> None:
    said = run("sandbox", "fault", PROGRAM, "earthquake", "--next", "1")
    assert said.code == 1
    assert "timeout_after_create" in said.err


def test_fault_without_a_measure_is_asked_for_it(sandbox: Sandbox, run: Run) -> None:
    assert run("sandbox", "fault", PROGRAM, "slow").code == 2


def test_empty_books_say_so(sandbox: Sandbox, run: Run) -> None:
    assert run("sandbox", "books", PROGRAM).out == "Nothing has been booked.\n"
    assert json.loads(run("sandbox", "books", PROGRAM, "--json").out) == []


def test_without_a_sandbox_it_says_how_to_start_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTEK_SANDBOX_URL", "http://127.0.0.1:9")
    said = run("sandbox", "books", PROGRAM)
    assert said.code == 1
    assert said.err == "No sandbox answers at http://127.0.0.1:9. Start one with: mostek sandbox\n"
