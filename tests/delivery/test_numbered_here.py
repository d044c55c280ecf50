"""A program that gives no numbers, whose every call is a POST: the whole way of its documents."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.delivery.crew import deliver_all
from tests.delivery.shop import Shop, fresh, story

PROGRAM = "merit360"


@pytest.mark.parametrize("fault", ["", "timeout_after_create", "server_error"])
def test_a_paid_document_arrives_once_with_our_number(shop: Shop, fault: str) -> None:
    series = shop.hub_series(shop.connect(PROGRAM))
    faults = shop.faults(PROGRAM)
    faults.creates_only, faults.hold = True, 0
    if fault:
        faults.upcoming[fault] = 1
    document = shop.issue(series, paid=Decimal("258.90"), paid_on=timezone.localdate())
    deliver_all()
    arrived, booked = fresh(document), shop.booked(document)
    assert (arrived.delivery.state, arrived.delivery.problems, arrived.delivery.warnings) == (
        "issued",
        [],
        [],
    )
    assert (booked.number, booked.gross, booked.paid) == (document.number, document.gross, True)
    assert arrived.pdf is not None
    assert story(document)[-2:] == ["pdf done", "payment done"]


def test_a_plan_that_ended_stops_the_queue_and_says_so(shop: Shop) -> None:
    connection = shop.connect(PROGRAM)
    table = shop.sandbox.programs[PROGRAM].store
    record = table.table("account")["good"]
    table.put("account", "good", record | {"licence": "STANDARD"})
    shop.issue(shop.hub_series(connection))
    deliver_all()
    connection.refresh_from_db()
    assert connection.problem is not None
    assert connection.problem["key"] == "merit.licence"
    assert shop.books(PROGRAM) == []
