"""Issues single documents with pauses while a worker is idle, and measures until each is in the program."""

import random
import time
from statistics import median

from benchmarks.inside.numbers import quantile
from benchmarks.inside.shop import make_orders, series_of, shop
from benchmarks.inside.waiting import wait_until, worker_is_alive
from benchmarks.surroundings import account_keys
from mostek.delivery.models import Delivery, State
from mostek.documents.issuing import issue


def main(count: str, task_seconds: str) -> dict[str, float]:
    """Seconds. The vendor's share is what its answers took, and the making after it accepted; the time until
    the document is durable here with its number and PDF, less that, is ours."""
    company = shop(account_keys(1))
    (series,) = series_of(company)
    wait_until(worker_is_alive, 30)
    whole, vendor = [], []
    for order in make_orders(company, int(count)):
        time.sleep(random.uniform(0.3, 0.9))
        begun = time.time()
        delivery = issue(order, series, "bench").delivery
        wait_until(lambda pk=delivery.pk: Delivery.objects.get(pk=pk).state == State.ISSUED, 30)  # type: ignore[misc]
        delivery.refresh_from_db()
        whole.append(delivery.changed_at - begun)
        vendor.append(_answered(delivery) + float(task_seconds))
    ours = [total - theirs for total, theirs in zip(whole, vendor, strict=True)]
    return {
        "p50": median(whole),
        "p95": quantile(whole, 0.95),
        "vendor": median(vendor),
        "ours_p50": median(ours),
        "ours_p95": quantile(ours, 0.95),
    }


def _answered(delivery: Delivery) -> float:
    """Seconds that the program's answers took."""
    exchanges = (exchange for attempt in delivery.attempts.all() for exchange in attempt.exchanges)
    return sum(float(exchange["ms"]) for exchange in exchanges) / 1000
