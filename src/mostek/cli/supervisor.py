"""Keeps child processes running until told to stop."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import click

DRAIN_SECONDS = 45
"""How long a child may take to finish what it has in hand."""
SETTLED_SECONDS = 30
"""A child that ran this long starts again at once, without a growing pause."""
LONGEST_PAUSE = 30


@dataclass(slots=True)
class Part:
    """One child: what it is called and how it is started."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0
    failures: int = 0
    start_at: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches the supervisor alone, which lets the children finish.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Starts the child when its time has come; notices its end."""
        moment = time.monotonic()
        if self.process is None:
            if moment >= self.start_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.failures = 1 if moment - self.started_at > SETTLED_SECONDS else self.failures + 1
            pause = 0 if self.failures == 1 else min(2 ** (self.failures - 2), LONGEST_PAUSE)
            self.start_at = moment + pause
            self.process = None
            click.echo(f"The {self.name} ended ({_ending(code)}); starting it again in {pause} s.", err=True)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def supervise(parts: list[Part], place: tuple[str, int], answers: Callable[[], None]) -> None:
    """Runs the parts until SIGTERM or SIGINT, then lets each finish what it has in hand.

    Calls `answers` once, when the first connection to `place` succeeds.
    """
    stop = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    previous = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        answering = False
        while not stop.is_set():
            for part in parts:
                part.look()
            if not answering and _is_open(place):
                answering = True
                answers()
            stop.wait(0.2)
        click.echo("Stopping; work in hand is finished first.", err=True)
    finally:
        _end(parts)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _is_open(place: tuple[str, int]) -> bool:
    try:
        socket.create_connection(place, timeout=0.2).close()
    except OSError:
        return False
    return True


def _end(parts: list[Part]) -> None:
    running = [part.process for part in parts if part.process is not None]
    for process in running:
        process.terminate()
    end = time.monotonic() + DRAIN_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
