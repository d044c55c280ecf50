"""Kills the worker that has most in hand, and waits until the other has claimed each of its documents."""

import os
import signal
import time

from django.db.models import QuerySet

from benchmarks.inside.waiting import wait_until
from mostek.delivery import heart
from mostek.delivery.models import Delivery


def main(*pids: str) -> dict[str, float]:
    """Seconds from the kill to the first and to the last claim, seen at most 20 ms late. The workers are
    called w0 and w1."""
    wait_until(lambda: len(heart.alive()) == 2 and _in_hand("w0", "w1").count() >= 30, 60)
    time.sleep(1)
    most = max((0, 1), key=lambda number: _in_hand(f"w{number}").count())
    os.kill(int(pids[most]), signal.SIGKILL)
    killed = time.monotonic()
    tokens = dict(_in_hand(f"w{most}").values_list("pk", "token"))
    taken: dict[int, float] = {}

    def look() -> bool:
        for pk, token in Delivery.objects.filter(pk__in=tokens).values_list("pk", "token"):
            if token > tokens[pk]:
                taken.setdefault(pk, time.monotonic() - killed)
        return len(taken) == len(tokens)

    wait_until(look, 60, 0.02)
    return {"count": len(tokens), "first": min(taken.values()), "last": max(taken.values())}


def _in_hand(*workers: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(owner__in=workers, due_at__isnull=False)
