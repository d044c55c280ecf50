"""Run as a process of its own: says, as JSON, how every delivery of a database stands."""

import json
import sys
from collections import Counter

import django

django.setup()

from mostek.delivery.models import Attempt, Delivery, WebhookEvent  # noqa: E402
from mostek.orders.models import FieldValue  # noqa: E402


def main() -> None:
    rows = [
        {
            "reference": delivery.document.reference,
            "program": delivery.connection.program,
            "state": delivery.state,
            "step": delivery.step,
            "settled": delivery.due_at is None,
            "is_entry": delivery.document.is_entry,
            "number": delivery.remote_number if delivery.document.is_entry else delivery.document.number,
            "gross": str(delivery.document.gross),
            "has_pdf": delivery.document.pdf_id is not None,
            "files": FieldValue.objects.filter(order=delivery.document.order).count(),
            "problems": [problem["key"] for problem in delivery.problems],
            "warnings": [problem["key"] for problem in delivery.warnings],
        }
        for delivery in Delivery.objects.select_related("document__order", "connection")
    ]
    outcomes = Counter(Attempt.objects.values_list("outcome", flat=True))
    told = {"deliveries": rows, "outcomes": outcomes, "events": WebhookEvent.objects.count()}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
