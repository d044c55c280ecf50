"""Two hundred documents and fifty payroll lists, three workers, every failure at once, thirty kills: each
booked once."""

import os
import random
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mostek.connectors.base.stand_in import Faults, SendsWebhooks
from mostek.sandbox.control import Control
from mostek.sandbox.server import Sandbox, sandbox_in_thread
from tests.faults.rig import Rig, wait_until

pytestmark = pytest.mark.faults

DOCUMENTS = 200
LISTS = 50
KILLS = 30
WORKERS = 3
FAULTS = {
    "timeout_after_create": 0.2,
    "timeout_before_create": 0.05,
    "half_answer": 0.03,
    "too_many_requests": 0.05,
    "server_error": 0.04,
    "html_instead": 0.03,
    # More often, and one of 200 would be late six times in a row: its next look is due after five minutes.
    "late_pdf": 0.12,
    "lost_webhook": 0.3,
    "repeated_webhook": 0.3,
}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with sandbox_in_thread() as running:
        yield running


@pytest.fixture
def rig(tmp_path: Path, sandbox: Sandbox, new_database_url: Callable[[], str]) -> Iterator[Rig]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOSTEK_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "mostek.config.settings",
        "MOSTEK_HOME": str(tmp_path),
        "MOSTEK_DATABASE_URL": new_database_url(),
        "MOSTEK_SANDBOX_URL": sandbox.url,
        "MOSTEK_LEASE_SECONDS": "6",
        "MOSTEK_LIMITS": "off",
        "MOSTEK_LOG_LEVEL": "WARNING",
    }
    rig = Rig(tmp_path, environment)
    yield rig
    rig.stop()


def disturb(sandbox: Sandbox) -> None:
    control = Control(sandbox.url)
    for key in sandbox.programs:
        control.adjust(key, share=FAULTS, hold=0.3, slowness=0.3, latency=0.03)
    for program in sandbox.programs.values():
        faults: Faults = program.faults
        faults.dice = random.Random(5)


def subscribe(rig: Rig, sandbox: Sandbox, port: int, tokens: dict[str, str]) -> None:
    """Webhooks lead to the panel, signed, as a user sets them up."""
    for key, token in tokens.items():
        stand_in = sandbox.programs[key].stand_in
        if isinstance(stand_in, SendsWebhooks):
            address = f"http://127.0.0.1:{port}/hooks/{token}/"
            secret = Control(sandbox.url).subscribe(key, stand_in.accounts()[0].id, address)
            assert rig.tell("tests.faults.signing", key, secret) == "verified"


def test_every_document_is_booked_once(rig: Rig, sandbox: Sandbox) -> None:
    made = rig.tell("tests.faults.preparing", str(DOCUMENTS), str(LISTS))
    port = free_port()
    rig.start("panel", "panel", "--port", str(port))
    assert wait_until(lambda: answers(port), 90, pause=0.2), rig.log_of("panel")
    subscribe(rig, sandbox, port, made["webhooks"])
    disturb(sandbox)
    # Webhooks come through before the first kill: later the panel may be down whenever one is sent.
    rig.start("worker-0", "worker")
    assert wait_until(lambda: rig.tell("tests.faults.reporting")["events"] > 0, 180, pause=0), rig.log_of(
        "panel"
    )
    for number in range(1, WORKERS):
        rig.start(f"worker-{number}", "worker")

    while rig.kills < KILLS:
        time.sleep(rig.dice.uniform(0.2, 1.4))
        name = rig.kill_one()
        time.sleep(rig.dice.uniform(0, 0.3))
        rig.revive(name)

    def unsettled() -> list[dict[str, Any]]:
        return [row for row in rig.tell("tests.faults.reporting")["deliveries"] if not row["settled"]]

    # Each look starts a process of its own; many of them would slow down what is looked at.
    assert wait_until(lambda: not unsettled(), 600, pause=8), unsettled()
    report = rig.tell("tests.faults.reporting")
    check(made["documents"], report, Control(sandbox.url), list(sandbox.programs))
    assert report["outcomes"].get("unknown", 0) > DOCUMENTS / 10, "the failures did not strike"


def check(
    issued: list[dict[str, Any]], report: dict[str, Any], control: Control, programs: list[str]
) -> None:
    """The stand-ins' own books against what was issued, and what a person would have to do: nothing."""
    rows = {row["reference"]: row for row in report["deliveries"]}
    states = Counter(row["state"] for row in rows.values())
    assert set(states) <= {"issued", "warning"}, (states, [r for r in rows.values() if r["problems"]][:5])
    for program in programs:
        booked = control.books(program)
        wanted = {each["reference"]: each["gross"] for each in issued if each["program"] == program}
        counts = Counter(each["reference"] for each in booked)
        assert counts == Counter(wanted.keys())
        assert {each["reference"]: each["gross"] for each in booked} == wanted
        assert {each["reference"]: each["number"] for each in booked} == {
            reference: rows[reference]["number"] for reference in wanted
        }
    sales = [row for row in rows.values() if not row["is_entry"]]
    assert all(row["has_pdf"] for row in sales)
    assert {row["files"] for row in sales} == {1}
