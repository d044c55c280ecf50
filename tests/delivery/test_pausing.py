"""Pausing and holding: what is in hand is finished, the rest waits until a person lets it go."""

from typing import Any

import pytest

from mostek.companies.models import AuditEntry
from mostek.delivery import actions
from mostek.delivery.models import State
from mostek.documents.issuing import issue
from mostek.kernel.problems import ProblemError
from mostek.orders.models import FieldValue, StoredFile
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys


def test_a_paused_connection_sends_nothing_until_it_is_resumed(shop: Shop) -> None:
    connection, other = shop.connect("infakt"), shop.connect("ifirma")
    actions.pause_connection(connection, ACTOR)
    waits, goes = shop.issue(shop.series(connection)), shop.issue(shop.series(other))
    with Crew() as crew:
        crew.until_idle()
        assert (delivery_of(waits).state, delivery_of(goes).state) == (State.QUEUED, State.ISSUED)
        actions.resume_connection(connection, ACTOR)
        crew.until_idle()
    assert fresh(waits).number == shop.booked(waits).number
    assert list(
        AuditEntry.objects.filter(action__in=["pause", "resume"]).values_list("actor", flat=True)
    ) == [
        ACTOR,
        ACTOR,
    ]


def test_the_whole_installation_paused(shop: Shop) -> None:
    actions.pause_all("operator")
    document = shop.issue(shop.series(shop.connect("infakt")))
    with Crew() as crew:
        # Jobs go on, only sending stops; a worker that has looked twice has not claimed anything.
        looks_twice(crew)
        assert delivery_of(document).token == 0
        actions.resume_all("operator")
        crew.until_idle()
    assert fresh(document).number == shop.booked(document).number


def test_the_operators_hard_pause(shop: Shop, settings: Any) -> None:
    settings.HARD_PAUSE = True
    document = shop.issue(shop.series(shop.connect("infakt")))
    with Crew() as crew:
        looks_twice(crew)
        assert delivery_of(document).token == 0
        settings.HARD_PAUSE = False
        crew.until_idle()
    assert fresh(document).number == shop.booked(document).number


def looks_twice(crew: Crew) -> None:
    """Two beats of the claiming loop at least."""
    looks = crew.claims()
    crew.until(lambda: crew.claims() >= looks + 2)


def test_a_connection_that_does_not_send_by_itself_holds_documents(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt", auto_send=False)))
    deliver_all()
    assert (delivery_of(document).state, delivery_of(document).due_at) == (State.HELD, None)
    assert shop.books("infakt") == []
    actions.release(document.delivery, ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_held_by_a_person(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    actions.hold(document.delivery, ACTOR)
    deliver_all()
    assert delivery_of(document).state == State.HELD
    actions.release(delivery_of(document), ACTOR)
    deliver_all()
    with pytest.raises(ProblemError) as raised:
        actions.hold(document.delivery, ACTOR)
    assert keys(raised.value.problems) == ["delivery.not_now"]


def test_a_cancelled_document_makes_room_for_another(shop: Shop) -> None:
    series = shop.series(shop.connect("infakt", auto_send=False))
    document = shop.issue(series)
    assert document.order is not None
    actions.cancel(document.delivery, ACTOR)
    again = issue(document.order, series, ACTOR)
    actions.release(again.delivery, ACTOR)
    deliver_all()
    assert delivery_of(document).state == State.CANCELLED
    assert [each.reference for each in shop.books("infakt")] == [again.reference]


def test_what_stands_at_the_program_cannot_be_cancelled(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    with pytest.raises(ProblemError) as raised:
        actions.cancel(document.delivery, ACTOR)
    assert keys(raised.value.problems) == ["delivery.not_now"]
    assert fresh(document).cancelled_at is None


def test_resending_a_booked_document_only_reads_it_again(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    actions.resend(document.delivery, ACTOR)
    deliver_all()
    assert len(shop.books("ifirma")) == 1
    assert (delivery_of(document).state, delivery_of(document).sends) == (State.ISSUED, 1)


def test_resending_fetches_the_pdf_into_the_order_once(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    actions.resend(document.delivery, ACTOR)
    deliver_all()
    assert FieldValue.objects.get().file == StoredFile.objects.get() == fresh(document).pdf
    assert document.order is not None
    texts = [event.text for event in document.order.events.all()]
    assert texts.count("%(document)s is in %(program)s") == 1
