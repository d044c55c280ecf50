"""Every answer that is known, from a file: what the connector makes of it."""

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mostek.connectors.base.contract import Account, Issued, NotReady, Refused, Rejected
from mostek.connectors.base.http import Http, Limited, Lost, NotSent, new_client
from mostek.connectors.ifirma.connector import CONNECTOR, IfirmaSession
from mostek.connectors.ifirma.tests.builders import COMPANY, PERSON, invoice

FIXTURES = Path(__file__).parent / "fixtures"
CREDENTIALS = {"login": "sklep@ifirma.example", "key_faktura": "0F1E2D3C4B5A6978", "key_abonent": "A1B2C3D4"}
MONTH = b'{"response":{"MiesiacKsiegowy":11,"RokKsiegowy":2026}}'


async def said(content: bytes, call: str, *given: Any, month: bytes = MONTH, status: int = 200) -> Any:
    """What a session's call makes of an answer; the accounting month is answered apart."""

    async def answer(request: web.Request) -> web.Response:
        is_month = request.path.endswith("miesiacksiegowy.json")
        return web.Response(body=month if is_month else content, status=200 if is_month else status)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server, new_client(allow_private=True) as client:
        account = Account(str(server.make_url("/iapi")), CREDENTIALS)
        session = IfirmaSession(account, Http(client, timeout=5, allow_private=True))
        return await getattr(session, call)(*given)


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


@pytest.mark.parametrize("variant", ["ok", "ok_number"])
async def test_a_document_made(variant: str) -> None:
    assert await said(fixture(f"create__{variant}"), "create", invoice(), "") == Issued("fakturakraj/1244512")


@pytest.mark.parametrize(
    ("variant", "key", "field"),
    [
        ("encoding", "encoding", ""),
        ("content_type", "content_type", ""),
        ("structure", "structure", ""),
        ("month_sale", "month_mismatch", "sale_date"),
        ("month_issue", "month_mismatch", "issue_date"),
        ("postcode", "buyer_data", "buyer.address.postcode"),
        ("contractor_postcode", "buyer_data", "buyer.address.postcode"),
        ("line", "line_refused", "lines.2.unit_price"),
        ("date_order", "issue_date_order", "issue_date"),
        ("number_taken", "number_taken", "number"),
        ("series", "series_unknown", "remote_series"),
        ("nip", "tax_id", "buyer.tax_id"),
        ("text_code", "tax_id", "buyer.tax_id"),
        ("unknown_text", "rejected_other", ""),
        ("settings", "settings", ""),
    ],
)
async def test_a_document_turned_down(variant: str, key: str, field: str) -> None:
    outcome = await said(fixture(f"create__{variant}"), "create", invoice(), "")
    assert isinstance(outcome, Rejected)
    (problem,) = outcome.problems
    assert (problem.key, problem.field) == (f"ifirma.{key}", field)
    assert problem.raw in fixture(f"create__{variant}").decode()
    explained = CONNECTOR.explanations[problem.key]
    assert "%(" not in (explained.what + explained.why + explained.todo) % problem.values


@pytest.mark.parametrize(
    ("variant", "key"),
    [
        ("bad_header", "bad_header"),
        ("unknown_login", "unknown_login"),
        ("key_missing", "key_missing"),
        ("wrong_key", "wrong_key"),
        ("terms", "terms"),
        ("no_right", "no_right"),
    ],
)
async def test_the_account_is_the_trouble(variant: str, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        await said(fixture(f"create__{variant}"), "create", invoice(), "")
    assert refusal.value.problem.key == f"ifirma.{key}"
    assert refusal.value.problem.values == {"key": "faktura"}


@pytest.mark.parametrize("variant", ["technical", "no_id", "unknown_code"])
async def test_an_answer_that_tells_nothing(variant: str) -> None:
    with pytest.raises(Lost):
        await said(fixture(f"create__{variant}"), "create", invoice(), "")


async def test_the_days_limit_is_used_up() -> None:
    with pytest.raises(Limited):
        await said(fixture("create__limit"), "create", invoice(), "")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<html>502</html>", 502),
        (b"<html>ok</html>", 200),
        (b'{"response":{"Kod', 200),
        (b"", 200),
        (b"[]", 200),
    ],
)
async def test_no_readable_answer_to_a_create_is_unknown(content: bytes, status: int) -> None:
    with pytest.raises(Lost):
        await said(content, "create", invoice(), "", status=status)


async def test_a_month_that_cannot_be_read_means_that_nothing_was_sent() -> None:
    with pytest.raises(NotSent):
        await said(fixture("create__ok"), "create", invoice(), "", month=b"<html></html>")


@pytest.mark.parametrize(
    ("buyer", "buyer_id", "record"), [(PERSON, "M1", "M1"), (COMPANY, "", "526-025-02-74")]
)
async def test_a_stored_record_to_be_mended_is_named(buyer: Any, buyer_id: str, record: str) -> None:
    outcome = await said(fixture("create__postcode"), "create", invoice(buyer=buyer), buyer_id)
    assert outcome.problems[0].key == "ifirma.buyer_record"
    assert outcome.problems[0].values == {"part": "KodPocztowy", "record": record}


@pytest.mark.parametrize("variant", ["bare", "wrapped"])
async def test_a_single_document_wrapped_or_bare(variant: str) -> None:
    booked = await said(fixture(f"document__{variant}"), "fetch", "fakturakraj/7")
    assert (booked.number, str(booked.gross), str(booked.vat)) == ("A2/2/2026", "59.97", "11.21")
    assert (booked.buyer_tax_id, booked.reference, booked.line_count) == ("5260250274", "MSTK-7F3K2Q", 1)
    assert booked.is_paid is False


async def test_values_that_nobody_knows_are_no_totals() -> None:
    assert (await said(fixture("document__unknown_values"), "fetch", "fakturakraj/7")).gross is None


@pytest.mark.parametrize(
    ("call", "given", "variant"),
    [
        ("fetch", ("fakturakraj/7",), "document__missing"),
        ("find", (invoice(), ""), "document__missing"),
        ("find", (invoice(), ""), "rows__no_list"),
        ("fetch", ("fakturakraj/7",), "create__technical"),
    ],
)
async def test_a_read_that_fails_never_says_that_nothing_is_there(
    call: str, given: tuple[Any, ...], variant: str
) -> None:
    with pytest.raises(Lost):
        await said(fixture(variant), call, *given)


async def test_an_empty_list_is_not_found() -> None:
    assert await said(fixture("rows__none"), "find", invoice(), "") == ()


async def test_no_contractor_found() -> None:
    assert await said(fixture("buyers__none"), "find_buyer", COMPANY, "MSTB-1") == ""


async def test_an_error_where_a_pdf_should_be_means_later() -> None:
    with pytest.raises(NotReady):
        await said(fixture("pdf__error"), "fetch_pdf", "fakturakraj/7", "pl")


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"<html>Hello</html>", 200), (b"not found", 404), (b"", 302), (fixture("month__other_api"), 200)],
)
async def test_a_wrong_address_has_its_own_sentence(content: bytes, status: int) -> None:
    with pytest.raises(Refused) as refusal:
        await said(content, "verify", status=status, month=content if status == 200 else MONTH)
    assert refusal.value.problem.key == "ifirma.wrong_address"
