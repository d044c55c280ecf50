"""Waiting for what other processes do."""

import time
from collections.abc import Callable

from mostek.delivery import heart


def wait_until(answer: Callable[[], bool], seconds: float, pause: float = 0.05) -> None:
    """Raises AssertionError when it does not come true in time."""
    until = time.monotonic() + seconds
    while not answer():
        assert time.monotonic() < until, "waited too long"
        time.sleep(pause)


def worker_is_alive() -> bool:
    return bool(heart.alive())
