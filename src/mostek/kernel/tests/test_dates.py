from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.kernel.dates import add_months, is_zone, local_date, month_of, today, year_of


def test_before_midnight_utc_warsaw_is_already_in_the_next_year() -> None:
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert local_date(moment, "Europe/Warsaw") == date(2027, 1, 1)
    assert local_date(moment, "UTC") == date(2026, 12, 31)


def test_a_moment_without_offset_has_no_date() -> None:
    with pytest.raises(ValueError):
        local_date(datetime(2026, 1, 1), "Europe/Warsaw")  # noqa: DTZ001


def test_today_differs_between_the_ends_of_the_earth() -> None:
    ahead, behind = today("Pacific/Kiritimati"), today("Pacific/Midway")
    assert timedelta(days=1) <= ahead - behind <= timedelta(days=2)


def test_unknown_zones_are_told_apart() -> None:
    assert is_zone("Europe/Warsaw")
    assert not any(is_zone(name) for name in ("Europe/Nowhere", "", "../etc/passwd", "/etc"))


@given(st.dates())
def test_month_and_year_hold_their_day(day: date) -> None:
    first, last = month_of(day)
    assert first <= day <= last
    assert (first.day, first.month, last.month) == (1, day.month, day.month)
    assert last == date.max or (last + timedelta(days=1)).day == 1
    assert year_of(day) == (date(day.year, 1, 1), date(day.year, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -13, date(2025, 2, 28)),
    ],
)
def test_months_are_added_within_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
