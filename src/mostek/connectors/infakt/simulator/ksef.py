"""KSeF as the program shows it: version 1 is gone, version 2 clears a document after a while."""

import time
import uuid
from datetime import datetime
from typing import Any

from mostek.connectors.infakt.simulator.books import Row


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def submitted() -> dict[str, Any]:
    """The request that is kept on the row under `_ksef`."""
    return {"request_uuid": str(uuid.uuid4()), "at": time.time()}


def status(row: Row, delay: float, tax_id: str) -> dict[str, Any]:
    """Where the document stands at KSeF; `rejected` without a request when it was never sent."""
    request = row.get("_ksef")
    kind = "corrective_invoice" if row["kind"] == "correction" else row["kind"]
    answer = {"invoice_uuid": row["uuid"], "invoice_kind": kind, "ksef_number": None}
    if not request:
        return answer | {
            "request_uuid": None,
            "status": "rejected",
            "status_description": "Dokument nie został wysłany do KSeF.",
            "timestamps": {"request_created_at": None, "request_finished_at": None},
        }
    finished = request["at"] + delay
    is_done = time.time() >= finished
    if is_done:
        day = datetime.fromtimestamp(finished).astimezone().strftime("%Y%m%d")
        part = request["request_uuid"].replace("-", "").upper()
        answer["ksef_number"] = f"{tax_id}-{day}-{part[:12]}-{part[12:14]}"
    return answer | {
        "request_uuid": request["request_uuid"],
        "status": "success" if is_done else "sent",
        "status_description": "Dokument przyjęty." if is_done else "Dokument wysłany.",
        "timestamps": {
            "request_created_at": _at(request["at"]),
            "request_finished_at": _at(finished) if is_done else None,
        },
    }
