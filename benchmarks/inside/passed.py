"""While a worker is busy with one company's backlog, another company issues single documents."""

import time
from statistics import median

from benchmarks.inside.shop import make_orders, series_of
from benchmarks.inside.waiting import wait_until, worker_is_alive
from mostek.companies.models import Company
from mostek.delivery.models import Attempt, Delivery, State
from mostek.documents.issuing import issue

COUNT = 10


def main() -> dict[str, float]:
    """Seconds from pressing the button until its first step began, and until it was in the program."""
    _busy, other = Company.objects.order_by("id")
    (series,) = series_of(other)
    wait_until(worker_is_alive, 30)
    wait_until(lambda: Delivery.objects.filter(owner__isnull=False).count() >= 90, 30)
    started, before = time.time(), _arrived()
    begun, arrived = [], []
    for order in make_orders(other, COUNT):
        pressed = time.time()
        pk = issue(order, series, "bench").delivery.pk
        wait_until(lambda pk=pk: Delivery.objects.get(pk=pk).state == State.ISSUED, 60)  # type: ignore[misc]
        first = Attempt.objects.filter(delivery_id=pk).order_by("id")[0]
        begun.append(first.begun_at - pressed)
        arrived.append(Delivery.objects.get(pk=pk).changed_at - pressed)
        time.sleep(0.3)
    rate = (_arrived() - before) / (time.time() - started)
    return {"begun": median(begun), "begun_last": max(begun), "arrived": median(arrived), "rate": rate}


def _arrived() -> int:
    return Delivery.objects.filter(state=State.ISSUED).count()
