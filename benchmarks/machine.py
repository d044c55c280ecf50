"""The machine and the programs that the numbers were taken with."""

import os
import platform
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

import psycopg


def facts(postgres_url: str) -> dict[str, str]:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return {
        "when": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        "commit": _commit(),
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": str(row[0]) if row else "",
        "load before the start": f"{os.getloadavg()[0]:.1f} (last minute), {os.getloadavg()[1]:.1f} (five)",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
