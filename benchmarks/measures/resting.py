"""What a worker with nothing to do takes of the processor."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Result
from benchmarks.running import Run
from benchmarks.surroundings import workers


def measure(run: Run) -> Iterator[Result]:
    seconds = run.count(10, 5)
    for kind in run.kinds:
        with run.places.empty(kind) as place, workers(place, 1) as (worker,):
            place.tell("settled")
            before = _processor_seconds(worker.pid)
            time.sleep(seconds)
            used = _processor_seconds(worker.pid) - before
        yield Result("idle worker: share of one core", kind, 100 * used / seconds, "%")


def _processor_seconds(pid: int) -> float:
    """User and system time (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
