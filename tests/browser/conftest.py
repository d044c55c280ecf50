"""A person at a real browser, before a running panel."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from mostek.companies.models import Company, Role, User
from tests.browser.installation import Installation, running_installation
from tests.factories import make_user
from tests.panel.conftest import connection, make_document, make_order, order, series

__all__ = ["connection", "make_document", "make_order", "order", "series"]
OpenPage = Callable[..., Page]
PHONE, LAPTOP = 390, 1440
MOMENT = 20_000
"""Milliseconds until what a press of a button leads to must be seen, on a busy machine."""
expect.set_options(timeout=MOMENT)
NO_DOCUMENT = "Żaden dokument nie pasuje do tych filtrów"


@pytest.fixture
def person(live_server: LiveServer, company: Company) -> User:
    return make_user(company, Role.OWNER)


@pytest.fixture
def open_page(live_server: LiveServer, chromium: Browser, person: User) -> Iterator[OpenPage]:
    """Opens a page of the panel, logged in. Anything the browser complains about fails the test."""
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    contexts = []
    complaints: list[str] = []

    def open_one(path: str, width: int = LAPTOP, *, script: bool = True, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="en-GB",
            java_script_enabled=script,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(MOMENT)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for all who walk through it; it takes longer to start than most of them."""
    home = tmp_path_factory.mktemp("mostek")
    settings = {
        "MOSTEK_LIMITS": "off",
        "MOSTEK_ALLOW_CUSTOM_ADDRESSES": "on",
        "MOSTEK_ALLOW_PRIVATE_ADDRESSES": "on",
    }
    with running_installation(home, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def user(installation: Installation, chromium: Browser) -> Iterator[BrowserContext]:
    """A browser in which the user has logged in with what the terminal printed."""
    context = chromium.new_context(
        base_url=installation.url,
        locale="pl-PL",
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(MOMENT)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill(installation.email)
    page.get_by_label("Hasło").fill(installation.password)
    page.get_by_role("button", name="Zaloguj").click()
    expect(page.get_by_role("heading", name="Pulpit")).to_be_visible()
    _wait_until_the_samples_arrived(page)
    page.close()
    yield context
    context.close()


def _wait_until_the_samples_arrived(page: Page) -> None:
    page.goto("/documents/?state=on_the_way")
    for _ in range(240):
        if page.get_by_text(NO_DOCUMENT).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the sample documents never arrived")


@pytest.fixture
def page(user: BrowserContext) -> Iterator[Page]:
    """A page of the panel. Whatever the browser complains about fails the step."""
    opened = user.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []
