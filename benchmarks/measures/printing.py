"""Our own PDF of a document of five lines; every document is another one, so that nothing is remembered."""

from collections.abc import Iterator

from benchmarks.report import Goal, Result
from benchmarks.running import Run


def measure(run: Run) -> Iterator[Result]:
    with run.places.empty("SQLite") as place:
        for name, milliseconds in place.tell("printed", run.count(200, 50)).items():
            yield Result(f"PDF of five lines, {name}: median", "", milliseconds, "ms", goal=Goal(10))
