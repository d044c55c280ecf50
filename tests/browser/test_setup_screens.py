"""The set-up screens in a real browser, with script and without, on a wide screen and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from mostek.companies.models import Company, User
from mostek.connections.models import Connection
from mostek.delivery.jobs import runner_of
from mostek.delivery.models import Job
from mostek.documents.models import Series
from mostek.orders.models import Order
from mostek.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = """Order number;Date;Customer;Product;Quantity;Price;VAT
A/1;2026-11-18;Jan;Lamp;1;123.00;23
A/2;soon;Ewa;Desk;1;5;23
"""


@pytest.fixture
def session(owner: User) -> str:
    client = Client()
    client.force_login(owner)
    return client.cookies["sessionid"].value


def _page(chromium: Browser, live_server: object, session: str, **options: object) -> Page:
    context = chromium.new_context(
        base_url=live_server.url,  # type: ignore[attr-defined]
        locale="en-GB",
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])  # type: ignore[attr-defined]
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def page(chromium: Browser, live_server: object, session: str) -> Iterator[Page]:
    """A wide page; whatever the browser complains about fails the test."""
    opened = _page(chromium, live_server, session, viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.context.close()
    assert not complaints


@pytest.fixture
def series(company: Company) -> Series:
    return Series.objects.create(
        company=company, code="FV", name="Invoices", numbering="program", place="Poznań", payment_days=7
    )


def _work() -> None:
    for job in Job.objects.filter(kind="import", state="queued"):
        finished = False
        while not finished:
            with transaction.atomic():
                finished = runner_of("import")(job)
        job.state = "done"
        job.save()


def test_account_is_added_and_its_webhook_confirmed(
    page: Page, sandbox: Sandbox, series: Series, chromium: Browser
) -> None:
    page.goto("/programs/")
    page.get_by_role("link", name="Add account inFakt").click()
    expect(page.get_by_role("heading", name="Connecting inFakt")).to_be_visible()
    page.get_by_label("Built-in stand-in").check()
    page.get_by_role("link", name="Fill in Sklep Bławatek").click()
    page.get_by_label("FV – Invoices").check()
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Connected: Sklep Bławatek")).to_be_visible()
    series.refresh_from_db()
    connection = Connection.objects.get()
    assert series.connection == connection
    expect(page.locator("#webhook")).to_contain_text(f"/hooks/{connection.webhook_token}/")
    expect(page.locator("#webhook")).to_contain_text("not confirmed yet")
    address = page.locator("#webhook .copy-line code").inner_text()
    there = page.context.new_page()
    secret = _add_webhook_at_the_stand_in(there, sandbox, address)
    page.get_by_label("Webhook secret").fill(secret)
    page.get_by_role("button", name="Keep the secret").click()
    expect(page.get_by_text("The webhook's secret is kept.")).to_be_visible()
    there.get_by_role("button", name="Verify").click()
    expect(page.locator("#webhook-state .badge")).to_have_text("confirmed")


def _add_webhook_at_the_stand_in(there: Page, sandbox: Sandbox, address: str) -> str:
    """What the user does at the program; gives back the secret it shows."""
    there.goto(f"{sandbox.url}/infakt/-/accounts/good/?lang=en")
    there.get_by_label("Address", exact=True).fill(address)
    there.get_by_label("invoice_creation_error_via_async_api").check()
    there.get_by_role("button", name="Add webhook").click()
    row = there.get_by_role("row").filter(has_text=address)
    return row.get_by_role("cell").nth(3).inner_text()


def test_ready_made_accounts_show_for_the_stand_in_only(page: Page, sandbox: Sandbox) -> None:
    page.goto("/programs/infakt/add/")
    accounts = page.get_by_text("Ready-made accounts of the stand-in")
    expect(accounts).to_be_hidden()
    page.get_by_label("Built-in stand-in").check()
    expect(accounts).to_be_visible()


def test_wrong_key_puts_the_cursor_into_its_field(page: Page, sandbox: Sandbox) -> None:
    page.goto("/programs/infakt/add/")
    page.get_by_label("Built-in stand-in").check()
    page.get_by_label("Account name").fill("My shop")
    page.get_by_label("API key").fill("0123456789" * 4)
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()
    expect(page.get_by_label("API key")).to_be_focused()
    expect(page.get_by_label("API key")).to_have_value("")
    expect(page.get_by_label("Account name")).to_have_value("My shop")
    assert not Connection.objects.exists()


def test_mapping_is_saved_in_place(page: Page, company: Company, sandbox: Sandbox) -> None:
    account = _account(company)
    page.goto(f"/connections/{account.pk}/")
    page.get_by_label("BLIK").select_option("przelewy24")
    page.get_by_role("button", name="Save the mapping").click()
    expect(page.get_by_text("The payment mapping is saved.")).to_be_visible()
    expect(page.get_by_label("BLIK")).to_have_value("przelewy24")
    account.refresh_from_db()
    assert account.payment_map == {"blik": "przelewy24"}


def test_import_from_file_to_orders(page: Page, company: Company, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(TABLE, encoding="utf-8")
    page.goto("/imports/")
    page.get_by_role("link", name="Import orders").first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Order number")).to_have_value("Order number")
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    _work()
    expect(page.get_by_text("“soon” in the column “Date” is not a date.")).to_be_visible()
    assert Order.objects.of(company).get().number == "A/1"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "soon" in Path(download.value.path()).read_text(encoding="utf-8")


def test_every_write_works_without_script(
    chromium: Browser, live_server: object, session: str, company: Company, sandbox: Sandbox
) -> None:
    plain = _page(chromium, live_server, session, java_script_enabled=False)
    account = _account(company)
    plain.goto(f"/connections/{account.pk}/")
    plain.get_by_label("BLIK").select_option("paypal")
    plain.get_by_role("button", name="Save the mapping").click()
    expect(plain.get_by_text("The payment mapping is saved.")).to_be_visible()
    plain.get_by_role("button", name="Pause sending").click()
    expect(plain.get_by_role("button", name="Resume sending")).to_be_visible()
    plain.get_by_role("link", name="Switch off…").click()
    plain.get_by_role("button", name="Switch off").click()
    expect(plain.get_by_text("switched off").first).to_be_visible()
    plain.goto("/programs/infakt/add/?account=good")
    plain.get_by_role("button", name="Activate").click()
    expect(plain.get_by_role("heading", name="Connected: Sklep Bławatek")).to_be_visible()
    plain.goto("/settings/statuses/")
    plain.locator("input[name=status-name]").fill("Packed")
    plain.get_by_role("button", name="Add status").click()
    expect(plain.get_by_text("“Packed” is saved.")).to_be_visible()
    plain.context.close()


def test_nothing_is_wider_than_a_phone(
    chromium: Browser, live_server: object, session: str, company: Company, sandbox: Sandbox
) -> None:
    phone = _page(chromium, live_server, session, viewport={"width": 390, "height": 844}, color_scheme="dark")
    account = _account(company)
    for address in (
        "/programs/",
        "/programs/matrix/",
        "/programs/infakt/add/?account=good",
        f"/connections/{account.pk}/",
        "/imports/",
        "/imports/new/",
        "/log/",
        "/log/changes/",
        "/settings/company/",
        "/settings/users/",
        "/settings/api/",
        "/settings/statuses/",
    ):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
    phone.context.close()


def _account(company: Company) -> Connection:
    account = Connection(company=company, program="infakt", name="Main", environment="stand_in")
    account.set_credentials({"api_key": "a" * 40})
    account.save()
    return account
