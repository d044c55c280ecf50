"""The time left that a person is told: what the program's limits really leave, no more."""

from typing import Any

import pytest

from mostek.connectors.base.manifest import RateLimit
from mostek.delivery import limits, outlook
from tests.delivery.shop import Shop

MINUTE = RateLimit("ip", frozenset({"POST"}), 100, 60)
DAY = RateLimit("account", frozenset({"POST"}), 2000, 86_400)


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "calls", "least", "most"), [(DAY, 50, 0, 0), (MINUTE, 500, 290, 360)])
def test_calls_wait_for_no_more_than_the_limit_asks(
    limit: RateLimit, calls: int, least: float, most: float
) -> None:
    told = limits.forecast("books", limit, calls)
    assert least <= told <= most
    assert max(limits.take("books", limit, calls)[-1], 0) == pytest.approx(told, abs=1)
    assert limits.forecast("books", limit, limit.calls) > limit.seconds / 2


def test_few_documents_are_not_said_to_take_long(shop: Shop, settings: Any) -> None:
    settings.RATE_LIMITS = True
    connection = shop.connect("ifirma")
    series = shop.series(connection)
    for _ in range(4):
        shop.issue(series)
    found = outlook.waiting(connection)
    assert found.count == 4
    assert found.seconds_left == 0
