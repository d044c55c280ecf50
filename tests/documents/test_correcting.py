"""Corrections: they follow what they correct to the same program, and stand there once."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from mostek.companies.models import AuditEntry
from mostek.connectors.base.manifest import KindSupport
from mostek.connectors.base.registry import connectors
from mostek.delivery import actions
from mostek.delivery.models import Delivery, State, Step
from mostek.delivery.words import card
from mostek.documents.cancelling import obstacle
from mostek.documents.chains import blocks, chain_of, series_for
from mostek.documents.correcting import draft, issue
from mostek.documents.models import Document
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.model import Kind, Party
from mostek.kernel.problems import ProblemError
from mostek.orders.models import CustomField, FieldValue
from tests.at_once import at_once
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys, story
from tests.delivery.test_way import amounts, every_program
from tests.delivery.variants import vary
from tests.documents.correcting import change, correct, kor


def refused(function: Any, *arguments: Any) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        function(*arguments)
    assert all(card(problem).key == problem.key for problem in raised.value.problems)
    return keys(raised.value.problems)


@every_program
def test_a_correction_books_the_difference_and_its_pdf_lands_in_its_own_field(
    shop: Shop, program: str
) -> None:
    field = CustomField.objects.create(company=shop.company, name="Korekta", kind="file")
    document = shop.issue(shop.series(shop.connect(program, correction_field=field)))
    deliver_all()
    made = correct(document, kor(shop, document), 1, 1)
    deliver_all()
    arrived, booked = fresh(made), shop.booked(made)
    assert (arrived.delivery.state, arrived.delivery.warnings) == (State.ISSUED, [])
    assert amounts(booked) == amounts(arrived) == (Decimal("-28.53"), Decimal("-1.42"), Decimal("-29.95"))
    assert (booked.kind, arrived.number) == ("correction", booked.number)
    assert arrived.corrects == arrived.previous == document
    assert FieldValue.objects.get(field=field, order=arrived.order).file == arrived.pdf
    assert arrived.content["corrected"]["number"] == fresh(document).number
    assert AuditEntry.objects.filter(action="issue", subject_id=str(made.pk)).exists()
    assert arrived.order
    assert [event.values.get("document") for event in arrived.order.events.all()][-1] == arrived.number


@every_program
def test_corrections_in_a_row_build_on_each_other_down_cancelled(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    series = kor(shop, document)
    first = correct(document, series, 1, 1)
    second = issue(
        first,
        series,
        replace(change(first, 1, 1), lines=cancelled(chain_of(first).lines), reason="Rezygnacja"),
        ACTOR,
    )
    deliver_all()
    assert [each.corrects_id for each in (first, second)] == [document.pk] * 2
    assert [each.previous_id for each in (first, second)] == [document.pk, first.pk]
    assert second.content["corrected"]["reference"] == document.reference
    booked = [shop.booked(each).gross for each in (document, first, second)]
    assert booked == [Decimal("258.90"), Decimal("-29.95"), Decimal("-228.95")]
    assert sum(booked) == 0
    assert [fresh(each).delivery.warnings for each in (first, second)] == [[], []]


@every_program
def test_an_answer_lost_after_the_correction_was_made_leaves_it_once_in_the_books(
    shop: Shop, program: str
) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    made = correct(document, kor(shop, document), 1, 0)
    shop.faults(program).upcoming["timeout_after_create"] = 1
    deliver_all()
    assert fresh(made).delivery.state == State.ISSUED
    assert shop.booked(made).gross == Decimal("-59.90")
    if program == "ifirma":
        assert {"create unknown", "prove found"} <= set(story(made))


@every_program
def test_price_rate_and_a_line_more_are_corrected_too(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    chain = chain_of(document)
    table, book = chain.lines
    vat = table.vat
    lines = (
        table.model_copy(update={"unit_price": Decimal("249.00"), "allowance": Decimal("10.00")}),
        book.model_copy(update={"vat": vat}),
        table.model_copy(update={"name": "Krzesło", "unit_price": Decimal("99.99")}),
    )
    made = correct(document, kor(shop, document), 1, 2, lines=lines)
    deliver_all()
    assert made.gross == shop.booked(made).gross == Decimal("139.99")
    assert fresh(made).delivery.state == State.ISSUED
    assert fresh(made).content["payment"]["due_date"]


def test_the_buyer_is_corrected_where_the_program_takes_it(shop: Shop) -> None:
    buyer = Party.model_validate({**shop.order().buyer, "name": "Kawiarnia Nad Rzeką sp. z o.o."})
    there = shop.issue(shop.series(shop.connect("infakt")))
    elsewhere = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    made = correct(there, kor(shop, there), 1, 2, buyer=buyer)
    deliver_all()
    assert (fresh(made).delivery.state, shop.booked(made).buyer) == (State.ISSUED, buyer.name)
    assert made.content["corrected"]["buyer"]["name"] == there.buyer_name
    wanted = change(elsewhere, 1, 2, buyer=buyer)
    assert refused(issue, elsewhere, kor(shop, elsewhere), wanted, ACTOR) == ["ifirma.buyer_not_corrected"]


@every_program
def test_a_correction_of_a_document_on_its_way_waits_and_then_goes_by_itself(
    shop: Shop, program: str
) -> None:
    document = shop.issue(shop.series(shop.connect(program, auto_send=False)))
    made = correct(document, kor(shop, document), 1, 0)
    actions.release(delivery_of(made), ACTOR)
    with Crew() as crew:
        crew.until(lambda: keys(fresh(made).delivery.problems) == ["delivery.waits_for_person"])
        waiting = fresh(made)
        assert (waiting.delivery.state, waiting.delivery.failures, waiting.delivery.sends) == ("queued", 0, 0)
        assert waiting.content["corrected"]["number"] == ""
        assert document.reference in card(waiting.delivery.problems[0]).what
        actions.release(delivery_of(document), ACTOR)
        crew.until_idle()
    assert fresh(made).delivery.state == State.ISSUED
    assert story(made)[:2] == ["person release", "check waits"]
    corrected = fresh(made).invoice().corrected
    assert corrected
    assert corrected.number == shop.booked(document).number
    assert corrected.remote_id == fresh(document).delivery.remote_id


def test_it_is_woken_as_soon_as_the_original_has_arrived(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mostek.delivery.originals.LOOKS", (0.05, 600))
    with Crew() as crew:
        document = shop.issue(shop.series(shop.connect("ifirma", auto_send=False)))
        made = correct(document, kor(shop, document), 1, 0)
        actions.release(delivery_of(made), ACTOR)
        crew.until(lambda: fresh(made).delivery.polls > 1)
        actions.release(delivery_of(document), ACTOR)
        crew.until(lambda: fresh(made).delivery.state == State.ISSUED, seconds=5)


def test_a_rejected_original_is_named_and_a_cancelled_one_ends_the_wait(shop: Shop) -> None:
    accounts = [account.id for account in shop.sandbox.programs["infakt"].stand_in.accounts()]
    series = shop.series(shop.connect("infakt", accounts.index("no_bank")))
    document = shop.issue(series, payment_means="transfer")
    made = correct(document, kor(shop, document), 1, 0)
    with Crew() as crew:
        crew.until(lambda: keys(fresh(made).delivery.problems) == ["delivery.waits_for_person"])
        assert fresh(document).delivery.state == State.REJECTED
        actions.cancel(delivery_of(document), ACTOR)
        crew.until_idle()
    told = fresh(made).delivery
    assert (told.state, keys(told.problems)) == (State.REJECTED, ["delivery.original_cancelled"])
    assert shop.books("infakt") == []
    actions.cancel(told, ACTOR)
    assert fresh(made).cancelled_at


def test_a_correction_of_a_cancelled_correction_is_turned_down(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    series = kor(shop, document)
    with transaction.atomic():
        first = correct(document, series, 1, 1)
        second = correct(document, series, 0, 1)
        actions.cancel(delivery_of(first), ACTOR)
    deliver_all()
    assert keys(fresh(second).delivery.problems) == ["delivery.original_cancelled"]
    assert len(shop.books("infakt")) == 1


def test_lines_that_were_mended_meanwhile_are_not_corrected_from_what_they_were(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt", auto_send=False)))
    made = correct(document, kor(shop, document), 1, 0)
    document.content["lines"][0]["vat"] = {"code": "8", "percent": "8", "country": "PL", "reason": ""}
    document.save()
    for each in (made, document):
        actions.release(delivery_of(each), ACTOR)
    deliver_all()
    assert keys(fresh(made).delivery.problems) == ["delivery.original_mended"]
    assert len(shop.books("infakt")) == 1


def test_an_original_that_only_a_person_saw_needs_its_id_at_the_program(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt", auto_send=False)))
    delivery = delivery_of(document)
    delivery.state = State.IN_DOUBT
    delivery.save()
    made = correct(document, kor(shop, document), 1, 0)
    actions.release(delivery_of(made), ACTOR)
    with Crew() as crew:
        crew.until(lambda: fresh(made).delivery.problems)
        actions.it_exists(delivery_of(document), "12/11/2026", ACTOR)
        crew.until_idle()
    assert keys(fresh(made).delivery.problems) == ["infakt.original_unknown"]
    assert fresh(made).content["corrected"]["number"] == "12/11/2026"
    assert shop.books("infakt") == []


def test_two_people_at_once_make_one_correction(shop: Shop) -> None:
    document = shop.issue(shop.hub_series())
    series, wanted = kor(shop, document), change(document, 1, 1)
    errors = at_once([lambda: issue(document, series, wanted, ACTOR)] * 2)
    assert Document.objects.filter(corrects=document).count() == 1
    (error,) = [error for error in errors if error]
    assert isinstance(error, ProblemError)
    assert keys(error.problems)[0] == "documents.moved_on"


def test_only_series_of_the_same_account_are_offered(shop: Shop) -> None:
    document = shop.issue(shop.hub_series(shop.connect("infakt")))
    assert keys(blocks(chain_of(document))) == ["documents.no_correction_series"]
    elsewhere = shop.series(shop.connect("infakt"), kind="correction")
    assert refused(issue, document, elsewhere, change(document, 1, 1), ACTOR) == [
        "documents.no_correction_series",
        "documents.correction_elsewhere",
    ]
    mine = kor(shop, document)
    assert list(series_for(document)) == [mine]
    assert refused(issue, document, elsewhere, change(document, 1, 1), ACTOR) == [
        "documents.correction_elsewhere"
    ]


def test_without_a_program_it_stands_here(shop: Shop) -> None:
    document = shop.issue(shop.hub_series())
    assert keys(blocks(chain_of(document))) == ["documents.no_correction_series_here"]
    made = correct(document, kor(shop, document), 0, 0)
    assert made.number.startswith("KOR/1/")
    assert (made.gross, made.content["corrected"]["number"]) == (Decimal("-258.90"), document.number)


def test_what_a_program_lacks_is_said_in_its_words(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    kinds = connectors()["infakt"].manifest.kinds | {Kind.CORRECTION: KindSupport(False, "No paper left.")}
    vary(monkeypatch, "infakt", kinds=kinds)
    with translation.override("en"):
        (problem,) = blocks(chain_of(document))
        assert card(problem).why == "The reason: No paper left."


@pytest.mark.parametrize(
    ("quantities", "fields", "key"),
    [
        ((1, 2), {}, "invoicing.correction_changes_nothing"),
        ((1, 1), {"reason": " "}, "invoicing.correction_without_reason"),
        ((-1, 2), {}, "invoicing.quantity"),
        ((1, 1), {"state": "MST-OLD.1"}, "documents.moved_on"),
    ],
)
def test_what_cannot_be_issued_is_said(
    shop: Shop, quantities: tuple[int, ...], fields: dict[str, Any], key: str
) -> None:
    document = shop.issue(shop.hub_series())
    wanted = change(document, *quantities, **fields)
    assert key in keys(draft(chain_of(document), kor(shop, document), wanted).problems)
    assert refused(issue, document, kor(shop, document), wanted, ACTOR) == [key]


def test_a_wished_cancellation_and_a_correction_do_not_cross(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    series = kor(shop, document)
    first = correct(document, series, 1, 1)
    correct(document, series, 0, 1)
    assert obstacle(first).key == "documents.is_corrected"  # type: ignore[union-attr]
    deliver_all()
    delivery = delivery_of(chain_of(document).last)
    delivery.step = Step.CANCEL
    delivery.save()
    assert keys(blocks(chain_of(document))) == ["documents.wish_pending"]


def test_a_correction_waits_while_its_original_may_be_taken_back(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    made = correct(document, kor(shop, document), 1, 0)
    Delivery.objects.filter(document=document).update(step=Step.CANCEL)
    with Crew() as crew:
        crew.until(lambda: keys(fresh(made).delivery.problems) == ["delivery.waits_for_original"])
        Delivery.objects.filter(document=document).update(step=Step.DONE)
        crew.until(lambda: fresh(made).delivery.state == State.ISSUED)


def test_nothing_follows_a_rejected_correction(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    series = kor(shop, document)
    made = correct(document, series, 1, 1)
    delivery = delivery_of(made)
    delivery.state = State.REJECTED
    delivery.save()
    assert keys(blocks(chain_of(document))) == ["documents.correction_rejected"]
    actions.cancel(delivery, ACTOR)
    assert blocks(chain_of(document)) == ()
    assert chain_of(document).last == document
