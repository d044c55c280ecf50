"""The help page of a payroll bridge, step by step: API credentials, connection, accounts of the components,
a closed list, *Create document*. In Polish, in a real browser, on the shared installation."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import Installation

pytestmark = pytest.mark.browser

PROGRAM = "merit360"
DELIVERY = 60_000
LIST = "LP/TEST/1"
HEADINGS = "list_no;period;pay_date;employee_ref;employee_name;department;component_code;kind;amount"


def test_each_step_of_the_page_leads_to_the_entry(page: Page, installation: Installation) -> None:
    page.goto("/")
    _connect(page, installation)
    _choose_it_and_fetch_the_accounts(page)
    _map_the_components(page)
    _close_a_list_and_post_it(page)
    code = page.locator("#posted dd").nth(1).inner_text()
    booked = [each for each in installation.sandbox.books(PROGRAM) if each["number"] == code]
    assert [(each["buyer"], Decimal(each["gross"])) for each in booked] == [(LIST, Decimal(1344))]


def _connect(page: Page, installation: Installation) -> None:
    """Steps 1 to 3: credentials of the program, entered with the version and the kind of accounting."""
    account = installation.sandbox.accounts(PROGRAM)["accounts"][0]["credentials"]
    page.get_by_role("link", name="Ustawienia płac").click()
    page.get_by_role("link", name="Podłącz: 360 Księgowość").click()
    page.get_by_label("Nazwa konta").fill("Księgi do płac")
    page.get_by_label("Wbudowany symulator").check()
    page.get_by_label("API ID").fill(account["api_id"])
    page.get_by_label("Klucz API").fill(account["api_key"])
    page.get_by_label("Rodzaj księgowości").select_option(label="Pełna księgowość")
    page.get_by_role("button", name="Aktywuj").click()
    expect(page.get_by_role("heading", name=re.compile("Połączono"))).to_be_visible()


def _choose_it_and_fetch_the_accounts(page: Page) -> None:
    """Step 4: the accounts come over the API once the connection stands."""
    page.get_by_role("link", name="Ustawienia płac").click()
    page.get_by_label("program księgowy").select_option(label="Księgi do płac")
    page.get_by_role("button", name="Zapisz").click()
    chart = page.locator("#chart")
    expect(chart).to_contain_text("Odświeżane codziennie", timeout=DELIVERY)
    chart.get_by_role("link", name="Pokaż plan kont").click()
    row = page.get_by_role("row").filter(has_text="404-STARE")
    expect(row).to_contain_text("jest nieaktywne")


def _map_the_components(page: Page) -> None:
    """Step 5: each component has a tab *Rozksięgowanie*; a wrong account is named there."""
    page.get_by_role("link", name="Składniki płac").click()
    page.get_by_role("link", name="Nowy składnik").click()
    page.get_by_label("kod").fill("AUTO")
    page.get_by_label("nazwa").fill("Ryczałt za auto")
    page.get_by_label("Rodzaj").select_option(label="Wynagrodzenie")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.get_by_role("link", name="Rozksięgowanie")).to_have_attribute("aria-current", "page")
    page.get_by_label("Wn", exact=True).fill("404-STARE")
    page.get_by_label("Ma", exact=True).fill("231")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator(".invalid-feedback").first).to_contain_text("jest nieaktywne")
    page.get_by_label("Wn", exact=True).fill("404")
    page.get_by_label("Wn według wydziałów").check()
    page.get_by_role("button", name="Zapisz").click()
    expect(page.get_by_text("Zapisano.")).to_be_visible()


def _close_a_list_and_post_it(page: Page) -> None:
    """Step 6: the list is closed, *Utwórz dokument* pressed, and the entry stands in the program."""
    month = f"{date.today():%Y-%m}"  # noqa: DTZ011 - any month of which the rates are known
    person = f"{LIST};{month};{month}-25;7;Ewa Most;BIURO"
    rows = (f"{person};AUTO;pay;1200,00", f"{person};PIT;pit;144,00")
    page.get_by_role("link", name="Listy płac").first.click()
    page.get_by_role("link", name="Wczytaj listę").first.click()
    content = "\n".join((HEADINGS, *rows)).encode()
    page.get_by_label("Plik").set_input_files(
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Wczytaj").click()
    expect(page.get_by_role("heading", name=LIST)).to_be_visible()
    expect(page.locator("#entry")).to_contain_text("Wn równa się Ma.")
    expect(page.locator("#entry")).not_to_contain_text("Ewa Most")
    page.get_by_role("button", name="Zamknij listę").click()
    expect(page.get_by_text(f"Lista {LIST} jest zamknięta.")).to_be_visible()
    page.get_by_role("button", name="Utwórz dokument").click()
    expect(page.locator("#posted .badge").first).to_contain_text("zaksięgowano", timeout=DELIVERY)
    expect(page.get_by_role("button", name="Utwórz dokument")).to_have_count(0)
