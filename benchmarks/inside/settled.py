"""Waits until a worker is at work and has come to rest."""

import time

from benchmarks.inside.waiting import wait_until, worker_is_alive


def main() -> None:
    wait_until(worker_is_alive, 30)
    time.sleep(2)
