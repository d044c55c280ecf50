"""What the description of the API says beside what the code shows."""

from typing import Any

from mostek.orders.incoming import IncomingOrder

DESCRIPTION = """
Orders go in, documents are issued in a series and stand in the accounting program exactly once, their
number and PDF come back.

**Credentials**: ID and secret of an API credential, made in the panel under *Settings, API*; as HTTP Basic
or as `Authorization: Bearer ID:secret`. Each has scopes: `orders:read`, `orders:write`, `documents:read`,
`documents:issue`, `webhooks:write`, `rules:read`, `rules:write`, `messages:send`, `payroll:read`,
`payroll:write`.

**Doing it once**: send writes with an `Idempotency-Key`. Repeated with the same key, a call has no second
effect and gets the same answer; with the same key and another body it is refused with 409.

**Amounts** are decimal numbers in text (`"123.00"`); orders may give them as numbers too. **Lists** are
newest first; `next_cursor` leads to the next page, and is null on the last.

**Errors** are `application/problem+json` (RFC 9457): `problems` says for each what happened, why, what to
do and which field it is about, in the language of `Accept-Language` (Polish, English).
"""


def _schemas() -> dict[str, Any]:
    whole = IncomingOrder.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = whole.pop("$defs", {})
    return {**parts, "IncomingOrder": whole}


ORDER_SCHEMAS = _schemas()
"""Orders are checked one by one, so that a wrong one does not refuse its list; the framework therefore
does not know their shape."""
