"""Says how far the deliveries of a database are: {open, first, last, settled}.

`python -m benchmarks.standing wait SECONDS` waits until none is open.
"""

import json
import sys
import time

import django

django.setup()

from django.db.models import Max, Min  # noqa: E402

from mostek.delivery.models import Attempt, Delivery, State  # noqa: E402


def main(seconds: float) -> dict[str, float | int | None]:
    until = time.monotonic() + seconds
    while Delivery.objects.filter(due_at__isnull=False).exists() and time.monotonic() < until:
        time.sleep(0.5)
    first = Attempt.objects.exclude(step="person").aggregate(first=Min("begun_at"))["first"]
    last = Delivery.objects.aggregate(last=Max("changed_at"))["last"]
    booked = Delivery.objects.filter(state=State.ISSUED)
    return {
        "open": Delivery.objects.filter(due_at__isnull=False).count(),
        "issued": booked.count(),
        "first": first,
        "last": last,
    }


if __name__ == "__main__":
    json.dump(main(float(sys.argv[1])), sys.stdout)
