"""A whole installation as a user starts it: `mostek up --demo`, with a home and ports of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mostek.sandbox.control import Control

PATIENCE = 120
"""Seconds until the terminal must have told the log-in."""
LOGIN = re.compile(r"Log in as (\S+) with the password (\S+)")


@dataclass(frozen=True, slots=True)
class Installation:
    """What the terminal printed, and the stand-ins' own side of the story."""

    url: str
    email: str
    password: str
    sandbox: Control


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def running_installation(home: Path, **settings: str) -> Iterator[Installation]:
    """The sample company, its panel, worker and stand-ins, stopped at the end. `settings` are MOSTEK_…"""
    port, sandbox_port = _free_ports()
    sandbox_url = f"http://127.0.0.1:{sandbox_port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOSTEK_")}
    environment = {**kept, **settings, "MOSTEK_HOME": str(home), "MOSTEK_SANDBOX_URL": sandbox_url}
    told = home / "told"
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mostek.cli.main", "up", "--demo", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        email, password = _login(process, told)
        yield Installation(f"http://localhost:{port}", email, password, Control(sandbox_url))
    finally:
        _stop(process)


def _login(process: subprocess.Popen[bytes], told: Path) -> tuple[str, str]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        found = LOGIN.search(told.read_text())
        if found:
            return found[1], found[2]
        time.sleep(0.1)
    raise AssertionError(f"mostek up told no log-in:\n{told.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
