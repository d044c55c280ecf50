"""The stand-in itself: the quirks that the program's own clients meet."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mostek.connectors.base.stand_in import Faults, Store, Surroundings
from mostek.connectors.infakt.simulator import build
from mostek.connectors.infakt.simulator.pricing import priced, units
from mostek.connectors.infakt.simulator.switches import set_switches
from mostek.connectors.infakt.tests.conftest import Place
from mostek.connectors.infakt.tests.examples import PERSON, invoice
from mostek.connectors.infakt.webhooks import receive_webhook

API = "/infakt/api/v3"


@pytest.mark.parametrize(
    ("written", "read"), [(40000, 40000), ("40000", 40000), ("500.00", 500), ("500.00 PLN", 500), ("x", 0)]
)
def test_amounts_are_read_as_the_program_reads_them(written: Any, read: int) -> None:
    assert units(written) == read


def test_documented_sums_come_out() -> None:
    for net, tax, gross in ((6623, 1523, 8146), (6600, 1518, 8118)):
        line = priced({"unit_net_price": net}, Decimal(23))
        assert line is not None
        assert (line["net_price"], line["tax_price"], line["gross_price"]) == (net, tax, gross)


async def test_the_short_prefix_and_any_case_of_the_header_work(place: Place) -> None:
    assert (await place.get("/infakt/v3/clients.json"))["entities"] == []
    assert (await place.send("GET", f"{API}/clients.json", key="f" * 40))[0] == 401


async def test_unknown_filters_are_ignored_and_known_ones_kept(place: Place) -> None:
    session = place.session()
    await session.create_buyer(PERSON, "MST-A")
    await session.create_buyer(PERSON.model_copy(update={"tax_id": "5260250274"}), "MST-B")
    for query in ("nip=5260250274", "q[clean_client_nip_eq]=5260250274", "page=7&per_page=1"):
        assert (await place.get(f"{API}/clients.json?{query}"))["metainfo"]["total_count"] == 2
    for query in ("q[clean_nip_eq]=PL526-025-02-74", "q[nip_eq]=5260250274"):
        assert (await place.get(f"{API}/clients.json?{query}"))["metainfo"]["total_count"] == 1
    assert (await place.get(f"{API}/clients.json?q[clean_nip_eq]=9"))["entities"] == []


async def test_the_envelope_misleads_as_the_real_one_does(place: Place) -> None:
    session = place.session()
    for _ in range(25):
        await session.create_buyer(PERSON, "MST-A")
    body = await place.get(f"{API}/clients.json?limit=2&offset=24&order=id asc&fields=id,note")
    assert (body["metainfo"]["count"], body["metainfo"]["total_count"]) == (10, 25)
    assert len(body["entities"]) == 1
    assert set(body["entities"][0]) == {"id", "note"}
    assert body["metainfo"]["next"].endswith("offset=26&limit=2")
    assert "offset=22" in body["metainfo"]["previous"]
    assert len((await place.get(f"{API}/clients.json?limit=500"))["entities"]) == 25


async def test_a_document_without_currency_or_status_is_a_draft_in_zloty(place: Place) -> None:
    sent = {
        "payment_method": "cash",
        "client_company_name": "Firma",
        "services": [{"name": "A", "tax_symbol": 23, "gross_price": "12300"}],
        "unknown": 1,
    }
    status, body = await place.send("POST", f"{API}/invoices.json", {"invoice": sent})
    made = json.loads(body)
    assert (status, made["currency"], made["status"], made["net_price"]) == (201, "PLN", "draft", 10000)
    assert (await place.get(f"{API}/clients.json"))["entities"][0]["company_name"] == "Firma"
    await place.send("POST", f"{API}/invoices.json", {"invoice": sent})
    assert (await place.get(f"{API}/clients.json"))["metainfo"]["total_count"] == 1


async def test_errors_show_only_in_the_task(place: Place) -> None:
    status, body = await place.send("POST", f"{API}/async/invoices.json", {"invoice": {}})
    task = json.loads(body)
    assert (status, task["processing_code"]) == (201, 100)
    path = f"{API}/async/invoices/status/{task['invoice_task_reference_number']}.json"
    end = await place.get(path)
    assert end["processing_code"] == 422
    assert {"payment_method", "services", "client_id"} <= set(end["invoice_errors"])
    assert "invoice_uuid" not in end


async def test_a_correction_made_synchronously_breaks_and_invoices_know_none(place: Place) -> None:
    status, _ = await place.send("POST", f"{API}/corrective_invoices.json", {"corrective_invoice": {}})
    assert status == 500
    assert (await place.send("GET", f"{API}/invoices/{'0' * 36}.json"))[0] == 404


async def test_reading_a_pdf_prints_and_a_mail_has_no_answer(place: Place) -> None:
    session = place.session(document_status="draft")
    uuid = (await place.issue(session, invoice())).remote_id
    path = f"{API}/invoices/{uuid}"
    assert (await place.get(f"{path}.json"))["status"] == "draft"
    assert (await place.send("DELETE", f"{path}x.json"))[0] == 404
    await place.send("GET", f"{path}/pdf.json?document_type=original")
    assert (await place.get(f"{path}.json"))["status"] == "printed"
    assert await place.send("POST", f"{path}/deliver_via_email.json", {"print_type": "original"}) == (
        202,
        b"",
    )
    assert (await place.get(f"{path}.json"))["status"] == "sent"
    assert (await place.send("DELETE", f"{path}.json"))[0] == 422


async def test_changing_lines_replaces_them_and_counts_anew(place: Place) -> None:
    uuid = (await place.issue(place.session(), invoice())).remote_id
    path = f"{API}/invoices/{uuid}.json"
    lines = [{"name": "B", "tax_symbol": "8", "net_price": 1000}]
    await place.send("PUT", path, {"invoice": {"services": lines}})
    changed = await place.get(path)
    assert ([each["name"] for each in changed["services"]], changed["gross_price"]) == (["B"], 1080)
    await place.send("PUT", path, {"invoice": {"notes": "neu"}})
    kept = await place.get(path)
    assert (kept["notes"], kept["gross_price"], kept["number"]) == ("neu", 1080, changed["number"])


async def test_ksef_1_is_gone_and_ksef_2_clears_after_a_while(place: Place) -> None:
    set_switches(place.store, "good", ksef_delay=0.05)
    uuid = (await place.issue(place.session(), invoice())).remote_id
    assert (await place.send("GET", f"{API}/ksef/integration.json"))[0] == 410
    path = f"{API}/ksef2/documents/{uuid}"
    assert (await place.get(f"{path}/status.json"))["status"] == "rejected"
    assert (await place.send("POST", f"{path}/send.json", {}))[0] == 200
    assert (await place.send("POST", f"{API}/invoices/{uuid}/send_to_ksef.json", {}))[0] == 422
    await asyncio.sleep(0.06)
    status = await place.get(f"{path}/status.json")
    assert status["status"] == "success"
    assert status["ksef_number"].startswith("1111111111-")
    assert (await place.get(f"{API}/invoices/{uuid}.json"))["ksef_number"] == status["ksef_number"]


async def test_numbers_run_by_the_month_of_the_document(place: Place) -> None:
    session = place.session()
    days = ("2026-03-08", "2026-03-01", "2026-04-01")
    documents = [invoice().model_copy(update={"issue_date": date.fromisoformat(d)}) for d in days]
    numbers = [
        (await session.fetch((await place.issue(session, each)).remote_id)).number for each in documents
    ]
    assert numbers == ["1/03/2026", "2/03/2026", "1/04/2026"]
    preview = await place.get(f"{API}/invoices/next_number.json?kind=vat&date=2026-03-20")
    assert preview["next_number"] == "3/03/2026"


async def test_books_tasks_and_accounts_outlive_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "books.sqlite3")
    first = build(Surroundings(store, Faults()))
    key = first.add_account("Nowa", "5260250274").credentials["api_key"]
    account = next(each for each in first._accounts.all() if each.key == key)
    job = {
        "action": "create_invoice",
        "resource": "invoices",
        "invoice_kind": "invoice",
        "send_to_ksef": False,
    }
    line = {"name": "A", "tax_symbol": "23", "gross_price": 12300}
    sent = {"payment_method": "cash", "client_company_name": "Firma", "services": [line]}
    first._tasks.accept(account.id, 60, job | {"sent": sent})
    await first.close()
    store.close()

    reopened = Store(tmp_path / "books.sqlite3")
    second = build(Surroundings(reopened, Faults()))
    assert [each.name for each in second.accounts()][-1] == "Nowa"
    pending = next(iter(reopened.table("infakt_pending").values()))
    reopened.put("infakt_pending", pending["ref"], pending | {"delay": 0})
    second._tasks.resume()
    (row,) = second.books(account.id)
    assert str(row.gross) == "123.00"
    await second.close()
    reopened.clear()
    assert second.books() == []
    reopened.close()


class Listener:
    """Somebody's webhook address: notes what came; answers with `status`, or as the connector would."""

    def __init__(self) -> None:
        self.secret = ""
        self.status = 0
        self.got: list[tuple[dict[str, Any], int]] = []

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        answer = receive_webhook(headers, body, self.secret)
        self.got.append((json.loads(body), answer.status))
        return web.Response(status=self.status or answer.status, body=answer.body)


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, str]]:
    listener, app = Listener(), web.Application()
    app.router.add_post("/hook", listener.take)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield listener, str(server.make_url("/hook"))
    await server.close()


async def _subscribed(place: Place, listener: Listener, url: str, mode: str = "full") -> None:
    """As a user does it on the settings page."""
    forms = _forms(place)
    events = ["invoice_created_via_async_api", "invoice_creation_error_via_async_api"]
    said = await forms["add-webhook"].submit({"url": [url], "mode": [mode], "events": events})
    assert said.startswith("The webhook is added")
    verify = next(form for name, form in _forms(place).items() if name.startswith("verify-"))
    assert (await verify.submit({})).startswith("Verified")
    listener.secret = place.stand_in.subscriptions.of("good")[0]["secret"]
    listener.got.clear()


def _forms(place: Place) -> dict[str, Any]:
    return {form.name: form for section in place.stand_in.sections("good") for form in section.forms}


async def _heard(listener: Listener, count: int) -> list[tuple[dict[str, Any], int]]:
    for _ in range(100):
        if len(listener.got) >= count:
            break
        await asyncio.sleep(0.01)
    return listener.got


@pytest.mark.parametrize("mode", ["full", "redacted"])
async def test_a_verified_webhook_hears_of_the_document(
    place: Place, listener: tuple[Listener, str], mode: str
) -> None:
    await _subscribed(place, *listener, mode)
    issued = await place.issue(place.session(), invoice())
    ((body, status),) = await _heard(listener[0], 1)
    assert (status, body["event"]["name"]) == (200, "invoice_created_via_async_api")
    named = body["resource"]
    assert (
        named.get("invoice_uuid") == issued.remote_id
        if mode == "full"
        else named == {"uuid": issued.remote_id}
    )


async def test_a_handshake_that_fails_says_why(place: Place, listener: tuple[Listener, str]) -> None:
    subscriptions = place.stand_in.subscriptions
    other = subscriptions.add("good", "http://127.0.0.1:1/none", "", "full", [])
    assert "nobody answered" in await subscriptions.verify(other["id"])
    listener[0].status = 202
    wrong = subscriptions.add("good", listener[1], "", "full", [])
    assert "did not answer with 200" in await subscriptions.verify(wrong["id"])


async def test_lost_and_repeated_webhooks(place: Place, listener: tuple[Listener, str]) -> None:
    await _subscribed(place, *listener)
    place.faults.upcoming |= {"lost_webhook": 1}
    await place.issue(place.session(), invoice())
    place.faults.upcoming |= {"repeated_webhook": 1}
    await place.issue(place.session(), invoice())
    heard = await _heard(listener[0], 3)
    assert len({body["event"]["uuid"] for body, _ in heard}) == 1
    assert len(heard) == 3


async def test_ten_failures_switch_a_webhook_off(place: Place, listener: tuple[Listener, str]) -> None:
    await _subscribed(place, *listener)
    place.stand_in.subscriptions.pause = 0.0001
    listener[0].status = 500
    await place.issue(place.session(), invoice())
    heard = await _heard(listener[0], 10)
    await asyncio.sleep(0.05)
    assert [body["event"]["retry_counter"] for body, _ in heard] == list(range(10))
    assert not place.stand_in.subscriptions.of("good")[0]["active"]
    await place.issue(place.session(), invoice())
    await asyncio.sleep(0.05)
    assert len(listener[0].got) == 10


async def test_the_settings_page_refuses_nonsense(place: Place) -> None:
    forms = _forms(place)
    assert "http" in await forms["add-webhook"].submit({"url": ["ftp://x"], "events": ["invoice_deleted"]})
    assert "at least one" in await forms["add-webhook"].submit({"url": ["http://x"], "events": ["nonsense"]})
    assert "seconds" in await forms["switches"].submit({"task_delay": ["soon"]})
    assert "2026-02" in await forms["switches"].submit({"task_delay": ["0"], "closed_month": ["2026-13"]})
    assert await forms["switches"].submit({"task_delay": ["0"], "ksef_active": ["yes"]}) == "Saved."
