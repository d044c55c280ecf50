"""The bare loop: the calls that one document needs, one after another, many documents at once.

No database, no proof, no log, no limits: what aiohttp alone can do on this machine against the same stand-in.
`python -m benchmarks.bare URL API_KEYS COUNT CONCURRENCY` prints the seconds it took.
"""

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp


def client_body(i: int) -> dict[str, Any]:
    record = {
        "first_name": "Anna",
        "last_name": f"Kowalska{i}",
        "business_activity_kind": "private_person",
        "street": "Polna",
        "city": "Kraków",
        "postal_code": "30-001",
        "country": "PL",
        "note": f"BARE-{i}",
    }
    return {"client": record}


def invoice_body(i: int, client: int) -> dict[str, Any]:
    line = {"name": "Kubek", "tax_symbol": "23", "quantity": 3, "unit": "szt.", "gross_price": 12300}
    shipping = {"name": "Wysyłka", "tax_symbol": "23", "quantity": 1, "unit": "szt.", "gross_price": 1599}
    invoice = {
        "kind": "vat",
        "status": "printed",
        "payment_method": "card",
        "currency": "PLN",
        "client_id": client,
        "notes": f"BARE-{i}",
        "services": [line, shipping],
    }
    return {"invoice": invoice, "send_to_ksef": False}


async def one(session: aiohttp.ClientSession, base: str, key: str, i: int) -> None:
    headers = {"X-inFakt-ApiKey": key, "Content-Type": "application/json"}

    async def call(method: str, path: str, body: Any = None) -> bytes:
        data = json.dumps(body).encode() if body else None
        async with session.request(method, base + path, headers=headers, data=data) as answer:
            content = await answer.read()
            assert answer.status < 300, (answer.status, content[:300])
            return content

    client = json.loads(await call("POST", "/clients.json", client_body(i)))["id"]
    task = json.loads(await call("POST", "/async/invoices.json", invoice_body(i, client)))
    reference = task["invoice_task_reference_number"]
    while True:
        state = json.loads(await call("GET", f"/async/invoices/status/{reference}.json"))
        if state.get("invoice_uuid"):
            break
        assert state["processing_code"] < 400, state
    uuid = state["invoice_uuid"]
    json.loads(await call("GET", f"/invoices/{uuid}.json"))
    await call("GET", f"/invoices/{uuid}/pdf.json?document_type=original&locale=pl")


async def main(base: str, keys: list[str], count: int, concurrency: int) -> float:
    turns = asyncio.Semaphore(concurrency)

    async def turn(session: aiohttp.ClientSession, i: int) -> None:
        async with turns:
            await one(session, base, keys[i % len(keys)], i)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=concurrency)) as session:
        begun = time.perf_counter()
        await asyncio.gather(*(turn(session, i) for i in range(count)))
        return time.perf_counter() - begun


if __name__ == "__main__":
    url, keys, count, concurrency = sys.argv[1:5]
    print(asyncio.run(main(url, keys.split(","), int(count), int(concurrency))))
