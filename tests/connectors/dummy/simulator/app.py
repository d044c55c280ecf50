"""Answers as Kajet does: keys, plans, validation, numbers, totals, PDFs, payments."""

import time
from collections import deque
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson
from aiohttp import web

from mostek.connectors.base.stand_in import (
    BookedDocument,
    Form,
    Input,
    Section,
    StandInAccount,
    Surroundings,
)
from mostek.kernel.text import N_

READY_MADE = {
    "good": ("Mostek Sklep sp. z o.o.", "", True, "0123456789abcdef", ""),
    "wrong-scope": ("Sklep bez prawa zapisu", "", False, "1123456789abcdef", N_("The key may only read.")),
    "lapsed": ("Sklep po terminie", "ended", True, "2123456789abcdef", N_("The subscription has ended.")),
}
CALLS_A_MINUTE = 60


class Kajet:
    def __init__(self, surroundings: Surroundings) -> None:
        self._store = surroundings.store
        self._faults = surroundings.faults
        self._today = surroundings.today
        self._calls: deque[float] = deque()
        for key, (name, plan, may_write, api_key, note) in READY_MADE.items():
            if key not in self._store.table("accounts"):
                self._keep_account(key, name, "5252248481", api_key, plan, may_write, note)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        yield web.get("/v1/me", self._me)
        yield web.post("/v1/documents", self._create)
        yield web.get("/v1/documents", self._list)
        yield web.get("/v1/documents/{id}", self._show)
        yield web.get("/v1/documents/{id}/pdf", self._pdf)
        yield web.post("/v1/documents/{id}/paid", self._pay)

    def is_create(self, request: web.Request) -> bool:
        return request.method == "POST" and request.path.endswith("/documents")

    def limited(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": "slow down"}, status=429, headers={"Retry-After": "1"})

    def over_limit(self, request: web.Request) -> bool:
        if request.method != "POST":
            return False
        now = time.monotonic()
        while self._calls and self._calls[0] < now - 60:
            self._calls.popleft()
        if len(self._calls) >= CALLS_A_MINUTE:
            return True
        self._calls.append(now)
        return False

    def accounts(self) -> list[StandInAccount]:
        return [
            StandInAccount(key, each["name"], each["tax_id"], {"api_key": each["api_key"]}, each["note"])
            for key, each in self._store.table("accounts").items()
        ]

    def add_account(self, name: str, tax_id: str) -> StandInAccount:
        key = f"added-{len(self._store.table('accounts'))}"
        self._keep_account(key, name, tax_id, f"{len(self._store.table('accounts')):016x}", "", True, "")
        return self.accounts()[-1]

    def books(self, account: str = "") -> list[BookedDocument]:
        return [
            BookedDocument(
                each["account"],
                each["id"],
                each["number"],
                "invoice",
                date.fromisoformat(each["issued_on"]),
                each["buyer"]["name"],
                each["currency"],
                Decimal(each["net"]),
                Decimal(each["vat"]),
                Decimal(each["gross"]),
                each["reference"],
                each["paid"],
            )
            for each in self._store.table("documents").values()
            if account in ("", each["account"])
        ]

    def sections(self, account: str) -> list[Section]:
        record = self._store.table("accounts")[account]

        async def set_plan(values: dict[str, list[str]]) -> str:
            self._store.put("accounts", account, record | {"plan": values["plan"][0]})
            return N_("The subscription was changed.")

        plans = (("", N_("Running")), ("ended", N_("Ended")))
        choice = Input("plan", N_("Subscription"), record["plan"], plans)
        return [
            Section(
                N_("Subscription"),
                N_("An account whose subscription has ended gets no answer from the API."),
                (N_("API key"),),
                ((record["api_key"],),),
                (Form("plan", N_("Change"), set_plan, (choice,)),),
            )
        ]

    async def close(self) -> None:
        """Nothing runs in the background."""

    def _keep_account(
        self, key: str, name: str, tax_id: str, api_key: str, plan: str, may_write: bool, note: str
    ) -> None:
        record = {"name": name, "tax_id": tax_id, "api_key": api_key, "plan": plan, "note": note}
        self._store.put("accounts", key, record | {"may_write": may_write})

    def _account(self, request: web.Request) -> tuple[str, dict[str, Any]]:
        for key, each in self._store.table("accounts").items():
            if each["api_key"] == request.headers.get("X-Kajet-Key"):
                if each["plan"] == "ended":
                    raise web.HTTPPaymentRequired(text="subscription ended")
                return key, each
        raise web.HTTPUnauthorized(text="unknown key")

    async def _me(self, request: web.Request) -> web.Response:
        _, account = self._account(request)
        return web.json_response({key: account[key] for key in ("name", "tax_id", "plan", "may_write")})

    async def _create(self, request: web.Request) -> web.Response:
        key, account = self._account(request)
        if not account["may_write"]:
            raise web.HTTPForbidden(text="read only")
        wanted = orjson.loads(await request.read())
        documents = self._store.table("documents")
        if errors := list(_errors(wanted, [each for each in documents.values() if each["account"] == key])):
            return web.json_response({"errors": errors}, status=422)
        document = wanted | _totals(wanted) | {"account": key, "id": str(len(documents) + 1)}
        document["number"] = wanted["number"] or f"{len(documents) + 1}/{self._today().year}"
        if self._faults.hit("wrong_totals"):
            document["gross"] = str(Decimal(document["gross"]) + Decimal("0.01"))
        self._store.put("documents", document["id"], document)
        return web.json_response(document, status=201)

    async def _list(self, request: web.Request) -> web.Response:
        key, _ = self._account(request)
        found = [
            each
            for each in self._store.table("documents").values()
            if each["account"] == key and each["reference"] == request.query.get("reference")
        ]
        return web.json_response({"documents": found})

    def _document(self, request: web.Request) -> dict[str, Any]:
        key, _ = self._account(request)
        document = self._store.table("documents").get(request.match_info["id"])
        if document is None or document["account"] != key:
            raise web.HTTPNotFound(text="no such document", headers={"X-Kajet": "1"})
        return document

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(self._document(request))

    async def _pdf(self, request: web.Request) -> web.Response:
        document = self._document(request)
        if self._faults.hit("late_pdf"):
            raise web.HTTPNotFound(text="being printed", headers={"X-Kajet": "1"})
        return web.Response(body=f"%PDF-1.4\n% {document['number']}\n%%EOF".encode())

    async def _pay(self, request: web.Request) -> web.Response:
        document = self._document(request)
        if document["paid"]:
            raise web.HTTPConflict(text="already paid")
        self._store.put("documents", document["id"], document | {"paid": True})
        return web.json_response({})


def _errors(wanted: dict[str, Any], documents: list[dict[str, Any]]) -> Iterable[dict[str, str]]:
    if not wanted["buyer"]["name"].strip():
        yield {"field": "buyer", "code": "required", "message": "buyer is required"}
    if not wanted["lines"]:
        yield {"field": "lines", "code": "required", "message": "lines are required"}
    if wanted["currency"] not in ("PLN", "EUR"):
        message = "unknown currency"
        yield {"field": "currency", "code": "currency", "message": message, "value": wanted["currency"]}
    if wanted["number"] and wanted["number"] in {each["number"] for each in documents}:
        yield {"field": "number", "code": "taken", "message": "number is taken"}


def _totals(wanted: dict[str, Any]) -> dict[str, str]:
    """VAT once per rate, rounded half up, as Kajet documents it."""
    by_percent: dict[str | None, Decimal] = {}
    for line in wanted["lines"]:
        value = Decimal(line["quantity"]) * Decimal(line["price"]) - Decimal(line["discount"])
        percent = line["percent"]
        by_percent[percent] = by_percent.get(percent, Decimal(0)) + _cents(value)
    net = vat = Decimal("0.00")
    for percent, value in by_percent.items():
        rate = Decimal(percent or 0)
        if wanted["prices"] == "gross":
            tax = _cents(value * rate / (100 + rate))
            net, vat = net + value - tax, vat + tax
        else:
            net, vat = net + value, vat + _cents(value * rate / 100)
    return {"net": str(net), "vat": str(vat), "gross": str(net + vat)}


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
