"""How long to wait before the next try."""

import random
from collections.abc import Sequence

LONGEST = 3600.0


def after_failure(failures: int) -> float:
    """Seconds after so many failures in a row: 2, 4, 8 … up to an hour, give or take a quarter."""
    return min(2.0 ** min(failures, 12), LONGEST) * random.uniform(0.75, 1.25)


def until_poll(schedule: Sequence[float], polls: int) -> float:
    """Seconds until the next look, by a schedule whose last entry repeats; spread by a tenth."""
    return schedule[min(polls, len(schedule) - 1)] * random.uniform(0.9, 1.1)
