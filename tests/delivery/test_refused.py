"""The account is the trouble: its queue stops, says so once, and goes on by itself after it is mended."""

import pytest

from mostek.connections import verifying
from mostek.connections.models import Connection
from mostek.connections.models import State as ConnectionState
from mostek.connectors.base.registry import connectors
from mostek.delivery import effects
from mostek.delivery.hand import ConnectionRefused
from mostek.delivery.models import Attempt, Delivery, Lane, State
from mostek.delivery.words import card
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)
WRONG = {
    "infakt": {"api_key": "ab" * 20},
    "ifirma": {"login": "sklep@ifirma.example", "key_faktura": "ab" * 8, "key_abonent": "cd" * 8},
}
DOCUMENTS = 10


def lose_access(connection: Connection) -> None:
    """As if the key had been replaced at the program."""
    connection.set_credentials(WRONG[connection.program])
    connection.save()


def refused(shop: Shop, program: str) -> tuple[Connection, list[Document]]:
    connection = shop.connect(program)
    series = shop.series(connection)
    lose_access(connection)
    documents = [shop.issue(series) for _ in range(DOCUMENTS)]
    with Crew() as crew:
        crew.until(lambda: not Lane.objects.get(connection=connection).open)
        crew.until_idle()
    connection.refresh_from_db()
    return connection, documents


@every_program
def test_the_queue_waits_and_nothing_is_rejected(shop: Shop, program: str) -> None:
    connection, documents = refused(shop, program)
    assert connection.state == ConnectionState.REFUSED
    assert card(connection.problem or {}).key != "unexplained"
    assert {delivery_of(each).state for each in documents} == {State.QUEUED}
    assert all(delivery_of(each).due_at for each in documents), "each goes on when the queue opens"
    assert not Order.objects.filter(status__isnull=False).exists()
    assert shop.books(program) == []
    concurrency = connection.connector.manifest.concurrency
    assert 0 < Attempt.objects.filter(outcome="refused").count() <= concurrency


@every_program
def test_a_verification_that_fails_leaves_it_closed(shop: Shop, program: str) -> None:
    connection, _ = refused(shop, program)
    with pytest.raises(ProblemError):
        verifying.reverify(connection, ACTOR)
    connection.refresh_from_db()
    assert connection.state == ConnectionState.REFUSED
    assert not Lane.objects.get(connection=connection).open


@every_program
def test_new_credentials_let_all_of_them_arrive(shop: Shop, program: str) -> None:
    connection, documents = refused(shop, program)
    verifying.replace_credentials(connection, shop.credentials(program), ACTOR)
    deliver_all()
    connection.refresh_from_db()
    assert (connection.state, connection.problem) == (ConnectionState.ACTIVE, None)
    assert {fresh(each).number for each in documents} == {each.number for each in shop.books(program)}
    assert {delivery_of(each).state for each in documents} == {State.ISSUED}


def test_the_same_key_works_again(shop: Shop) -> None:
    """The account was locked at the program for a while."""
    connection = shop.connect("ifirma")
    store = shop.sandbox.programs["ifirma"].store
    record = store.table("account")["sklep"]
    document = shop.issue(shop.series(connection))
    store.put("account", "sklep", record | {"locked": True})
    with Crew() as crew:
        crew.until(lambda: not Lane.objects.get(connection=connection).open)
    store.put("account", "sklep", record)
    connection.refresh_from_db()
    verifying.reverify(connection, ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_a_key_that_may_not_write_stops_the_queue_at_the_first_document(shop: Shop) -> None:
    connection = shop.connect("infakt", account=1)
    document = shop.issue(shop.series(connection))
    with Crew() as crew:
        crew.until(lambda: not Lane.objects.get(connection=connection).open)
    connection.refresh_from_db()
    assert keys([connection.problem]) == ["infakt.scope_write_missing"]
    assert delivery_of(document).state == State.QUEUED


def test_credentials_replaced_meanwhile_do_not_stop_the_queue(shop: Shop) -> None:
    """A worker that still holds the old key is refused: the new key's queue stays open."""
    connection = shop.connect("infakt")
    old = connection.sealed
    verifying.replace_credentials(connection, shop.credentials("infakt"), ACTOR)
    effects.apply([ConnectionRefused(connection.pk, old, Problem("infakt.key_refused"))])
    connection.refresh_from_db()
    assert connection.state == ConnectionState.ACTIVE
    assert Lane.objects.get(connection=connection).open


@every_program
def test_credentials_that_cannot_be_opened_say_so(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    document = shop.issue(shop.series(connection))
    Connection.objects.update(sealed="gAAAAA-from-another-key")
    with Crew() as crew:
        crew.until(lambda: not Lane.objects.get(connection=connection).open)
    connection.refresh_from_db()
    assert keys([connection.problem]) == ["connections.unreadable"]
    assert delivery_of(document).state == State.QUEUED
    verifying.replace_credentials(connection, shop.credentials(program), ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_a_connector_that_is_gone_strands_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = shop.connect("infakt")
    document = shop.issue(shop.series(connection))
    with pytest.MonkeyPatch.context() as gone, Crew() as crew:
        gone.delitem(connectors(), "infakt")
        crew.until(lambda: not Lane.objects.get(connection=connection).open)
    connection.refresh_from_db()
    assert keys([connection.problem]) == ["delivery.connector_gone"]
    verifying.reverify(connection, ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_other_queues_go_on(shop: Shop) -> None:
    broken, sound = shop.connect("infakt"), shop.connect("ifirma")
    lose_access(broken)
    waits, goes = shop.issue(shop.series(broken)), shop.issue(shop.series(sound))
    with Crew() as crew:
        crew.until(lambda: not Lane.objects.get(connection=broken).open)
        crew.until_idle()
    assert (delivery_of(waits).state, delivery_of(goes).state) == (State.QUEUED, State.ISSUED)


def test_credentials_of_another_account_wait_for_what_is_in_doubt(shop: Shop) -> None:
    """Looked for in the wrong books, the document would not be found and be sent again."""
    connection = shop.connect("infakt")
    document = shop.issue(shop.series(connection))
    Delivery.objects.update(state=State.IN_DOUBT, due_at=None)
    stand_in = shop.sandbox.programs["infakt"].stand_in
    other = next(each for each in stand_in.accounts() if each.id == "ending")
    sealed = connection.sealed
    with pytest.raises(ProblemError) as raised:
        verifying.replace_credentials(connection, other.credentials, ACTOR)
    assert keys(raised.value.problems) == ["connections.other_account"]
    assert connection.sealed == sealed
    Delivery.objects.filter(document=document).update(state=State.ISSUED)
    verifying.replace_credentials(connection, other.credentials, ACTOR, other_account=True)
