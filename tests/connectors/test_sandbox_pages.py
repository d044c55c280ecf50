"""The sandbox's pages, as a person with a browser sees them."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from mostek.sandbox.server import Sandbox, running_sandbox

KEY = {"X-Kajet-Key": "0123456789abcdef"}
ACCOUNT = "/dummy/-/accounts/good/"


@pytest.fixture
async def sandbox(lone_dummy: Path) -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    headers = {"Accept-Language": "en-GB,en;q=0.9", "Sec-Fetch-Site": "same-origin"}
    async with aiohttp.ClientSession(sandbox.url, cookie_jar=jar, headers=headers) as client:
        yield client


async def seen(browser: aiohttp.ClientSession, path: str, **more: Any) -> str:
    async with browser.get(path, **more) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return unescape(await answer.text())


async def pressed(browser: aiohttp.ClientSession, path: str, **values: str) -> str:
    """The page that a person sees after pressing a button."""
    async with browser.post(path, data=values) as answer:
        assert answer.status == 200
        return unescape(await answer.text())


async def book(
    sandbox: Sandbox, browser: aiohttp.ClientSession, number: str, buyer: str = "Jan Nowak"
) -> None:
    lines = [
        {"name": "Mug", "quantity": "1", "price": "1234.50", "discount": "0", "vat": "23", "percent": "23"}
    ]
    document = {
        "reference": f"MST-{number}",
        "number": number,
        "issued_on": "2026-03-17",
        "sold_on": "2026-03-17",
        "currency": "PLN",
        "prices": "gross",
        "buyer": {"name": buyer, "tax_id": ""},
        "payment": "bank",
        "paid": True,
        "lines": lines,
    }
    async with browser.post("/dummy/v1/documents", json=document, headers=KEY) as answer:
        assert answer.status == 201


async def test_the_first_page_lists_the_programs(browser: aiohttp.ClientSession) -> None:
    page = await seen(browser, "/")
    assert "Kajet" in page
    assert "Accounts: 3 · Documents: 0" in page


@pytest.mark.parametrize("path", ["/dummy/", "/dummy/-/"])
async def test_a_program_shows_its_accounts_and_how_to_connect(
    browser: aiohttp.ClientSession, sandbox: Sandbox, path: str
) -> None:
    page = await seen(browser, path)
    assert "This is a stand-in of Kajet" in page
    assert "0123456789abcdef" in page
    assert sandbox.base_url("dummy") in page
    assert "The subscription has ended." in page


async def test_it_speaks_polish_when_asked_and_remembers(browser: aiohttp.ClientSession) -> None:
    assert "All programs" in await seen(browser, "/dummy/-/")
    assert "Wszystkie programy" in await seen(browser, "/dummy/-/?lang=pl")
    page = await seen(browser, ACCOUNT)
    assert "Abonament" in page
    assert "Jeszcze nic nie zaksięgowano" in page


async def test_every_sentence_of_the_pages_is_translated(browser: aiohttp.ClientSession) -> None:
    """English words that no Polish page may show."""
    for path in ("/", "/dummy/-/", ACCOUNT, "/dummy/-/accounts/add"):
        page = await seen(browser, f"{path}?lang=pl")
        for word in ("Account", "Documents", "Failure", "stand-in", "calls", "Add ", "Search", "Nothing"):
            assert word not in page, f"{word} on {path}"


async def test_the_books_show_what_was_booked(sandbox: Sandbox, browser: aiohttp.ClientSession) -> None:
    assert "Nothing was booked yet" in await seen(browser, ACCOUNT)
    await book(sandbox, browser, "FV/1")
    await book(sandbox, browser, "FV/2", "<script>alert(1)</script>")
    page = await seen(browser, ACCOUNT)
    assert "FV/1" in page
    assert "1,234.50" in page
    assert "1,003.66" in page
    async with browser.get(ACCOUNT) as answer:
        raw = await answer.text()
    assert "<script>" not in raw
    assert "&lt;script&gt;" in raw
    found = await seen(browser, f"{ACCOUNT}?q=nowak")
    assert "FV/1" in found
    assert "FV/2" not in found
    assert "No document matches" in await seen(browser, f"{ACCOUNT}?q=nothing-like-it")


async def test_many_documents_come_in_pages(sandbox: Sandbox, browser: aiohttp.ClientSession) -> None:
    for number in range(101):
        await book(sandbox, browser, f"FV/{number:03}")
    assert "FV/000" not in await seen(browser, ACCOUNT)
    assert "FV/000" in await seen(browser, f"{ACCOUNT}?page=2")
    for nonsense in ("none", "-1", "9" * 4000):
        assert "FV/" in await seen(browser, f"{ACCOUNT}?page={nonsense}")


async def test_a_button_of_the_stand_in_does_what_it_says(browser: aiohttp.ClientSession) -> None:
    page = await pressed(browser, f"{ACCOUNT}forms/0/plan", plan="ended")
    assert "The subscription was changed." in page
    async with browser.get("/dummy/v1/me", headers=KEY) as answer:
        assert answer.status == 402
    assert "The subscription was changed." not in await seen(browser, ACCOUNT), "the message is shown once"


async def test_a_form_that_is_gone_is_not_found(browser: aiohttp.ClientSession) -> None:
    for path in (
        f"{ACCOUNT}forms/7/plan",
        f"{ACCOUNT}forms/0/other",
        "/dummy/-/accounts/no-such/forms/0/plan",
    ):
        async with browser.post(path, data={"plan": "ended"}) as answer:
            assert answer.status == 404


async def test_failures_are_set_and_cleared(sandbox: Sandbox, browser: aiohttp.ClientSession) -> None:
    faults = sandbox.programs["dummy"].faults
    wanted = {"share:timeout_after_create": "12,5", "upcoming:server_error": "3", "latency": "20"}
    page = await pressed(browser, "/dummy/-/failures", account="good", limits_on="on", hold="0", **wanted)
    assert "The failures are set." in page
    assert faults.share["timeout_after_create"] == 0.125
    assert faults.upcoming["server_error"] == 3
    assert (faults.latency, faults.hold, faults.limits_on) == (0.02, 0, True)
    assert 'value="12.5"' in page
    assert "Failures are on" in await seen(browser, "/")
    page = await pressed(browser, "/dummy/-/failures", account="good", clear="1")
    assert "All failures are off." in page
    assert not sandbox.programs["dummy"].is_failing


@pytest.mark.parametrize("value", ["120", "-1", "many", "nan"])
async def test_a_share_that_makes_no_sense_changes_nothing(
    sandbox: Sandbox, browser: aiohttp.ClientSession, value: str
) -> None:
    page = await pressed(browser, "/dummy/-/failures", account="", **{"share:server_error": value})
    assert "Nothing was changed:" in page
    assert not sandbox.programs["dummy"].is_failing


async def test_an_account_is_added(browser: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    assert "Company name" in await seen(browser, "/dummy/-/accounts/add")
    page = await pressed(browser, "/dummy/-/accounts/add", name="Nowa & Spółka", tax_id="5260250274")
    assert "The account was added." in page
    assert "Nowa & Spółka" in page
    assert len(sandbox.programs["dummy"].stand_in.accounts()) == 4


async def test_an_account_without_a_name_is_not_added(browser: aiohttp.ClientSession) -> None:
    async with browser.post("/dummy/-/accounts/add", data={"name": " "}) as answer:
        assert answer.status == 400
        assert "Give the account a name" in await answer.text()


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
@pytest.mark.parametrize(
    "path",
    [
        "/dummy/-/failures",
        "/dummy/-/accounts/add",
        f"{ACCOUNT}forms/0/plan",
        "/dummy/-/faults.json",
        "/dummy/-/reset",
    ],
)
async def test_other_sites_cannot_press_the_buttons(
    browser: aiohttp.ClientSession, path: str, headers: dict[str, str]
) -> None:
    async with browser.post(path, data={"name": "Evil", "plan": "ended"}, headers=headers) as answer:
        assert answer.status == 403


async def test_the_style_sheet_is_our_own(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/-/sandbox.css") as answer:
        assert (answer.status, answer.content_type) == (200, "text/css")
        assert "http" not in await answer.text()
    async with browser.get(ACCOUNT) as answer:
        page = await answer.text()
    assert 'href="http' not in page
    assert "src=" not in page


async def test_an_unknown_account_is_not_found(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/dummy/-/accounts/nobody/") as answer:
        assert answer.status == 404
        assert "no such account" in await answer.text()
