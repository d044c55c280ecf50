"""The whole real file taken in by the command line, as a user does it: time, rate and memory."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Goal, Result
from benchmarks.retail_file import write_retail_file
from benchmarks.running import Run
from benchmarks.surroundings import Place

ROWS, ORDERS = 541_909, 25_900


def measure(run: Run) -> Iterator[Result]:
    """The file is the one that BENCH_ORDERS names, else one of the same shape and size."""
    given = os.environ.get("BENCH_ORDERS", "")
    file = Path(given) if given and not run.quick else run.places.folder / "orders.csv.gz"
    if not file.exists():
        write_retail_file(file, run.count(ROWS, ROWS // 20), run.count(ORDERS, ORDERS // 20))
    what = "the real file" if given and not run.quick else "a generated file"
    for kind in run.kinds:
        with run.places.empty(kind) as place:
            place.tell("shop")
            seconds, megabytes = _take_in(place, file)
            orders = place.tell("orders_there")
        goals = (None, None) if run.quick else (Goal(60, words="< 60 s"), Goal(500, words="< 500 MB"))
        yield Result(f"import of {what}: time", kind, seconds, "s", goal=goals[0])
        yield Result(f"import of {what}: rate", kind, orders / seconds, "orders/s")
        yield Result(f"import of {what}: peak memory", kind, megabytes, "MB", goal=goals[1])


def _take_in(place: Place, file: Path) -> tuple[float, float]:
    """Seconds of the whole command, and its largest memory in MB."""
    begun = time.perf_counter()
    command = ("-m", "mostek.cli.main", "orders", "import", str(file), "--preset", "online-retail", "--json")
    process = place.run(*command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the import failed"
    return seconds, usage.ru_maxrss / 1024
