"""inFakt's stand-in as the sandbox serves it: routes below both prefixes, keys, scopes, limits, books."""

import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import date

from aiohttp import web

from mostek.connectors.base.stand_in import BookedDocument, Section, StandInAccount, Surroundings
from mostek.connectors.infakt.manifest import MANIFEST
from mostek.connectors.infakt.mapping import reference_of
from mostek.connectors.infakt.simulator import page
from mostek.connectors.infakt.simulator.accounts import READ, WRITE, Accounts, SimAccount
from mostek.connectors.infakt.simulator.answers import plan_ended, said, unauthorised
from mostek.connectors.infakt.simulator.books import Books, Row
from mostek.connectors.infakt.simulator.document_calls import DocumentCalls
from mostek.connectors.infakt.simulator.issuing import Issuing
from mostek.connectors.infakt.simulator.other_calls import OtherCalls
from mostek.connectors.infakt.simulator.subscriptions import EVENTS, Subscriptions
from mostek.connectors.infakt.simulator.tasks import Tasks
from mostek.kernel.money import from_minor

PREFIXES = ("/api/v3", "/v3")
Call = Callable[[web.Request, SimAccount], Awaitable[web.StreamResponse]]
_CREATE = re.compile(r"/v3/(async/)?(invoices|corrective_invoices)\.json$")
_CHANGE = re.compile(r"/v3/(invoices|corrective_invoices)/[^/]+\.json$")
_ONE = "/{resource:invoices|corrective_invoices}/{uuid}"


class InfaktStandIn:
    def __init__(self, surroundings: Surroundings) -> None:
        store, faults, today = surroundings.store, surroundings.faults, surroundings.today
        self._store = store
        self._faults = faults
        self._accounts = Accounts(store)
        self._books = Books(store)
        self.subscriptions = Subscriptions(store, faults)
        issuing = Issuing(store, faults, today, self._books, self._accounts, self.subscriptions)
        self._tasks = Tasks(store, issuing.perform, issuing.finished)
        self._documents = DocumentCalls(store, faults, self._books, issuing, self._tasks, self.subscriptions)
        self._others = OtherCalls(store, self._books, issuing)
        self._seen: dict[tuple[str, int], deque[float]] = defaultdict(deque)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        for prefix in PREFIXES:
            for method, path, scope, call in self._calls():
                yield web.route(method, prefix + path, self._guarded(scope, call))

    def _calls(self) -> list[tuple[str, str, str, Call]]:
        own, other = self._documents, self._others
        list_ = "/{resource:invoices|corrective_invoices}.json"
        return [
            ("GET", "/account/details.json", "", other.account),
            ("GET", "/bank_accounts.json", READ, other.bank_accounts),
            ("GET", "/clients.json", READ, other.clients),
            ("POST", "/clients.json", WRITE, other.create_client),
            ("GET", "/clients/{id}.json", READ, other.client),
            ("PUT", "/clients/{id}.json", WRITE, other.change_client),
            ("DELETE", "/clients/{id}.json", WRITE, other.remove_client),
            ("GET", "/invoices/next_number.json", READ, own.next_number),
            ("POST", "/async" + list_, WRITE, own.create_later),
            ("GET", "/async/{resource:invoices|corrective_invoices}/status/{task}.json", READ, own.status),
            ("POST", "/async" + _ONE + "/paid.json", WRITE, own.paid),
            ("GET", list_, READ, own.listed),
            ("POST", list_, WRITE, own.create_now),
            ("GET", _ONE + ".json", READ, own.one),
            ("PUT", _ONE + ".json", WRITE, own.change),
            ("DELETE", _ONE + ".json", WRITE, own.remove),
            ("PUT", _ONE + "/mark_as_accounted.json", WRITE, own.account_for),
            ("GET", _ONE + "/pdf.json", READ, own.pdf),
            ("GET", _ONE + ".pdf", READ, own.pdf),
            ("GET", _ONE + "/download_xml.json", READ, own.xml),
            ("POST", _ONE + "/deliver_via_email.json", WRITE, own.email),
            ("POST", _ONE + "/send_to_ksef.json", WRITE, other.ksef_send),
            ("*", "/ksef/{rest:.*}", READ, other.retired),
            ("GET", "/ksef2/integration.json", READ, other.ksef_integration),
            ("POST", "/ksef2/documents/send.json", WRITE, other.ksef_send),
            ("POST", "/ksef2/documents/{uuid}/send.json", WRITE, other.ksef_send),
            ("GET", "/ksef2/documents/{uuid}/status.json", READ, other.ksef_status),
            ("GET", "/{dictionary:[a-z_]+(?:/incomes)?}.json", READ, other.dictionary),
        ]

    def _guarded(self, scope: str, call: Call) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            self._tasks.resume()
            account = self._accounts.by_key(request.headers.get("X-inFakt-ApiKey", ""))
            if account is None:
                return unauthorised()
            if scope and account.days_left < 0:
                return plan_ended()
            if scope and scope not in account.scopes:
                return unauthorised()
            return await call(request, account)

        return answer

    def is_create(self, request: web.Request) -> bool:
        pattern = {"POST": _CREATE, "PUT": _CHANGE, "DELETE": _CHANGE}.get(request.method)
        return bool(pattern and pattern.search(request.path))

    def limited(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        return said({"error": "Przekroczono limit zapytań."}, 429)

    def over_limit(self, request: web.Request) -> bool:
        """Counts per IP address, whatever the key: reads and writes apart, in a sliding minute."""
        if not self._faults.limits_on:
            return False
        limit = next((each for each in MANIFEST.limits if request.method in each.methods), None)
        if limit is None:
            return False
        now = time.monotonic()
        calls = self._seen[(request.remote or "", limit.calls)]
        while calls and calls[0] <= now - limit.seconds:
            calls.popleft()
        if len(calls) >= limit.calls:
            return True
        calls.append(now)
        return False

    def accounts(self) -> list[StandInAccount]:
        return [account.shown for account in self._accounts.all()]

    def add_account(self, name: str, tax_id: str) -> StandInAccount:
        return self._accounts.add(name, tax_id).shown

    def books(self, account: str = "") -> list[BookedDocument]:
        return [_booked(row) for row in self._books.documents(account)]

    def sections(self, account: str) -> list[Section]:
        found = self._accounts.by_id(account)
        return page.sections(found, self._store, self.subscriptions) if found else []

    async def subscribe(self, account: str, url: str) -> str:
        held = self.subscriptions.add(account, url, "", "full", list(EVENTS))
        await self.subscriptions.verify(held["id"])
        return str(held["secret"])

    async def close(self) -> None:
        self._tasks.close()
        await self.subscriptions.close()


def _booked(row: Row) -> BookedDocument:
    currency = row["currency"]
    person = f"{row.get('client_first_name') or ''} {row.get('client_last_name') or ''}".strip()
    return BookedDocument(
        account=row["_account"],
        id=row["uuid"],
        number=row["number"] or "",
        kind=row["kind"],
        issue_date=date.fromisoformat(row["invoice_date"]),
        buyer=row.get("client_company_name") or person,
        currency=currency,
        net=from_minor(row["net_price"], currency),
        vat=from_minor(row["tax_price"], currency),
        gross=from_minor(row["gross_price"], currency),
        reference=reference_of(row),
        paid=row["status"] == "paid",
    )


def build(surroundings: Surroundings) -> InfaktStandIn:
    return InfaktStandIn(surroundings)
