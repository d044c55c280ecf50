from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from mostek.orders.incoming import IncomingOrder, read

Order = Callable[..., IncomingOrder]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def incoming() -> Order:
    """An order of one lamp for 123.00 with 23 % VAT, changed by what is given."""

    def make(**changes: Any) -> IncomingOrder:
        line = {"name": "Lampa", "quantity": "1", "unit_price": "123.00", "vat_code": "23"}
        line |= changes.pop("line", {})
        data: dict[str, Any] = {
            "number": "1001",
            "placed_at": "2026-11-20T23:30:00",
            "currency": "PLN",
            "lines": [line],
            "buyer": {"name": "Jan Kowalski", "address": {"city": "Łódź", "country": "PL"}},
        }
        return read(data | changes)

    return make
