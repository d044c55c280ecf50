"""`make bench`, or `python -m benchmarks [--quick] [--only NAME…]`.

MOSTEK_DATABASE_URL leads to a PostgreSQL server where databases may be made.

BENCH_ORDERS names the file of the data set “Online Retail” (CSV, may be packed), if it is at hand.
"""

import argparse
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks import machine, report
from benchmarks.running import Run
from benchmarks.surroundings import places

MEASURES = (
    "delivering",
    "arriving",
    "crowding",
    "taking_over",
    "resting",
    "issuing",
    "printing",
    "importing",
    "payroll",
)
RESULTS = Path(__file__).parent / "results"


def main() -> int:
    asked = _arguments()
    url = os.environ.get("MOSTEK_DATABASE_URL", "")
    if not url.startswith("postgres"):
        print("MOSTEK_DATABASE_URL must lead to a PostgreSQL server: use `make bench`.", file=sys.stderr)
        return 2
    facts = machine.facts(url)
    results: list[report.Result] = []
    failed = []
    begun = time.monotonic()
    with places(url) as made:
        for name in asked.only or MEASURES:
            try:
                for result in import_module(f"benchmarks.measures.{name}").measure(Run(made, asked.quick)):
                    results.append(result)
                    print(f"[{time.monotonic() - begun:4.0f} s] {'  '.join(result.cells)}", file=sys.stderr)
            except (AssertionError, subprocess.CalledProcessError) as error:
                failed.append(f"{name} could not be measured: {error}")
    print("\n".join(f"{name}: {value}" for name, value in facts.items()))
    print(f"\n{report.table(results)}\n")
    print(*failed, sep="\n", file=sys.stderr)
    if failed:
        return 1
    if asked.only or asked.quick:
        print("A part or a quick run: nothing is written to benchmarks/results/.")
    else:
        print(*(f"written: {path}" for path in report.write(results, facts, RESULTS)), sep="\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--only", nargs="+", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_true", help="smaller numbers; nothing is written")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
