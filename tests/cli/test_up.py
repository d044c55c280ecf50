"""`mostek up`: real processes, as a person starts and kills them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MOSTEK = [sys.executable, "-m", "mostek.cli.main"]
START_SECONDS = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Up:
    """A running `mostek up` with ports of its own."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.port, self.sandbox_port = _free_port(), _free_port()
        self.said = home / "said"
        environment = os.environ | {
            "MOSTEK_HOME": str(home),
            "MOSTEK_DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
        }
        with self.said.open("w") as file:
            self.process = subprocess.Popen(
                [*MOSTEK, "up", "--port", str(self.port), "--sandbox-port", str(self.sandbox_port)],
                env=environment,
                stdout=file,
                stderr=file,
            )

    def answers(self, port: int, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while not holds():
            assert time.monotonic() < end, self.said.read_text()
            assert self.process.poll() is None or holds(), self.said.read_text()
            time.sleep(0.2)

    def until_up(self) -> None:
        self.until(lambda: f"Mostek answers at http://localhost:{self.port}" in self.said.read_text())
        self.until(lambda: self.answers(self.port, "/account/login/"))
        self.until(lambda: self.answers(self.sandbox_port, "/-/health"))

    def children(self) -> list[int]:
        number = self.process.pid
        listed = Path(f"/proc/{number}/task/{number}/children").read_text()
        return [int(number) for number in listed.split()]


@pytest.fixture
def up(tmp_path: Path, new_database_url: Callable[[], str]) -> Iterator[Up]:
    running = Up(tmp_path, new_database_url())
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(60)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_part_that_is_killed_is_started_again_and_all_stop_cleanly(up: Up) -> None:
    up.until_up()
    before = up.children()
    assert len(before) == 3
    for child in before:
        os.kill(child, signal.SIGKILL)
    up.until(lambda: len(set(up.children()) - set(before)) == len(before))
    up.until_up()
    said = up.said.read_text()
    assert "The panel ended (signal SIGKILL); starting it again in 0 s." in said
    children = up.children()
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(60) == 0
    assert not any(_is_alive(child) for child in children)
    assert not up.answers(up.port, "/account/login/")


def test_nothing_is_left_behind_when_it_is_killed_itself(up: Up) -> None:
    up.until_up()
    children = up.children()
    up.process.kill()
    up.process.wait(10)
    end = time.monotonic() + 60
    while any(_is_alive(child) for child in children):
        assert time.monotonic() < end, "a part outlived mostek up"
        time.sleep(0.2)


@pytest.mark.parametrize("option", ["--port", "--sandbox-port"])
def test_port_that_is_taken_is_a_sentence(option: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ports = {"--port": str(_free_port()), "--sandbox-port": str(_free_port())} | {option: port}
        result = subprocess.run(
            [
                sys.executable,
                "-m",
                "mostek.cli.main",
                "up",
                *(word for pair in ports.items() for word in pair),
            ],
            env=os.environ | {"MOSTEK_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert result.returncode == 1
    assert result.stderr == f"Port {port} is taken by another program. Choose another with {option}.\n"
