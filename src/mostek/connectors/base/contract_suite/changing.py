"""What becomes of a document that the program holds already: taken back, or changed."""

from typing import Any

import pytest

from mostek.connectors.base.contract import Booked
from mostek.connectors.base.contract_suite.bench import Bench, assert_explained
from mostek.connectors.base.contract_suite.examples import document
from mostek.connectors.base.http import Lost
from mostek.invoicing.model import Invoice, Kind
from mostek.kernel.problems import ProblemError

LOST = ("timeout_before_create", "timeout_after_create", "html_instead")


async def _cancellable(bench: Bench, session: Any) -> tuple[Invoice, Booked]:
    """A document that may be taken back: a pro forma invoice binds nobody, so it is tried first."""
    kinds = [kind for kind in (Kind.PROFORMA, Kind.INVOICE) if bench.connector.manifest.kinds[kind].supported]
    invoice = document(bench, kind=kinds[0])
    return invoice, await bench.issue(session, invoice)


def _amended(invoice: Invoice) -> Invoice:
    address = invoice.buyer.address.model_copy(update={"street": "Krótka 5"})
    buyer = invoice.buyer.model_copy(update={"address": address})
    return invoice.model_copy(update={"notes": "Po zmianie adresu.", "buyer": buyer})


class Changing:
    async def test_a_cancelled_document_is_gone(self, bench: Bench) -> None:
        session = bench.able_session("cancel")
        invoice, booked = await _cancellable(bench, session)
        assert not await session.is_cancelled(booked.remote_id)
        await session.cancel(booked.remote_id)
        assert await session.is_cancelled(booked.remote_id)
        assert bench.books(invoice) == []
        assert await session.find(invoice, "") == ()

    async def test_cancelling_twice_harms_nothing(self, bench: Bench) -> None:
        session = bench.able_session("cancel")
        _, other = await _cancellable(bench, session)
        _, booked = await _cancellable(bench, session)
        await session.cancel(booked.remote_id)
        await session.cancel(booked.remote_id)
        assert not await session.is_cancelled(other.remote_id)

    async def test_a_document_that_is_kept_says_why(self, bench: Bench) -> None:
        """Every invoice of an ordinary account is either taken back or stands as before, with a sentence."""
        session, invoice = bench.able_session("cancel"), document(bench)
        booked = await bench.issue(session, invoice)
        try:
            await session.cancel(booked.remote_id)
        except ProblemError as error:
            assert_explained(error.problems)
            assert len(bench.books(invoice)) == 1
            assert not await session.is_cancelled(booked.remote_id)
        else:
            assert bench.books(invoice) == []

    @pytest.mark.parametrize("fault", LOST)
    async def test_a_cancellation_whose_answer_is_lost_is_looked_for(self, bench: Bench, fault: str) -> None:
        session = bench.able_session("cancel")
        invoice, booked = await _cancellable(bench, session)
        bench.faults.creates_only, bench.faults.hold = True, 0
        bench.faults.upcoming[fault] = 1
        with pytest.raises(Lost):
            await session.cancel(booked.remote_id)
        assert await session.is_cancelled(booked.remote_id) == (bench.books(invoice) == [])
        await session.cancel(booked.remote_id)
        assert await session.is_cancelled(booked.remote_id)

    async def test_a_change_is_held_and_the_totals_stay(self, bench: Bench) -> None:
        session, invoice = bench.able_session("update"), document(bench)
        booked = await bench.issue(session, invoice)
        amended = _amended(invoice)
        assert not await session.is_updated(booked.remote_id, amended)
        await session.update(booked.remote_id, amended)
        assert await session.is_updated(booked.remote_id, amended)
        again = await session.fetch(booked.remote_id)
        assert (again.number, again.gross, again.reference) == (booked.number, booked.gross, booked.reference)
        assert len(bench.books(invoice)) == 1

    @pytest.mark.parametrize("fault", LOST)
    async def test_a_change_whose_answer_is_lost_is_looked_for(self, bench: Bench, fault: str) -> None:
        session, invoice = bench.able_session("update"), document(bench)
        booked = await bench.issue(session, invoice)
        bench.faults.creates_only, bench.faults.hold = True, 0
        bench.faults.upcoming[fault] = 1
        with pytest.raises(Lost):
            await session.update(booked.remote_id, _amended(invoice))
        was_taken = fault != "timeout_before_create"
        assert await session.is_updated(booked.remote_id, _amended(invoice)) == was_taken
        await session.update(booked.remote_id, _amended(invoice))
        assert await session.is_updated(booked.remote_id, _amended(invoice))
