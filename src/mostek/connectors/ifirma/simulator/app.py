"""The stand-in: routes, who may call, and the answers of each. Paths are below `/ifirma`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web

from mostek.connectors.base.stand_in import BookedDocument, Section, StandInAccount, Surroundings
from mostek.connectors.ifirma.simulator import pages, reading, signing
from mostek.connectors.ifirma.simulator.accounts import Accounts, Record, offered
from mostek.connectors.ifirma.simulator.books import Books, Document
from mostek.connectors.ifirma.simulator.contractors import Contractors
from mostek.connectors.ifirma.simulator.fields import MONTH, PAYMENT, checked, number
from mostek.connectors.ifirma.simulator.issuing import KINDS, Issuing
from mostek.connectors.ifirma.simulator.pdf import page
from mostek.connectors.ifirma.simulator.said import Said, answer, envelope, invalid

_ANY = "|".join(sorted(KINDS, key=len, reverse=True))
_NEW = "|".join(resource for resource in KINDS if "/" not in resource)
_CREATES = re.compile(rf".*/iapi/(?:(?:{_NEW})|fakturakraj/korekta/[^/]+)\.json")
_ISSUES = re.compile(r".*/iapi/fakturaproformakraj/add/[^/]+\.json")


@dataclass(frozen=True, slots=True)
class Call:
    """A signed call: whose it is, the path's parts, and what it brings."""

    account: Record
    parts: Mapping[str, str]
    query: Mapping[str, str]
    content_type: str
    body: bytes

    @property
    def owner(self) -> str:
        return str(self.account["id"])

    def content(self) -> Any:
        """What was sent. Raises Said 101, 102 or 200."""
        if self.content_type != "application/json":
            raise Said(102, "Brak lub niepoprawny nagłówek Content-Type")
        try:
            self.body.decode()
        except UnicodeDecodeError:
            raise Said(101, "Niepoprawne kodowanie znaków") from None
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise Said(200, "Niepoprawna struktura obiektu") from None


Work = Callable[[Call], web.Response]


class IfirmaStandIn:
    def __init__(self, surroundings: Surroundings) -> None:
        self._faults = surroundings.faults
        self._today = surroundings.today
        self._accounts = Accounts(surroundings.store, surroundings.today())
        self._contractors = Contractors(surroundings.store)
        self._books = Books(surroundings.store)
        self._issuing = Issuing(self._accounts, self._contractors, self._books, surroundings.faults)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        api = "/iapi"
        month = f"{api}/abonent/miesiacksiegowy.json"
        return [
            web.get(month, self._called(self._month)),
            web.put(month, self._called(self._move_month)),
            web.get(f"{api}/abonent/limit.json", self._called(self._limit)),
            web.get(f"{api}/{{listing:faktury|proformy}}.json", self._called(self._list)),
            web.post(f"{api}/faktury/wplaty/{{kind}}/{{name}}.json", self._called(self._pay)),
            web.get(f"{api}/kontrahenci/id/{{name}}.json", self._called(self._contractor)),
            web.get(f"{api}/kontrahenci/{{name}}.json", self._called(self._search)),
            web.put(f"{api}/kontrahenci/{{name}}.json", self._called(self._replace_contractor)),
            web.post(f"{api}/kontrahenci.json", self._called(self._add_contractor)),
            web.get(f"{api}/fakturaproformakraj/add/{{name}}.json", self._called(self._from_proforma)),
            web.post(f"{api}/{{resource:{_ANY}}}/ksef/send/{{name}}.json", self._called(self._send_to_ksef)),
            web.post(f"{api}/{{resource:{_ANY}}}/send/{{name}}.json", self._called(self._send)),
            web.post(f"{api}/fakturakraj/korekta/{{name}}.json", self._called(self._correct)),
            web.post(f"{api}/{{resource:{_NEW}}}.json", self._called(self._create)),
            web.get(f"{api}/{{resource:{_ANY}}}/{{file}}", self._called(self._read)),
        ]

    def is_create(self, request: web.Request) -> bool:
        pattern = {"POST": _CREATES, "GET": _ISSUES}.get(request.method)
        return bool(pattern and pattern.fullmatch(request.path))

    def limited(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        content = {"response": {"Kod": 100, "Informacja": "Przekroczono limit zapytań API"}}
        return web.json_response(content, status=429, headers={"Retry-After": "5"})

    def over_limit(self, request: web.Request) -> bool:
        account = self._accounts.by_login(signing.user_of(request))
        if account is None:
            return False
        today = self._today()
        if self._accounts.used(account["id"], today) >= account["granted"]:
            return True
        self._accounts.count(account["id"], today)
        return False

    def accounts(self) -> list[StandInAccount]:
        return [offered(record) for record in self._accounts.table.values()]

    def add_account(self, name: str, tax_id: str) -> StandInAccount:
        return offered(self._accounts.add(name, tax_id))

    def books(self, account: str = "") -> list[BookedDocument]:
        return [
            reading.booked(document) for document in self._books.all() if account in ("", document["account"])
        ]

    def sections(self, account: str) -> list[Section]:
        return pages.sections(self._accounts, account, self._today())

    async def close(self) -> None:
        """Nothing runs in the background: iFirma answers at once."""

    def _called(self, work: Work) -> Callable[[web.Request], Any]:
        async def respond(request: web.Request) -> web.StreamResponse:
            body = await request.read()
            try:
                account = signing.caller(request, body, self._accounts)
                if not self._faults.limits_on:
                    self._accounts.count(account["id"], self._today())
                if self.is_create(request) and account["next_kod"]:
                    self._accounts.change(account["id"], next_kod=0)
                    raise Said(account["next_kod"], "Odpowiedź ustawiona w zastępniku iFirmy")
                call = Call(account, request.match_info, request.query, request.content_type, body)
                return work(call)
            except Said as said:
                return envelope(said.kod, said.text)

        return respond

    def _month(self, call: Call) -> web.Response:
        year, month = self._accounts.month(call.owner, self._today()).split("-")
        return answer({"response": {"MiesiacKsiegowy": int(month), "RokKsiegowy": int(year)}})

    def _move_month(self, call: Call) -> web.Response:
        content = checked(call.content(), MONTH)
        carry = bool(content.get("PrzeniesDaneZPoprzedniegoRoku"))
        self._accounts.move_month(call.owner, content["MiesiacKsiegowy"], carry, self._today())
        return envelope(0, "Zmieniono miesiąc księgowy")

    def _limit(self, call: Call) -> web.Response:
        used = self._accounts.used(call.owner, self._today())
        text = "Informacja o limitach API"
        return envelope(0, text, LimitWykorzystany=used, LimitPrzyznany=call.account["granted"])

    def _list(self, call: Call) -> web.Response:
        rows = reading.rows(self._books, call.owner, call.parts["listing"], call.query, self._today())
        return envelope(0, "", Wynik=rows)

    def _create(self, call: Call) -> web.Response:
        content, today = call.content(), self._today()
        return _made(self._issuing.invoice(call.owner, call.parts["resource"], content, today))

    def _correct(self, call: Call) -> web.Response:
        original = self._found(call, "fakturakraj", call.parts["name"])
        content, today = call.content(), self._today()
        return _made(self._issuing.correction(call.owner, original, content, today))

    def _from_proforma(self, call: Call) -> web.Response:
        proforma = self._found(call, "fakturaproformakraj", call.parts["name"])
        return _made(self._issuing.from_proforma(call.owner, proforma, self._today()))

    def _read(self, call: Call) -> web.Response:
        name, _, form = unquote(call.parts["file"]).partition(".")
        document = self._found(call, call.parts["resource"], name)
        if form in ("pdf", "pdf.oryg", "pdf.single"):
            if self._faults.hit("late_pdf"):
                raise invalid("Dokument jest w trakcie przygotowania")
            copy = "DUPLIKAT" if call.query.get("typ") == "dup" else ""
            return web.Response(body=page(reading.printed(document, copy)), content_type="application/pdf")
        if form != "json":
            raise Said(200, f"Nieznany format '{form}'")
        content = reading.single(document)
        return answer({"response": content} if call.account["wrapped"] else content)

    def _send(self, call: Call) -> web.Response:
        document = self._found(call, call.parts["resource"], call.parts["name"])
        self._books.change(document, sent=True)
        return envelope(0, "Faktura została wysłana")

    def _send_to_ksef(self, call: Call) -> web.Response:
        document = self._found(call, call.parts["resource"], call.parts["name"])
        if document["ksef_at"]:
            raise invalid("Faktura została już wysłana do KSeF")
        self._books.change(document, ksef_at=reading.now())
        return envelope(0, "Faktura została przekazana do wysyłki")

    def _pay(self, call: Call) -> web.Response:
        kind, name = call.parts["kind"], call.parts["name"]
        document = self._books.by_number(call.owner, kind, name)
        if document is None:
            raise invalid(f"Nie znaleziono faktury '{name}'")
        payment = checked(call.content(), PAYMENT)
        if document["currency"] != "PLN" and "Data" not in payment:
            raise invalid("Pole 'Data' jest wymagane")
        paid = Decimal(document["paid"]) + number(payment["Kwota"])
        self._books.change(document, paid=str(paid))
        return envelope(0, "Wpłata została zarejestrowana", Wynik=document["id"])

    def _search(self, call: Call) -> web.Response:
        found = self._contractors.search(call.owner, call.parts["name"])
        if not found:
            raise Said(208, "Nie znaleziono kontrahentów")
        return envelope(0, "", Wynik=found)

    def _contractor(self, call: Call) -> web.Response:
        record = self._contractors.get(call.owner, call.parts["name"])
        if record is None:
            raise Said(208, "Nie znaleziono kontrahenta")
        return envelope(0, "", Wynik=record)

    def _add_contractor(self, call: Call) -> web.Response:
        return envelope(0, "", Wynik=self._contractors.add(call.owner, call.content()))

    def _replace_contractor(self, call: Call) -> web.Response:
        name = call.parts["name"]
        self._contractors.replace(call.owner, name, call.content())
        return envelope(0, "", Wynik=name)

    def _found(self, call: Call, resource: str, name: str) -> Document:
        document = self._books.get(call.owner, resource, unquote(name))
        if document is None:
            raise invalid(f"Nie znaleziono dokumentu '{name}'")
        return document


def _made(document: Document) -> web.Response:
    return envelope(0, "Faktura została pomyślnie dodana.", Identyfikator=document["id"])
