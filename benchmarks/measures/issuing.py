"""Documents issued a second, with nothing sent meanwhile."""

from collections.abc import Iterator

from benchmarks.report import Result
from benchmarks.running import Run
from benchmarks.surroundings import workers


def measure(run: Run) -> Iterator[Result]:
    count = run.count(2000, 300)
    for kind in run.kinds:
        with run.places.empty(kind) as place:
            yield Result(
                "documents issued, one by one", kind, place.tell("issued", count, 1, "no"), "documents/s"
            )
        with run.places.empty(kind) as place, workers(place, 1):
            yield Result(
                "documents issued by the bulk job", kind, place.tell("issued_in_bulk", count), "documents/s"
            )
