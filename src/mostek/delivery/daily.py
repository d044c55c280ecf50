"""Work that is begun once a day, by whichever worker looks first."""

import logging
import time
from collections.abc import Callable

from django.db import transaction

from mostek.delivery.models import DailyWork
from mostek.delivery.queue import now

log = logging.getLogger(__name__)
DAY = 24 * 3600
LOOK_EVERY = 60
Work = Callable[[], None]
_works: dict[str, Work] = {}
_looked = 0.0


def every_day(name: str) -> Callable[[Work], Work]:
    """Registers short work, such as starting jobs. It runs in a transaction with the note that it ran."""

    def register(work: Work) -> Work:
        _works[name] = work
        return work

    return register


def begin_due() -> None:
    """Looks now and then; work that fails is logged and tried again the next day."""
    global _looked
    if time.monotonic() < _looked + LOOK_EVERY and _looked:
        return
    _looked = time.monotonic()
    for name, work in _works.items():
        with transaction.atomic():
            if not _taken(name):
                continue
            try:
                with transaction.atomic():
                    work()
            except Exception:
                log.exception("the daily work %s failed", name)


def _taken(name: str) -> bool:
    """True for one worker a day. The update's condition holds off the others."""
    moment = now()
    DailyWork.objects.get_or_create(name=name, defaults={"next_at": 0})
    return bool(DailyWork.objects.filter(name=name, next_at__lte=moment).update(next_at=moment + DAY))
