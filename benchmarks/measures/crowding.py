"""At a hundred thousand documents: the lists' pages, then another company's document behind the backlog."""

from collections.abc import Iterator

from benchmarks.report import Goal, Result
from benchmarks.running import Run
from benchmarks.surroundings import Place, stand_in, workers

ACCOUNTS = 20
"""The backlog's queues together may have more in hand than one worker can."""
LATENCY = 20


def measure(run: Run) -> Iterator[Result]:
    count = run.count(103_100, 10_310)
    for kind in run.kinds:
        with run.places.empty(kind) as place:
            place.tell("filled", count, ACCOUNTS)
            yield from _lists(place, run.count(50, 20))
            yield from _backlog(place)


def _lists(place: Place, requests: int) -> Iterator[Result]:
    for page, milliseconds in place.tell("listed", requests).items():
        yield Result(
            f"list page, {page}: p95", place.kind, milliseconds, "ms", goal=Goal(100, words="< 100 ms")
        )


def _backlog(place: Place) -> Iterator[Result]:
    found = place.tell("claimed")
    yield Result("claims behind the backlog", place.kind, found["rate"], "documents/s")
    with stand_in(LATENCY / 1000, ACCOUNTS + 1) as address, workers(place, 1, MOSTEK_SANDBOX_URL=address):
        found = place.tell("passed")
    name = "another company's document behind 100 000"
    begun = Goal(0.5, words="< 0.5 s")
    yield Result(f"{name}: begun, median of 10", place.kind, found["begun"], "s", LATENCY, begun)
    yield Result(f"{name}: begun, slowest of 10", place.kind, found["begun_last"], "s", LATENCY, begun)
    yield Result(f"{name}: in the program, median", place.kind, found["arrived"], "s", LATENCY)
    yield Result("backlog's own rate meanwhile", place.kind, found["rate"], "documents/s", LATENCY)
