"""A worker is killed with documents in hand; another one takes them over when their lease has ended."""

from collections.abc import Iterator

from benchmarks.report import Goal, Result
from benchmarks.running import Run
from benchmarks.surroundings import stand_in, workers

ACCOUNTS = 6
LEASE = 5
LATENCY = 2000
"""Long enough that the worker surely has documents in hand when it is killed."""


def measure(run: Run) -> Iterator[Result]:
    for kind in run.kinds:
        with stand_in(LATENCY / 1000, ACCOUNTS) as address, run.places.empty(kind) as place:
            own = {"MOSTEK_SANDBOX_URL": address, "MOSTEK_LEASE_SECONDS": str(LEASE)}
            place.tell("issued", 40, ACCOUNTS, "yes")
            with workers(place, 2, **own) as (first, second):
                found = place.tell("taken_over", first.pid, second.pid, **own)
        name = f"take-over after kill -9, lease {LEASE} s"
        goal = Goal(LEASE + 2, words="≤ lease + 2 s")
        yield Result(f"{name}: first of {found['count']}", kind, found["first"], "s", LATENCY)
        yield Result(f"{name}: last", kind, found["last"], "s", LATENCY, goal)
