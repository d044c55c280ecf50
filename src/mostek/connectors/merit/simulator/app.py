"""The stand-in: one door for every call, who may pass it, and what answers. Paths are below `/<key>`."""

import base64
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from aiohttp import web

from mostek.connectors.base.stand_in import BookedDocument, Section, StandInAccount, Surroundings
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.simulator import charts, ledger, pages, sales, showing, signing
from mostek.connectors.merit.simulator.accounts import Accounts, Record, offered
from mostek.connectors.merit.simulator.books import Books
from mostek.connectors.merit.simulator.customers import Customers
from mostek.connectors.merit.simulator.ledger import Ledger
from mostek.connectors.merit.simulator.said import Said, broken, refused, shown, trace
from mostek.connectors.merit.simulator.sales import Sales

CALLS, SECONDS = 60, 60
"""The older, tighter one of the two documented limits."""
CREATES = {"sendinvoice", "sendglbatch"}

Row = dict[str, Any]
Work = Callable[[Record, Row], Any]


class MeritStandIn:
    def __init__(self, program: Program, surroundings: Surroundings) -> None:
        self._faults = surroundings.faults
        self._today = surroundings.today
        self._country, self._currency = program.countries[0], program.currency
        self._accounts = Accounts(program, surroundings.store)
        self._books = Books(surroundings.store)
        self._ledger = Ledger(program, self._books)
        self._customers = Customers(self._books)
        self._sales = Sales(program, self._books, self._customers, surroundings.faults)
        self._work = self._calls()
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        return [web.route("*", "/api/{version:v[12]}/{endpoint}", self._answer)]

    def _calls(self) -> dict[str, Work]:
        """What answers `version/endpoint`, in lower case: the program tells them apart by name alone."""
        both: dict[str, Work] = {
            "getinvoices": lambda account, sent: showing.of_period(self._invoices(account), sent),
            "getinvoice": lambda account, sent: showing.single(self._sales.found(account, _id(sent))),
            "sendinvoice": lambda account, sent: self._sales.send(account, sent, self._today()),
            "sendpayment": lambda account, sent: self._sales.pay(account, sent),
        }
        return {f"{version}/{name}": work for version in ("v1", "v2") for name, work in both.items()} | {
            "v1/gettaxes": lambda account, _: charts.taxes(account["id"], self._country),
            "v1/getbanks": lambda account, _: charts.banks(
                account["id"], self._accounts.iban(), self._currency
            ),
            "v1/getaccounts": lambda account, _: self._ledger.chart(account),
            "v1/getdepartments": lambda *_: charts.departments(),
            "v1/getprojects": lambda *_: charts.ending(charts.PROJECTS),
            "v1/getcostcenters": lambda *_: charts.ending(charts.COST_CENTRES),
            "v2/getaccperiods": lambda account, _: _periods(account),
            "v1/getcustomers": self._customers.found,
            "v2/sendcustomer": self._add_customer,
            "v2/getinvoices2": lambda account, sent: showing.searched(self._invoices(account), sent),
            "v2/getsalesinvpdf": self._pdf,
            "v1/sendglbatch": lambda account, sent: self._ledger.send(account, sent, self._today()),
            "v1/getglbatches": self._ledger.listed,
            "v1/getglbatchesfull": self._ledger.full,
            "v1/getglbatch": self._ledger.one,
        }

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        account = self._accounts.by_api_id(signing.query_of(request).get("apiid", ""))
        now = signing.clock_of(account)
        endpoint = request.match_info["endpoint"].casefold()
        work = self._work.get(f"{request.match_info['version']}/{endpoint}")
        if work is None:
            return refused(Said(404), now)
        try:
            account = signing.caller(request, body, self._accounts)
            if endpoint.startswith("send") and not account["may_write"]:
                raise Said(403)
            stumbles = account["next_trace"] if endpoint in CREATES else ""
            if stumbles:
                self._accounts.change(account["id"], next_trace="")
            if stumbles == "before":
                raise trace()
            made = work(account, _content(body))
            if stumbles == "after":
                raise trace()
            return shown(made, now, wrapped=account["wrapped"])
        except Said as said:
            return refused(said, now)

    def _invoices(self, account: Record) -> Iterable[Row]:
        return self._books.of(account["id"], sales.INVOICES)

    def _add_customer(self, account: Record, sent: Row) -> Row:
        made = self._customers.add(account, sent)
        return {"Id": made["id"], "Name": made["Name"]}

    def _pdf(self, account: Record, sent: Row) -> Row:
        document = self._sales.found(account, _id(sent))
        content = b"" if self._faults.hit("late_pdf") else showing.printed(document)
        return {"FileName": f"{document['number']}.pdf", "FileContent": base64.b64encode(content).decode()}

    def is_create(self, request: web.Request) -> bool:
        return request.path.casefold().rpartition("/")[2] in CREATES

    def limited(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        headers = {"Retry-After": "2", "X-RateLimit-Limit": str(CALLS), "X-RateLimit-Remaining": "0"}
        headers["X-RateLimit-Reset"] = str(int(time.time()) + 2)
        return web.Response(status=429, headers=headers)

    def over_limit(self, request: web.Request) -> bool:
        """Counts by API ID, in a sliding minute."""
        calls, now = self._seen[signing.query_of(request).get("apiid", "")], time.monotonic()
        while calls and calls[0] <= now - SECONDS:
            calls.popleft()
        if len(calls) >= CALLS:
            return True
        calls.append(now)
        return False

    def accounts(self) -> list[StandInAccount]:
        return [offered(record) for record in self._accounts.table.values()]

    def add_account(self, name: str, tax_id: str) -> StandInAccount:
        return offered(self._accounts.add(name, tax_id))

    def books(self, account: str = "") -> list[BookedDocument]:
        shown_as = {sales.INVOICES: showing.booked, ledger.BATCHES: ledger.booked}
        return [
            shown_as[each["kind"]](each)
            for each in self._books.all()
            if each["kind"] in shown_as and account in ("", each["account"])
        ]

    def sections(self, account: str) -> list[Section]:
        found = self._accounts.table.get(account)
        return pages.sections(self._accounts, self._ledger, found) if found else []

    async def close(self) -> None:
        """Nothing runs in the background: the program answers at once."""


def _id(sent: Row) -> str:
    return str(sent.get("Id") or "")


def _content(body: bytes) -> Row:
    try:
        content = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError:
        raise broken("Unexpected character encountered while parsing value.") from None
    return content if isinstance(content, dict) else {}


def _periods(account: Record) -> Row:
    never = "1901-01-01"
    bounds = {"SaveFrom": account["save_from"] or never, "SaveTo": account["save_to"] or never}
    return {name: f"{value}T00:00:00" for name, value in bounds.items()} | {"AccPeriods": []}
