"""Numbers of our own: one after the other, no gap and no double, whatever happens at once."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from mostek.delivery import actions
from mostek.documents import series as series_rules
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Period, Series
from mostek.kernel.problems import ProblemError
from tests.at_once import at_once
from tests.delivery.shop import ACTOR, Shop, keys


def numbers(series: Series) -> list[int]:
    taken = Document.objects.filter(series=series).values_list("number", flat=True)
    return sorted(int(number.split("/")[1]) for number in taken)


def test_twenty_at_once_get_one_to_twenty(shop: Shop) -> None:
    series = shop.hub_series()
    orders = [shop.order() for _ in range(20)]
    assert at_once([partial(issue, order, series, ACTOR) for order in orders]) == []
    assert numbers(series) == list(range(1, 21))


def test_one_that_fails_leaves_no_gap(shop: Shop) -> None:
    series = shop.hub_series()
    good = [shop.order() for _ in range(6)]
    bad = [shop.order(("Stół", 1, "10.00", "")) for _ in range(6)]
    errors = at_once([partial(issue, order, series, ACTOR) for order in (*good, *bad)])
    assert len(errors) == 6
    assert all(isinstance(error, ProblemError) for error in errors)
    assert numbers(series) == [1, 2, 3, 4, 5, 6]


def test_a_transaction_that_is_undone_gives_its_number_back(shop: Shop) -> None:
    series = shop.hub_series()
    with transaction.atomic():
        assert shop.issue(series).number.startswith("FV/1/")
        transaction.set_rollback(True)
    assert shop.issue(series).number.startswith("FV/1/")


def test_a_cancelled_document_keeps_its_number(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt", auto_send=False))
    first = shop.issue(series)
    actions.cancel(first.delivery, ACTOR)
    assert shop.issue(series).number.startswith("FV/2/")


@pytest.mark.parametrize(
    ("pattern", "restart", "numbers_of"),
    [
        ("FV/{number}/{month}/{year}", Period.MONTH, ["FV/1/11/2026", "FV/1/12/2026", "FV/1/01/2027"]),
        ("{number}/{year2}", Period.YEAR, ["1/26", "2/26", "1/27"]),
        ("R{number}", Period.NEVER, ["R1", "R2", "R3"]),
    ],
)
def test_when_numbers_start_anew(shop: Shop, pattern: str, restart: Period, numbers_of: list[str]) -> None:
    series = shop.hub_series(pattern=pattern, restart=restart)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))
    made = [issue(shop.order(), series, ACTOR, issue_date=day, sale_date=day) for day in days]
    assert [each.number for each in made] == numbers_of


def test_each_series_counts_for_itself(shop: Shop) -> None:
    one, other = shop.hub_series(), shop.hub_series(pattern="B/{number}/{month}/{year}")
    assert [shop.issue(each).number.rpartition("/")[0].rpartition("/")[0] for each in (one, other, one)] == [
        "FV/1",
        "B/1",
        "FV/2",
    ]


def test_the_example_is_the_next_number(shop: Shop) -> None:
    series = shop.hub_series()
    shop.issue(series)
    told = series_rules.example(series, shop.issue(series).issue_date)
    assert shop.issue(series).number == told


def test_no_example_where_the_program_numbers(shop: Shop) -> None:
    assert series_rules.example(shop.series(None), date(2026, 11, 1)) == ""
    assert series_rules.example(shop.hub_series(pattern="FV"), date(2026, 11, 1)) == ""


@pytest.mark.parametrize(
    ("pattern", "restart", "expected"),
    [
        ("FV/{number}/{month}/{year}", Period.MONTH, []),
        ("FV/{number}/{year2}", Period.YEAR, []),
        ("FV-{number}", Period.NEVER, []),
        ("FV/{nr}/{year}", Period.YEAR, ["documents.pattern_placeholder"]),
        ("FV/{number}{}", Period.NEVER, ["documents.pattern_placeholder"]),
        ("FV/{year}", Period.YEAR, ["documents.pattern_number"]),
        ("", Period.NEVER, ["documents.pattern_number"]),
        ("{number}/{number}", Period.NEVER, ["documents.pattern_number"]),
        ("FV/{number}/{year}", Period.MONTH, ["documents.pattern_month"]),
        ("FV/{number}/{month}", Period.MONTH, ["documents.pattern_month"]),
        ("FV/{number}/{month}", Period.YEAR, ["documents.pattern_year"]),
    ],
)
def test_patterns(pattern: str, restart: Period, expected: list[str]) -> None:
    problems = series_rules.check_pattern(pattern, restart)
    assert keys(problems) == expected
    assert all(problem.field == "pattern" for problem in problems)


@pytest.mark.parametrize("pattern", ["FV/{number}/{month}/{year", "FV}/{number}", "FV/{{number}}"])
def test_a_stray_brace_is_refused(pattern: str) -> None:
    """It would be printed on every document."""
    assert keys(series_rules.check_pattern(pattern, Period.NEVER)) == ["documents.pattern_placeholder"]


def test_one_number_twice_in_a_series_is_impossible(shop: Shop) -> None:
    series = shop.hub_series()
    first, second = shop.issue(series), shop.issue(series)
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=second.pk).update(taken_number=first.number)
