"""A person at a real browser, before a running panel."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from mostek.companies.models import Company, Role, User
from tests.factories import make_user
from tests.panel.conftest import connection, make_document, make_order, order, series

__all__ = ["connection", "make_document", "make_order", "order", "series"]
OpenPage = Callable[..., Page]
PHONE, LAPTOP = 390, 1440


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
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
