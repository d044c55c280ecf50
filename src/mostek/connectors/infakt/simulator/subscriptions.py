"""Webhook subscriptions: made on the settings page, verified by a handshake, signed, repeated on failure."""

import asyncio
import hashlib
import hmac
import secrets
import uuid
from datetime import datetime
from typing import Any

import aiohttp
import orjson

from mostek.connectors.base.stand_in import Faults, Store
from mostek.kernel.text import N_

TABLE = "infakt_webhook"
EVENTS = (
    "invoice_created_via_async_api",
    "invoice_creation_error_via_async_api",
    "draft_invoice_created",
    "invoice_marked_as_paid",
    "invoice_marked_as_paid_via_async_api",
    "invoice_marking_as_paid_error_via_async_api",
    "invoice_deleted",
    "send_to_ksef_success",
    "send_to_ksef_error",
)
MOST_FAILURES = 10
LONGEST_PAUSE = 60.0
TIMEOUT = aiohttp.ClientTimeout(total=10)


class Subscriptions:
    """`pause` is the wait in seconds after a first failure; it doubles each time."""

    def __init__(self, store: Store, faults: Faults, pause: float = 1.0) -> None:
        self._store = store
        self._faults = faults
        self.pause = pause
        self._client: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[None]] = set()

    def of(self, account: str) -> list[dict[str, Any]]:
        return [each for each in self._store.table(TABLE).values() if each["account"] == account]

    def add(self, account: str, url: str, description: str, mode: str, events: list[str]) -> dict[str, Any]:
        """`mode` is `full` or `redacted`. Events start only after the handshake."""
        subscription: dict[str, Any] = {
            "id": secrets.token_hex(4),
            "account": account,
            "url": url,
            "description": description,
            "mode": mode,
            "events": events,
            "secret": secrets.token_hex(20),
            "verified": False,
            "active": True,
            "failures": 0,
        }
        self._store.put(TABLE, subscription["id"], subscription)
        return subscription

    def remove(self, subscription_id: str) -> None:
        self._store.drop(TABLE, subscription_id)

    async def verify(self, subscription_id: str) -> str:
        """Performs the handshake; a sentence on how it went."""
        subscription = self._store.table(TABLE)[subscription_id]
        code = secrets.token_urlsafe(16)
        status, answer = await self._post(subscription, orjson.dumps({"verification_code": code}))
        if status == 0:
            return N_("Not verified: nobody answered at this address.")
        if status != 200:
            return N_("Not verified: the address did not answer with 200.")
        try:
            repeated = orjson.loads(answer).get("verification_code")
        except (orjson.JSONDecodeError, AttributeError):
            repeated = None
        if repeated != code:
            return N_("Not verified: the answer does not repeat the verification code.")
        self._change(subscription, verified=True, active=True, failures=0)
        return N_("Verified: events will be sent from now on.")

    def emit(self, account: str, name: str, resource: dict[str, Any]) -> None:
        """Sends an event to whoever ticked it, in the background."""
        for subscription in self.of(account):
            wanted = subscription["verified"] and subscription["active"] and name in subscription["events"]
            if wanted and not self._faults.hit("lost_webhook"):
                running = asyncio.get_running_loop().create_task(
                    self._deliver(subscription["id"], name, resource)
                )
                self._running.add(running)
                running.add_done_callback(self._running.discard)

    async def _deliver(self, subscription_id: str, name: str, resource: dict[str, Any]) -> None:
        event = {"uuid": str(uuid.uuid4()), "name": name, "retry_counter": 0}
        event["created_at"] = datetime.now().astimezone().isoformat(timespec="milliseconds")
        copies = 3 if self._faults.hit("repeated_webhook") else 1
        for tries in range(MOST_FAILURES):
            subscription = self._store.table(TABLE).get(subscription_id)
            if subscription is None or not subscription["active"]:
                return
            body = orjson.dumps(
                {"event": event | {"retry_counter": tries}, "resource": _shown(subscription, resource)}
            )
            status, _ = await self._post(subscription, body)
            if status in (200, 201):
                self._change(subscription, failures=0)
                for _ in range(copies - 1):
                    await self._post(subscription, body)
                return
            self._failed(subscription)
            await asyncio.sleep(min(self.pause * 2**tries, LONGEST_PAUSE))

    def _failed(self, subscription: dict[str, Any]) -> None:
        failures = subscription["failures"] + 1
        self._change(subscription, failures=failures, active=failures < MOST_FAILURES)

    async def _post(self, subscription: dict[str, Any], body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; status 0 when there is none."""
        if self._client is None:
            self._client = aiohttp.ClientSession(timeout=TIMEOUT)
        signature = hmac.new(subscription["secret"].encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Infakt-Webhooks/2",
            "X-Infakt-Signature": signature,
        }
        try:
            async with self._client.post(subscription["url"], data=body, headers=headers) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return 0, b""

    def _change(self, subscription: dict[str, Any], **changes: Any) -> None:
        subscription |= changes
        self._store.put(TABLE, subscription["id"], subscription)

    async def close(self) -> None:
        running = list(self._running)
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self._client:
            await self._client.close()


def _shown(subscription: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    if subscription["mode"] == "full":
        return resource
    return {
        "uuid": resource.get("uuid")
        or resource.get("invoice_uuid")
        or resource["invoice_task_reference_number"]
    }
