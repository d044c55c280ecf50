"""What happened is told once, to those who listened when it happened."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from mostek.companies.models import Company
from mostek.events import telling
from mostek.events.models import Event, Kind
from mostek.orders import changing
from mostek.orders.incoming import IncomingOrder
from mostek.orders.intake import take
from mostek.orders.models import OrderStatus
from tests.factories import make_company

pytestmark = pytest.mark.django_db


class Ear:
    """Writes down what it is told; listens to one company only."""

    def __init__(self, company: Company) -> None:
        self.company, self.told, self.fault = company, list[str](), False

    def wants(self, company_id: int, _kind: str) -> bool:
        return company_id == self.company.pk

    def hear(self, event: Event) -> None:
        if self.fault:
            raise RuntimeError("deaf")
        self.told.append(event.kind)


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear(make_company())
    telling.listen(telling.Listener("test", ear.wants, ear.hear))
    yield ear
    del telling._listeners["test"]


def incoming(**fields: object) -> IncomingOrder:
    values: dict[str, object] = {
        "number": "Z-1",
        "placed_at": "2026-11-20T10:00:00",
        "currency": "PLN",
        "payment_name": "Przelew",
        "buyer": {"name": "Jan Nowak"},
        "lines": [{"name": "Koc", "quantity": "1", "unit_price": "10.00", "vat_code": "23"}],
    }
    return IncomingOrder.model_validate(values | fields)


def told(ear: Ear) -> list[str]:
    ear.told.clear()
    telling.tell_a_portion()
    return sorted(ear.told)


def test_an_order_tells_of_its_arrival_its_payment_and_its_status(ear: Ear) -> None:
    take(ear.company, incoming(status="Nowe"), "shop")
    assert told(ear) == [Kind.ORDER_CREATED]
    take(ear.company, incoming(status="Nowe"), "shop")
    assert told(ear) == []
    take(ear.company, incoming(status="Wysłane", paid="10.00"), "shop")
    assert told(ear) == [Kind.ORDER_CHANGED, Kind.ORDER_PAID, Kind.ORDER_STATUS_CHANGED]


def test_a_status_set_by_hand_is_told_once_an_order(ear: Ear) -> None:
    order = take(ear.company, incoming(), "shop").order
    assert order is not None
    told(ear)
    sent = OrderStatus.objects.create(company=ear.company, name="Wysłane")
    assert changing.set_status(ear.company, [order.pk], sent, "Anna") == 1
    assert changing.set_status(ear.company, [order.pk], sent, "Anna") == 0
    assert told(ear) == [Kind.ORDER_STATUS_CHANGED]
    assert Event.objects.latest("id").values == {"status_before": None, "status": sent.pk}


def test_nothing_is_written_where_nobody_listens(ear: Ear) -> None:
    take(make_company(name="Inna"), incoming(), "shop")
    assert not Event.objects.exists()


def test_what_was_rolled_back_is_not_told(ear: Ear) -> None:
    with transaction.atomic():
        take(ear.company, incoming(), "shop")
        transaction.set_rollback(True)
    assert told(ear) == []


def test_a_listener_that_fails_is_told_again_later(ear: Ear, caplog: pytest.LogCaptureFixture) -> None:
    take(ear.company, incoming(), "shop")
    ear.fault = True
    assert told(ear) == []
    assert "could not be told" in caplog.text
    event = Event.objects.get()
    assert event.failures == 1
    assert event.due_at is not None
    ear.fault = False
    Event.objects.update(due_at=0)
    assert told(ear) == [Kind.ORDER_CREATED]
    assert not telling.is_due()
