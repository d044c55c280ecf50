"""Opens list pages again and again, as a browser would, through all of Django."""

import time
from collections.abc import Callable

from django.conf import settings
from django.test import Client

from benchmarks.inside.numbers import quantile
from mostek.companies.models import User
from mostek.documents.models import Document
from mostek.orders.models import Order

WARM_UP = 3


def main(requests: str) -> dict[str, float]:
    """p95 in milliseconds of each page."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get())
    document = Document.objects.order_by("id")[Document.objects.count() // 2]
    order = Order.objects.order_by("placed_at", "id")[Order.objects.count() // 2]
    deep = f"{order.placed_at.isoformat()}~{order.pk}".replace("+", "%2B")
    pages: dict[str, Callable[[int], str]] = {
        "sales documents": lambda _: "/documents/",
        "sales documents, of a state that most have": lambda _: "/documents/?state=queued",
        "sales documents, of a state that few have": lambda _: "/documents/?state=rejected",
        "sales documents, search": lambda i: f"/documents/?q=Kowalska77{i}",
        "sales documents, search that finds nothing": lambda i: f"/documents/?q=nobody{i}",
        "sales documents, deep": lambda _: f"/documents/?after={document.pk}~{document.pk}",
        "orders": lambda _: "/orders/",
        "orders, without a document": lambda _: "/orders/?document=without",
        "orders, search": lambda i: f"/orders/?q=Kowalska77{i}",
        "orders, deep": lambda _: f"/orders/?after={deep}",
    }
    return {name: _p95(client, address, int(requests)) for name, address in pages.items()}


def _p95(client: Client, address: Callable[[int], str], requests: int) -> float:
    taken = []
    for number in range(requests + WARM_UP):
        begun = time.perf_counter()
        answer = client.get(address(number))
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (address(number), answer.status_code)
    return quantile(taken[WARM_UP:], 0.95)
