"""What the program tells by webhook: taken when it is genuine, harmless when it is not."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from mostek.connectors.base.contract import Accepted, Issued, WebhookAnswer
from mostek.connectors.base.contract_suite.bench import LOOK_EVERY, PATIENCE, Bench, assert_explained
from mostek.connectors.base.contract_suite.examples import document
from mostek.connectors.base.stand_in import SendsWebhooks

Receive = Callable[[Mapping[str, str], bytes, str], WebhookAnswer]


class Hearing:
    async def test_the_event_of_a_document_names_it(self, bench: Bench) -> None:
        async with _listening(bench) as ear:
            session, invoice = bench.able_session("creates_later"), document(bench)
            outcome = await session.create(invoice, await bench.buyer_id(session, invoice))
            assert isinstance(outcome, Accepted)
            told = (await ear.events(1))[0]
            assert told.status == 200
            assert told.problem is None
            assert told.event_id
            assert told.task in ("", outcome.task)
            hints = {"remote_id": told.remote_id} if told.remote_id else {}
            issued = await session.check_task(outcome.task, hints)
            assert isinstance(issued, Issued)
            assert (await bench.fetched(session, issued.remote_id)).number == bench.books(invoice)[0].number

    async def test_an_event_that_is_told_several_times_is_one_event(self, bench: Bench) -> None:
        async with _listening(bench) as ear:
            bench.faults.upcoming["repeated_webhook"] = 1
            await bench.attempt(bench.session(), document(bench))
            events = await ear.events(2)
            assert len({event.event_id for event in events}) == 1
            assert {event.status for event in events} == {200}

    async def test_a_lost_event_does_not_lose_the_document(self, bench: Bench) -> None:
        async with _listening(bench) as ear:
            bench.faults.upcoming["lost_webhook"] = 1
            session, invoice = bench.able_session("creates_later"), document(bench)
            assert isinstance(await bench.attempt(session, invoice), Issued)
            assert await ear.events(1, patience=0.3) == []

    async def test_one_changed_byte_or_another_secret_is_a_forgery(self, bench: Bench) -> None:
        async with _listening(bench) as ear:
            await bench.attempt(bench.session(), document(bench))
            await ear.events(1)
            headers, body = ear.heard[-1]
            for forged in (
                ear.receive(headers, body + b" ", ear.secret),
                ear.receive(headers, body, "another secret"),
                ear.receive({}, body, ear.secret),
            ):
                _assert_turned_down(forged)

    def test_an_event_before_the_secret_is_known_is_turned_down(self, bench: Bench) -> None:
        _assert_turned_down(_receiver(bench)({}, b'{"event":{"uuid":"1","name":"made"}}', ""))

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"', b'{"event":7}'])
    def test_an_unreadable_event_is_turned_down(self, bench: Bench, body: bytes) -> None:
        _assert_turned_down(_receiver(bench)({}, body, "the-secret"))


def _receiver(bench: Bench) -> Receive:
    if bench.connector.receive_webhook is None:
        pytest.skip("the program sends no events")
    return bench.connector.receive_webhook


def _assert_turned_down(answer: WebhookAnswer) -> None:
    assert 400 <= answer.status < 500
    assert answer.problem is not None
    assert_explained([answer.problem])
    assert (answer.task, answer.remote_id) == ("", "")


@dataclass(slots=True)
class Ear:
    """Hears what the stand-in sends, and answers as the core does."""

    receive: Receive
    secret: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        told = self.receive(headers, body, self.secret)
        if not told.is_handshake:
            self.heard.append((headers, body))
        return web.Response(status=told.status, body=told.body, content_type=told.content_type)

    async def events(self, count: int, patience: float = PATIENCE) -> list[WebhookAnswer]:
        """What was heard, once there are so many, or at the end of the patience."""
        for _ in range(int(patience / LOOK_EVERY)):
            if len(self.heard) >= count:
                break
            await asyncio.sleep(LOOK_EVERY)
        return [self.receive(headers, body, self.secret) for headers, body in self.heard]


@asynccontextmanager
async def _listening(bench: Bench) -> AsyncIterator[Ear]:
    """A subscription of the good account, and who hears its events."""
    ear = Ear(_receiver(bench))
    assert isinstance(bench.stand_in, SendsWebhooks), "the stand-in cannot be subscribed to"
    app = web.Application()
    app.router.add_post("/hook", ear.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        ear.secret = await bench.stand_in.subscribe(bench.ready_made().id, url)
        yield ear
    finally:
        await runner.cleanup()
