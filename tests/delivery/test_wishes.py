"""Documents of a program cancelled or changed there: proven, never blind, and told on both sides."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections, transaction

from mostek.companies.models import AuditEntry
from mostek.connections.models import Connection
from mostek.delivery.actions import pause_connection, resend, resume_connection
from mostek.delivery.models import Attempt, State, Step, Wish
from mostek.delivery.queue import now
from mostek.documents.amending import amend
from mostek.documents.cancelling import cancel
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.events import telling
from mostek.events.models import Event
from mostek.kernel.problems import ProblemError
from mostek.orders.models import OrderEvent
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys, story
from tests.delivery.variants import with_session

LOST = ("timeout_after_create", "html_instead")
"""The program did it, and its answer never came."""
NOT_DONE = ("timeout_before_create",)
NEW = {"buyer.address.street": "Krótka 5", "notes": "Dostawa do biura."}


def draft_account(shop: Shop, **fields: Any) -> Connection:
    """An account where documents arrive as drafts and stay so: the ones that inFakt deletes."""
    return shop.connect("infakt", options={"document_status": "draft"}, fetch_pdf=False, **fields)


@pytest.fixture
def booked(shop: Shop) -> Document:
    document = shop.issue(shop.hub_series(draft_account(shop)))
    deliver_all()
    return fresh(document)


def strike(shop: Shop, fault: str, times: int = 1) -> None:
    faults = shop.faults("infakt")
    faults.creates_only = True
    faults.upcoming[fault] = times


def row_at_infakt(shop: Shop, document: Document) -> dict[str, Any]:
    rows = shop.sandbox.programs["infakt"].store.table("infakt_row")
    return rows[delivery_of(document).remote_id]


def refused(action: Any, *arguments: Any, **options: Any) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        action(*arguments, **options)
    return keys(raised.value.problems)


def test_a_document_is_cancelled_on_both_sides(shop: Shop, booked: Document, monkeypatch: Any) -> None:
    listener = telling.Listener("probe", lambda *_: True, lambda _: None)
    monkeypatch.setitem(telling._listeners, "probe", listener)
    cancel(booked, ACTOR)
    assert fresh(booked).cancelled_at is None  # not before the program did it
    deliver_all()
    gone = fresh(booked)
    assert shop.books("infakt") == []
    assert (gone.delivery.state, gone.cancelled_at is not None) == (State.CANCELLED, True)
    assert story(booked)[-3:] == ["person wish_cancel", "cancel done", "cancel gone"]
    assert Event.objects.filter(kind="document.cancelled", document=booked).count() == 1
    assert "%(document)s was cancelled in %(program)s" in OrderEvent.objects.values_list("text", flat=True)
    entry = AuditEntry.objects.get(action="cancelled")
    assert (entry.actor, entry.changes["number_stays_used"][1]) == (ACTOR, booked.number)
    assert gone.order is not None
    again = issue(gone.order, gone.series, ACTOR)
    assert again.number != booked.number
    deliver_all()
    assert [row.number for row in shop.books("infakt")] == [again.number]


@pytest.mark.parametrize("fault", [*LOST, *NOT_DONE])
def test_a_lost_answer_is_looked_for_before_it_is_repeated(shop: Shop, booked: Document, fault: str) -> None:
    calls: list[str] = []
    strike(shop, fault)
    cancel(booked, ACTOR)
    deliver_all()
    assert shop.books("infakt") == []
    assert fresh(booked).delivery.state == State.CANCELLED
    told = story(booked)
    assert "cancel unknown" in told
    assert told[-1] == "cancel gone"
    for attempt in Attempt.objects.filter(delivery__document=booked, step="cancel"):
        calls += [each["method"] for each in attempt.exchanges]
    assert calls.count("DELETE") == (1 if fault in LOST else 2)
    assert ("cancel not_done" in told) == (fault in NOT_DONE)


def test_a_worker_that_died_after_the_call_is_followed_by_a_look(shop: Shop, booked: Document) -> None:
    cancel(booked, ACTOR)
    delivery = delivery_of(booked)
    Attempt.objects.create(delivery=delivery, step=Step.CANCEL, begun_at=now(), worker="dead")
    deliver_all()
    assert story(booked)[-4:] == ["cancel unknown", "cancel not_done", "cancel done", "cancel gone"]
    assert fresh(booked).delivery.state == State.CANCELLED


def test_what_the_program_keeps_stands_on_both_sides_with_a_sentence(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    cancel(document, ACTOR)
    deliver_all()
    kept = fresh(document)
    assert (kept.cancelled_at, kept.delivery.state) == (None, State.WARNING)
    assert keys(kept.delivery.warnings) == ["infakt.not_deleted"]
    assert not Wish.objects.exists()
    assert len(shop.books("infakt")) == 1
    assert refused(issue, kept.order, kept.series, ACTOR) == ["documents.already_issued"]
    resend(kept.delivery, ACTOR)  # compares again, and the remark is gone
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED


def test_a_program_without_the_ability_says_so_before(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    assert refused(cancel, fresh(document), ACTOR) == ["documents.cancel_by_hand"]
    assert refused(amend, fresh(document), NEW, ACTOR) == ["documents.change_by_correction"]
    assert delivery_of(document).step == Step.DONE


def test_a_persons_word_is_checked_where_the_program_can_be_looked_at(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    cancel(fresh(document), ACTOR, done_there=True)
    deliver_all()
    assert keys(fresh(document).delivery.warnings) == ["delivery.still_there"]
    assert fresh(document).cancelled_at is None


def test_a_document_deleted_there_by_hand_is_cancelled_here(shop: Shop, booked: Document) -> None:
    shop.sandbox.programs["infakt"].store.clear()
    cancel(booked, ACTOR, done_there=True)
    deliver_all()
    assert (fresh(booked).delivery.state, story(booked)[-1]) == (State.CANCELLED, "cancel gone")
    assert "DELETE" not in str(list(Attempt.objects.values_list("exchanges", flat=True)))


def test_a_change_reaches_the_program_and_our_document(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    pdf = fresh(document).pdf_id
    assert amend(fresh(document), NEW | {"payment.due_date": "2026-12-31"}, ACTOR)
    assert fresh(document).invoice().notes == ""
    deliver_all()
    changed = fresh(document)
    row = row_at_infakt(shop, document)
    assert (row["client_street"], row["payment_date"]) == ("Krótka 5", "2026-12-31")
    assert row["notes"].startswith("Dostawa do biura.")
    assert document.reference in row["notes"]
    assert (changed.invoice().buyer.address.street, changed.delivery.state) == ("Krótka 5", State.ISSUED)
    assert (changed.gross, changed.number, changed.revision) == (document.gross, row["number"], 2)
    assert changed.pdf_id != pdf
    entry = AuditEntry.objects.get(action="changed")
    assert entry.changes["notes"] == ["", "Dostawa do biura."]
    assert entry.changes["buyer.address.street"] == ["Mostowa 3", "Krótka 5"]
    assert story(document)[-5:] == [
        "person wish_change",
        "change done",
        "change changed",
        "fetch compared",
        "pdf done",
    ]


@pytest.mark.parametrize("fault", ["timeout_after_create", "timeout_before_create"])
def test_a_change_whose_answer_is_lost_is_proven(shop: Shop, booked: Document, fault: str) -> None:
    strike(shop, fault)
    amend(booked, NEW, ACTOR)
    deliver_all()
    assert row_at_infakt(shop, booked)["client_street"] == "Krótka 5"
    assert fresh(booked).invoice().notes == "Dostawa do biura."
    assert ("change not_done" in story(booked)) == (fault == "timeout_before_create")


@pytest.mark.parametrize("has_program", [True, False])
def test_who_changes_a_document_meanwhile_undoes_nothing(shop: Shop, has_program: bool) -> None:
    document = shop.issue(shop.hub_series(shop.connect("infakt") if has_program else None))

    def change_the_notes() -> None:
        amend(document, {"notes": "Dostawa do biura."}, ACTOR)

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            amend(document, {"buyer.phone": "600100200"}, ACTOR)
            changing = other.submit(change_the_notes)
            with suppress(TimeoutError):
                changing.result(1)  # it waits for this transaction's end
        changing.result(30)
        other.submit(connections.close_all).result()
    changed = fresh(document)
    assert (changed.invoice().buyer.phone, changed.invoice().notes) == ("600100200", "Dostawa do biura.")
    assert changed.revision == 3


def test_a_change_that_the_program_refuses_leaves_both_sides_as_they_were(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    deliver_all()
    row_at_infakt(shop, document)["_ksef"] = {"request_uuid": "0" * 36, "at": 0}
    amend(fresh(document), NEW, ACTOR)
    deliver_all()
    assert keys(fresh(document).delivery.warnings) == ["infakt.in_ksef"]
    assert fresh(document).invoice().notes == ""


def test_a_document_not_yet_sent_is_changed_here_and_arrives_so(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    amend(document, NEW, ACTOR)
    deliver_all()
    assert row_at_infakt(shop, document)["client_street"] == "Krótka 5"


def test_one_wish_at_a_time(shop: Shop, booked: Document) -> None:
    cancel(booked, ACTOR)
    assert refused(cancel, booked, "Piotr") == ["documents.wish_pending"]
    assert refused(amend, booked, NEW, "Piotr") == ["documents.wish_pending"]
    assert refused(resend, booked.delivery, "Piotr") == ["delivery.not_now"]


def test_what_may_not_change_is_refused(shop: Shop, booked: Document) -> None:
    for values in ({"lines.0.name": "Inny"}, {"buyer.tax_id": "5260250274"}, {"issue_date": "2026-01-01"}):
        assert refused(amend, booked, values, ACTOR) == ["documents.change_by_correction"]
    assert refused(amend, booked, {"payment.due_date": "jutro"}, ACTOR) == ["documents.value_odd"]
    assert refused(amend, booked, {"buyer.address.postcode": ""}, ACTOR)
    assert not amend(booked, {"notes": ""}, ACTOR)


def test_a_wish_waits_while_the_account_is_paused(shop: Shop, booked: Document) -> None:
    connection = delivery_of(booked).connection
    pause_connection(connection, ACTOR)
    cancel(booked, ACTOR)
    with Crew() as crew:
        claims = crew.claims()
        crew.until(lambda: crew.claims() > claims + 1)
    assert len(shop.books("infakt")) == 1
    resume_connection(connection, ACTOR)
    deliver_all()
    assert shop.books("infakt") == []


def test_a_program_that_ignores_a_deletion_is_found_out(
    shop: Shop, booked: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ignored(_session: Any, _remote_id: str) -> None:
        return None

    with_session(monkeypatch, "infakt", cancel=ignored)
    cancel(booked, ACTOR)
    deliver_all()
    assert keys(fresh(booked).delivery.warnings) == ["delivery.still_there"]
