"""What a new user does with a fresh installation, step by step, in Polish, in a real browser.

All walks share one installation; each step leaves the orders and accounts alone that another one needs.
"""

import gzip
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mostek.kernel.dates import today
from tests.browser.installation import Installation

pytestmark = pytest.mark.browser

DELIVERY = 60_000
"""Milliseconds until documents must have arrived."""
ZONE = "Europe/Warsaw"
BOOKED = "zaksięgowano"
REJECTED = "odrzucono"
NO_ORDER = "Żadne zamówienie nie pasuje do tych filtrów"


def _books(installation: Installation, program: str) -> dict[str, dict[str, Any]]:
    """The stand-in's documents by our reference. Each stands there once."""
    booked = installation.sandbox.books(program)
    counts = Counter(each["reference"] for each in booked)
    assert [reference for reference, count in counts.items() if count > 1] == []
    return {each["reference"]: each for each in booked}


def _issue_ticked(page: Page, series: str) -> None:
    page.get_by_label("Seria", exact=True).select_option(label=series)
    page.get_by_role("button", name="Wystaw dokumenty").click()
    expect(page.get_by_text("Tę stronę można opuścić")).to_be_visible()


def _count(page: Page, label: str) -> int:
    """A number of the progress page, by what stands above or below it."""
    text = page.get_by_text(label, exact=True).locator("xpath=..").inner_text().replace(label, "")
    return int(re.sub(r"\D", "", text))


def test_an_order_becomes_a_document(page: Page, user: BrowserContext, installation: Installation) -> None:
    page.goto("/orders/?document=without&payment=paid&q=BL-10")
    row = page.get_by_role("row").nth(1)
    number = row.get_by_role("link").first.inner_text()
    buyer = row.locator("[data-label=Nabywca]").get_attribute("title") or ""
    total = row.locator("[data-label=Kwota]").inner_text()
    row.get_by_role("link").first.click()
    page.get_by_role("link", name="Wystaw dokument sprzedażowy").first.click()
    page.get_by_text("FV – Faktury sprzedaży · faktura").click()
    expect(page.locator("iframe.pdf-frame")).to_be_visible()
    expect(page.locator("main")).to_contain_text(buyer)
    rates = page.get_by_role("row").filter(has_text=re.compile(r"^\s*\d+%"))
    expect(rates.first).to_contain_text("PLN")
    expect(page.get_by_role("row", name="Razem")).to_contain_text(total)
    page.get_by_role("button", name="Wystaw i wyślij").click()
    documents = page.locator("#documents")
    expect(documents).to_contain_text(BOOKED, timeout=DELIVERY)
    given = documents.get_by_role("link").first
    expect(given).to_have_text(re.compile(r"^\d+/\d+/\d{4}$"))
    number_there = given.inner_text()
    expect(page.locator("main")).to_contain_text("Faktura PDF")
    expect(page.locator("main")).to_contain_text(".pdf")
    printed = user.request.get(documents.get_by_role("link", name="PDF").get_attribute("href") or "")
    assert printed.body().startswith(b"%PDF")
    page.get_by_role("link", name="Dokumenty sprzedaży").first.click()
    listed = page.get_by_role("row").filter(has_text=number_there).first
    expect(listed).to_contain_text(BOOKED)
    expect(listed).to_contain_text(total)
    page.get_by_label("Numer, nabywca lub NIP").last.fill(number_there)
    page.get_by_label("Numer, nabywca lub NIP").last.press("Enter")
    page.get_by_role("link", name=number_there, exact=True).first.click()
    expect(page.locator("#side")).to_contain_text(number)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Drukuj").click()
    shown = user.request.get(popup.value.url)
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.body().startswith(b"%PDF")
    popup.value.close()
    reference = page.locator("#side code").first.inner_text()
    assert _books(installation, "infakt")[reference]["number"] == number_there


def test_hundreds_are_issued_at_once(page: Page, installation: Installation) -> None:
    before = _books(installation, "infakt")
    until = today(ZONE) - timedelta(days=5)
    page.goto(f"/orders/?document=without&until={until}")
    page.get_by_label("Zaznacz wszystkie na tej stronie").check()
    expect(page.get_by_text("Zaznaczono: 50")).to_be_visible()
    everything = page.get_by_label(re.compile(r"^wszystkie pasujące: \d+$"))
    everything.check()
    ticked = int(re.sub(r"\D", "", page.get_by_text("Zaznaczono:").inner_text()))
    assert ticked >= 200
    _issue_ticked(page, "FV – Faktury sprzedaży")
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(page.get_by_text("Gotowe.", exact=True)).to_be_visible(timeout=2 * DELIVERY)
    assert _count(page, "W programie") == ticked
    assert _count(page, "Czekają na decyzję") == 0
    assert _count(page, "Niewystawione") == 0
    assert len(_books(installation, "infakt")) == len(before) + ticked
    page.goto(f"/orders/?document=without&until={until}")
    expect(page.get_by_text(NO_ORDER)).to_be_visible()


def test_an_account_is_added_and_its_webhook_confirmed(
    page: Page, user: BrowserContext, installation: Installation
) -> None:
    there = user.new_page()
    there.goto(f"{installation.sandbox.url}/infakt/-/accounts/add?lang=pl")
    there.get_by_label("Nazwa").fill("Drugi sklep Bławatka")
    there.get_by_label("NIP").fill("5250007738")
    there.get_by_role("button").last.click()
    key = re.search(r"\b[0-9a-f]{40}\b", there.locator("body").inner_text())
    assert key is not None
    page.goto("/programs/")
    page.get_by_role("link", name="Dodaj konto inFakt").click()
    expect(page.get_by_role("heading", name="Podłączenie inFaktu")).to_be_visible()
    page.get_by_label("Nazwa konta").fill("Drugi sklep")
    page.get_by_label("Wbudowany symulator").check()
    page.get_by_label("Klucz API").fill(key[0])
    page.get_by_role("button", name="Aktywuj").click()
    expect(page.get_by_role("heading", name="Połączono: Drugi sklep Bławatka")).to_be_visible()
    expect(page.get_by_text("5250007738").first).to_be_visible()
    webhook = page.locator("#webhook")
    expect(webhook).to_contain_text("jeszcze niepotwierdzony")
    address = webhook.locator(".copy-line code").inner_text()
    there.get_by_label("Adres", exact=True).fill(address)
    there.get_by_label("invoice_created_via_async_api").check()
    there.get_by_label("invoice_creation_error_via_async_api").check()
    there.get_by_role("button", name="Dodaj webhook").click()
    secret = there.get_by_role("row").filter(has_text=address).get_by_role("cell").nth(3).inner_text()
    page.get_by_label("Sekret webhooka").fill(secret)
    page.get_by_role("button", name="Zapisz sekret").click()
    expect(page.get_by_text("Zapisano sekret webhooka.")).to_be_visible()
    there.get_by_role("button", name="Zweryfikuj").click()
    expect(page.locator("#webhook-state .badge")).to_have_text("potwierdzony")
    there.close()


WRONG_ACCESS = {
    "wrong key": ("stand_in", "0123456789" * 4, "inFakt nie przyjmuje klucza API"),
    "missing scope": ("stand_in", "b11d" * 10, "api:invoices:read"),
    "lapsed plan": ("stand_in", "dead" * 10, "Abonament inFakt skończył się"),
    "wrong address": ("http://127.0.0.1:9/api/v3", "600d" * 10, "Nie udało się połączyć z programem inFakt"),
}


def test_each_wrong_access_is_told_in_its_own_words(page: Page) -> None:
    told = set()
    for environment, key, expected in WRONG_ACCESS.values():
        page.goto("/programs/infakt/add/")
        if environment == "stand_in":
            page.get_by_label("Wbudowany symulator").check()
        else:
            page.get_by_label("Własny adres").check()
            page.get_by_label("Adres", exact=True).fill(environment)
        page.get_by_label("Nazwa konta").fill("Próba")
        page.get_by_label("Klucz API").fill(key)
        page.get_by_role("button", name="Aktywuj").click()
        card = page.get_by_role("alert").first
        expect(card).to_contain_text("Co zrobić")
        expect(card).to_contain_text(expected)
        expect(page.get_by_text("Niczego nie zapisano.")).to_be_visible()
        told.add(card.inner_text())
    assert len(told) == len(WRONG_ACCESS)
    page.goto("/programs/")
    expect(page.get_by_role("link", name="Próba")).to_have_count(0)


def test_a_series_with_a_warning_is_completed(page: Page) -> None:
    page.goto("/series/")
    row = page.get_by_role("row").filter(has_text="FVS")
    expect(row.locator(".ti-alert-triangle")).to_be_visible()
    expect(row).to_contain_text("W serii brakuje miejsca wystawienia.")
    row.get_by_role("link", name="FVS").click()
    expect(page.get_by_text("Uzupełnij pola oznaczone na czerwono.")).to_be_visible()
    place, days, pattern = (
        page.get_by_label(label) for label in ("Miejsce wystawienia", "Termin płatności", "Wzorzec numeru")
    )
    for field in (place, days, pattern):
        expect(field).to_have_class(re.compile("is-invalid"))
    place.fill("Kraków")
    days.fill("7")
    pattern.fill("FVS/{number}/{month}/{year}")
    page.get_by_role("button", name="Zapisz").click()
    page.goto("/series/")
    expect(row).to_contain_text("gotowa")
    expect(row).to_contain_text(f"FVS/1/{today(ZONE):%m/%Y}")
    expect(row.locator(".ti-alert-triangle")).to_have_count(0)


def _open_failed(page: Page, order: str, what: str) -> None:
    """Opens the failed document of an order and reads what, why and what to do."""
    page.goto("/attention/")
    page.get_by_role("listitem").or_(page.locator(".list-group-item")).filter(has_text=order).get_by_role(
        "link"
    ).first.click()
    card = page.locator("#side .problem").first
    expect(card).to_contain_text(what)
    expect(card).to_contain_text("Dlaczego")
    expect(card).to_contain_text("Co zrobić")
    expect(page.locator("#side .state").first).to_have_text(REJECTED)


def _arrived(page: Page, installation: Installation, program: str) -> dict[str, Any]:
    expect(page.locator("#side .state").first).to_have_text(BOOKED, timeout=DELIVERY)
    return _books(installation, program)[page.locator("#side code").first.inner_text()]


def test_a_wrong_tax_id_is_mended(page: Page, installation: Installation) -> None:
    _open_failed(page, "BL-BLEDNY-NIP", "numer podatkowy nabywcy")
    field = page.get_by_label("NIP nabywcy")
    expect(field).to_be_focused()
    field.fill("5260250995")
    page.get_by_role("button", name="Popraw i wyślij ponownie").click()
    _arrived(page, installation, "infakt")
    expect(page.locator("#side")).to_contain_text("5260250995")


def test_a_missing_postcode_is_filled_in(page: Page, installation: Installation) -> None:
    _open_failed(page, "BL-BEZ-KODU", "Brakuje kodu pocztowego")
    page.get_by_label("Kod pocztowy").fill("30-074")
    page.get_by_role("button", name="Popraw i wyślij ponownie").click()
    _arrived(page, installation, "infakt")


def test_a_transfer_without_account_is_paid_otherwise(page: Page, installation: Installation) -> None:
    _open_failed(page, "BL-PRZELEW", "bez zweryfikowanego konta bankowego")
    page.get_by_label("Metoda płatności").select_option(label="gotówka")
    page.get_by_role("button", name="Popraw i wyślij ponownie").click()
    assert _arrived(page, installation, "infakt")["account"] == "no_bank"


def test_a_closed_month_is_opened_at_the_program(
    page: Page, user: BrowserContext, installation: Installation
) -> None:
    _open_failed(page, "BL-ZAMKNIETY-MIESIAC", "W iFirmie ustawiony jest miesiąc księgowy")
    there = user.new_page()
    there.goto(f"{installation.sandbox.url}/ifirma/-/accounts/zeszly-miesiac/?lang=pl")
    there.get_by_role("button", name="Miesiąc dalej").click()
    expect(there.get_by_role("row").filter(has_text=f"{today(ZONE):%Y-%m}").first).to_be_visible()
    there.close()
    page.get_by_role("button", name="Wyślij ponownie", exact=True).click()
    assert _arrived(page, installation, "ifirma")["account"] == "zeszly-miesiac"
    page.goto("/attention/")
    expect(page.get_by_text("BL-ZAMKNIETY-MIESIAC")).to_have_count(0)


LOST = "Odpowiedź nie dotarła: dokument może istnieć."
FOUND = "Dokument znaleziono w programie: nie zostanie wysłany ponownie."


def test_lost_answers_end_in_one_document_each(
    page: Page, user: BrowserContext, installation: Installation
) -> None:
    before = _books(installation, "infakt")
    there = user.new_page()
    there.goto(f"{installation.sandbox.url}/infakt/-/?lang=pl")
    lost = there.get_by_role("row").filter(has_text="Przekroczenie czasu po utworzeniu dokumentu")
    lost.get_by_label("Najbliższe wywołania").fill("10")
    there.get_by_label("Zgubiona odpowiedź jest wstrzymana na, s").fill("1")
    there.get_by_role("button", name="Ustaw").click()
    expect(there.get_by_text("Awarie są włączone").first).to_be_visible()
    page.goto("/orders/?document=without&payment=paid&q=BL-10")
    for box in page.locator("[data-tick]").all()[:10]:
        box.check()
    expect(page.get_by_text("Zaznaczono: 10")).to_be_visible()
    _issue_ticked(page, "FV – Faktury sprzedaży")
    expect(page.get_by_text("Gotowe.", exact=True)).to_be_visible(timeout=2 * DELIVERY)
    assert _count(page, "W programie") == 10
    there.reload()
    expect(lost.get_by_label("Najbliższe wywołania")).to_have_value("0")
    there.close()
    after = _books(installation, "infakt")
    assert len(after) == len(before) + 10
    page.goto("/documents/")
    addresses = [link.get_attribute("href") for link in page.locator("tbody td:nth-child(2) a").all()[:10]]
    seen = set()
    for address in addresses:
        page.goto(address or "")
        story = page.locator(".story")
        expect(story).to_contain_text(LOST)
        expect(story).to_contain_text(FOUND)
        seen.add(page.locator("#side code").first.inner_text())
    assert seen == after.keys() - before.keys()


MAPPING = {
    "Numer zamówienia": "Zam.",
    "Data zamówienia": "Kiedy",
    "Nabywca: imię i nazwisko lub nazwa": "Kto",
    "Pozycja: nazwa": "Co",
    "Pozycja: ilość": "Ile",
    "Pozycja: cena jednostkowa": "Po ile",
    "Pozycja: stawka VAT": "Stawka",
}
TABLE = """Zam.;Kiedy;Kto;Co;Ile;Po ile;Stawka
T/1;2026-11-18 10:22;Jan Żuraw;Lampa;1;123,00;23
T/1;2026-11-18 10:22;Jan Żuraw;Żarówka;2;9,90;23
T/2;2026-11-19 08:00;Anna Nowak;Książka;2;49,90;5
T/3;wczoraj;Ewa Sowa;Stół;1;500,00;23
"""


def _upload(page: Page, kind: str, file: Path) -> None:
    page.goto("/imports/")
    page.get_by_role("link", name="Importuj zamówienia").first.click()
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Plik").set_input_files(file)
    page.get_by_role("button", name="Dalej").click()
    expect(page.get_by_role("button", name="Rozpocznij import")).to_be_visible()


def _import(page: Page) -> dict[str, int]:
    """Starts it and watches it to its end; what became of the orders."""
    page.get_by_role("button", name="Rozpocznij import").click()
    expect(page.locator("h1 .badge")).to_have_text("gotowe", timeout=DELIVERY)
    labels = {"new": "nowe zamówienia", "changed": "znane, zmienione", "known": "znane, bez zmian"}
    refused = {"orders": "odrzucone zamówienia", "lines": "odrzucone wiersze"}
    return {name: _count(page, label) for name, label in {**labels, **refused}.items()}


def test_a_table_is_imported_and_its_columns_are_remembered(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "kasa.csv"
    file.write_bytes(TABLE.encode("cp1250"))
    _upload(page, "Tabela CSV", file)
    expect(page.get_by_role("cell", name="Jan Żuraw").first).to_be_visible()
    for label, column in MAPPING.items():
        page.get_by_label(label).select_option(label=column)
    assert _import(page) == {"new": 2, "changed": 0, "known": 0, "orders": 1, "lines": 1}
    refused = page.get_by_role("row").filter(has_text="T/3")
    expect(refused).to_contain_text("„wczoraj” w kolumnie „Kiedy” nie jest datą")
    with page.expect_download() as download:
        page.get_by_role("link", name="Pobierz jako CSV").click()
    assert "wczoraj" in Path(download.value.path()).read_text(encoding="utf-8")
    _upload(page, "Tabela CSV", file)
    for label, column in MAPPING.items():
        assert page.get_by_label(label).evaluate("each => each.selectedOptions[0].text") == column
    assert _import(page) == {"new": 0, "changed": 0, "known": 2, "orders": 1, "lines": 1}
    page.goto("/orders/?q=T/1")
    expect(page.get_by_role("row").filter(has_text="Jan Żuraw")).to_contain_text("142,80 PLN")


def test_json_is_imported(page: Page, tmp_path: Path) -> None:
    lines = [{"name": 'Świeca {["', "quantity": 2, "unit_price": "12.30", "vat_code": "23"}]
    order = {"placed_at": "2026-11-20T10:00:00", "currency": "PLN", "lines": lines}
    file = tmp_path / "zamowienia.json"
    file.write_text(json.dumps([{**order, "number": f"J/{number}"} for number in range(3)]))
    _upload(page, "JSON", file)
    assert _import(page) == {"new": 3, "changed": 0, "known": 0, "orders": 0, "lines": 0}
    page.goto("/orders/?q=J/2")
    expect(page.get_by_role("row").nth(1)).to_contain_text("24,60 PLN")


RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536366,POST,,1,2010-12-01 08:28:00,18.00,,EIRE
C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527,United Kingdom
536589,21777,,-10,2010-12-01 16:50:00,0.0,,United Kingdom
"""


def test_the_public_data_set_is_imported(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "online-retail.csv.gz"
    file.write_bytes(gzip.compress(RETAIL.encode()))
    _upload(page, "UCI Online Retail", file)
    assert _import(page) == {"new": 2, "changed": 0, "known": 0, "orders": 2, "lines": 2}
    expect(page.get_by_role("row").filter(has_text="C536379")).to_be_visible()
    page.goto("/orders/?q=536365")
    expect(page.get_by_role("row").nth(1)).to_contain_text("15,30 GBP")
