"""A create whose answer is lost: the document ends in the books once, and the timeline tells why."""

import pytest

from mostek.delivery.models import Delivery, State
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import PRIVATE_BUYER, Shop, delivery_of, fresh, keys, story

PROGRAMS = ("infakt", "ifirma")
MADE = ("timeout_after_create", "half_answer", "html_instead", "slow")
"""Failures after which the document stands in the books."""
NOT_MADE = ("timeout_before_create", "server_error")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def strike(shop: Shop, program: str, fault: str, times: int = 1) -> None:
    faults = shop.faults(program)
    faults.creates_only = True
    faults.upcoming[fault] = times


@every_program
@pytest.mark.parametrize("fault", MADE)
def test_what_was_made_is_found_and_adopted(shop: Shop, program: str, fault: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    strike(shop, program, fault)
    deliver_all()
    arrived = fresh(document)
    assert arrived.delivery.state == State.ISSUED
    assert arrived.number == shop.booked(document).number
    assert (arrived.delivery.sends, arrived.pdf is not None) == (1, True)
    assert story(document) == [
        "buyer not_found",
        "buyer done",
        "create unknown",
        "prove found",
        "fetch compared",
        "pdf done",
    ]


@every_program
@pytest.mark.parametrize("fault", NOT_MADE)
def test_what_was_not_made_is_sent_again(shop: Shop, program: str, fault: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    strike(shop, program, fault)
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert fresh(document).number == shop.booked(document).number
    assert delivery_of(document).sends == 2
    assert story(document)[2:5] == [
        "create unknown",
        "prove not_found",
        "create accepted" if program == "infakt" else "create issued",
    ]


@every_program
def test_an_answer_that_never_comes_is_given_up(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    shop.faults(program).hold = 40
    strike(shop, program, "timeout_after_create")
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    unknown = delivery_of(document).attempts.get(outcome="unknown")
    assert unknown.exchanges[-1]["failure"] == "TimeoutError"
    assert keys(unknown.problems) == ["delivery.proving"]


@every_program
def test_every_second_answer_lost(shop: Shop, program: str) -> None:
    series = shop.series(shop.connect(program))
    documents = [shop.issue(series) for _ in range(6)]
    strike(shop, program, "timeout_after_create", 3)
    strike(shop, program, "timeout_before_create", 2)
    deliver_all(2)
    assert {fresh(each).delivery.state for each in documents} == {"issued"}
    assert {fresh(each).number for each in documents} == {each.number for each in shop.books(program)}
    assert len(shop.books(program)) == 6


@every_program
def test_while_it_is_looked_for_the_document_says_so(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    strike(shop, program, "timeout_after_create")
    with Crew() as crew:
        crew.until(lambda: keys(delivery_of(document).problems) == ["delivery.proving"])
        crew.until_idle()
    assert delivery_of(document).problems == []


@every_program
@pytest.mark.parametrize("fault", ["server_error", "html_instead"])
def test_reads_that_fail_only_wait(shop: Shop, program: str, fault: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    shop.faults(program).upcoming[fault] = 2
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    assert delivery_of(document).state == State.ISSUED
    assert story(document)[:3] == ["buyer unknown", "buyer unknown", "buyer not_found"]


@every_program
def test_a_late_pdf_is_asked_for_until_it_is_there(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    shop.faults(program).upcoming["late_pdf"] = 4
    deliver_all()
    arrived = fresh(document)
    assert (arrived.delivery.state, arrived.pdf is not None) == ("issued", True)
    assert story(document)[-1] == "pdf done"
    assert not shop.faults(program).upcoming["late_pdf"]


@every_program
def test_a_program_that_does_not_answer_at_all(shop: Shop, program: str, settings: object) -> None:
    connection = shop.connect(program)
    settings.SANDBOX_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    document = shop.issue(shop.series(connection), buyer=PRIVATE_BUYER)
    with Crew() as crew:
        crew.until(lambda: story(document)[2:] != [])
        assert keys(delivery_of(document).problems) == ["delivery.unreachable"]
        settings.SANDBOX_URL = shop.sandbox.url  # type: ignore[attr-defined]
        crew.until_idle()
    assert fresh(document).number == shop.booked(document).number
    outcomes = {each.partition(" ")[2] for each in story(document)}
    assert outcomes.isdisjoint({"unknown", "in_doubt"})
    assert Delivery.objects.get().state == State.ISSUED
