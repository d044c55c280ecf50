"""Waits until every document is in the program, and says at which rate they got there."""

import contextlib

from django.db.models import Max, Min

from benchmarks.inside.waiting import wait_until
from mostek.delivery.models import Attempt, Delivery, State


def main(seconds: str) -> dict[str, float]:
    """Documents a second, from the first step to the last checkpoint, and how many got there."""
    with contextlib.suppress(AssertionError):
        wait_until(lambda: not Delivery.objects.filter(due_at__isnull=False).exists(), float(seconds), 0.5)
    first = Attempt.objects.aggregate(first=Min("begun_at"))["first"] or 0
    there = Delivery.objects.filter(state=State.ISSUED)
    last, issued = there.aggregate(last=Max("changed_at"))["last"] or 1, there.count()
    return {"rate": issued / (last - first), "issued": issued}
