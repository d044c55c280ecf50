"""Documents for the tests, and the stand-in on loopback."""

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
from mostek.connectors.ifirma.connector import IfirmaSession
from mostek.connectors.ifirma.simulator import build
from mostek.connectors.ifirma.simulator.app import IfirmaStandIn
from mostek.invoicing.model import (
    Address,
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

TODAY = date(2026, 11, 20)
SELLER = Party(name="Sklep Przykład sp. z o.o.", tax_id="5252248481", is_company=True)
PERSON = Party(
    name="Jan Nowak",
    address=Address(street="Długa 7/3", city="Łódź", postcode="90-001", country="PL"),
    email="jan@example.com",
)
COMPANY = PERSON.model_copy(update={"name": "Żółw sp. z o.o.", "tax_id": "526-025-02-74", "is_company": True})


def rate(code: str, reason: str = "") -> Vat:
    percent = Decimal(code) if code.isdigit() else None
    return Vat(code=code, percent=percent, country="PL", reason=reason)


def line(price: str, quantity: str = "1", code: str = "23", **more: Any) -> Line:
    values = {"name": "Kubek", "unit": "szt.", "vat": rate(code)} | more
    return Line(quantity=Decimal(quantity), unit_price=Decimal(price), **values)


def invoice(*lines: Line, **more: Any) -> Invoice:
    values: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": "MSTK-7F3K2Q",
        "order_number": "1001",
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


@dataclass(slots=True)
class Place:
    """The stand-in at work. `lose_answers` makes the next so many answers to POSTs vanish."""

    stand_in: IfirmaStandIn
    faults: Faults
    store: Store
    base_url: str
    client: Any
    lose_answers: int = 0
    calls: list[str] = field(default_factory=list)

    def session(self, account: str = "sklep", *, options: dict[str, str] | None = None, **given: str) -> Any:
        offered = next(each for each in self.stand_in.accounts() if each.id == account)
        reached = Account(self.base_url, offered.credentials | given, options or {})
        return IfirmaSession(reached, Http(self.client, timeout=5, allow_private=True))

    def record(self, account: str = "sklep") -> dict[str, Any]:
        return self.store.table("account")[account]

    def month(self, account: str = "sklep") -> str:
        return str(self.record(account)["month"] or f"{TODAY:%Y-%m}")

    async def submit(self, form: str, account: str = "sklep", **values: str) -> str:
        """Presses a button of the account's settings page and returns the sentence shown."""
        forms = [each for section in self.stand_in.sections(account) for each in section.forms]
        chosen = next(each for each in forms if each.name == form)
        return await chosen.submit({name: [value] for name, value in values.items()})


@asynccontextmanager
async def running(store: Store | None = None, today: date = TODAY) -> AsyncIterator[Place]:
    faults, books = Faults(), store or Store()
    stand_in = build(Surroundings(books, faults, lambda: today))
    assert isinstance(stand_in, IfirmaStandIn)
    place: list[Place] = []

    @web.middleware
    async def on_the_way(request: web.Request, handler: Any) -> web.StreamResponse:
        place[0].calls.append(f"{request.method} {request.path.removeprefix('/ifirma/iapi/')}")
        answer: web.StreamResponse = await handler(request)
        if request.method == "POST" and place[0].lose_answers > 0:
            place[0].lose_answers -= 1
            assert request.transport is not None
            request.transport.abort()
        return answer

    app = web.Application(middlewares=[on_the_way])
    for route in stand_in.routes():
        assert isinstance(route, web.RouteDef)
        app.add_routes([web.RouteDef(route.method, f"/ifirma{route.path}", route.handler, route.kwargs)])
    async with TestServer(app, host="127.0.0.1") as server, new_client(allow_private=True) as client:
        place.append(Place(stand_in, faults, books, str(server.make_url("/ifirma/iapi")), client))
        yield place[0]
