"""What the program tells of what stands there: the seller, the documents of a period."""

from datetime import timedelta
from typing import Any

import pytest

from mostek.connectors.base.contract import NotReady
from mostek.connectors.base.contract_suite.bench import Bench, today
from mostek.connectors.base.contract_suite.examples import company, document, person
from mostek.connectors.base.held import DocumentHeld
from mostek.invoicing.model import Kind


async def listed(session: Any, days: int = 1) -> list[DocumentHeld]:
    """Every document of the last days, page by page."""
    since, until = today() - timedelta(days=days), today() + timedelta(days=days)
    page = await session.documents(since, until, "")
    found = list(page.documents)
    while page.next:
        page = await session.documents(since, until, page.next)
        found += page.documents
    return found


class Holding:
    async def test_the_seller_is_the_account_that_was_reached(self, bench: Bench) -> None:
        session = bench.able_session("seller")
        reached, seller = await session.verify(), await session.seller()
        assert (seller.name, seller.tax_id) == (reached.name, reached.tax_id)
        numbers = [each.number for each in seller.accounts or ()]
        assert bench.bank_account is None or bench.bank_account.iban in numbers

    async def test_documents_of_a_period_are_listed_with_buyer_and_total(self, bench: Bench) -> None:
        session = bench.able_session("documents")
        made = [await bench.issue(session, document(bench, buyer=each(bench))) for each in (company, person)]
        found = {each.booked.remote_id: each for each in await listed(session)}
        for booked, buyer in zip(made, (company(bench), person(bench)), strict=True):
            held = found[booked.remote_id]
            assert (held.kind, held.booked.number, held.booked.gross) == (
                Kind.INVOICE,
                booked.number,
                booked.gross,
            )
            assert held.buyer_name == buyer.name
            whole = held if held.is_whole else await session.document(booked.remote_id)
            assert whole.is_whole
            assert whole.buyer_postcode == buyer.address.postcode
            assert whole.booked.reference == booked.reference != ""

    async def test_another_period_is_empty(self, bench: Bench) -> None:
        session = bench.able_session("documents")
        await bench.issue(session, document(bench))
        day = today() - timedelta(days=400)
        page = await session.documents(day, day, "")
        assert page.documents == ()

    async def test_a_document_that_is_gone_is_not_ready(self, bench: Bench) -> None:
        session = bench.able_session("documents")
        booked = await bench.issue(session, document(bench))
        with pytest.raises(NotReady):
            await session.document(booked.remote_id[:-4] + "9999")
