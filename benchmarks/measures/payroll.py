"""A large payroll list on its way to the ledger: read from its file and taken in, then closed."""

from collections.abc import Iterator

from benchmarks.report import Goal, Result
from benchmarks.running import Run

PEOPLE, COMPONENTS = 5000, 30


def measure(run: Run) -> Iterator[Result]:
    people = run.count(PEOPLE, PEOPLE // 20)
    what = f"payroll list of {people:,} × {COMPONENTS}".replace(",", "\u202f")
    for kind in run.kinds:
        with run.places.empty(kind) as place:
            seconds = place.tell("paid", people, COMPONENTS)
        goals = (None, None) if run.quick else (Goal(20, words="< 20 s"), Goal(5, words="< 5 s"))
        yield Result(f"{what}: imported", kind, seconds["imported"], "s", goal=goals[0])
        yield Result(f"{what}: closed", kind, seconds["closed"], "s", goal=goals[1])
