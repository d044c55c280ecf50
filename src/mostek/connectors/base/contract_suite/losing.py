"""Answers that are lost, late, broken or refused: what the connector says, and what the books say."""

import asyncio

import pytest

from mostek.connectors.base.contract import Session
from mostek.connectors.base.contract_suite.bench import Bench
from mostek.connectors.base.contract_suite.examples import document
from mostek.connectors.base.http import Limited, Lost
from mostek.connectors.base.manifest import RateLimit
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import totals

MADE = ("timeout_after_create", "half_answer", "html_instead", "slow")
"""Failures after which the document stands in the books."""
NOT_MADE = ("timeout_before_create", "server_error")
PATIENCE = 0.4
"""Seconds until the suite's calls are given up."""


class Losing:
    @pytest.mark.parametrize("fault", MADE)
    async def test_a_lost_answer_is_found_exactly_once(self, bench: Bench, fault: str) -> None:
        invoice, session, buyer_id = await _lose(bench, fault)
        (found,) = await bench.found(session, invoice, buyer_id)
        assert found.gross == totals(invoice).whole.gross
        assert len(bench.books(invoice)) == 1
        assert (await bench.fetched(session, found.remote_id)).number == bench.books(invoice)[0].number

    @pytest.mark.parametrize("fault", NOT_MADE)
    async def test_what_was_never_made_is_not_found_and_may_be_sent_again(
        self, bench: Bench, fault: str
    ) -> None:
        invoice, session, buyer_id = await _lose(bench, fault)
        await asyncio.sleep(0.2)
        assert await session.find(invoice, buyer_id) == ()
        assert bench.books(invoice) == []
        await bench.issue(session, invoice)
        assert len(bench.books(invoice)) == 1

    @pytest.mark.parametrize("fault", ["timeout_before_create", "timeout_after_create"])
    async def test_a_connection_cut_at_once_tells_nothing_either(self, bench: Bench, fault: str) -> None:
        bench.faults.hold = 0
        invoice, session, buyer_id = await _lose(bench, fault)
        found = await bench.found(session, invoice, buyer_id)
        assert len(found) == len(bench.books(invoice)) == (fault in MADE)

    async def test_too_many_requests_means_later_and_nothing_made(self, bench: Bench) -> None:
        invoice, session = document(bench), bench.session()
        buyer_id = await bench.buyer_id(session, invoice)
        bench.faults.creates_only = True
        bench.faults.upcoming["too_many_requests"] = 1
        with pytest.raises(Limited):
            await session.create(invoice, buyer_id)
        assert bench.books() == []
        await bench.issue(session, invoice)
        assert len(bench.books(invoice)) == 1

    @pytest.mark.parametrize("fault", ["server_error", "html_instead"])
    async def test_a_read_that_fails_says_nothing_about_the_document(self, bench: Bench, fault: str) -> None:
        invoice, session = document(bench), bench.session()
        booked = await bench.issue(session, invoice)
        for ask in (session.find(invoice, ""), session.fetch(booked.remote_id), session.verify()):
            bench.faults.share[fault] = 1
            with pytest.raises(Lost):
                await ask
        bench.faults.clear()
        assert (await session.fetch(booked.remote_id)).number == booked.number

    async def test_too_many_requests_on_a_read_means_later(self, bench: Bench) -> None:
        session, invoice = bench.session(), document(bench)
        bench.faults.share["too_many_requests"] = 1
        with pytest.raises(Limited):
            await session.find(invoice, "")
        with pytest.raises(Limited):
            await session.verify()

    async def test_no_call_is_repeated_by_the_connector_itself(self, bench: Bench) -> None:
        """A second try inside `create` would book the document twice."""
        invoice = document(bench)
        http = bench.http()
        session = bench.connector.open(bench.account(), http)
        buyer_id = await bench.buyer_id(session, invoice)
        bench.faults.creates_only, bench.faults.hold = True, 0
        bench.faults.upcoming["timeout_after_create"] = 1
        with pytest.raises(Lost):
            await session.create(invoice, buyer_id)
        await asyncio.sleep(0.3)
        assert len(bench.books(invoice)) == 1

    async def test_the_documented_limits_are_kept_by_the_stand_in(self, bench: Bench) -> None:
        limits = bench.connector.manifest.limits
        if not limits:
            pytest.skip("the program documents no limits")
        session = bench.session()
        booked = await bench.issue(session, document(bench))
        bench.faults.limits_on = True
        tightest = min(limits, key=lambda limit: limit.calls)
        with pytest.raises(Limited):
            await _call_often(bench, session, booked.remote_id, tightest)


async def _call_often(bench: Bench, session: Session, remote_id: str, limit: RateLimit) -> None:
    for _ in range(limit.calls + 1):
        if "GET" in limit.methods:
            await session.fetch(remote_id)
        else:
            await session.create(document(bench), "")


async def _lose(bench: Bench, fault: str) -> tuple[Invoice, Session, str]:
    """A document whose creation ran into the fault; the buyer's record was made before."""
    invoice = document(bench)
    buyer_id = await bench.buyer_id(bench.session(), invoice)
    bench.faults.creates_only, bench.faults.slowness = True, PATIENCE + 1
    bench.faults.upcoming[fault] = 1
    with pytest.raises(Lost):
        await bench.session(patience=PATIENCE).create(invoice, buyer_id)
    assert not bench.faults.upcoming[fault], "the failure never struck"
    return invoice, bench.session(), buyer_id
