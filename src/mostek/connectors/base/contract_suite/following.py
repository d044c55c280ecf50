"""What follows a document: the buyer's record, the PDF, the payment."""

from datetime import date
from typing import Any

import pytest

from mostek.connectors.base.contract import NotReady
from mostek.connectors.base.contract_suite.bench import Bench
from mostek.connectors.base.contract_suite.examples import company, document, person
from mostek.connectors.base.http import Limited, Lost
from mostek.invoicing.totals import totals
from mostek.kernel.identifiers import new_reference


class Following:
    async def test_a_buyer_met_twice_is_one_record(self, bench: Bench) -> None:
        session, buyer, marker = bench.able_session("keeps_buyers"), company(bench), new_reference()
        assert await session.find_buyer(buyer, marker) == ""
        made = await session.create_buyer(buyer, marker)
        assert made
        assert await session.find_buyer(buyer, marker) == made
        assert await session.find_buyer(buyer, new_reference()) == made

    async def test_a_person_is_found_by_the_marker(self, bench: Bench) -> None:
        session, marker = bench.able_session("keeps_buyers"), new_reference()
        made = await session.create_buyer(person(bench), marker)
        assert await session.find_buyer(person(bench), marker) == made

    async def test_namesakes_are_not_one_buyer(self, bench: Bench) -> None:
        session = bench.able_session("keeps_buyers")
        await session.create_buyer(person(bench), new_reference())
        assert await session.find_buyer(person(bench), new_reference()) == ""

    async def test_another_company_of_the_same_name_is_another_buyer(self, bench: Bench) -> None:
        session = bench.able_session("keeps_buyers")
        await session.create_buyer(company(bench), new_reference())
        other = company(bench).model_copy(update={"tax_id": "7740001454"})
        assert await session.find_buyer(other, new_reference()) == ""

    async def test_a_lost_answer_about_a_buyer_is_no_answer(self, bench: Bench) -> None:
        session = bench.able_session("keeps_buyers")
        bench.faults.upcoming["server_error"] = 1
        with pytest.raises(Lost):
            await session.find_buyer(company(bench), new_reference())

    async def test_the_pdf_is_a_pdf(self, bench: Bench) -> None:
        session = bench.able_session("pdf")
        booked = await bench.issue(session, document(bench))
        for language in ("pl", "en"):
            assert (await session.fetch_pdf(booked.remote_id, language)).startswith(b"%PDF")

    async def test_a_late_pdf_is_asked_for_again(self, bench: Bench) -> None:
        session = bench.able_session("pdf")
        booked = await bench.issue(session, document(bench))
        bench.faults.upcoming["late_pdf"] = 1
        with pytest.raises(NotReady):
            await session.fetch_pdf(booked.remote_id, "pl")
        assert (await session.fetch_pdf(booked.remote_id, "pl")).startswith(b"%PDF")

    @pytest.mark.parametrize("fault", ["server_error", "html_instead", "too_many_requests"])
    async def test_a_page_is_never_taken_for_a_pdf(self, bench: Bench, fault: str) -> None:
        session = bench.able_session("pdf")
        booked = await bench.issue(session, document(bench))
        bench.faults.share[fault] = 1
        with pytest.raises((Lost, NotReady, Limited)):
            await session.fetch_pdf(booked.remote_id, "pl")

    async def test_a_payment_told_twice_is_noted_once(self, bench: Bench) -> None:
        session, invoice = bench.able_session("mark_paid"), document(bench)
        booked = await bench.issue(session, invoice)
        gross = totals(invoice).whole.gross
        assert not bench.books(invoice)[0].paid
        await session.mark_paid(booked, gross, invoice.currency, date.today())  # noqa: DTZ011
        assert bench.books(invoice)[0].paid
        http = bench.http()
        again: Any = bench.connector.open(bench.account(), http)
        await again.mark_paid(booked, gross, invoice.currency, date.today())  # noqa: DTZ011
        assert bench.writes(http) == []
        assert bench.books(invoice)[0].paid
