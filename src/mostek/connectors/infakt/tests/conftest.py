"""inFakt's stand-in on a free loopback port, and a session that talks to it over real HTTP."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mostek.connectors.base.contract import Account, Issued, Outcome
from mostek.connectors.base.http import Http, new_client
from mostek.connectors.base.stand_in import Faults, Store, Surroundings
from mostek.connectors.infakt.connector import InfaktSession
from mostek.connectors.infakt.simulator.program import InfaktStandIn
from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.connectors.infakt.tests.examples import account
from mostek.invoicing.model import Invoice


@dataclass(slots=True)
class Place:
    """The running stand-in. `cut_creates`: so many creates are made, but their answers are cut off."""

    stand_in: InfaktStandIn
    store: Store
    faults: Faults
    client: aiohttp.ClientSession
    url: str = ""
    cut_creates: int = 0
    calls: list[str] = field(default_factory=list)

    def http(self) -> Http:
        return Http(self.client, timeout=5, allow_private=True)

    def account(self, account_id: str = "good", **options: str) -> Account:
        found = next(each for each in self.stand_in.accounts() if each.id == account_id)
        return account(f"{self.url}/infakt/api/v3", found.credentials["api_key"], **options)

    def session(self, account_id: str = "good", **options: str) -> InfaktSession:
        return InfaktSession(self.account(account_id, **options), self.http())

    async def get(self, path: str, account_id: str = "good") -> Any:
        """What anyone's client would read; JSON."""
        key = self.account(account_id).credentials["api_key"]
        async with self.client.get(self.url + path, headers={"x-infakt-apikey": key}) as answer:
            return await answer.json()

    async def send(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, bytes]:
        headers = {"X-inFakt-ApiKey": key or self.account().credentials["api_key"]}
        async with self.client.request(method, self.url + path, headers=headers, json=body) as answer:
            return answer.status, await answer.read()

    async def issue(self, session: InfaktSession, invoice: Invoice) -> Issued:
        marker = invoice.reference
        buyer = await session.find_buyer(invoice.buyer, marker) or await session.create_buyer(
            invoice.buyer, marker
        )
        outcome = await settled(session, await session.create(invoice, buyer))
        assert isinstance(outcome, Issued), outcome
        return outcome


async def settled(session: InfaktSession, outcome: Outcome) -> Outcome:
    """With a task delay of 0 the first look says how it ended."""
    return await session.check_task(outcome.task, {}) if hasattr(outcome, "task") else outcome


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    store, faults = Store(), Faults()
    stand_in = InfaktStandIn(Surroundings(store, faults))
    for each in stand_in.accounts():
        set_switches(store, each.id, task_delay=0.0)
    async with new_client(allow_private=True) as client:
        place = Place(stand_in, store, faults, client)
        app = web.Application(middlewares=[_watching(place)])
        api = web.Application()
        api.add_routes(list(stand_in.routes()))
        app.add_subapp("/infakt", api)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        place.url = str(server.make_url("")).rstrip("/")
        yield place
        await stand_in.close()
        await server.close()


def _watching(place: Place) -> Callable[..., Any]:
    @web.middleware
    async def watch(request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        place.calls.append(f"{request.method} {request.path_qs}")
        if place.stand_in.over_limit(request):
            return place.stand_in.limited(request)
        response: web.StreamResponse = await handler(request)
        if place.cut_creates and place.stand_in.is_create(request):
            place.cut_creates -= 1
            assert request.transport is not None
            request.transport.abort()
        return response

    return watch
