"""The program's calls that concern clients, the account, dictionaries and KSeF."""

from typing import Any

from aiohttp import web

from mostek.connectors.base.stand_in import Store
from mostek.connectors.infakt.simulator import clients, ksef, lists
from mostek.connectors.infakt.simulator.accounts import SimAccount, details
from mostek.connectors.infakt.simulator.answers import invalid, not_found, said, sent_object
from mostek.connectors.infakt.simulator.books import Books, Row, Shelf
from mostek.connectors.infakt.simulator.dictionaries import DICTIONARIES
from mostek.connectors.infakt.simulator.issuing import Issuing
from mostek.connectors.infakt.simulator.switches import switches_of


class OtherCalls:
    def __init__(self, store: Store, books: Books, issuing: Issuing) -> None:
        self._store = store
        self._books = books
        self._issuing = issuing

    async def account(self, _request: web.Request, account: SimAccount) -> web.StreamResponse:
        return said(details(account, self._issuing.today()))

    async def bank_accounts(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        shelf = Shelf(())
        if account.iban:
            shelf.add(_bank_account(account))
        filters = await lists.filters_of(request, "bank_accounts")
        return said(lists.envelope(request, shelf, filters, dict))

    async def dictionary(self, request: web.Request, _account: SimAccount) -> web.StreamResponse:
        name = request.match_info["dictionary"]
        if name not in DICTIONARIES:
            return not_found()
        shelf = Shelf(())
        for row in DICTIONARIES[name]:
            shelf.add(row)
        return said(lists.envelope(request, shelf, {}, dict))

    async def clients(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        filters = await lists.filters_of(request, "clients")
        shelf = self._books.shelf(account.id, "clients")
        return said(lists.envelope(request, shelf, filters, clients.shown))

    def _client(self, request: web.Request, account: SimAccount) -> Row | None:
        return self._books.get(account.id, "clients", request.match_info["id"])

    async def create_client(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """No de-duplication: the same NIP twice makes two clients."""
        errors: dict[str, list[str]] = {}
        record = clients.made(await sent_object(request, "client"), errors)
        if errors:
            return invalid(errors)
        return said(clients.shown(self._books.add(account.id, "clients", record)), 201)

    async def client(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._client(request, account)
        return said(clients.shown(row)) if row else not_found()

    async def change_client(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._client(request, account)
        if row is None:
            return not_found()
        errors: dict[str, list[str]] = {}
        record = clients.made(await sent_object(request, "client"), errors, held=row)
        return invalid(errors) if errors else said(clients.shown(self._books.change(row, record)))

    async def remove_client(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._client(request, account)
        if row is None:
            return not_found()
        self._books.remove(row)
        return web.Response(status=204)

    async def retired(self, _request: web.Request, _account: SimAccount) -> web.StreamResponse:
        return said({"error": "API KSeF 1.0 zostało wyłączone."}, 410)

    async def ksef_integration(self, _request: web.Request, account: SimAccount) -> web.StreamResponse:
        active = switches_of(self._store, account.id).ksef_active
        return said({"active": active, "incomes_last_fetched_at": None, "costs_last_fetched_at": None})

    def _document(self, account: SimAccount, uuid: str) -> Row | None:
        found = (
            self._books.get(account.id, resource, uuid) for resource in ("invoices", "corrective_invoices")
        )
        return next((row for row in found if row), None)

    def _ksef_status(self, account: SimAccount, row: Row) -> dict[str, Any]:
        return ksef.status(row, switches_of(self._store, account.id).ksef_delay, account.tax_id)

    async def ksef_send(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """One document by its path, or several by `uuids`."""
        one = request.match_info.get("uuid")
        uuids = [one] if one else (await sent_object(request)).get("uuids") or []
        rows = [self._document(account, str(uuid)) for uuid in uuids]
        if not rows or not all(rows):
            return not_found()
        if not switches_of(self._store, account.id).ksef_active:
            return said({"error": "Integracja z KSeF nie jest aktywna."}, 422)
        if any(row and row.get("_ksef") for row in rows):
            return said({"error": "Dokument został już wysłany do KSeF."}, 422)
        sent = [self._books.change(row, {"_ksef": ksef.submitted()}) for row in rows if row]
        for row in sent:
            self._issuing.leave_draft(row, "printed")
        answers = [self._ksef_status(account, row) for row in sent]
        return said(answers[0] if one else {"entities": answers})

    async def ksef_status(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._document(account, request.match_info["uuid"])
        return said(self._ksef_status(account, row)) if row else not_found()


def _bank_account(account: SimAccount) -> Row:
    return {
        "id": 1,
        "account_number": account.iban,
        "bank_name": "Bank Próbny",
        "swift": "",
        "currency": "PLN",
        "custom_name": "",
        "default": True,
    }
