"""Kills the worker `w0` and waits until `w1` has claimed each document that it had in hand."""

import os
import signal
import time

from django.db.models import QuerySet

from benchmarks.inside.waiting import wait_until
from mostek.delivery import heart
from mostek.delivery.models import Delivery


def main(pid: str) -> dict[str, float]:
    """Seconds from the kill to the first and to the last claim, seen at most 20 ms late."""
    wait_until(lambda: len(heart.alive()) == 2 and _in_hand("w0").count() >= 5, 60)
    time.sleep(1)
    os.kill(int(pid), signal.SIGKILL)
    killed = time.monotonic()
    tokens = dict(_in_hand("w0").values_list("pk", "token"))
    taken: dict[int, float] = {}

    def look() -> bool:
        for pk, token in Delivery.objects.filter(pk__in=tokens).values_list("pk", "token"):
            if token > tokens[pk]:
                taken.setdefault(pk, time.monotonic() - killed)
        return len(taken) == len(tokens)

    wait_until(look, 60, 0.02)
    return {"count": len(tokens), "first": min(taken.values()), "last": max(taken.values())}


def _in_hand(worker: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(owner=worker, due_at__isnull=False)
