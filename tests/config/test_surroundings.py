"""The tests' own surroundings do what they promise."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser

from mostek.companies.models import Company, User
from mostek.sandbox.control import Control
from mostek.sandbox.server import Sandbox
from tests.factories import PASSWORD
from tests.loopback import LeftTheMachine


def test_files_of_a_run_lie_in_a_folder_of_its_own() -> None:
    assert Path(os.environ["MOSTEK_HOME"]) == settings.HOME
    assert settings.HOME.name.startswith("mostek-tests-")


def test_no_connection_leaves_the_machine() -> None:
    with socket.socket() as outside, pytest.raises(LeftTheMachine):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.com", 443)


def test_database_is_the_wanted_one(db: None, request: pytest.FixtureRequest) -> None:
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[request.config.getoption("--db")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.vendor == wanted


def test_owner_logs_in(owner: User, company: Company) -> None:
    assert owner.check_password(PASSWORD)
    assert owner.memberships.get().company == company


def test_new_databases_are_apart(new_database_url: Callable[[], str]) -> None:
    assert new_database_url() != new_database_url()


def test_sandbox_answers(sandbox: Sandbox) -> None:
    assert sandbox.url == settings.SANDBOX_URL
    assert Control(sandbox.url).health().keys() == sandbox.programs.keys()


@pytest.mark.browser
def test_browser_shows_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<title>Mostek</title>")
    assert page.title() == "Mostek"
    page.close()
