"""Typed calls to inFakt's API v3, one method per endpoint. Vendor documentation: https://github.com/infakt/API

Methods return the raw `Answer`; what a status means is said by `errors`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from mostek.connectors.base.http import Answer, Http
from mostek.connectors.base.showing import Request

INVOICES = "invoices"
CORRECTIONS = "corrective_invoices"
PAGE = 100
"""Rows per page, inFakt's maximum."""


class Client:
    def __init__(self, http: Http, base_url: str, api_key: str) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._headers = {"X-inFakt-ApiKey": api_key, "Accept": "application/json"}

    async def account_details(self) -> Answer:
        """The account: user, company, subscription."""
        return await self._get("/account/details.json")

    # https://github.com/infakt/API (Konta bankowe)
    async def bank_accounts(self, offset: int = 0) -> Answer:
        return await self._list("bank_accounts", {}, "id asc", offset)

    # https://github.com/infakt/API (Klienci)
    async def clients(self, filters: Mapping[str, str], order: str, offset: int = 0) -> Answer:
        """Clients, only with the fields by which a buyer is recognised."""
        fields = "id,nip,country,first_name,last_name,company_name,note"
        return await self._list("clients", filters, order, offset, fields)

    async def create_client(self, client: Mapping[str, Any]) -> Answer:
        return await self._post("/clients.json", {"client": client})

    # https://github.com/infakt/API (Faktury)
    async def documents(self, resource: str, filters: Mapping[str, str], offset: int = 0) -> Answer:
        """Newest first, in a stable order: without `order` one id may come back on two pages."""
        return await self._list(resource, filters, "id desc", offset)

    async def probe(self) -> Answer:
        """The cheapest read that needs the scope api:invoices:read."""
        return await self._get(
            "/invoices.json?" + urlencode({"limit": 1, "order": "id desc", "fields": "id"})
        )

    async def document(self, resource: str, uuid: str) -> Answer:
        return await self._get(f"/{resource}/{quote(uuid, safe='')}.json")

    async def pdf(self, resource: str, uuid: str, locale: str) -> Answer:
        """Raw PDF bytes. Side effect at inFakt: the document becomes `printed`."""
        query = urlencode({"document_type": "original", "locale": locale})
        return await self._get(f"/{resource}/{quote(uuid, safe='')}/pdf.json?{query}")

    # https://github.com/infakt/API (Faktury asynchronicznie)
    def creation(self, resource: str, body: Mapping[str, Any]) -> Request:
        """The call that makes a document, without the key."""
        return self._written("POST", f"/async/{resource}.json", body)

    async def create_document(self, resource: str, body: Mapping[str, Any]) -> Answer:
        return await self._send(self.creation(resource, body))

    async def task(self, resource: str, task: str) -> Answer:
        return await self._get(f"/async/{resource}/status/{quote(task, safe='')}.json")

    # https://github.com/infakt/API (Faktury): the body of a change is partial
    async def change_document(self, resource: str, uuid: str, body: Mapping[str, Any]) -> Answer:
        return await self._send(self._written("PUT", f"/{resource}/{quote(uuid, safe='')}.json", body))

    async def delete_document(self, resource: str, uuid: str) -> Answer:
        url = f"{self._base}/{resource}/{quote(uuid, safe='')}.json"
        return await self._http.request("DELETE", url, headers=self._headers)

    async def mark_paid(self, resource: str, uuid: str, paid_date: str) -> Answer:
        path = f"/async/{resource}/{quote(uuid, safe='')}/paid.json"
        return await self._post(path, {"invoice": {"paid_date": paid_date}})

    async def _list(
        self, resource: str, filters: Mapping[str, str], order: str, offset: int, fields: str = ""
    ) -> Answer:
        query: dict[str, Any] = {f"q[{name}]": value for name, value in filters.items()}
        query |= {"order": order, "limit": PAGE, "offset": offset}
        if fields:
            query["fields"] = fields
        return await self._get(f"/{resource}.json?{urlencode(query)}")

    async def _get(self, path: str) -> Answer:
        return await self._http.request("GET", self._base + path, headers=self._headers)

    async def _post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return await self._send(self._written("POST", path, body))

    def _written(self, method: str, path: str, body: Mapping[str, Any]) -> Request:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        return Request(method, self._base + path, headers, orjson.dumps(body))

    async def _send(self, call: Request) -> Answer:
        headers = {**self._headers, **call.headers}
        return await self._http.request(call.method, call.url, headers=headers, body=call.body)
