"""What tests of issuing, delivery and connections may ask for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.registry import connectors
from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.delivery import delivering, jobloop, limits, steps
from mostek.kernel.dates import today
from mostek.sandbox.control import Control
from mostek.sandbox.server import Sandbox, sandbox_in_thread
from tests.delivery.shop import Shop

LEASE = 6
SETTLE = 0.4
"""Longer than the stand-in's asynchronous tasks take here."""
TASK_DELAY = 0.05


def warsaw_today() -> date:
    return today("Europe/Warsaw")


@pytest.fixture(scope="session")
def one_sandbox() -> Iterator[Sandbox]:
    with sandbox_in_thread(today=warsaw_today) as running:
        yield running


@pytest.fixture
def sandbox(one_sandbox: Sandbox, settings: Any) -> Sandbox:
    """Empty books, no faults; answers that get lost are cut off at once."""
    control = Control(one_sandbox.url)
    for key, program in one_sandbox.programs.items():
        control.reset(key)
        program.faults.hold = 0
        program.faults.slowness = 1.5
    set_switches(one_sandbox.programs["infakt"].store, "good", task_delay=TASK_DELAY)
    settings.SANDBOX_URL = one_sandbox.url
    return one_sandbox


@pytest.fixture(autouse=True)
def hurried(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that last seconds to hours in real life take a moment here."""
    settings.LEASE_SECONDS = LEASE
    settings.RATE_LIMITS = False
    for key, connector in list(connectors().items()):
        monkeypatch.setitem(connectors(), key, hurried_connector(connector))
    monkeypatch.setattr(delivering, "after_failure", lambda failures: 0.1)
    monkeypatch.setattr(steps, "PDF_SCHEDULE", (0.05,))
    monkeypatch.setattr(limits, "PAUSE_WITHOUT_HINT", 0.3)
    monkeypatch.setattr(jobloop, "GLANCE", 0.03)


def hurried_connector(connector: Connector) -> Connector:
    manifest = connector.manifest
    proof = replace(manifest.proof, settle=SETTLE)
    polls: dict[str, Any] = {"poll": (0.05, 0.1, 0.2), "poll_with_webhook": (2.0,)}
    return replace(connector, manifest=replace(manifest, proof=proof, timeout=1, **polls))


@pytest.fixture
def shop(transactional_db: None, sandbox: Sandbox) -> Shop:
    """A company whose orders are delivered by real workers: its rows are committed."""
    return Shop(sandbox)
