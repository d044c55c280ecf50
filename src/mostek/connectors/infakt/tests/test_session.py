"""The whole way through the session against the stand-in, over real HTTP."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mostek.connectors.base.contract import Accepted, Issued, NotReady, Refused, Rejected
from mostek.connectors.base.http import Limited, Lost
from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.connectors.infakt.tests.conftest import Place, settled
from mostek.connectors.infakt.tests.examples import (
    COMPANY,
    DAY,
    PERSON,
    correction,
    invoice,
    line,
)
from mostek.invoicing.model import Party, Payment, PaymentMeans
from mostek.invoicing.totals import payable, totals
from mostek.kernel.problems import ProblemError

CASH = Payment(means=PaymentMeans.CASH)


async def test_a_document_goes_in_and_its_number_and_pdf_come_back(place: Place) -> None:
    session, document = (
        place.session(),
        invoice(line("33.33", quantity="3"), line("5.00", "8"), buyer=COMPANY),
    )
    issued = await place.issue(session, document)
    booked = await session.fetch(issued.remote_id)
    assert booked.number == "1/03/2026"
    whole = totals(document).whole
    assert (booked.net, booked.vat, booked.gross) == (whole.net, whole.vat, whole.gross)
    assert (booked.issue_date, booked.sale_date) == (document.issue_date, document.sale_date)
    assert (booked.reference, booked.buyer_tax_id) == (document.reference, "5260250274")
    pdf = await session.fetch_pdf(issued.remote_id, "pl")
    assert pdf.startswith(b"%PDF-1.4")
    assert b"1/03/2026" in pdf
    assert b"Razem: 104.99 PLN" in pdf


@pytest.mark.parametrize("numbered", ["", "FV/7/03/2026"])
async def test_a_lost_answer_is_found_and_only_once(place: Place, numbered: str) -> None:
    session, document = place.session(), invoice(number=numbered)
    buyer = await session.create_buyer(document.buyer, document.reference)
    place.cut_creates = 1
    with pytest.raises(Lost):
        await session.create(document, buyer)
    (found,) = await session.find(document, buyer)
    assert (found.reference, found.gross) == (document.reference, Decimal("123.00"))
    assert [each.reference for each in place.stand_in.books("good")] == [document.reference]
    assert await session.find(invoice(number=numbered), buyer) == ()


@pytest.mark.parametrize("buyer", [PERSON, COMPANY], ids=["person", "company"])
async def test_a_document_under_another_record_of_the_buyer_is_found(place: Place, buyer: Party) -> None:
    session, document = place.session(), invoice(buyer=buyer)
    await place.issue(session, document)
    other = await session.create_buyer(buyer, "MST-ANOTHER001")
    (found,) = await session.find(document, other)
    assert found.reference == document.reference


async def test_it_is_found_behind_the_first_page_of_its_day(place: Place) -> None:
    session, first = place.session(), invoice()
    await place.issue(session, first)
    for _ in range(101):
        await session.create(invoice(payment=CASH), "")
    (found,) = await session.find(first, "")
    assert found.reference == first.reference
    assert sum("/infakt/api/v3/invoices.json" in each for each in place.calls) == 2


async def test_a_list_that_is_not_whole_proves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    session = place.session()
    await place.issue(session, invoice())
    monkeypatch.setattr("mostek.connectors.infakt.simulator.lists._page", lambda *_: [])
    with pytest.raises(Lost):
        await session.find(invoice(), "")


async def test_the_body_leaves_once_and_without_asking_first(place: Place) -> None:
    document = invoice()
    outcome = await place.session().create(document, "")
    assert isinstance(outcome, Accepted)
    assert place.calls == ["POST /infakt/api/v3/async/invoices.json"]


async def test_a_pending_task_is_accepted_until_it_is_done(place: Place) -> None:
    session = place.session()
    set_switches(place.store, "good", task_delay=60.0)
    outcome = await session.create(invoice(), "")
    assert isinstance(outcome, Accepted)
    assert await session.check_task(outcome.task, {}) == outcome
    assert place.stand_in.books() == []


async def test_a_webhooks_word_saves_asking_for_the_task(place: Place) -> None:
    assert await place.session().check_task("task", {"remote_id": "doc"}) == Issued("doc")
    assert place.calls == []


async def test_an_unknown_task_tells_nothing(place: Place) -> None:
    with pytest.raises(Lost):
        await place.session().check_task("34263ae5-4365-4ba1-a38d-c7952c5a5715", {})


async def test_a_number_used_before_is_rejected_by_the_task(place: Place) -> None:
    session = place.session()
    await place.issue(session, invoice(number="FV/1"))
    outcome = await settled(session, await session.create(invoice(number="FV/1"), ""))
    assert isinstance(outcome, Rejected)
    assert [(each.key, each.field) for each in outcome.problems] == [("infakt.number_taken", "number")]


async def test_a_transfer_without_a_bank_account_is_rejected_with_its_sentence(place: Place) -> None:
    session = place.session("no_bank")
    outcome = await settled(session, await session.create(invoice(), ""))
    assert isinstance(outcome, Rejected)
    assert [each.key for each in outcome.problems] == ["infakt.bank_account_missing"]
    assert isinstance(await settled(session, await session.create(invoice(payment=CASH), "")), Issued)


async def test_a_closed_month_is_rejected_at_once(place: Place) -> None:
    set_switches(place.store, "good", closed_month="2026-03")
    outcome = await place.session().create(invoice(), "")
    assert isinstance(outcome, Rejected)
    assert [each.key for each in outcome.problems] == ["infakt.period_closed"]


async def test_a_correction_goes_through_and_is_read_under_its_own_path(place: Place) -> None:
    session, original = place.session(), invoice(line("33.33", quantity="3"))
    issued = await place.issue(session, original)
    after = original.lines[0].model_copy(update={"quantity": Decimal(1)})
    corrected = correction(original.lines, (after,), issued.remote_id)
    booked = await session.fetch((await place.issue(session, corrected)).remote_id)
    whole = payable(corrected)
    assert (booked.net, booked.vat, booked.gross) == (whole.net, whole.vat, whole.gross)
    assert booked.number == "1/KOR/03/2026"
    (found,) = await session.find(corrected, "")
    assert found.remote_id == booked.remote_id
    assert (await session.fetch_pdf(booked.remote_id, "en")).startswith(b"%PDF")


async def test_a_company_met_twice_is_the_oldest_record_with_its_number(place: Place) -> None:
    session = place.session()
    first = await session.create_buyer(COMPANY, "MST-A")
    await session.create_buyer(COMPANY, "MST-B")
    written_otherwise = COMPANY.model_copy(update={"tax_id": "PL5260250274", "name": "Inaczej"})
    assert await session.find_buyer(written_otherwise, "MST-C") == first


async def test_a_person_is_one_record_by_marker_and_name(place: Place) -> None:
    session = place.session()
    for number in range(120):
        await session.create_buyer(PERSON, f"MST-OLD{number}")
    made = await session.create_buyer(PERSON, "MST-MINE")
    assert await session.find_buyer(PERSON, "MST-MINE") == made
    assert await session.find_buyer(PERSON, "MST-OTHER") == ""
    namesake = PERSON.model_copy(update={"name": "Anna Wrona"})
    assert await session.find_buyer(namesake, "MST-MINE") == ""


async def test_a_refused_buyer_is_a_rejected_document_not_a_riddle(place: Place) -> None:
    wrong = COMPANY.model_copy(update={"tax_id": "5260250275"})
    with pytest.raises(ProblemError) as refusal:
        await place.session().create_buyer(wrong, "MST-A")
    assert [each.key for each in refusal.value.problems] == ["infakt.nip_invalid"]


async def test_a_payment_is_noted_once_and_not_before_the_day_of_issue(place: Place) -> None:
    session = place.session()
    booked = await session.fetch((await place.issue(session, invoice())).remote_id)
    for _ in range(2):
        await session.mark_paid(booked, Decimal("123.00"), "PLN", DAY - timedelta(days=2))
    assert (await session.fetch(booked.remote_id)).is_paid
    shown = await place.get(f"/infakt/v3/invoices/{booked.remote_id}.json")
    assert (shown["status"], shown["paid_date"]) == ("paid", "2026-03-08")
    assert sum("paid.json" in each for each in place.calls) == 1


async def test_a_draft_is_left_a_draft_even_when_paid(place: Place) -> None:
    session = place.session(document_status="draft")
    booked = await session.fetch((await place.issue(session, invoice())).remote_id)
    await session.mark_paid(booked, Decimal("123.00"), "PLN", DAY)
    assert (await place.get(f"/infakt/v3/invoices/{booked.remote_id}.json"))["status"] == "draft"


async def test_a_part_payment_is_not_noted_as_a_whole_one(place: Place) -> None:
    session = place.session()
    booked = await session.fetch((await place.issue(session, invoice())).remote_id)
    with pytest.raises(ProblemError) as refusal:
        await session.mark_paid(booked, Decimal("1.00"), "PLN", DAY)
    assert [each.key for each in refusal.value.problems] == ["infakt.part_payment"]


async def test_a_late_pdf_and_a_missing_number_are_waited_for(place: Place) -> None:
    session = place.session(document_status="draft")
    set_switches(place.store, "good", drafts_unnumbered=True)
    issued = await place.issue(session, invoice())
    with pytest.raises(NotReady):
        await session.fetch(issued.remote_id)
    place.faults.upcoming["late_pdf"] = 1
    with pytest.raises(NotReady):
        await session.fetch_pdf(issued.remote_id, "pl")
    assert (await session.fetch_pdf(issued.remote_id, "pl")).startswith(b"%PDF")
    assert (await session.fetch(issued.remote_id)).number == "1/03/2026"


async def test_wrong_totals_are_seen(place: Place) -> None:
    session = place.session()
    place.faults.upcoming["wrong_totals"] = 1
    booked = await session.fetch((await place.issue(session, invoice())).remote_id)
    assert booked.gross == Decimal("123.01")


async def test_verifying_names_the_account_and_warns(place: Place) -> None:
    reached = await place.session().verify()
    assert (reached.name, reached.tax_id, reached.warnings) == ("Sklep Bławatek sp. z o.o.", "1111111111", ())
    assert all(each.startswith("GET") for each in place.calls)
    for account_id, key in (("no_bank", "infakt.no_bank_account"), ("ending", "infakt.plan_ends_soon")):
        assert [each.key for each in (await place.session(account_id).verify()).warnings] == [key]


@pytest.mark.parametrize(
    ("account_id", "key"), [("write_only", "infakt.scope_read_missing"), ("lapsed", "infakt.plan_lapsed")]
)
async def test_verifying_says_what_is_wrong_with_the_account(place: Place, account_id: str, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        await place.session(account_id).verify()
    assert refusal.value.problem.key == key


async def test_a_key_that_only_reads_is_told_apart_at_the_first_write(place: Place) -> None:
    session = place.session("read_only")
    assert (await session.verify()).warnings == ()
    for write in (session.create(invoice(), ""), session.create_buyer(PERSON, "MST-A")):
        with pytest.raises(Refused) as refusal:
            await write
        assert refusal.value.problem.key == "infakt.scope_write_missing"
    assert place.stand_in.books() == []


async def test_the_limits_of_the_address_hold_for_all_accounts(place: Place) -> None:
    place.faults.limits_on = True
    for number in range(150):
        await place.session("good" if number % 2 else "no_bank").create(invoice(payment=CASH), "")
    with pytest.raises(Limited):
        await place.session("ending").create(invoice(payment=CASH), "")
    assert len(place.stand_in.books()) == 150
    assert await place.session("ending").bank_accounts() != ()
