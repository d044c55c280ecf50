"""A document is made once, and both sides agree on it."""

from decimal import Decimal

import pytest

from mostek.connectors.base.contract import Accepted, Issued, NotReady, Refused, Rejected
from mostek.connectors.base.contract_suite.bench import Bench, amounts, assert_explained
from mostek.connectors.base.contract_suite.examples import (
    EXAMPLES,
    Example,
    company,
    document,
    line,
    person,
)
from mostek.connectors.base.http import Lost
from mostek.invoicing import rules
from mostek.invoicing.advancing import advance_of, as_rates, final_of
from mostek.invoicing.model import AdvancePaid, Corrected, Invoice, Kind
from mostek.invoicing.totals import booked_per_rate, payable, totals
from mostek.kernel.problems import ProblemError


class Creating:
    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
    async def test_the_books_agree_to_the_last_minor_unit(self, bench: Bench, example: Example) -> None:
        invoice, session = example.build(bench), bench.session()
        assert rules.check(invoice) == ()
        if problems := session.check(invoice):
            assert example.may_refuse, f"refused before it was sent: {problems}"
            assert_explained(problems)
            assert all(problem.field for problem in problems)
            return
        booked = await bench.issue(session, invoice)
        expected = amounts(totals(invoice).whole)
        (row,) = bench.books(invoice)
        assert amounts(row) == expected
        assert booked.gross == expected[2]
        assert booked.net in (None, expected[0])
        assert booked.vat in (None, expected[1])
        assert (row.currency, booked.currency or invoice.currency) == (invoice.currency, invoice.currency)

    async def test_a_document_is_fetched_as_it_was_sent(self, bench: Bench) -> None:
        invoice, session = document(bench, buyer=company(bench)), bench.session()
        booked = await bench.issue(session, invoice)
        assert booked.number
        assert booked.number == bench.books(invoice)[0].number
        assert booked.issue_date in (None, invoice.issue_date)
        assert booked.sale_date in (None, invoice.sale_date)
        assert booked.line_count in (None, 1)
        assert booked.reference in ("", invoice.reference)
        assert booked.buyer_tax_id[-10:] in ("", invoice.buyer.tax_id[-10:])

    async def test_a_document_that_is_not_there_is_not_read(self, bench: Bench) -> None:
        session = bench.session()
        booked = await bench.issue(session, document(bench))
        absent = booked.remote_id.translate(str.maketrans("0123456789", "9876543210"))
        with pytest.raises((NotReady, Lost, Refused, ProblemError)):
            await session.fetch(absent)

    async def test_a_marked_document_is_found_by_its_reference_only(self, bench: Bench) -> None:
        """The same buyer, day and amount, and a reference that begins alike."""
        session, first = bench.session(), document(bench)
        twin = first.model_copy(update={"reference": first.reference + "0", "number": _next(first)})
        buyer_id = await bench.buyer_id(session, twin)
        await bench.issue(session, twin)
        assert await session.find(first, buyer_id) == ()
        booked = await bench.issue(session, first)
        (found,) = await bench.found(session, first, buyer_id)
        assert (found.remote_id, found.gross) == (booked.remote_id, totals(first).whole.gross)

    async def test_a_document_is_found_without_knowing_the_buyers_record(self, bench: Bench) -> None:
        session, invoice = bench.session(), document(bench)
        booked = await bench.issue(session, invoice)
        (found,) = await bench.found(session, invoice)
        assert found.remote_id == booked.remote_id

    async def test_it_is_found_among_many_of_the_same_day(self, bench: Bench) -> None:
        session = bench.session()
        wanted = document(bench, line(bench, "1.23"))
        await bench.issue(session, wanted)
        for _ in range(25):
            other = document(bench)
            await session.create(other, await bench.buyer_id(session, other))
        (found,) = await bench.found(session, wanted)
        assert found.gross == Decimal("1.23")

    async def test_a_total_that_the_program_books_differently_is_seen(self, bench: Bench) -> None:
        """The core compares what was booked with what was sent: the difference must come through."""
        session, invoice = bench.session(), document(bench)
        bench.faults.upcoming["wrong_totals"] = 1
        booked = await bench.issue(session, invoice)
        assert booked.gross == bench.books(invoice)[0].gross
        assert booked.gross != totals(invoice).whole.gross

    async def test_the_program_gives_numbers_of_its_own(self, bench: Bench) -> None:
        if "program" not in bench.connector.manifest.numbering:
            pytest.skip("the program gives no numbers")
        session = bench.session()
        numbers = {(await bench.issue(session, document(bench, number=""))).number for _ in range(3)}
        assert len(numbers) == 3
        assert all(numbers)

    async def test_a_number_given_here_is_the_number_there(self, bench: Bench) -> None:
        invoice = _numbered_here(bench)
        assert (await bench.issue(bench.session(), invoice)).number == invoice.number

    async def test_a_number_is_not_booked_twice(self, bench: Bench) -> None:
        session, first = bench.session(), _numbered_here(bench)
        await bench.issue(session, first)
        second = document(bench, number=first.number)
        outcome = await bench.attempt(session, second)
        assert isinstance(outcome, Rejected)
        assert_explained(outcome.problems)
        assert "number" in {problem.field for problem in outcome.problems}
        assert bench.books(second) == []

    async def test_a_program_that_creates_later_names_the_task(self, bench: Bench) -> None:
        session, invoice = bench.able_session("creates_later"), document(bench)
        outcome = await session.create(invoice, await bench.buyer_id(session, invoice))
        assert isinstance(outcome, Accepted)
        assert outcome.task
        assert isinstance(await session.check_task(outcome.task, {}), Accepted | Issued)
        issued = await bench.settled(session, outcome)
        assert isinstance(issued, Issued)
        assert (await bench.fetched(session, issued.remote_id)).gross == totals(invoice).whole.gross

    async def test_a_finished_task_says_the_same_again(self, bench: Bench) -> None:
        session, invoice = bench.able_session("creates_later"), document(bench)
        outcome = await session.create(invoice, await bench.buyer_id(session, invoice))
        first = await bench.settled(session, outcome)
        again = await session.check_task(outcome.task, {})
        assert isinstance(first, Issued)
        assert isinstance(again, Issued)
        assert again.remote_id == first.remote_id

    async def test_a_proforma_is_booked_as_one(self, bench: Bench) -> None:
        invoice = _of_kind(bench, Kind.PROFORMA)
        booked = await bench.issue(bench.session(), invoice)
        (row,) = bench.books(invoice)
        assert (booked.gross, row.kind) == (totals(invoice).whole.gross, "proforma")

    async def test_a_correction_books_the_difference(self, bench: Bench) -> None:
        correction = _of_kind(bench, Kind.CORRECTION)
        session, original = (
            bench.session(),
            document(bench, line(bench, "33.33", 0, "3"), line(bench, "5.00", 1)),
        )
        booked = await bench.issue(session, original)
        correction = correction.model_copy(
            update={
                "lines": (original.lines[0].model_copy(update={"quantity": Decimal(2)}), original.lines[1]),
                "corrected": Corrected(
                    reference=original.reference,
                    number=booked.number,
                    issue_date=original.issue_date,
                    remote_id=booked.remote_id,
                    reason="Zwrot towaru",
                    lines=original.lines,
                ),
            }
        )
        assert session.check(correction) == ()
        corrected = await bench.issue(session, correction)
        assert corrected.gross == payable(correction).gross
        assert corrected.number != booked.number

    async def test_advances_and_the_final_invoice_book_the_order(self, bench: Bench) -> None:
        _of_kind(bench, Kind.ADVANCE), _of_kind(bench, Kind.FINAL)
        session, whole = bench.session(), document(bench, line(bench, "100.00"), line(bench, "50.00", 1))
        advance = advance_of(whole, Decimal("75.01"), (), "Zaliczka %(rate)s")
        first = await bench.issue(session, advance)
        assert first.gross == payable(advance).gross
        paid = AdvancePaid(
            reference=advance.reference,
            number=first.number,
            issue_date=advance.issue_date,
            remote_id=first.remote_id,
            rates=as_rates(booked_per_rate(advance)),
        )
        again = document(bench)
        whole = whole.model_copy(update={"reference": again.reference, "number": again.number})
        final = final_of(whole, (paid,))
        assert session.check(final) == ()
        last = await bench.issue(session, final)
        assert last.gross in (None, payable(final).gross)
        assert sum(row.gross for row in bench.books()) == totals(whole).whole.gross

    async def test_what_it_refuses_is_explained(self, bench: Bench) -> None:
        """Found by `check`, or turned down by the program: never booked, never without a text."""
        session = bench.session()
        bad = document(bench, buyer=person(bench, " "))
        problems = session.check(bad)
        if not problems:
            outcome = await bench.attempt(session, bad)
            assert isinstance(outcome, Rejected)
            problems = outcome.problems
        assert_explained(problems)
        assert any(problem.field.startswith("buyer") for problem in problems)
        assert bench.books() == []

    def test_a_kind_it_does_not_have_is_refused_before_it_is_sent(self, bench: Bench) -> None:
        kinds = bench.connector.manifest.kinds
        missing = [kind for kind in Kind if not kinds[kind].supported]
        for kind in missing:
            assert_explained(bench.session().check(document(bench, kind=kind)))

    def test_a_currency_it_does_not_have_is_refused_before_it_is_sent(self, bench: Bench) -> None:
        currencies = bench.connector.manifest.currencies
        if currencies is None:
            pytest.skip("the program takes any currency")
        outside = next(each for each in ("XAF", "MGA", "BTN") if each not in currencies)
        problems = bench.session().check(document(bench, currency=outside))
        assert_explained(problems)

    def test_a_sound_document_passes_the_check(self, bench: Bench) -> None:
        assert bench.session().check(document(bench)) == ()
        assert bench.session().check(document(bench, buyer=company(bench))) == ()


def _next(invoice: Invoice) -> str:
    return f"{invoice.number}0" if invoice.number else ""


def _numbered_here(bench: Bench) -> Invoice:
    if "hub" not in bench.connector.manifest.numbering:
        pytest.skip("the program takes no numbers")
    invoice = document(bench)
    return invoice.model_copy(update={"number": f"FV/{invoice.reference[4:]}/1"})


def _of_kind(bench: Bench, kind: Kind) -> Invoice:
    support = bench.connector.manifest.kinds[kind]
    if not support.supported:
        pytest.skip(support.reason)
    return document(bench, kind=kind)
