"""Once a document is in the program, a later step that fails never repeats the create."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mostek.connectors.base.contract import Booked, NotReady
from mostek.connectors.base.http import Limited, Lost
from mostek.delivery import actions, delivering, steps
from mostek.delivery.models import State
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, ProblemError
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys, story
from tests.delivery.variants import with_session

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)
PAID = Decimal("258.90")


def failing(*errors: Exception) -> Any:
    """A step that fails in turn with each, then for ever with the last."""
    left = list(errors)

    async def fails(real: Any, *arguments: Any) -> Any:
        raise left.pop(0) if len(left) > 1 else left[0]

    return fails


async def unpaid(real: Any, remote_id: str) -> Booked:
    """A program that does not mark the document as paid when it is made."""
    booked: Booked = await real.fetch(remote_id)
    return replace(booked, is_paid=False)


def booked_once(shop: Shop, document: Document) -> None:
    assert fresh(document).number == shop.booked(document).number
    assert (delivery_of(document).sends, delivery_of(document).due_at) == (1, None)


@every_program
@pytest.mark.parametrize(
    "error", [NotReady(), ProblemError(Problem("unexplained")), Lost("cut"), RuntimeError("a mistake")]
)
def test_a_pdf_that_never_comes_is_a_warning(
    shop: Shop, program: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MOST_FOLLOW_UP_TRIES", 3)
    monkeypatch.setattr(delivering, "MOST_FOLLOW_UP_TRIES", 3)
    with_session(monkeypatch, program, fetch_pdf=failing(error))
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    booked_once(shop, document)
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.warnings)) == (State.WARNING, ["delivery.pdf_missing"])
    assert delivery.problems == []
    assert fresh(document).pdf is None


def test_the_pdf_comes_after_a_person_asks_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.MonkeyPatch.context() as broken:
        with_session(broken, "infakt", fetch_pdf=failing(ProblemError(Problem("unexplained"))))
        document = shop.issue(shop.series(shop.connect("infakt")))
        deliver_all()
    actions.resend(delivery_of(document), ACTOR)
    deliver_all()
    booked_once(shop, document)
    assert (delivery_of(document).state, delivery_of(document).warnings) == (State.ISSUED, [])
    assert fresh(document).pdf is not None


@every_program
def test_a_payment_that_is_refused_is_a_warning(
    shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = failing(ProblemError(Problem("unexplained", raw="Nie można")))
    with_session(monkeypatch, program, fetch=unpaid, mark_paid=refused)
    document = shop.issue(shop.series(shop.connect(program)), paid=PAID)
    deliver_all()
    booked_once(shop, document)
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.warnings)) == (State.WARNING, ["delivery.payment_missing"])
    assert delivery.warnings[0]["raw"] == "Nie można"
    assert fresh(document).pdf is not None


@every_program
@pytest.mark.parametrize("error", [Lost("cut"), RuntimeError("a mistake")])
def test_a_payment_that_may_be_noted_is_not_sent_again(
    shop: Shop, program: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_session(monkeypatch, program, fetch=unpaid, mark_paid=failing(error))
    document = shop.issue(shop.series(shop.connect(program)), paid=PAID)
    deliver_all()
    booked_once(shop, document)
    assert keys(delivery_of(document).warnings) == ["delivery.payment_unsure"]
    assert [line for line in story(document) if line.startswith("payment")] == ["payment unknown"]


@every_program
def test_a_payment_that_is_turned_away_is_noted_later(
    shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Any] = []

    async def noted_at_last(real: Any, *arguments: Any) -> None:
        tries.append(arguments)
        if len(tries) < 3:
            raise Limited(0.05)

    with_session(monkeypatch, program, fetch=unpaid, mark_paid=noted_at_last)
    document = shop.issue(shop.series(shop.connect(program)), paid=PAID)
    deliver_all()
    booked_once(shop, document)
    assert (delivery_of(document).state, delivery_of(document).warnings) == (State.ISSUED, [])
    assert [line for line in story(document) if line.startswith("payment")] == [
        "payment later",
        "payment later",
        "payment done",
    ]
    (_, amount, currency, paid_on) = tries[-1]
    assert (amount, currency, paid_on) == (PAID, "PLN", document.issue_date)


@every_program
def test_a_number_that_comes_late(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    async def numbered_at_last(real: Any, remote_id: str) -> Booked:
        looks.append(remote_id)
        if len(looks) < 4:
            raise NotReady
        booked: Booked = await real.fetch(remote_id)
        return booked

    with_session(monkeypatch, program, fetch=numbered_at_last)
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    booked_once(shop, document)
    assert delivery_of(document).state == State.ISSUED


@every_program
def test_a_mistake_of_ours_in_the_create_is_looked_into(
    shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document was made, then our own code stumbled: it may exist, so it is looked for."""

    async def stumbles(real: Any, invoice: Any, buyer_id: str) -> None:
        await real.create(invoice, buyer_id)
        raise KeyError("Identyfikator")

    with_session(monkeypatch, program, create=stumbles)
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    booked_once(shop, document)
    assert "prove found" in story(document)
