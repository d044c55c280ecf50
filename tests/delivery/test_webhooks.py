"""What a program calls us with: believed only when signed, and never more than a nudge."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from mostek.connections.models import Connection
from mostek.connections.webhooks import LARGEST, webhook_address
from mostek.delivery.models import Delivery, State, Step, WebhookEvent
from mostek.delivery.queue import now
from mostek.delivery.webhooks import SECRET_FIELD
from mostek.sandbox.control import Control
from tests.delivery.crew import Crew
from tests.delivery.shop import Shop, delivery_of, fresh, keys

SECRET = "5ecre7" * 6
TASK = "1f0c6b6e-6a3a-4f53-9d0e-0a8f4b1f0001"
MADE = "invoice_created_via_async_api"
FAR = 3600.0


@pytest.fixture
def connection(shop: Shop) -> Connection:
    made = shop.connect("infakt")
    made.set_credentials(made.credentials() | {SECRET_FIELD: SECRET})
    made.save()
    return made


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-Infakt-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def post(connection: Connection, call: Any, headers: dict[str, str] | None = None) -> Any:
    body = call if isinstance(call, bytes) else json.dumps(call).encode()
    return Client().post(
        f"/hooks/{connection.webhook_token}/",
        body,
        content_type="application/json",
        headers=signed(body) if headers is None else headers,
    )


def event(uuid: str = "e-1", name: str = MADE, **resource: Any) -> dict[str, Any]:
    return {"event": {"uuid": uuid, "name": name, "retry_counter": 0}, "resource": resource}


def waiting(shop: Shop, connection: Connection, task: str = TASK) -> Delivery:
    """A document that the program accepted and is about to make."""
    document = shop.issue(shop.series(connection))
    Delivery.objects.filter(document=document).update(
        state=State.ACCEPTED, step=Step.AWAIT, task=task, due_at=now() + FAR
    )
    return delivery_of(document)


def is_due(delivery: Delivery) -> bool:
    delivery.refresh_from_db()
    return (delivery.due_at or 0) <= now()


def test_the_handshake_is_answered_and_noted(connection: Connection) -> None:
    answer = post(connection, {"verification_code": "abc-123"}, headers={})
    assert (answer.status_code, answer.json()) == (200, {"verification_code": "abc-123"})
    connection.refresh_from_db()
    assert connection.webhook_verified_at is not None
    assert connection.webhook_last_event_at is None


def test_a_signed_event_makes_its_document_due(shop: Shop, connection: Connection) -> None:
    ours, other = waiting(shop, connection), waiting(shop, connection, task="another")
    answer = post(connection, event(invoice_task_reference_number=TASK, invoice_uuid="u-1"))
    assert answer.status_code == 200
    assert (is_due(ours), is_due(other)) == (True, False)
    connection.refresh_from_db()
    assert (connection.webhook_last_event, connection.webhook_problem) == (MADE, None)


def test_the_same_event_ten_times_is_one(shop: Shop, connection: Connection) -> None:
    delivery = waiting(shop, connection)
    call = event(invoice_task_reference_number=TASK)
    assert post(connection, call).status_code == 200
    assert is_due(delivery)
    Delivery.objects.update(due_at=now() + FAR)
    for _ in range(9):
        assert post(connection, call).status_code == 200
        assert not is_due(delivery), "only the first one nudges"
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Infakt-Signature": ""}, {"X-Infakt-Signature": "0" * 64}, {"X-Infakt-Signature": "zażółć"}],
    ids=["none", "empty", "wrong", "odd"],
)
def test_a_forged_event_is_turned_down(shop: Shop, connection: Connection, headers: dict[str, str]) -> None:
    delivery = waiting(shop, connection)
    assert post(connection, event(invoice_task_reference_number=TASK), headers).status_code == 401
    assert not is_due(delivery)
    assert not WebhookEvent.objects.exists()
    connection.refresh_from_db()
    assert keys([connection.webhook_problem]) == ["infakt.webhook_signature_wrong"]
    post(connection, event(invoice_task_reference_number=TASK))
    connection.refresh_from_db()
    assert connection.webhook_problem is None


def test_another_accounts_signature_is_forged_here(shop: Shop, connection: Connection) -> None:
    body = json.dumps(event(invoice_task_reference_number=TASK)).encode()
    assert post(connection, body, signed(body, "of-another-account")).status_code == 401


def test_without_a_secret_nothing_is_believed(shop: Shop) -> None:
    bare = shop.connect("infakt")
    assert post(bare, event(invoice_task_reference_number=TASK)).status_code == 401
    bare.refresh_from_db()
    assert keys([bare.webhook_problem]) == ["infakt.webhook_secret_missing"]


def test_an_unknown_task_harms_nobody(shop: Shop, connection: Connection) -> None:
    delivery = waiting(shop, connection)
    assert post(connection, event(invoice_task_reference_number="of-somebody-else")).status_code == 200
    assert not is_due(delivery)


@pytest.mark.parametrize("state", [State.ISSUED, State.REJECTED, State.IN_DOUBT, State.HELD])
def test_an_event_out_of_order_changes_no_state(shop: Shop, connection: Connection, state: State) -> None:
    delivery = waiting(shop, connection)
    Delivery.objects.update(state=state, due_at=None)
    assert post(connection, event(invoice_task_reference_number=TASK, invoice_uuid="u-1")).status_code == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at, delivery.hints) == (state, None, {})


def test_one_in_a_workers_hand_is_left_alone(shop: Shop, connection: Connection) -> None:
    waiting(shop, connection)
    Delivery.objects.update(owner="worker")
    before = Delivery.objects.values().get()
    post(connection, event(invoice_task_reference_number=TASK))
    assert Delivery.objects.values().get() == before


def test_without_confidential_data_the_waiting_ones_are_looked_at(shop: Shop, connection: Connection) -> None:
    ours = waiting(shop, connection)
    assert post(connection, event(uuid="e-2", name=MADE) | {"resource": {"uuid": "u-1"}}).status_code == 200
    assert is_due(ours)


def test_another_connections_documents_are_not_touched(shop: Shop, connection: Connection) -> None:
    neighbour = waiting(shop, shop.connect("infakt"))
    post(connection, event(invoice_task_reference_number=TASK))
    post(connection, event(uuid="e-2") | {"resource": {"uuid": "u-1"}})
    assert not is_due(neighbour)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'"x"', b'{"event": 1}'])
def test_nonsense_is_turned_down(connection: Connection, body: bytes) -> None:
    assert post(connection, body).status_code == 400
    assert post(connection, body, headers={}).status_code == 401


def test_an_unknown_address_does_not_exist(connection: Connection) -> None:
    assert Client().post("/hooks/guessed/", b"{}", content_type="application/json").status_code == 404
    assert Client().get(f"/hooks/{connection.webhook_token}/").status_code == 405


def test_a_program_without_webhooks_has_no_address(shop: Shop) -> None:
    assert post(shop.connect("ifirma"), event()).status_code == 404


def test_what_is_too_large_is_not_read(connection: Connection) -> None:
    assert post(connection, b" " * (LARGEST + 1)).status_code == 413


def test_addresses_are_unguessable_and_each_its_own(shop: Shop, settings: Any) -> None:
    settings.PUBLIC_URL = "https://mostek.example"
    addresses = [webhook_address(shop.connect("infakt")) for _ in range(3)]
    assert len(set(addresses)) == 3
    assert all(address.startswith("https://mostek.example/hooks/") for address in addresses)
    assert all(len(address.split("/")[-2]) >= 32 for address in addresses)


def listening(shop: Shop, live_server: LiveServer) -> Connection:
    """Webhooks set up as a user does: at the program's page, then its secret here."""
    connection = shop.connect("infakt")
    address = f"{live_server.url}/hooks/{connection.webhook_token}/"
    secret = Control(shop.sandbox.url).subscribe("infakt", "good", address)
    connection.refresh_from_db()
    assert connection.webhook_verified_at is not None
    connection.set_credentials(connection.credentials() | {SECRET_FIELD: secret})
    connection.save()
    # One earlier event: from then on the worker relies on them and looks by itself only seldom.
    connection.webhook_last_event_at = connection.webhook_verified_at
    connection.save()
    return connection


@pytest.mark.parametrize("fault", ["", "repeated_webhook", "lost_webhook"])
def test_with_the_programs_own_events(shop: Shop, live_server: LiveServer, fault: str) -> None:
    document = shop.issue(shop.series(listening(shop, live_server)))
    if fault:
        shop.faults("infakt").upcoming[fault] = 1
    with Crew() as crew:
        crew.until_idle()
        if fault != "lost_webhook":
            crew.until(lambda: WebhookEvent.objects.filter(name=MADE).count() == 1)
    assert fresh(document).delivery.state == State.ISSUED
    assert fresh(document).number == shop.booked(document).number
    assert WebhookEvent.objects.filter(name=MADE).count() == (fault != "lost_webhook")
