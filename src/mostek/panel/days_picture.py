"""The picture of the last days: documents of each day by program, and those that failed, as SVG bars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from mostek.companies.models import Company
from mostek.delivery.models import NEEDS_PERSON
from mostek.documents.models import Document
from mostek.orders.models import TEST_SOURCE

DAYS = 30
WIDTH, HEIGHT, LEFT, FOOT, TOP = 720, 170, 30, 16, 6
COLORS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """What is counted together: a connection, documents of no program, or those that failed."""

    name: str
    css: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    css: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Picture:
    parts: list[Part]
    bars: list[Bar]
    rows: list[tuple[date, list[int]]]
    """For the table that says the same: a day with its count for each part."""
    lines: list[tuple[float, int]]
    """Heights at which a line with a number stands."""
    labels: list[tuple[float, date]]

    @property
    def is_empty(self) -> bool:
        return not self.bars


def picture(company: Company, today: date, failed_name: str, nowhere_name: str) -> Picture:
    first = today - timedelta(days=DAYS - 1)
    days = [first + timedelta(days=i) for i in range(DAYS)]
    rows = (
        Document.objects.of(company)
        .filter(issue_date__gte=first, issue_date__lte=today, cancelled_at=None)
        .exclude(order__source=TEST_SOURCE)
        .values_list("issue_date", "connection_id", "connection__name")
        .annotate(all=Count("id"), failed=Count("id", filter=Q(delivery__state__in=NEEDS_PERSON)))
        .order_by()
    )
    counted: dict[tuple[date, int], int] = {}
    names: dict[int, str] = {}
    for day, connection, name, count, failed in rows:
        key = connection or 0
        names[key] = name or nowhere_name
        counted[day, key] = count - failed
        counted[day, -1] = counted.get((day, -1), 0) + failed
    keys = sorted(names, key=lambda key: (key == 0, names[key].casefold()))
    parts = [Part(names[key], f"bar-{i % COLORS}" if key else "bar-none") for i, key in enumerate(keys)]
    parts.append(Part(failed_name, "bar-failed"))
    table = [(day, [counted.get((day, key), 0) for key in (*keys, -1)]) for day in days]
    return _drawn(parts, table)


def _drawn(parts: list[Part], table: list[tuple[date, list[int]]]) -> Picture:
    most = max((sum(counts) for _, counts in table), default=0)
    top = _round_up(most)
    slot = (WIDTH - LEFT) / len(table)
    tall = HEIGHT - FOOT - TOP
    bars = []
    for i, (day, counts) in enumerate(table):
        base = float(HEIGHT - FOOT)
        for part, count in zip(parts, counts, strict=True):
            height = tall * count / top
            base -= height
            if count:
                x = LEFT + i * slot + slot * 0.12
                title = f"{part.name}: {count}"
                bars.append(
                    Bar(
                        round(x, 1),
                        round(base, 1),
                        round(slot * 0.76, 1),
                        round(height, 1),
                        part.css,
                        title,
                        day,
                    )
                )
    lines = [(round(HEIGHT - FOOT - tall * share, 1), round(top * share)) for share in _shares(top)]
    labels = [(round(LEFT + i * slot + slot / 2, 1), day) for i, (day, _) in enumerate(table) if i % 5 == 4]
    return Picture(parts, bars, table, lines, labels)


def _shares(top: int) -> Iterable[float]:
    return (0, 0.5, 1) if top % 2 == 0 else (0, 1)


def _round_up(number: int) -> int:
    """The next number that reads well on a scale: 1, 2, 4, 6, 10, 20, 40, 60, 100…"""
    for power in range(10):
        for step in (1, 2, 4, 6, 10):
            if number <= step * 10**power:
                return int(step * 10**power)
    return number
