"""The session against the stand-in: what the contract suite does not know of."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mostek.connectors.base.contract import Issued, NotReady, Refused, Rejected
from mostek.connectors.base.http import Lost, NotSent
from mostek.connectors.merit.programs import MERIT
from mostek.connectors.merit.tests.builders import (
    COMPANY,
    PERSON,
    TODAY,
    Place,
    correction,
    entry,
    invoice,
    line,
    running,
)
from mostek.invoicing.ledger import EntryRow
from mostek.invoicing.model import Payment, PaymentMeans


async def refusal(place: Place, account: str = "good", **given: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        await place.session(account, given=given).verify()
    return refused.value.problem.key, refused.value.problem.field


async def test_each_trouble_of_the_account_has_its_own_name(place: Place) -> None:
    assert await refusal(place, "standard") == ("merit.licence", "")
    assert await refusal(place, "clock") == ("merit.clock", "")
    assert await refusal(place, api_key="A" * 43 + "=") == ("merit.wrong_key", "api_key")
    nobody = {"api_id": "00000000-0000-0000-0000-000000000000"}
    assert await refusal(place, **nobody) == ("merit.unknown_id", "api_id")
    await place.submit("answers", unknown_id="400")
    assert await refusal(place, **nobody) == ("merit.unknown_id", "api_id")


async def test_the_bank_account_names_the_company(place: Place) -> None:
    reached = await place.session().verify()
    assert (reached.name, reached.warnings) == ("Bank PL61109010140000071219812874", ())


async def test_a_company_without_a_chart_is_told(place: Place) -> None:
    reached = await place.session("kpir").verify()
    assert [problem.key for problem in reached.warnings] == ["merit.no_chart"]
    assert (await place.session("kpir", {"accounting": "kpir"}).verify()).warnings == ()


async def test_a_licence_that_ends_on_the_way_makes_nothing(place: Place) -> None:
    session = place.session()
    await session.verify()
    await place.submit("plan", licence="STANDARD")
    with pytest.raises(Refused):
        await session.create_entry(entry())
    assert place.stand_in.books() == []


async def test_who_may_only_read_makes_nothing(place: Place) -> None:
    with pytest.raises(Refused) as refused:
        await place.session("readonly").create_entry(entry())
    assert refused.value.problem.key == "merit.no_right"
    assert place.stand_in.books() == []


async def test_answers_as_until_2024_are_read_too(place: Place) -> None:
    session = place.session("older")
    assert (await session.verify()).name
    made = await session.create_entry(entry())
    assert isinstance(made, Issued)
    assert (await session.fetch_entry(made.remote_id)).total == Decimal("8000.10")
    sold = await session.create(invoice(), "")
    assert isinstance(sold, Issued)
    assert (await session.fetch_pdf(sold.remote_id, "pl")).startswith(b"%PDF")


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_both_interfaces_sell_and_take_payments(place: Place, version: str) -> None:
    session = place.session(options={"version": version})
    made = await session.create(invoice(), "")
    assert isinstance(made, Issued)
    booked = await session.fetch(made.remote_id)
    await session.mark_paid(booked, Decimal("23.00"), "PLN", TODAY)
    assert (await session.fetch(made.remote_id)).is_paid is False
    for _ in range(2):
        await session.mark_paid(booked, Decimal("123.00"), "PLN", TODAY)
    assert (await session.fetch(made.remote_id)).is_paid is True
    assert place.calls.count(f"{version}/sendpayment") == 2


@pytest.mark.parametrize(("stumbles", "made"), [("before", 0), ("after", 1)])
async def test_a_trace_is_cleared_up_by_looking(place: Place, stumbles: str, made: int) -> None:
    for each in (place.session().create(invoice(), ""), place.session().create_entry(entry())):
        await place.submit("answers", next_trace=stumbles)
        outcome = await each
        assert isinstance(outcome, Issued if made else Rejected), outcome
        if isinstance(outcome, Rejected):
            assert [problem.key for problem in outcome.problems] == ["merit.crashed"]
    assert len(place.stand_in.books()) == 2 * made


async def test_a_list_that_fails_before_is_no_doubt(place: Place) -> None:
    """Nothing was sent yet, so nothing is to be searched for."""
    place.fail_reads = True
    for each in (place.session().create(invoice(), ""), place.session().create_entry(entry())):
        with pytest.raises(NotSent):
            await each
    assert [call for call in place.calls if "/send" in call] == []


async def test_a_number_that_another_has_is_refused_whatever_the_program_does(place: Place) -> None:
    session = place.session()
    await session.create(invoice(), "")
    other = invoice(reference="MST-OTHER00000")
    outcome = await session.create(other, "")
    assert isinstance(outcome, Rejected)
    assert outcome.problems[0].key == "merit.number_taken"
    again = await session.create(invoice(), "")
    assert isinstance(again, Issued)
    assert len(place.stand_in.books()) == 1


async def test_no_document_is_sent_without_a_number(place: Place) -> None:
    draft = invoice(number="")
    session = place.session()
    assert session.check(draft) == ()
    outcome = await session.create(draft, "")
    assert isinstance(outcome, Rejected)
    assert [(each.key, each.field) for each in outcome.problems] == [("merit.number_missing", "number")]
    assert place.calls == []


async def test_a_renumbered_invoice_is_found_by_its_footer(place: Place) -> None:
    session = place.session()
    made = await session.create(invoice(), "")
    assert isinstance(made, Issued)
    document = place.store.table("document")[made.remote_id]
    place.store.put("document", made.remote_id, document | {"number": "FV/1A/11/2026"})
    (found,) = await session.find(invoice(), "")
    assert (found.remote_id, found.number) == (made.remote_id, "FV/1A/11/2026")


async def test_a_tax_that_the_company_lacks_stops_the_document(place: Place) -> None:
    outcome = await place.session().create(invoice(line("1.00"), line("1.00", code="7")), "")
    assert isinstance(outcome, Rejected)
    assert [(each.key, each.field) for each in outcome.problems] == [("merit.tax_not_found", "lines.1.vat")]


@pytest.mark.parametrize("sign", ["negative", "positive"])
async def test_a_credit_invoice_lowers_the_vat_with_either_sign(place: Place, sign: str) -> None:
    await place.submit("answers", credit_tax=sign)
    session, lines = place.session(options={"credit_tax": sign}), (line("123.00", "2"),)
    await session.create(invoice(*lines), "")
    outcome = await session.create(correction(lines, line("123.00")), "")
    assert isinstance(outcome, Issued)
    booked = await session.fetch(outcome.remote_id)
    assert (booked.net, booked.vat, booked.gross) == (-100, -23, -123)


async def test_cash_is_paid_when_it_is_made(place: Place) -> None:
    payment = Payment(means=PaymentMeans.CASH, paid=Decimal("123.00"), paid_on=TODAY)
    session = place.session(options={"cash_method": "Gotówka"})
    made = await session.create(invoice(payment=payment), "")
    assert isinstance(made, Issued)
    await session.mark_paid(await session.fetch(made.remote_id), Decimal("123.00"), "PLN", TODAY)
    assert "v2/sendpayment" not in place.calls
    assert place.stand_in.books()[0].paid


async def test_a_namesake_gets_a_name_of_its_own(place: Place) -> None:
    session = place.session()
    first = await session.create_buyer(PERSON, "MSTB-1")
    second = await session.create_buyer(PERSON, "MSTB-2")
    assert first != second
    assert [await session.find_buyer(PERSON, f"MSTB-{n}") for n in (1, 2)] == [first, second]
    names = {each["Name"] for each in place.store.table("document").values()}
    assert names == {"Jan Nowak", "Jan Nowak (MSTB-2)"}


async def test_a_company_entered_by_hand_is_found_by_its_number(place: Place) -> None:
    session = place.session()
    made = await session.create_buyer(COMPANY.model_copy(update={"tax_id": "PL5260250274"}), "MSTB-1")
    assert await session.find_buyer(COMPANY, "other") == made


async def test_a_late_pdf_and_a_document_that_is_gone(place: Place) -> None:
    session = place.session()
    made = await session.create(invoice(), "")
    place.faults.upcoming["late_pdf"] = 1
    with pytest.raises(NotReady):
        await session.fetch_pdf(made.remote_id, "pl")
    with pytest.raises(Lost):
        await session.fetch("00000000-0000-0000-0000-000000000000")


async def problem_of(place: Place, *rows: EntryRow, **more: object) -> list[tuple[str, str]]:
    outcome = await place.session().create_entry(entry(*rows, **more))
    assert isinstance(outcome, Rejected)
    assert place.stand_in.books() == []
    return [(each.key, each.field) for each in outcome.problems]


async def test_what_was_closed_between_mapping_and_posting_is_named(place: Place) -> None:
    usual = entry().rows
    await place.submit("account", code="231")
    assert await problem_of(place) == [("merit.account_inactive", "rows.1.account")]
    await place.submit("account", code="231")
    parent = usual[1].model_copy(update={"account": "2"})
    assert await problem_of(place, usual[0], parent) == [("merit.account_parent", "rows.1.account")]
    gone = usual[1].model_copy(update={"account": "999"})
    assert await problem_of(place, usual[0], gone) == [("merit.account_unknown", "rows.1.account")]
    for name, code in (("department", "STARY"), ("project", "P-0"), ("cost_centre", "MPK-9")):
        closed = usual[0].model_copy(update={name: code})
        assert await problem_of(place, closed, usual[1]) == [("merit.dimension_unknown", f"rows.0.{name}")]


async def test_a_closed_period_is_named(place: Place) -> None:
    await place.submit("period", save_from=(TODAY + timedelta(days=1)).isoformat())
    assert await problem_of(place) == [("merit.period_closed", "date")]


async def test_a_smaller_limit_of_rows_is_told_in_the_programs_words(place: Place) -> None:
    await place.submit("answers", row_limit="200")
    assert await problem_of(place, *entry().rows * 101) == [("merit.declined", "")]


@pytest.mark.parametrize(("kind", "key"), [("kpir", "merit.kpir_refused"), ("full", "merit.no_chart")])
async def test_a_kpir_company_takes_no_entry(place: Place, kind: str, key: str) -> None:
    outcome = await place.session("kpir", {"accounting": kind}).create_entry(entry())
    assert isinstance(outcome, Rejected)
    assert [problem.key for problem in outcome.problems] == [key]


@pytest.mark.parametrize("doubles", ["allow", "reject"])
async def test_an_entry_whose_number_is_taken_is_refused(place: Place, doubles: str) -> None:
    await place.submit("answers", doubles=doubles)
    session = place.session()
    first = await session.create_entry(entry())
    assert isinstance(first, Issued)
    assert first.number == "PK-1"
    outcome = await session.create_entry(entry(reference="MST-OTHER00000"))
    assert isinstance(outcome, Rejected)
    assert outcome.problems[0].key == "merit.entry_number_taken"
    again = await session.create_entry(entry())
    assert again == first


async def test_an_entry_that_a_person_moved_or_rewrote_is_found(place: Place) -> None:
    session = place.session()
    made = await session.create_entry(entry())
    assert isinstance(made, Issued)
    batch = place.store.table("document")[made.remote_id]
    lines = [each | {"Memo": "Płace"} for each in batch["lines"]]
    moved = batch | {"day": (TODAY - timedelta(days=60)).isoformat(), "lines": lines}
    place.store.put("document", made.remote_id, moved)
    (found,) = await session.find_entry(entry())
    assert (found.remote_id, found.reference) == (made.remote_id, "")


async def test_dimensions_that_ended_are_shown_as_such(place: Place) -> None:
    found = {(each.dimension, each.code): each.may_post for each in await place.session().dimensions()}
    assert found["department", "BIURO"]
    assert not found["department", "STARY"]
    assert not found["project", "P-0"]
    assert found["cost_centre", "MPK-1"]


async def test_the_estonian_program_speaks_of_its_own_taxes_and_accounts() -> None:
    async with running(MERIT) as place:
        session = place.session()
        assert (await session.verify()).name.startswith("Bank EE")
        assert "5000" in [each.code for each in await session.ledger_accounts() if each.may_post]
        assert "kpir" not in [each.id for each in place.stand_in.accounts()]
