"""Another program is told what happened: signed, at least once, by the convention's own library."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from standardwebhooks import Webhook

from mostek.companies.credentials import create_credential
from mostek.companies.models import Company
from mostek.connections.vault import seal
from mostek.delivery import errands
from mostek.documents.issuing import issue
from mostek.events import telling
from mostek.events.models import Kind
from mostek.hooks.models import Call, Endpoint
from mostek.hooks.signing import new_secret
from mostek.hooks.telling import ping
from tests.delivery.shop import Shop
from tests.factories import PASSWORD, make_company, make_user

pytestmark = pytest.mark.django_db


class Receiver:
    """Another program on loopback; `status` is what it answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.pause = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
                time.sleep(outer.pause)
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/mostek"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
        yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def endpoint_of(company: Company, url: str, *kinds: str) -> tuple[Endpoint, str]:
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        company=company, url=url, kinds=list(kinds), sealed=seal({"secret": secret}), created_by="Anna"
    )
    return endpoint, secret


def work() -> Call:
    """Works the one call that is due."""
    row = errands.claim(Call, 1, "test")[0]
    errands.work(row)
    return Call.objects.get(pk=row.pk)


def key_of(row: Call | Endpoint) -> str:
    assert row.problem is not None
    return str(row.problem["key"])


def test_an_issued_document_is_told_with_a_signature_that_verifies(shop: Shop, receiver: Receiver) -> None:
    _, secret = endpoint_of(shop.company, receiver.url, Kind.DOCUMENT_ISSUED)
    document = issue(shop.order(), shop.hub_series(), "Anna")
    telling.tell_a_portion()
    assert work().state == "done"
    headers, body = receiver.heard[0]
    told = Webhook(secret).verify(body.decode(), headers)
    assert told["type"] == "document.issued"
    assert told["data"]["document"]["reference"] == document.reference
    assert told["data"]["order"]["number"] == document.order.number  # type: ignore[union-attr]
    assert document.buyer_name not in body.decode()


def test_a_forged_body_does_not_verify(receiver: Receiver) -> None:
    company = make_company()
    endpoint, secret = endpoint_of(company, receiver.url)
    ping(company, endpoint, timezone.now().isoformat())
    work()
    headers, body = receiver.heard[0]
    with pytest.raises(Exception, match="signature"):
        Webhook(secret).verify(body.decode().replace("ping", "pong"), headers)


def test_what_was_not_taken_is_sent_again_under_the_same_id(receiver: Receiver) -> None:
    company = make_company()
    endpoint, _ = endpoint_of(company, receiver.url)
    ping(company, endpoint, timezone.now().isoformat())
    receiver.status = 500
    waiting = work()
    assert (waiting.state, key_of(waiting), waiting.failures) == ("queued", "hooks.refused", 1)
    Call.objects.update(due_at=0)
    receiver.status = 200
    assert work().state == "done"
    ids = [headers["webhook-id"] for headers, _ in receiver.heard]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_410_switches_the_endpoint_off(receiver: Receiver) -> None:
    company = make_company()
    endpoint, _ = endpoint_of(company, receiver.url, Kind.ORDER_CREATED)
    ping(company, endpoint, timezone.now().isoformat())
    receiver.status = 410
    assert work().state == "failed"
    endpoint.refresh_from_db()
    assert (endpoint.active, key_of(endpoint)) == (False, "hooks.gone")


def test_a_private_address_is_not_called(receiver: Receiver) -> None:
    company = make_company()
    endpoint, _ = endpoint_of(company, receiver.url)
    ping(company, endpoint, timezone.now().isoformat())
    with override_settings(ALLOW_PRIVATE_ADDRESSES=False):
        assert key_of(work()) == "hooks.private"
    assert receiver.heard == []


def test_another_company_s_event_is_not_told(shop: Shop, receiver: Receiver) -> None:
    endpoint_of(make_company(name="Inna"), receiver.url, Kind.DOCUMENT_ISSUED)
    issue(shop.order(), shop.hub_series(), "Anna")
    telling.tell_a_portion()
    assert not Call.objects.exists()


def test_the_panel_adds_an_endpoint_and_shows_its_secret_once(client: Client, receiver: Receiver) -> None:
    company = make_company()
    make_user(company)
    client.login(email="owner@shop.example", password=PASSWORD)
    values = {"description": "Magazyn", "url": receiver.url, "kinds": ["document.delivered"]}
    page = client.post("/settings/webhooks/new/", values).content.decode()
    endpoint = Endpoint.objects.get()
    assert endpoint.secret() in page
    address = f"/settings/webhooks/{endpoint.pk}/"
    assert endpoint.secret() not in client.get(address).content.decode()
    client.post(f"{address}try/")
    assert work().state == "done"
    assert "test.ping" in client.get(address).content.decode()
    client.post(f"{address}switch/")
    client.post(f"{address}delete/")
    assert not Endpoint.objects.exists()


def test_an_address_without_https_is_refused_with_a_sentence(client: Client) -> None:
    make_user(make_company())
    client.login(email="owner@shop.example", password=PASSWORD)
    values = {"url": "http://shop.example/x", "description": "x", "kinds": ["order.paid"]}
    with override_settings(LANGUAGE_CODE="en"):
        page = client.post("/settings/webhooks/new/", values, headers={"accept-language": "en"})
    assert "https://" in page.content.decode()
    assert not Endpoint.objects.exists()


def test_the_api_adds_lists_and_removes(client: Client, receiver: Receiver) -> None:
    company = make_company()
    credential, secret = create_credential(company, "ERP", ["webhooks:write"])
    headers = {"authorization": f"Bearer {credential.key_id}:{secret}"}
    made = client.post(
        "/api/v1/webhooks", {"url": receiver.url}, content_type="application/json", headers=headers
    )
    assert made.status_code == 201, made.content
    told = json.loads(made.content)
    assert told["secret"].startswith("whsec_")
    assert told["events"] == list(Kind.values)
    listed = client.get("/api/v1/webhooks", headers=headers)
    assert "secret" not in json.loads(listed.content)[0]
    odd = client.post(
        "/api/v1/webhooks",
        {"url": receiver.url, "events": ["order.eaten"]},
        content_type="application/json",
        headers=headers,
    )
    assert odd.status_code == 422
    assert client.delete(f"/api/v1/webhooks/{told['id']}", headers=headers).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_a_call_that_outlasts_its_lease_is_nobody_else_s(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "LEASE", 0.8)
    company = make_company()
    endpoint, _ = endpoint_of(company, receiver.url)
    ping(company, endpoint, timezone.now().isoformat())
    receiver.pause = 2
    mine = errands.claim(Call, 1, "one")[0]
    at_work = Thread(target=errands._work_and_close, args=(mine,))
    at_work.start()
    while at_work.is_alive():
        assert errands.claim(Call, 1, "another") == []
        at_work.join(0.1)
    assert Call.objects.get().state == "done"
    assert len(receiver.heard) == 1
