"""Signs of life of workers, and the switch that stops them all from sending."""

import os
import socket

from django.utils import timezone

from mostek.connections.models import Connection
from mostek.delivery.models import Switch, WorkerBeat
from mostek.delivery.queue import now

FORGOTTEN = 24 * 3600


def beat(name: str, version: str, started: float, in_hand: int) -> None:
    moment = now()
    WorkerBeat.objects.update_or_create(
        name=name,
        defaults={
            "host": socket.gethostname()[:100],
            "pid": os.getpid(),
            "version": version,
            "started_at": started,
            "seen_at": moment,
            "in_hand": in_hand,
        },
    )
    WorkerBeat.objects.filter(seen_at__lt=moment - FORGOTTEN).delete()


def spoke(connection_ids: set[int]) -> None:
    """Notes that these connections' programs were talked to just now."""
    Connection.objects.filter(pk__in=connection_ids).update(last_exchange_at=timezone.now())


def stop(name: str) -> None:
    WorkerBeat.objects.filter(name=name).delete()


def alive(within: float = 30) -> list[WorkerBeat]:
    """The workers seen in the last so many seconds."""
    return list(WorkerBeat.objects.filter(seen_at__gte=now() - within).order_by("name"))


def is_paused() -> bool:
    """Whether the whole installation's sending is switched off in the panel."""
    return Switch.objects.filter(name="paused", on=True).exists()
