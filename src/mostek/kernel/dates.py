"""Dates as the company lives them: always in its own time zone, never UTC.

Around midnight the two differ, and with them the month a document belongs to.
"""

from calendar import monthrange
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def is_zone(name: str) -> bool:
    """True for a time zone that this machine knows, such as `Europe/Warsaw`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def local_date(moment: datetime, zone: str) -> date:
    """The date on the calendar in `zone` at a moment. Raises ValueError if the moment has no offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment without offset has no date in a time zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def today(zone: str) -> date:
    """Today's date in `zone`."""
    return datetime.now(ZoneInfo(zone)).date()


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's year."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or that month's last day where it is shorter."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))
