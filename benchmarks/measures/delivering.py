"""Documents delivered a second, as a ratio of the bare loop right before and after, at the same stand-in."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from statistics import fmean

from benchmarks.report import Goal, Result
from benchmarks.running import Run
from benchmarks.surroundings import CONCURRENCY, Place, account_keys, stand_in, workers

ACCOUNTS = 13
"""Each takes eight documents at once, by its manifest: together more than a worker has in hand."""


LATENCIES = {0: 2000, 20: 2000, 150: 800}
"""Milliseconds, and how many documents: enough that beginning and end do not count for much."""


def measure(run: Run) -> Iterator[Result]:
    counts = {20: 600} if run.quick else LATENCIES
    with contextlib.ExitStack() as stack:
        prepared = {kind: stack.enter_context(run.places.empty(kind)) for kind in run.kinds}
        for place in prepared.values():
            place.tell("issued", max(counts.values()), ACCOUNTS, "yes")
        for latency, count in counts.items():
            with stand_in(latency / 1000, ACCOUNTS) as address:
                yield from _at(address, run, latency, count, prepared)


def _at(address: str, run: Run, latency: int, count: int, prepared: dict[str, Place]) -> Iterator[Result]:
    bare = [_bare(address, count)]
    yield Result("bare loop, before the first run", "", bare[0], "documents/s", latency)
    for kind, place in prepared.items():
        for number in (1, 2):
            with run.places.copy(place) as copied:
                rate = _delivered(address, copied, count, number)
            bare.append(_bare(address, count))
            name = f"delivered, {number} worker{'s' if number > 1 else ''}"
            goal = Goal(0.5, more_is_better=True) if number == 1 else None
            yield Result(name, kind, rate, "documents/s", latency)
            yield Result(f"{name}: ratio to bare loop", kind, rate / fmean(bare[-2:]), "×", latency, goal)
    yield Result("bare loop, after the last run", "", bare[-1], "documents/s", latency)


def _bare(address: str, count: int) -> float:
    keys = ",".join(account_keys(ACCOUNTS))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.bare"),
            *(f"{address}/infakt/api/v3", keys, str(count), str(CONCURRENCY)),
        ],
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return count / float(done.stdout)


def _delivered(address: str, place: Place, count: int, number: int) -> float:
    place.tell("held", count)
    with workers(place, number, MOSTEK_SANDBOX_URL=address):
        found = place.tell("standing", 180)
    assert found["issued"] == count, f"{found['issued']} of {count} documents are in the program"
    return float(found["rate"])
