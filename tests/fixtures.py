"""What any test may ask for."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from mostek.companies.models import Company, User
from mostek.sandbox.server import Sandbox, sandbox_in_thread
from tests.databases import copy_migrated, empty_quickly
from tests.factories import make_company, make_user
from tests.loopback import keep_on_this_machine
from tests.postgres import create_database, drop_database

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "new_database_url"}
MOST_PROCESSES = 8
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_configure() -> None:
    keep_on_this_machine()
    # Argon2 is slow on purpose; hundreds of tests log somebody in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    empty_quickly()
    # Mostek uses neither content types nor Django's permissions; writing them anew after each test is slow.
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first. On PostgreSQL only what it may change: the rest was tested on SQLite."""
    items.sort(key=lambda item: item.get_closest_marker("faults") is None)
    if config.getoption("--db") == "postgres":
        left_out = [item for item in items if not _depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _depends_on_database(item)]


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Tests of delivery wait at least as long as they count."""
    return min(2 * (os.cpu_count() or 1), MOST_PROCESSES)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Each process of pytest-xdist has a database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    folder = tmp_path_factory.getbasetemp()
    with django_db_blocker.unblock():
        copy_migrated(folder.parent if worker else folder, worker or "main")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Files go with the run's folder, and databases with the run's server."""
    return True


@pytest.fixture
def new_database_url(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases of the run's kind, for tests that start processes of their own."""
    made: list[str] = []
    base = os.environ["MOSTEK_DATABASE_URL"]

    def make() -> str:
        name = f"mostek_{secrets.token_hex(6)}"
        if base.startswith("sqlite"):
            return f"sqlite:///{tmp_path}/{name}.sqlite3"
        url = f"{base.rpartition('/')[0]}/{name}"
        create_database(url)
        made.append(url)
        return url

    yield make
    for url in made:
        drop_database(url)


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


@pytest.fixture
def other_company(db: None) -> Company:
    """Somebody else's: nothing of it may ever be seen."""
    return make_company(name="Konkurencja s.c.", tax_id="1132191233")


@pytest.fixture
def owner(company: Company) -> User:
    return make_user(company)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A running sandbox that stand-in connections lead to."""
    with sandbox_in_thread() as running:
        monkeypatch.setattr(settings, "SANDBOX_URL", running.url)
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser. Missing, it fails the test where CI is set and skips it elsewhere."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread; Django's ORM would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
