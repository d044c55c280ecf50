"""Where proof fails a person decides: it exists, or it does not. Nothing is sent until then."""

from typing import Any

import pytest

from mostek.companies.models import AuditEntry
from mostek.connectors.base.contract import Issued
from mostek.connectors.base.http import Lost
from mostek.delivery import actions
from mostek.delivery.models import Delivery, State
from mostek.documents.models import Document
from mostek.kernel.problems import ProblemError
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys, story
from tests.delivery.variants import vary, with_session

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


async def finds_nothing(real: Any, invoice: Any, buyer_id: str) -> tuple[()]:
    return ()


async def makes_two(real: Any, invoice: Any, buyer_id: str) -> Any:
    await real.create(invoice, buyer_id)
    await real.create(invoice, buyer_id)
    raise Lost("the answer got lost")


def in_doubt(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch, fault: str) -> Document:
    """A document whose create was lost at a program that offers no proof."""
    vary(monkeypatch, program, strong=False)
    with_session(monkeypatch, program, find=finds_nothing)
    document = shop.issue(shop.series(shop.connect(program)))
    shop.faults(program).creates_only = True
    shop.faults(program).upcoming[fault] = 1
    deliver_all()
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.problems)) == (State.IN_DOUBT, ["delivery.in_doubt"])
    assert (delivery.due_at, delivery.owner) == (None, None)
    return document


@every_program
def test_it_exists(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = in_doubt(shop, program, monkeypatch, "timeout_after_create")
    number = shop.booked(document).number
    actions.it_exists(document.delivery, f" {number} ", ACTOR)
    deliver_all()
    assert (fresh(document).delivery.state, fresh(document).number) == (State.ISSUED, number)
    assert (delivery_of(document).problems, len(shop.books(program))) == ([], 1)
    assert story(document)[-2:] == ["prove in_doubt", "person it_exists"]


@every_program
def test_it_does_not(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = in_doubt(shop, program, monkeypatch, "timeout_before_create")
    assert shop.books(program) == []
    actions.it_does_not(document.delivery, ACTOR)
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert fresh(document).number == shop.booked(document).number


def test_a_second_click_changes_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = in_doubt(shop, "infakt", monkeypatch, "timeout_after_create")
    actions.it_exists(document.delivery, "7/11/2026", ACTOR)
    with pytest.raises(ProblemError) as first:
        actions.it_exists(document.delivery, "8/11/2026", "Piotr")
    with pytest.raises(ProblemError) as second:
        actions.it_does_not(document.delivery, "Piotr")
    assert keys(first.value.problems + second.value.problems) == ["delivery.not_now"] * 2
    assert fresh(document).number == "7/11/2026"
    assert not AuditEntry.objects.filter(actor="Piotr").exists()


def test_resending_what_is_in_doubt_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = in_doubt(shop, "infakt", monkeypatch, "timeout_after_create")
    for action in (actions.resend, actions.release, actions.hold, actions.cancel):
        with pytest.raises(ProblemError) as raised:
            action(document.delivery, ACTOR)
        assert keys(raised.value.problems) == ["delivery.not_now"]
    deliver_all()
    assert len(shop.books("infakt")) == 1


@pytest.mark.parametrize("number", ["", "   "])
def test_it_exists_wants_the_number(shop: Shop, monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    document = in_doubt(shop, "infakt", monkeypatch, "timeout_after_create")
    with pytest.raises(ProblemError):
        actions.it_exists(document.delivery, number, ACTOR)
    assert delivery_of(document).state == State.IN_DOUBT


@every_program
def test_several_found_is_a_persons_matter(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_session(monkeypatch, program, create=makes_two)
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.problems)) == (State.IN_DOUBT, ["delivery.several"])
    (problem,) = delivery.problems
    assert problem["values"]["count"] == "2"
    numbers = {each.number for each in shop.books(program)}
    assert set(problem["values"]["numbers"].split(", ")) == numbers
    assert delivery.sends == 1


def test_a_strong_proof_waits_before_it_believes_that_nothing_is_there(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    vary(monkeypatch, "infakt", settle=1.2)
    document = shop.issue(shop.series(shop.connect("infakt")))
    shop.faults("infakt").creates_only = True
    shop.faults("infakt").upcoming["timeout_before_create"] = 1
    deliver_all()
    unknown, looked = delivery_of(document).attempts.filter(outcome__in=["unknown", "not_found"])[1:]
    assert (unknown.outcome, looked.outcome) == ("unknown", "not_found")
    assert looked.begun_at - (unknown.ended_at or 0) >= 1.19


def test_a_step_of_another_version_goes_to_a_person(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    Delivery.objects.update(step="translate")
    deliver_all()
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.problems)) == (State.IN_DOUBT, ["delivery.unknown_step"])
    actions.it_does_not(delivery, ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_a_state_of_another_version_strands_nothing(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    Delivery.objects.update(state="notarised")
    deliver_all()
    assert delivery_of(document).state == State.ISSUED
    assert fresh(document).number == shop.booked(document).number


def test_an_action_on_a_state_of_another_version_is_refused_with_a_sentence(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    Delivery.objects.update(state="notarised")
    with pytest.raises(ProblemError) as raised:
        actions.cancel(document.delivery, ACTOR)
    assert keys(raised.value.problems) == ["delivery.not_now"]


def test_somebody_elses_document_is_not_adopted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that leads to another document: ours is looked for, and found under its own number."""
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    foreign = shop.books("infakt")[0].id

    async def answers_with_another(real: Any, task: str, hints: Any) -> Issued:
        return Issued(foreign)

    second = shop.issue(document.series)
    with_session(monkeypatch, "infakt", check_task=answers_with_another)
    deliver_all()
    assert fresh(second).number == shop.booked(second).number != fresh(document).number
    assert story(second)[-4:] == ["fetch unknown", "prove found", "fetch compared", "pdf done"]


def test_what_a_person_found_is_neither_sent_again_nor_fetched(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = in_doubt(shop, "infakt", monkeypatch, "timeout_after_create")
    actions.it_exists(document.delivery, "7/11/2026", ACTOR)
    with pytest.raises(ProblemError) as raised:
        actions.resend(document.delivery, ACTOR)
    assert keys(raised.value.problems) == ["delivery.not_now"]
    assert delivery_of(document).due_at is None


@every_program
def test_a_mistaken_look_doubles_nothing(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    Delivery.objects.update(state=State.IN_DOUBT, step="prove", remote_id="", due_at=None)
    actions.it_does_not(delivery_of(document), ACTOR)
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert len(shop.books(program)) == 1
