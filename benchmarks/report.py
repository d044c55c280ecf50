"""What was measured, as a table for people and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HEADINGS = ("measurement", "database", "latency", "value", "unit", "goal", "met")


@dataclass(frozen=True, slots=True)
class Goal:
    """`limit` is the largest good value, or the smallest where more is better."""

    limit: float
    more_is_better: bool = False
    words: str = ""

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.more_is_better else value <= self.limit

    def __str__(self) -> str:
        return self.words or f"{'≥' if self.more_is_better else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Result:
    measurement: str
    database: str
    value: float
    unit: str
    latency: int | None = None
    """The stand-in's delay of every answer, ms; None where no program is asked."""
    goal: Goal | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        met = "" if self.goal is None else "yes" if self.goal.is_met(self.value) else "NO"
        latency = "" if self.latency is None else f"{self.latency} ms"
        goal = "" if self.goal is None else str(self.goal)
        return (self.measurement, self.database, latency, number(self.value), self.unit, goal, met)


def number(value: float) -> str:
    """Three digits that count, thousands set apart."""
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{places}f}".replace(",", "\u202f")


def table(results: Sequence[Result]) -> str:
    rows = [HEADINGS, *(result.cells for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if HEADINGS[column] in ("latency", "value") else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def markdown(results: Sequence[Result], facts: dict[str, Any]) -> str:
    lines = ["# What was measured", "", *(f"- {name}: {value}" for name, value in facts.items()), ""]
    lines.append(f"| {' | '.join(HEADINGS)} |")
    lines.append("|" + "|".join("---:" if name in ("latency", "value") else "---" for name in HEADINGS) + "|")
    lines += [f"| {' | '.join(result.cells)} |" for result in results]
    return "\n".join([*lines, "", LEGEND, ""])


LEGEND = """\
*Bare loop*: aiohttp sending the calls of one document one after another, 100 documents at once, to the same
stand-in process; no database, no proof, no log. It ran right before and right after each delivery run;
the ratio is to the mean of both. Rate limits are off on both sides. *Latency* is how long the stand-in
waits before every answer. Both databases wait for the disk at every commit.
"""


def write(results: Sequence[Result], facts: dict[str, Any], folder: Path) -> list[Path]:
    """Writes the day's Markdown and JSON, and `latest.md`."""
    folder.mkdir(exist_ok=True)
    day = str(facts["when"])[:10]
    data = [asdict(result) | {"met": result.cells[-1]} for result in results]
    text = markdown(results, facts)
    written = [folder / f"{day}.md", folder / f"{day}.json", folder / "latest.md"]
    written[0].write_text(text)
    written[1].write_text(json.dumps({"facts": facts, "results": data}, ensure_ascii=False, indent=1) + "\n")
    written[2].write_text(text)
    return written
