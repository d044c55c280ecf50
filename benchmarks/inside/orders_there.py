"""How many orders there are."""

from mostek.orders.models import Order


def main() -> int:
    return Order.objects.count()
