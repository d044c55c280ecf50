"""Polish working days: the day whose NBP rate a sale takes (art. 31a of the VAT Act)."""

from datetime import date, timedelta

FIXED = frozenset({(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)})
"""Public holidays by month and day; 24 December since 2025."""
AFTER_EASTER = (1, 60)
"""Easter Monday and Corpus Christi, in days after Easter Sunday."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Gauss' rule as of Meeus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, off = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    quarter, years = divmod(rest, 4)
    weekday = (32 + 2 * off + 2 * quarter - moon - years) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def is_working(day: date) -> bool:
    holiday = (day.month, day.day) in FIXED and (day.year >= 2025 or (day.month, day.day) != (12, 24))
    moving = (day - easter(day.year)).days in AFTER_EASTER
    return day.weekday() < 5 and not holiday and not moving


def before(day: date) -> date:
    """The last working day before a day."""
    day -= timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day
