"""Help pages of other bridges, followed step by step here: each step they promise must lead to its end.

In Polish, in a real browser, on one fresh installation; each page leaves alone what another one needs.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from mostek.kernel.dates import today
from tests.browser.conftest import MOMENT
from tests.browser.installation import Installation, running_installation

pytestmark = pytest.mark.browser

DELIVERY = 60_000
BOOKED = "zaksięgowano"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with running_installation(tmp_path_factory.mktemp("mostek"), MOSTEK_LIMITS="off") as running:
        yield running


@pytest.fixture(scope="module")
def user(installation: Installation, chromium: Browser) -> Iterator[BrowserContext]:
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
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(user: BrowserContext) -> Iterator[Page]:
    """A page of the panel. Whatever the browser complains about fails the test."""
    opened = user.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []


def _paid_orders(page: Page) -> Locator:
    """Rows of the list of paid orders in zlotys that have no document yet, the newest first."""
    page.goto("/orders/?document=without&payment=paid")
    rows = page.locator("[data-row]").or_(page.locator("tbody tr"))
    return rows.filter(has_text=re.compile(r"BL-\d")).filter(has_text="PLN")


def _new_series(page: Page, code: str, name: str, kind: str = "faktura") -> None:
    """A complete series that goes to no program yet."""
    page.goto("/series/new/")
    page.get_by_label("Rodzaj").select_option(label=kind)
    page.get_by_label("Kod").fill(code)
    page.get_by_label("Nazwa", exact=False).fill(name)
    page.get_by_label("Wzorzec numeru").fill(f"{code}/{{number}}/{{month}}/{{year}}")
    page.get_by_label("Miejsce wystawienia").fill("Łódź")
    page.get_by_label("Termin płatności").fill("7")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("gotowa")


def _issue(page: Page, order: str, series: str) -> str:
    """From the order's card to the document in the program; its number there."""
    page.goto(f"/orders/?q={order}")
    page.get_by_role("link", name=order, exact=True).click()
    page.get_by_role("link", name="Wystaw dokument sprzedażowy").first.click()
    page.get_by_text(series).click()
    expect(page.locator("iframe.pdf-frame")).to_be_visible()
    page.get_by_label("Data sprzedaży").fill(f"{today('Europe/Warsaw')}")
    page.get_by_label("Data sprzedaży").press("Enter")
    expect(page).to_have_url(re.compile("sale_date=2"))
    page.get_by_role("button", name="Wystaw i wyślij").click()
    documents = page.locator("#documents")
    expect(documents).to_contain_text(BOOKED, timeout=DELIVERY)
    expect(documents.get_by_role("link").first).to_have_text(re.compile(r"\d+/\d+"))
    return documents.get_by_role("link").first.inner_text()


def _find_among_the_documents(page: Page, number: str) -> Locator:
    page.get_by_role("link", name="Dokumenty sprzedaży").first.click()
    row = page.get_by_role("row").filter(has_text=number).first
    expect(row).to_contain_text(BOOKED)
    return row


def _map_the_payments(page: Page, means: str, method: str) -> None:
    payments = page.locator("#payments")
    payments.get_by_label(means, exact=True).select_option(label=method)
    payments.get_by_role("button", name="Zapisz mapowanie").click()
    expect(page.get_by_text("Zapisano mapowanie metod płatności.")).to_be_visible()
    page.reload()
    expect(payments.get_by_label(means, exact=True).locator("option:checked")).to_contain_text(method)


def _fill_in_the_basic_configuration(page: Page) -> None:
    """Status of errors, fields for documents and corrections, PDFs, automatic sending."""
    basic = page.locator("#basic")
    wanted = {
        "Status błędu zamówienia": "Błąd faktury",
        "Pole dodatkowe zapisu dokumentów": "Faktura PDF",
        "Pole dodatkowe zapisu korekt": "Korekta PDF",
    }
    for label, choice in wanted.items():
        basic.get_by_label(label).select_option(label=choice)
    switches = [basic.get_by_label(name) for name in ("Pobieraj i zapisuj PDF", "Wysyłaj dokumenty")]
    for switch in switches:
        switch.check()
    basic.get_by_role("button", name="Zapisz konfigurację").click()
    expect(page.get_by_text("Zapisano konfigurację.")).to_be_visible()
    page.reload()
    for label, choice in wanted.items():
        expect(basic.get_by_label(label).locator("option:checked")).to_have_text(choice)
    for switch in switches:
        expect(switch).to_be_checked()


def test_page_of_sellasist_about_ifirma(page: Page, installation: Installation) -> None:
    _add_an_account_of_ifirma(page, installation)
    _map_the_payments(page, "BLIK", "Karta")
    _fill_in_the_basic_configuration(page)
    _complete_the_series_with_the_warning(page)
    order = _paid_orders(page).first.get_by_role("link").first.inner_text()
    number = _issue(page, order, "FI2 – Faktury drugiego sklepu · faktura")
    expect(page.locator("#custom-fields")).to_contain_text("Faktura PDF")
    expect(page.locator("#custom-fields")).to_contain_text(".pdf")
    _find_among_the_documents(page, number)
    _have_invoices_issued_when_paid(page)
    _set_a_status_when_the_invoice_is_there(page, order)


def _add_an_account_of_ifirma(page: Page, installation: Installation) -> None:
    """Steps 1 and 2: the tile, the plus, the form; the keys are those of the stand-in's account."""
    page.goto(f"{installation.sandbox.url}/ifirma/-/accounts/add?lang=pl")
    page.get_by_label("Nazwa firmy").fill("Drugi sklep")
    page.get_by_label("NIP").fill("5250007738")
    page.get_by_role("button", name="Dodaj").click()
    accounts = installation.sandbox.accounts("ifirma")["accounts"]
    keys = next(each for each in accounts if each["name"] == "Drugi sklep")["credentials"]
    page.goto("/")
    page.get_by_role("link", name="Programy księgowe").first.click()
    page.get_by_role("region", name="iFirma").get_by_role("link", name="Dodaj konto").click()
    page.get_by_label("Nazwa konta").fill("iFirma drugiego sklepu")
    page.get_by_label("Wbudowany symulator").check()
    page.get_by_label("Login").fill(keys["login"])
    page.get_by_label("Klucz „faktura”").fill(keys["key_faktura"])
    page.get_by_label("Klucz „abonent”").fill(keys["key_abonent"])
    page.get_by_role("button", name="Aktywuj").click()
    expect(page.get_by_role("heading", name="Połączono: ")).to_be_visible()


def _complete_the_series_with_the_warning(page: Page) -> None:
    """Step 3: bound to the account, marked as incomplete, its red fields filled in."""
    page.goto("/series/new/")
    page.get_by_label("Program księgowy").select_option(label="iFirma drugiego sklepu")
    expect(page.get_by_text("Ograniczenia programu iFirma")).to_be_visible()
    page.get_by_label("Kto numeruje").select_option(label="numeruje program")
    expect(page.get_by_label("Wzorzec numeru")).to_have_count(0)
    page.get_by_label("Kod").fill("FI2")
    page.get_by_label("Nazwa", exact=False).fill("Faktury drugiego sklepu")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.get_by_text("Zapisano serię FI2")).to_be_visible()
    page.goto("/series/")
    row = page.get_by_role("row").filter(has_text="FI2")
    expect(row.locator(".ti-alert-triangle")).to_be_visible()
    row.get_by_role("link", name="FI2").click()
    expect(page.get_by_text("Uzupełnij pola oznaczone na czerwono.")).to_be_visible()
    for label, value in {"Miejsce wystawienia": "Łódź", "Termin płatności": "7"}.items():
        expect(page.get_by_label(label)).to_have_class(re.compile("is-invalid"))
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Zapisz").click()
    expect(row).to_contain_text("gotowa")


def _new_rule(page: Page, name: str, occasion: str, deed: str) -> None:
    page.goto("/rules/")
    page.get_by_role("link", name="Nowa reguła").click()
    page.get_by_label("Nazwa").fill(name)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("combobox", name="Kiedy").select_option(label=occasion)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.get_by_label("Krok do dodania").select_option(label=deed)
    page.get_by_role("button", name="Dodaj krok").click()


def _try_and_keep(page: Page, name: str, order: str, *sentences: str) -> None:
    page.get_by_label("Numer zamówienia").fill(order)
    page.get_by_role("button", name="Testuj").click()
    for sentence in ("Wtedy zrobiłaby to:", *sentences):
        expect(page.locator("#trial")).to_contain_text(sentence)
    page.get_by_role("button", name="Zapisz").last.click()
    expect(page.get_by_text(f"„{name}”").first).to_be_visible()
    page.goto("/rules/")
    expect(page.get_by_role("switch", name=name)).to_be_checked()


def _have_invoices_issued_when_paid(page: Page) -> None:
    """Automatic documents: a condition leads to the document."""
    order = _paid_orders(page).first.get_by_role("link").first.inner_text()
    name = "Faktura drugiego sklepu po opłaceniu"
    _new_rule(page, name, "zamówienie zostanie opłacone w całości", "Wystaw dokument w serii")
    page.get_by_label("Seria", exact=True).select_option(label="FI2 – Faktury drugiego sklepu")
    _try_and_keep(page, name, order, "FI2", "iFirma drugiego sklepu")


def _set_a_status_when_the_invoice_is_there(page: Page, order: str) -> None:
    """Automatic documents: an effect of the document."""
    name = "Zakończone po fakturze"
    _new_rule(page, name, "dokument znajdzie się w programie księgowym", "Ustaw status zamówienia")
    page.get_by_label("Status", exact=True).select_option(label="Zakończone")
    _try_and_keep(page, name, order, "Zakończone")


def _key_of_infakt(there: Page, installation: Installation, name: str) -> str:
    """The key of a new account at the stand-in; its page of settings stays open."""
    there.goto(f"{installation.sandbox.url}/infakt/-/accounts/add?lang=pl")
    there.get_by_label("Nazwa").fill(name)
    there.get_by_label("NIP").fill("5250007738")
    there.get_by_role("button").last.click()
    key = re.search(r"\b[0-9a-f]{40}\b", there.locator("body").inner_text())
    assert key is not None
    return key[0]


def _fill_in_the_account_of_infakt(page: Page, name: str, key: str, *series: str) -> None:
    page.goto("/programs/")
    page.get_by_role("region", name="inFakt").get_by_role("link", name="Dodaj konto").click()
    _enter_and_activate(page, name, key, *series)


def _enter_and_activate(page: Page, name: str, key: str, *series: str) -> None:
    page.get_by_label("Nazwa konta").fill(name)
    page.get_by_label("Wbudowany symulator").check()
    page.get_by_label("Klucz API").fill(key)
    for each in series:
        page.get_by_label(each).check()
    page.get_by_role("button", name="Aktywuj").click()


def test_page_of_sellasist_about_infakt(page: Page, user: BrowserContext, installation: Installation) -> None:
    _new_series(page, "FN2", "Faktury hurtowni")
    _new_series(page, "KN2", "Korekty hurtowni", "korekta")
    there = user.new_page()
    key = _key_of_infakt(there, installation, "Hurtownia Bławatka")
    _fill_in_the_account_of_infakt(page, "Hurtownia", key, "FN2 – Faktury hurtowni", "KN2 – Korekty hurtowni")
    expect(page.get_by_role("heading", name="Połączono: Hurtownia Bławatka")).to_be_visible()
    _confirm_the_webhook(page, there)
    _map_the_payments(page, "BLIK", "PayU")
    _fill_in_the_basic_configuration(page)
    order = _paid_orders(page).first.get_by_role("link").first.inner_text()
    number = _issue(page, order, "FN2 – Faktury hurtowni · faktura")
    assert number.startswith("FN2/")
    _issue_a_correction(page)
    _find_among_the_documents(page, "KN2/")
    _mend_and_send_again(page)


def _confirm_the_webhook(page: Page, there: Page) -> None:
    """Points 4 to 6: the address is copied into the program's form, and verified there."""
    webhook = page.locator("#webhook")
    address = webhook.get_by_role("button", name="Kopiuj").get_attribute("data-copy") or ""
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


def _issue_a_correction(page: Page) -> None:
    """Its PDF stands in the order's field for corrections."""
    order = page.url
    page.locator("#documents").get_by_role("link").first.click()
    page.get_by_role("link", name="Wystaw korektę").click()
    page.get_by_label("Przyczyna korekty").fill("Zwrot towaru")
    page.get_by_role("button", name="Wszystko do zera").click()
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("Do zwrotu")
    outcome.get_by_role("button", name="Wystaw i wyślij").click()
    expect(page.locator("#side .state").first).to_have_text(BOOKED, timeout=DELIVERY)
    page.goto(order)
    expect(page.locator("#custom-fields")).to_contain_text("Korekta PDF", timeout=DELIVERY)


def _mend_and_send_again(page: Page) -> None:
    """An error names the field to fill in; then the document is sent by hand."""
    page.goto("/attention/")
    failed = page.get_by_role("listitem").or_(page.locator(".list-group-item"))
    failed.filter(has_text="BL-BEZ-KODU").get_by_role("link").first.click()
    field = page.get_by_label("Kod pocztowy")
    expect(field).to_have_class(re.compile("is-invalid"))
    field.fill("30-074")
    page.get_by_role("button", name="Popraw i wyślij ponownie").click()
    expect(page.locator("#side .state").first).to_have_text(BOOKED, timeout=DELIVERY)


def test_page_of_fynode_about_any_program(
    page: Page, user: BrowserContext, installation: Installation
) -> None:
    _new_series(page, "FPR", "Faktury próbne")
    there = user.new_page()
    key = _key_of_infakt(there, installation, "Pracownia Próbna")
    there.close()
    _be_told_what_is_wrong(page)
    _enter_and_activate(page, "Pracownia", key, "FPR – Faktury próbne")
    expect(page.get_by_role("heading", name="Połączono: Pracownia Próbna")).to_be_visible()
    expect(page.locator("#health")).to_contain_text("5250007738")
    account = re.sub(r"[?#].*", "", page.url)
    _send_a_test_document(page)
    _compare_the_seller(page, account)
    _replace_the_key(page, account, key)


def _be_told_what_is_wrong(page: Page) -> None:
    """A wrong key: a sentence and what to do about it; nothing is saved."""
    _fill_in_the_account_of_infakt(page, "Pracownia", "0123456789" * 4)
    card = page.get_by_role("alert").first
    expect(card).to_contain_text("inFakt nie przyjmuje klucza API")
    expect(card).to_contain_text("Co zrobić")
    expect(page.get_by_text("Niczego nie zapisano.")).to_be_visible()


def _send_a_test_document(page: Page) -> None:
    """At once after activation: the steps are seen one by one, up to the PDF."""
    page.get_by_role("link", name="Wyślij dokument testowy").first.click()
    page.get_by_label("Seria").select_option(label="FPR – Faktury próbne (faktura)")
    page.get_by_role("button", name="Wyślij dokument testowy").click()
    steps = page.locator("#test-steps")
    expect(steps.locator(".state").first).to_have_text(BOOKED, timeout=DELIVERY)
    expect(steps.locator(".ti-loader-2, .ti-circle-dashed, .ti-alert-circle")).to_have_count(
        0, timeout=DELIVERY
    )
    expect(steps).to_contain_text("FPR/1/")
    expect(steps.get_by_role("link", name="PDF")).to_be_visible()


def _compare_the_seller(page: Page, account: str) -> None:
    page.goto(account)
    page.locator("#depth").get_by_role("link", name="Porównaj dane sprzedawcy").last.click()
    page.get_by_role("button", name="Zapytaj program").click()
    row = page.get_by_role("row").filter(has_text="5250007738")
    expect(row).to_contain_text("różni się")
    expect(page.get_by_role("alert").first).to_contain_text("po obu stronach")


def _replace_the_key(page: Page, account: str, key: str) -> None:
    """The old key stays until a new one works."""
    for tried, answer in (("f" * 40, "inFakt nie przyjmuje klucza API"), (key, "Pracownia Próbna")):
        page.goto(account)
        credentials = page.locator("#credentials")
        credentials.get_by_text("Zmień", exact=True).click()
        credentials.get_by_label("Klucz API").fill(tried)
        credentials.get_by_role("button", name="Zweryfikuj i zapisz").click()
        expect(
            page.get_by_role("alert").or_(page.locator("#messages")).filter(has_text=answer).first
        ).to_be_visible()
    page.goto(account)
    expect(page.locator("h1, .page-title").first).to_contain_text("aktywne")


def test_page_of_apilo_about_infakt(page: Page, user: BrowserContext) -> None:
    _read_the_limits(page)
    order = _paid_orders(page).first.get_by_role("link").first.inner_text()
    number = _issue(page, order, "FV – Faktury sprzedaży · faktura")
    _print_it(page, user, number)
    buyers = _send_two_orders_off(page)
    for buyer in buyers:
        _find_the_invoice_and_the_message(page, buyer)


def _read_the_limits(page: Page) -> None:
    """What the program cannot do is said on the account and in the table of all programs."""
    page.goto("/programs/")
    page.locator("a.list-group-item").filter(has_text="Sklep Bławatek sp. z o.o.").click()
    expect(page.get_by_text("inFakt nie ma paragonów.").first).to_be_visible()
    page.goto("/programs/")
    page.get_by_role("link", name="Możliwości programów").click()
    expect(page.get_by_role("row").filter(has_text="Paragon").first).to_contain_text(
        "inFakt nie ma paragonów."
    )


def _print_it(page: Page, user: BrowserContext, number: str) -> None:
    _find_among_the_documents(page, number).get_by_role("link", name=number).click()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Drukuj").click()
    shown = user.request.get(popup.value.url)
    popup.value.close()
    assert shown.body().startswith(b"%PDF")


def _send_two_orders_off(page: Page) -> list[str]:
    """The automatic task issues when an order is sent, and mails the buyer as its next step; then two
    orders get that status at once. Returns the numbers of the orders."""
    page.goto("/rules/")
    page.get_by_role("link", name="Zmień Faktura po wysłaniu").click()
    page.get_by_label("Krok do dodania").select_option(label="Wyślij wiadomość do nabywcy")
    page.get_by_role("button", name="Dodaj krok").click()
    page.get_by_label("Szablon").select_option(label="Wystawiono dokument")
    page.get_by_role("button", name="Zapisz").last.click()
    expect(page.get_by_text("Zapisano „Faktura po wysłaniu”.")).to_be_visible()
    rows = _paid_orders(page).filter(has_not_text="Wysłane")
    orders = [rows.nth(place).get_by_role("link").first.inner_text() for place in (0, 1)]
    for order in orders:
        page.get_by_label(f"Zaznacz zamówienie {order}").check()
    page.get_by_label("Nowy status").select_option(label="Wysłane")
    page.get_by_role("button", name="Ustaw status").click()
    expect(page.get_by_role("row").filter(has_text=orders[0])).to_contain_text("Wysłane")
    return orders


def _find_the_invoice_and_the_message(page: Page, order: str) -> None:
    page.goto(f"/orders/?q={order}")
    page.get_by_role("link", name=order, exact=True).click()
    documents = page.locator("#documents")
    for _ in range(40):
        if documents.get_by_text(BOOKED).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    number = documents.get_by_role("link").first.inner_text()
    _find_among_the_documents(page, number)
    page.get_by_role("link", name="Wiadomości").first.click()
    expect(page.get_by_role("row").filter(has_text=number).first).to_contain_text("wysłana", timeout=DELIVERY)
