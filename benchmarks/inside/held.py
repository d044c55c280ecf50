"""Keeps back all deliveries but the first so many."""

from mostek.delivery.models import Delivery, State


def main(count: str) -> int:
    """How many are kept back."""
    rest = Delivery.objects.order_by("id").values_list("pk", flat=True)[int(count) :]
    return Delivery.objects.filter(pk__in=list(rest)).update(state=State.HELD, due_at=None)
