"""From pressing the button to “in the program”, number and PDF durable, when nothing else is to be done."""

from collections.abc import Iterator

from benchmarks.report import Goal, Result
from benchmarks.running import Run
from benchmarks.surroundings import stand_in, workers

LATENCY = 20
TASK_SECONDS = {0.0: "at once", 0.3: "in 0.3 s"}
"""How long the stand-in takes to make a document that it has accepted; 0.3 is its setting in the demo."""


def measure(run: Run) -> Iterator[Result]:
    goal = Goal(0.3, words="vendor's + 0.3 s")
    for delay, words in TASK_SECONDS.items():
        for kind in run.kinds:
            with (
                stand_in(LATENCY / 1000, 1, delay) as address,
                run.places.empty(kind) as place,
                workers(place, 1, MOSTEK_SANDBOX_URL=address),
            ):
                found = place.tell("arrived", run.count(20, 5), delay)
            name = f"issue to in the program, made {words}"
            yield Result(f"{name}: p50", kind, found["p50"], "s", LATENCY)
            yield Result(f"{name}: p95", kind, found["p95"], "s", LATENCY)
            yield Result(f"{name}: vendor's own share", kind, found["vendor"], "s", LATENCY)
            yield Result(f"{name}: ours, p50", kind, found["ours_p50"], "s", LATENCY, goal)
            yield Result(f"{name}: ours, p95", kind, found["ours_p95"], "s", LATENCY, goal)
