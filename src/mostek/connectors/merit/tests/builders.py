"""Documents and entries for the tests, and the stand-in on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from mostek.connectors.base.contract import Account
from mostek.connectors.base.http import Http, new_client
from mostek.connectors.base.stand_in import Faults, Store, Surroundings
from mostek.connectors.merit.connector import MeritSession
from mostek.connectors.merit.programs import MERIT360, Program
from mostek.connectors.merit.simulator.app import MeritStandIn
from mostek.invoicing.ledger import EntryRow, JournalEntry
from mostek.invoicing.model import (
    Address,
    Corrected,
    Invoice,
    Kind,
    Line,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
    VatRounding,
)

TODAY = date.today()  # noqa: DTZ011 - signatures and the stand-in's day are this machine's
SELLER = Party(name="Sklep Przykład sp. z o.o.", tax_id="5252248481", is_company=True)
PERSON = Party(
    name="Jan Nowak",
    address=Address(street="Długa 7/3", city="Łódź", postcode="90-001", country="PL"),
    email="jan@example.com",
)
COMPANY = PERSON.model_copy(update={"name": "Żółw sp. z o.o.", "tax_id": "526-025-02-74", "is_company": True})
REFERENCE = "MST-AB12CD34EF"


def rate(code: str) -> Vat:
    return Vat(code=code, percent=Decimal(code) if code.isdigit() else None, country="PL")


def line(price: str, quantity: str = "1", code: str = "23", **more: Any) -> Line:
    values = {"name": "Kubek", "unit": "szt.", "vat": rate(code)} | more
    return Line(quantity=Decimal(quantity), unit_price=Decimal(price), **values)


def invoice(*lines: Line, **more: Any) -> Invoice:
    values: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": REFERENCE,
        "number": "FV/1/11/2026",
        "issue_date": TODAY,
        "sale_date": TODAY,
        "currency": "PLN",
        "basis": PriceBasis.GROSS,
        "rounding": VatRounding.RATE,
        "seller": SELLER,
        "buyer": PERSON,
        "lines": lines or (line("123.00"),),
        "payment": Payment(means=PaymentMeans.TRANSFER, due_date=TODAY + timedelta(days=7)),
    }
    return Invoice(**(values | more))


def correction(before: tuple[Line, ...], *after: Line, **more: Any) -> Invoice:
    corrected = Corrected(
        reference=REFERENCE,
        number="FV/1/11/2026",
        issue_date=TODAY,
        remote_id="x",
        reason="Zwrot towaru",
        lines=before,
    )
    values = {"kind": Kind.CORRECTION, "number": "KOR/1/11/2026", "reference": "MST-KR12CD34EF"} | more
    return invoice(*after, corrected=corrected, **values)


def entry(*rows: EntryRow, **more: Any) -> JournalEntry:
    usual = (
        EntryRow(account="404", debit=Decimal("8000.10"), department="BIURO", memo="Wynagrodzenia brutto"),
        EntryRow(account="231", credit=Decimal("8000.10")),
    )
    values: dict[str, Any] = {
        "reference": REFERENCE,
        "number": "LP/10/2026",
        "date": TODAY,
        "currency": "PLN",
        "memo": "Lista płac LP/10/2026",
        "rows": rows or usual,
    }
    return JournalEntry(**(values | more))


@dataclass(slots=True)
class Place:
    """The stand-in at work. `calls` are the endpoints that were called; `fail_reads` breaks reads."""

    program: Program
    stand_in: MeritStandIn
    faults: Faults
    store: Store
    base_url: str
    client: Any
    calls: list[str] = field(default_factory=list)
    fail_reads: bool = False

    def session(
        self,
        account: str = "good",
        options: dict[str, str] | None = None,
        given: dict[str, str] | None = None,
    ) -> Any:
        """A session of a ready-made company, with some options, or with other credentials."""
        offered = next(each for each in self.stand_in.accounts() if each.id == account)
        credentials = offered.credentials | (given or {})
        reached = Account(self.base_url, credentials, options or {}, {"cash": "cash"})
        return MeritSession(self.program, reached, Http(self.client, timeout=5, allow_private=True))

    async def submit(self, form: str, account: str = "good", **values: str) -> str:
        """Presses a button of the company's settings page with what stands there, some of it changed."""
        forms = [each for section in self.stand_in.sections(account) for each in section.forms]
        chosen = next(each for each in forms if each.name == form)
        shown = {each.name: [each.value] for each in chosen.inputs}
        return await chosen.submit(shown | {name: [value] for name, value in values.items()})


@asynccontextmanager
async def running(program: Program = MERIT360) -> AsyncIterator[Place]:
    faults, store = Faults(), Store()
    stand_in = MeritStandIn(program, Surroundings(store, faults))
    place: list[Place] = []

    @web.middleware
    async def on_the_way(request: web.Request, handler: Any) -> web.StreamResponse:
        place[0].calls.append(request.path.rpartition("/api/")[2])
        if place[0].fail_reads and "/get" in request.path:
            return web.Response(status=500)
        answer: web.StreamResponse = await handler(request)
        return answer

    app = web.Application(middlewares=[on_the_way])
    for route in stand_in.routes():
        assert isinstance(route, web.RouteDef)
        app.add_routes([web.RouteDef(route.method, f"/program{route.path}", route.handler, route.kwargs)])
    async with TestServer(app, host="127.0.0.1") as server, new_client(allow_private=True) as client:
        base_url = str(server.make_url("/program/api"))
        place.append(Place(program, stand_in, faults, store, base_url, client))
        yield place[0]
