"""The whole way of a document through client and stand-in, over loopback HTTP."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mostek.connectors.base.contract import Issued, NotReady, Refused, Rejected
from mostek.connectors.base.http import LeaseLost, Lost
from mostek.connectors.ifirma.buyers import identifier_of
from mostek.connectors.ifirma.tests.builders import COMPANY, PERSON, TODAY, Place, invoice, line
from mostek.invoicing.model import Corrected, Kind, Party, Payment, PaymentMeans

OCTOBER = date(2026, 10, 31)
MOVE = {"month_policy": "move"}


def late(**more: Any) -> Any:
    """Sold last month, issued in time."""
    return invoice(sale_date=OCTOBER, issue_date=date(2026, 11, 10), **more)


async def test_a_document_is_made_read_and_printed(place: Place) -> None:
    session = place.session()
    buyer_id = await session.create_buyer(COMPANY, "MSTB-1")
    document = invoice(line("19.99", "3"), line("5.00", code="8"), buyer=COMPANY)
    outcome = await session.create(document, buyer_id)
    assert outcome == Issued("fakturakraj/1244512")
    booked = await session.fetch(outcome.remote_id)
    assert (booked.number, booked.gross, booked.reference) == ("1/11/2026", Decimal("64.97"), "MSTK-7F3K2Q")
    assert booked.buyer_tax_id == "5260250274"
    assert (await session.fetch_pdf(outcome.remote_id, "pl")).startswith(b"%PDF-1.4")
    (row,) = place.stand_in.books("sklep")
    assert (row.number, row.gross, row.reference) == ("1/11/2026", Decimal("64.97"), "MSTK-7F3K2Q")


async def test_verifying_names_login_month_and_limit(place: Place) -> None:
    reached = await place.session().verify()
    assert reached.name == "sklep@ifirma.example"
    assert reached.detail == "miesiąc księgowy 2026-11, limit API 2/2000"
    assert reached.warnings == ()
    assert [call.split()[0] for call in place.calls] == ["GET"] * 3


@pytest.mark.parametrize(
    ("account", "given", "key", "values"),
    [
        ("sklep", {"key_faktura": "FFFFFFFFFFFFFFFF"}, "wrong_key", {"key": "faktura"}),
        ("sklep", {"key_abonent": "FFFFFFFFFFFFFFFF"}, "wrong_key", {"key": "abonent"}),
        ("sklep", {"login": "nikt@ifirma.example"}, "unknown_login", {"key": "abonent"}),
        ("bez-klucza", {}, "key_missing", {"key": "abonent"}),
        ("regulamin", {}, "terms", {"key": "abonent"}),
        ("zablokowane", {}, "unknown_login", {"key": "abonent"}),
    ],
)
async def test_what_is_wrong_with_an_account(
    place: Place, account: str, given: dict[str, Any], key: str, values: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refusal:
        await place.session(account, **given).verify()
    assert refusal.value.problem.key == f"ifirma.{key}"
    assert refusal.value.problem.values == values


async def test_a_month_that_is_not_todays_is_a_warning(place: Place) -> None:
    (warning,) = (await place.session("zeszly-miesiac").verify()).warnings
    assert warning.key == "ifirma.month_not_current"
    assert warning.values == {"set": "2026-10", "needed": "2026-11"}


async def test_a_closed_month_stops_the_document_and_nothing_is_moved(place: Place) -> None:
    outcome = await place.session().create(late(), "")
    assert isinstance(outcome, Rejected)
    (problem,) = outcome.problems
    assert (problem.key, problem.field) == ("ifirma.month_closed", "sale_date")
    assert problem.values == {"set": "2026-11", "needed": "2026-10"}
    assert place.calls == ["GET abonent/miesiacksiegowy.json"]


async def test_the_month_is_moved_for_the_document_and_back(place: Place) -> None:
    outcome = await place.session(options=MOVE).create(late(), "")
    assert isinstance(outcome, Issued)
    assert place.month() == "2026-11"
    assert [call.split()[0] for call in place.calls] == ["GET", "PUT", "GET", "POST", "PUT", "GET"]


async def test_the_month_goes_back_after_a_rejection_and_after_a_lost_answer(place: Place) -> None:
    session = place.session(options=MOVE)
    nameless = late(buyer=PERSON.model_copy(update={"name": ""}))
    assert isinstance(await session.create(nameless, ""), Rejected)
    assert place.month() == "2026-11"
    place.lose_answers = 1
    with pytest.raises(Lost):
        await session.create(late(), "")
    assert place.month() == "2026-11"
    assert len(await session.find(late(), "")) == 1


async def test_a_step_over_the_year_carries_the_data_over(place: Place) -> None:
    for _ in range(2):
        await place.submit("month_on")
    assert place.month() == "2027-01"
    outcome = await place.session(options=MOVE).create(invoice(), "")
    assert isinstance(outcome, Issued)
    assert place.month() == "2027-01"


async def test_a_month_that_is_held_is_its_own_problem(place: Place) -> None:
    await place.submit("month_lock")
    outcome = await place.session(options=MOVE).create(late(), "")
    assert isinstance(outcome, Rejected)
    assert outcome.problems[0].key == "ifirma.month_refused"
    assert "zamknięty" in outcome.problems[0].raw
    assert place.stand_in.books() == []


async def test_a_month_too_far_away_is_not_stepped_to(place: Place) -> None:
    document = invoice(sale_date=date(2025, 10, 1), issue_date=date(2025, 11, 1))
    outcome = await place.session(options=MOVE).create(document, "")
    assert isinstance(outcome, Rejected)
    assert outcome.problems[0].key == "ifirma.month_too_far"
    assert [call.split()[0] for call in place.calls] == ["GET"]


async def test_a_failure_to_step_back_does_not_hide_the_document(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = place.session(options=MOVE)
    gate_calls: list[str] = []

    async def gate(method: str) -> None:
        gate_calls.append(method)
        if gate_calls.count("POST") and method == "PUT":
            raise LeaseLost

    session._client.http.gate = gate
    assert isinstance(await session.create(late(), ""), Issued)
    assert place.month() == "2026-10"


async def test_a_lost_answer_is_found_by_our_reference_only(place: Place) -> None:
    session, wanted = place.session(), invoice()
    await session.create(wanted.model_copy(update={"reference": "MSTK-7F3K2Q0"}), "")
    assert await session.find(wanted, "") == ()
    place.lose_answers = 1
    with pytest.raises(Lost):
        await session.create(wanted, "")
    (found,) = await session.find(wanted, "")
    assert (found.remote_id, found.number) == ("fakturakraj/1244513", "2/11/2026")
    assert found.reference == wanted.reference


async def test_a_total_that_differs_by_a_grosz_is_still_found_and_shown(place: Place) -> None:
    session = place.session()
    place.faults.upcoming["wrong_totals"] = 1
    outcome = await session.create(invoice(), "")
    assert isinstance(outcome, Issued)
    assert (await session.fetch(outcome.remote_id)).gross == Decimal("123.01")
    (found,) = await session.find(invoice(), "")
    assert found.gross == Decimal("123.01")


async def test_a_record_left_unused_hides_no_document(place: Place) -> None:
    """Sent with the buyer's data alone, searched for with a record that was made since."""
    session = place.session()
    await session.create(invoice(), "")
    buyer_id = await session.create_buyer(PERSON, "MSTB-1")
    assert len(await session.find(invoice(), buyer_id)) == 1


async def test_only_the_buyers_own_documents_are_opened_when_one_is_ours(place: Place) -> None:
    session = place.session()
    for i in range(5):
        await session.create(invoice(reference=f"MSTK-000{i}"), "")
    buyer_id = await session.create_buyer(PERSON, "MSTB-1")
    await session.create(invoice(), buyer_id)
    place.calls.clear()
    assert len(await session.find(invoice(), buyer_id)) == 1
    assert len(place.calls) == 2


async def test_a_search_reads_every_page(place: Place) -> None:
    session = place.session()
    for i in range(101):
        await session.create(invoice(reference=f"MSTK-{i:04}"), "")
    (found,) = await session.find(invoice(reference="MSTK-0100"), "")
    assert found.number == "101/11/2026"


async def test_a_buyer_met_twice_is_one_contractor(place: Place) -> None:
    session = place.session()
    assert await session.find_buyer(COMPANY, "MSTB-1") == ""
    first = await session.create_buyer(COMPANY, "MSTB-1")
    assert first == identifier_of("MSTB-1")
    assert len(first) == 15
    assert await session.create_buyer(COMPANY, "MSTB-1") == first
    assert await session.find_buyer(COMPANY, "other") == first
    assert len(place.store.table("contractor")) == 1


async def test_a_lost_answer_about_a_contractor_makes_no_second_one(place: Place) -> None:
    session = place.session()
    place.lose_answers = 1
    with pytest.raises(Lost):
        await session.create_buyer(PERSON, "MSTB-1")
    assert await session.find_buyer(PERSON, "MSTB-1") == identifier_of("MSTB-1")


async def test_the_stored_contractor_wins(place: Place) -> None:
    session = place.session()
    buyer_id = await session.create_buyer(COMPANY, "MSTB-1")
    moved = COMPANY.model_copy(update={"name": "Żółw S.A."})
    outcome = await session.create(invoice(buyer=moved), buyer_id)
    assert isinstance(outcome, Issued)
    assert place.stand_in.books()[0].buyer == "Żółw sp. z o.o."


async def test_a_stored_contractor_without_postcode_is_named(place: Place) -> None:
    session = place.session()
    buyer_id = await session.create_buyer(COMPANY, "MSTB-1")
    record = place.store.table("contractor")[f"sklep/{buyer_id}"]
    place.store.put("contractor", f"sklep/{buyer_id}", record | {"KodPocztowy": ""})
    outcome = await session.create(invoice(buyer=COMPANY), buyer_id)
    assert isinstance(outcome, Rejected)
    (problem,) = outcome.problems
    assert (problem.key, problem.field) == ("ifirma.buyer_record", "buyer.address.postcode")
    assert problem.values["record"] == buyer_id
    assert place.stand_in.books() == []


async def test_single_documents_come_wrapped_too(place: Place) -> None:
    session = place.session()
    outcome = await session.create(invoice(), "")
    assert isinstance(outcome, Issued)
    bare = await session.fetch(outcome.remote_id)
    await place.submit("wrapped", wrapped="yes")
    assert await session.fetch(outcome.remote_id) == bare


async def test_a_pdf_that_is_an_error_in_json_is_asked_for_again(place: Place) -> None:
    session = place.session()
    outcome = await session.create(invoice(), "")
    place.faults.upcoming["late_pdf"] = 1
    with pytest.raises(NotReady):
        await session.fetch_pdf(outcome.remote_id, "pl")
    assert (await session.fetch_pdf(outcome.remote_id, "pl")).startswith(b"%PDF")


async def test_a_payment_adds_only_what_is_missing(place: Place) -> None:
    session = place.session()
    payment = Payment(means=PaymentMeans.CARD, paid=Decimal("23.00"))
    outcome = await session.create(invoice(payment=payment), "")
    booked = await session.fetch(outcome.remote_id)
    assert booked.is_paid is False
    for _ in range(2):
        await session.mark_paid(booked, Decimal("123.00"), "PLN", TODAY)
    assert (await session.fetch(outcome.remote_id)).is_paid is True
    assert [call for call in place.calls if "wplaty" in call] == [
        "POST faktury/wplaty/prz_faktura_kraj/1_11_2026.json"
    ]


async def test_a_payment_in_euro_carries_its_date(place: Place) -> None:
    session = place.session()
    outcome = await session.create(invoice(currency="EUR"), "")
    booked = await session.fetch(outcome.remote_id)
    assert (booked.remote_id.split("/")[0], booked.currency) == ("fakturawaluta", "EUR")
    await session.mark_paid(booked, Decimal("123.00"), "EUR", TODAY)
    assert place.stand_in.books()[0].paid


async def test_a_proforma_is_found_in_its_own_list(place: Place) -> None:
    session, document = place.session(), invoice(kind=Kind.PROFORMA)
    outcome = await session.create(document, "")
    assert isinstance(outcome, Issued)
    (found,) = await session.find(document, "")
    assert (found.remote_id, found.number) == (outcome.remote_id, "PRO/1/11/2026")
    assert await session.find(invoice(), "") == ()


async def test_a_correction_books_the_difference_and_is_found(place: Place) -> None:
    session = place.session()
    original = invoice(line("33.33", "3", sku="A"), line("5.00", code="8", name="Talerz", sku="B"))
    first = await session.fetch((await session.create(original, "")).remote_id)
    correction = invoice(
        original.lines[1],
        kind=Kind.CORRECTION,
        reference="MSTK-CORR",
        corrected=Corrected(
            reference=original.reference,
            number=first.number,
            issue_date=original.issue_date,
            remote_id=first.remote_id,
            reason="Zwrot towaru",
            lines=original.lines,
        ),
    )
    outcome = await session.create(correction, "")
    assert isinstance(outcome, Issued)
    booked = await session.fetch(outcome.remote_id)
    assert (booked.number, booked.gross) == ("K/1/11/2026", Decimal("-99.99"))
    (found,) = await session.find(correction, "")
    assert found.remote_id == outcome.remote_id
    (again,) = await session.find(original, "")
    assert again.remote_id == first.remote_id


async def test_documents_of_two_series_are_numbered_apart(place: Place) -> None:
    session = place.session()
    for _ in range(2):
        await session.create(invoice(), "")
    outcome = await session.create(invoice(remote_series="sklep"), "")
    assert (await session.fetch(outcome.remote_id)).number == "SKLEP/1/11/2026"
    refused = await session.create(invoice(remote_series="brak"), "")
    assert refused.problems[0].key == "ifirma.series_unknown"


async def test_a_buyer_without_data_is_a_problem_of_the_document(place: Place) -> None:
    outcome = await place.session().create(invoice(buyer=Party(name="Jan Nowak")), "")
    assert isinstance(outcome, Rejected)
    assert outcome.problems[0].key == "ifirma.buyer_data"
    assert outcome.problems[0].field == "buyer.address.postcode"
