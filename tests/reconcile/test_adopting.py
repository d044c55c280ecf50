"""Documents that stand at a program already become their orders' documents: once, and nothing is sent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import ProtectedError

from mostek.companies.models import AuditEntry
from mostek.delivery.actions import resend
from mostek.delivery.models import Delivery, State, Step
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.events.models import Event
from mostek.kernel.problems import ProblemError
from mostek.mail.models import Message, Sender
from mostek.mail.outbox import write
from mostek.orders.models import FieldValue, Order, StoredFile
from mostek.reconcile import adopting, known
from mostek.reconcile.matching import Match
from mostek.reconcile.models import RemoteDocument
from tests.at_once import at_once
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, PRIVATE_BUYER, Shop, fresh, keys
from tests.reconcile.byhand import PROGRAMS, for_document, made_by_hand, read

every_program = pytest.mark.parametrize("program", PROGRAMS)
BOOK = ("Książka", 1, "29.95", "5")
LAMP = ("Lampa", 1, "310.00", "23")


def the_remote(match: Match) -> RemoteDocument:
    return RemoteDocument.objects.get(pk=match.there.id)


def refusal(remote: RemoteDocument, order: Order, series: object, **how: object) -> str:
    with pytest.raises(ProblemError) as raised:
        adopting.adopt(remote, order, series, ACTOR, **how)  # type: ignore[arg-type]
    assert not Document.objects.filter(order=order).exists()
    return str(raised.value.problems[0].key)


@every_program
def test_an_adopted_document_is_the_orders_and_nothing_is_sent(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    series = shop.series(connection)
    company_order = made_by_hand(shop, series, paid="258.90", paid_on=None)
    private_order = made_by_hand(shop, series, BOOK, buyer=PRIVATE_BUYER)
    books = shop.books(program)
    run = read(connection)
    assert (run.state, run.found) == ("done", 2)
    found = adopting.dry_run(connection)
    assert {each.orders[0].id for each in found.adopt} == {company_order.pk, private_order.pk}
    assert not found.ambiguous + found.none

    job = adopting.adopt_many(connection, [each.there.id for each in found.adopt], series, ACTOR)
    deliver_all()
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == ("done", 2, 0)
    for order, entry in zip((company_order, private_order), books, strict=True):
        document = fresh(Document.objects.get(order=order))
        delivery = document.delivery
        assert (document.number, document.gross, document.net) == (entry.number, entry.gross, entry.net)
        assert document.reason["why"] == "adopted"
        assert (delivery.state, delivery.step, delivery.sends) == (State.ISSUED, Step.DONE, 0)
        assert delivery.warnings == []
        assert document.pdf is not None
        assert FieldValue.objects.filter(order=order, file=document.pdf).count() == 1
    assert [(each.id, each.paid) for each in shop.books(program)] == [(e.id, e.paid) for e in books]
    assert not known.unknown(shop.company).exists()
    assert not Event.objects.exists()


@every_program
def test_adopting_again_and_issuing_afterwards_double_nothing(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    read(connection)
    (match,) = adopting.dry_run(connection).adopt
    remote = the_remote(match)
    adopting.adopt(remote, order, series, ACTOR)
    with pytest.raises(ProblemError):
        adopting.adopt(remote, order, series, ACTOR)
    with pytest.raises(ProblemError):
        issue(order, series, ACTOR)
    read(connection)
    assert not adopting.dry_run(connection).adopt
    assert Document.objects.count() == len(shop.books(program)) == 1


def test_two_who_adopt_at_once_make_one_document(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    read(connection)
    remote = RemoteDocument.objects.get()
    made: list[object] = []

    def take() -> None:
        try:
            made.append(adopting.adopt(remote, order, series, ACTOR))
        except ProblemError as error:
            made.append(error)

    assert at_once([take, take]) == []
    assert sorted(isinstance(each, Document) for each in made) == [False, True]
    assert Document.objects.count() == Delivery.objects.count() == 1


@every_program
def test_what_was_issued_here_is_known(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    document = shop.issue(shop.series(connection))
    proforma = shop.issue(shop.series(connection, kind="proforma"))
    deliver_all()
    assert read(connection).found == 2
    ids = known.of(shop.company).values_list("known_id", flat=True)
    assert set(ids) == {document.pk, proforma.pk}


def test_rivals_are_left_to_a_person(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    first = made_by_hand(shop, series)
    second = shop.order()
    read(connection)
    (match,) = adopting.dry_run(connection).ambiguous
    assert match.reason == "several_orders"
    assert {each.id for each in match.orders} == {first.pk, second.pk}
    remote = the_remote(match)
    assert refusal(remote, first, series) == "reconcile.several_orders"
    assert adopting.adopt(remote, first, series, ACTOR, by_hand=True).order == first
    (left,) = [adopting.dry_run(connection)]
    assert not left.adopt + left.ambiguous


def test_an_order_invoiced_twice_by_hand_is_shown_not_adopted(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    for_document(shop, series, order)
    read(connection)
    found = adopting.dry_run(connection)
    assert [each.reason for each in found.ambiguous] == ["several_documents"] * 2
    assert not found.adopt


def test_a_document_at_another_program_is_a_rival_too(shop: Shop) -> None:
    infakt, ifirma = shop.connect("infakt"), shop.connect("ifirma")
    order = made_by_hand(shop, shop.series(infakt))
    for_document(shop, shop.series(ifirma), order)
    read(infakt)
    assert adopting.dry_run(infakt).adopt
    read(ifirma)
    assert not adopting.dry_run(infakt).adopt


def test_an_order_number_closes_gates_but_opens_none(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    other = shop.order(LAMP, number="Z-9999")
    read(connection)
    remote = RemoteDocument.objects.get()
    remote.texts = f"Zamówienie {order.number}."
    remote.save()
    (match,) = adopting.dry_run(connection).adopt
    assert match.is_named
    remote.texts = f"Zamówienie {other.number}."
    remote.save()
    (match,) = adopting.dry_run(connection).ambiguous
    assert match.reason == "other_order_named"


def test_a_document_in_doubt_is_nobody_elses(shop: Shop) -> None:
    """The one that was sent and lost its answer may be the one that stands there."""
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    document = shop.issue(series)
    Delivery.objects.filter(document=document).update(state=State.IN_DOUBT, due_at=None)
    read(connection)
    (match,) = adopting.dry_run(connection).ambiguous
    assert match.reason == "on_the_way"
    assert refusal(the_remote(match), order, series, by_hand=True) == "reconcile.on_the_way"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"total": Decimal("258.91")}, "no_order"),
        ({"currency": "EUR"}, "no_order"),
        ({"buyer": PRIVATE_BUYER}, "other_buyer"),
        ({"placed_at": timedelta(days=-40)}, "other_day"),
    ],
)
def test_each_gate(shop: Shop, change: dict[str, object], reason: str) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    for name, value in change.items():
        setattr(order, name, order.placed_at + value if isinstance(value, timedelta) else value)
    order.save()
    read(connection)
    found = adopting.dry_run(connection, 50 if reason == "other_buyer" else 14)
    assert [each.reason for each in found.none] in ([reason], ["no_order"])
    assert not found.adopt + found.ambiguous
    assert refusal(RemoteDocument.objects.get(), order, series).startswith("reconcile.")


def test_lines_that_do_not_add_up_stop_it(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    order.lines.filter(position=0).update(unit_price=Decimal("198.00"))
    read(connection)
    assert refusal(RemoteDocument.objects.get(), order, series) == "reconcile.lines_differ"


def test_a_series_that_we_number_counts_on(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.hub_series(connection)
    order = made_by_hand(shop, series)
    series.counters.update(next=1)
    read(connection)
    document = adopting.adopt(RemoteDocument.objects.get(), order, series, ACTOR)
    following = shop.issue(series)
    assert document.number.startswith("FV/1/")
    assert following.number.startswith("FV/2/")


def test_undone_before_anything_else_happens(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    books = shop.books("infakt")
    read(connection)
    document = adopting.adopt(RemoteDocument.objects.get(), order, series, ACTOR)
    deliver_all()
    adopting.undo(fresh(document), ACTOR)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert shop.books("infakt") == books
    assert len(adopting.dry_run(connection).adopt) == 1
    actions = AuditEntry.objects.filter(action__in=["adopt", "undo adoption"]).order_by("id")
    assert [each.action for each in actions] == ["adopt", "undo adoption"]


def test_not_undone_after_something_happened(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    read(connection)
    document = adopting.adopt(RemoteDocument.objects.get(), order, series, ACTOR)
    deliver_all()
    resend(fresh(document).delivery, ACTOR)
    with pytest.raises(ProblemError) as raised:
        adopting.undo(fresh(document), ACTOR)
    assert keys(raised.value.problems) == ["reconcile.not_undone"]
    assert not adopting.may_be_undone(fresh(shop.issue(series)))


def test_not_undone_once_its_buyer_was_told(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    Sender.objects.create(company=shop.company, environment="stand_in", from_address="biuro@sklep.example")
    read(connection)
    document = adopting.adopt(RemoteDocument.objects.get(), order, series, ACTOR)
    deliver_all()
    assert adopting.may_be_undone(fresh(document))
    message = write(document, "issued", ACTOR, recipient="jan@example.com")
    assert not adopting.may_be_undone(fresh(document))
    with pytest.raises(ProblemError) as raised:
        adopting.undo(fresh(document), ACTOR)
    assert keys(raised.value.problems) == ["reconcile.not_undone"]
    with pytest.raises(ProtectedError):
        fresh(document).delete()
    assert Message.objects.get() == message


def test_documents_of_another_mostek_keep_their_reference(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series, keep_marks=True)
    read(connection)
    remote = RemoteDocument.objects.get()
    assert remote.reference
    document = adopting.adopt(remote, order, series, ACTOR)
    deliver_all()
    assert fresh(document).reference == remote.reference
    assert fresh(document).delivery.state == State.ISSUED
