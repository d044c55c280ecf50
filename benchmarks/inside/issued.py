"""Issues a document for each of `count` orders, one after another, in `accounts` series."""

import time

from benchmarks.inside.shop import make_orders, series_of, shop
from benchmarks.surroundings import account_keys
from mostek.documents.issuing import issue
from mostek.orders.models import Order


def main(count: str, accounts: str, auto_send: str) -> float:
    """How many a second. `auto_send` "no": the deliveries wait."""
    company = shop(account_keys(int(accounts)), auto_send=auto_send == "yes")
    make_orders(company, int(count))
    series = series_of(company)
    begun = time.perf_counter()
    for number, order in enumerate(Order.objects.select_related("company").order_by("id")):
        issue(order, series[number % len(series)], "bench")
    return int(count) / (time.perf_counter() - begun)
