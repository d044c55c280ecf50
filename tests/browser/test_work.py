"""The work screens under a person's hands."""

import re

import pytest
from playwright.sync_api import Page, expect

from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, Job, State
from mostek.documents.models import Document, Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.panel.conftest import MakeDocument, MakeOrder

pytestmark = pytest.mark.browser


def test_an_order_is_issued_and_its_arrival_is_seen_without_reloading(
    open_page: OpenPage, order: Order, series: Series
) -> None:
    page = open_page(f"/orders/{order.pk}/")
    page.get_by_role("link", name="Issue a sales document").first.click()
    # The only usable series is chosen already: the preview stands there.
    expect(page.locator("iframe.pdf-frame")).to_be_visible()
    expect(page.get_by_role("row", name="23%")).to_contain_text("199.00")
    page.get_by_role("button", name="Issue and send").click()
    documents = page.locator("#documents")
    expect(documents).to_contain_text("queued")
    Delivery.objects.update(state=State.SENDING)
    expect(documents).to_contain_text("sending")
    Delivery.objects.update(state=State.ISSUED, remote_number="17/2026")
    expect(documents).to_contain_text("booked")
    expect(documents).to_contain_text("17/2026")
    expect(page.locator("#story")).to_contain_text("booked")
    assert Document.objects.count() == 1


def test_what_is_unfolded_stays_so_while_the_card_follows_its_document(
    open_page: OpenPage, make_document: MakeDocument
) -> None:
    document = make_document("1", State.SENDING)
    page = open_page(f"/documents/{document.pk}/")
    page.get_by_text("Why this document").click()
    reason = page.get_by_text("Series FV goes to Main account.")
    expect(reason).to_be_visible()
    Delivery.objects.update(state=State.ISSUED)
    expect(page.locator("#side .state")).to_contain_text("booked")
    expect(reason).to_be_visible()


def test_rows_of_the_list_follow_their_documents(open_page: OpenPage, make_document: MakeDocument) -> None:
    document = make_document("1", State.QUEUED, due_at=None)
    page = open_page("/documents/")
    row = page.locator(f"#document-{document.pk}")
    expect(row).to_contain_text("queued")
    Delivery.objects.update(state=State.ISSUED)
    expect(row).to_contain_text("booked")
    expect(page.locator("#live")).to_have_count(0)


def test_many_are_ticked_and_issued_at_once(
    open_page: OpenPage, make_order: MakeOrder, series: Series
) -> None:
    for number in range(5):
        make_order(f"A{number}")
    page = open_page("/orders/")
    bar = page.locator("[data-bulk]")
    expect(bar).to_be_hidden()
    boxes = page.locator("[data-tick]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(bar).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("3")
    page.get_by_label("Tick all on this page").click()
    expect(page.locator("[data-count]")).to_have_text("5")
    # Enter on a tick must not press the first button of the form.
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/orders/$"))
    assert not Job.objects.exists()
    page.get_by_role("button", name="Issue documents").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()


def test_keys(open_page: OpenPage, make_order: MakeOrder) -> None:
    first, second = make_order("A1"), make_order("A2")
    page = open_page("/orders/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label(f"Tick order {first.number}")).to_be_checked()
    expect(page.get_by_label(f"Tick order {second.number}")).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/orders/{first.pk}/$"))


def test_a_document_is_mended_in_its_row(open_page: OpenPage, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, Problem("invoicing.buyer_without_name", field="buyer.name"))
    page = open_page("/attention/")
    page.get_by_role("link", name="Mend", exact=True).click()
    field = page.get_by_label("Buyer's name")
    expect(field).to_be_focused()
    field.fill("Nowa Nazwa")
    page.get_by_role("button", name="Mend and send again").click()
    row = page.locator(f"#mend-{document.pk}")
    expect(row).to_contain_text("Mended and sent again.")
    Delivery.objects.update(state=State.ISSUED)
    expect(row).to_contain_text("booked")


def test_a_dangerous_button_asks_first(open_page: OpenPage, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, Problem("delivery.fault"))
    page = open_page(f"/documents/{document.pk}/")
    page.get_by_role("link", name="Cancel the document").click()
    expect(page.get_by_text("Nothing of it stands at Main account")).to_be_visible()
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page).to_have_url(re.compile(rf"/documents/{document.pk}/$"))
    assert Delivery.objects.get().state == State.REJECTED


def test_choosing_the_program_in_a_series_shows_its_limits(open_page: OpenPage, series: Series) -> None:
    page = open_page("/series/new/")
    page.get_by_label("Code").fill("FX")
    page.get_by_label("Accounting program").select_option(label="Main account")
    expect(page.get_by_text("Limits of inFakt")).to_be_visible()
    expect(page.get_by_label("Code")).to_have_value("FX")


def test_colours_are_kept(open_page: OpenPage, order: Order) -> None:
    page = open_page("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Dark").first.click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(html).to_have_attribute("data-bs-theme", "dark")


def test_no_page_scrolls_sideways_on_a_phone(
    open_page: OpenPage, make_order: MakeOrder, make_document: MakeDocument, series: Series
) -> None:
    long_name = "Przedsiębiorstwo Budowy Mostów i Wiaduktów Kolejowych " * 5
    order = make_order("1", buyer_name=long_name[:500])
    document = make_document("2", State.REJECTED, Problem("delivery.fault", raw="x" * 300))
    page = open_page("/", PHONE)
    base = page.url.rstrip("/")
    for path in (
        "/",
        "/orders/",
        f"/orders/{order.pk}/",
        f"/orders/{order.pk}/issue/",
        f"/orders/{order.pk}/edit/",
        "/documents/",
        f"/documents/{document.pk}/",
        "/attention/",
        "/series/",
        f"/series/{series.pk}/",
        "/search/?q=1",
    ):
        page.goto(base + path)
        assert width(page) <= PHONE, path


def test_filters_are_folded_on_a_phone_until_one_is_set(open_page: OpenPage, make_order: MakeOrder) -> None:
    make_order("A1")
    page = open_page("/orders/", PHONE, script=False)
    status = page.get_by_label("Payment")
    expect(status).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    status.select_option(label="not paid")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page).to_have_url(re.compile("payment=unpaid"))
    expect(page.get_by_label("Payment")).to_be_visible()


def test_long_names_leave_the_state_in_sight(open_page: OpenPage, make_document: MakeDocument) -> None:
    document = make_document("MST-" + "W" * 20, State.WARNING)
    Connection.objects.update(name="Księgowość oddziału w Zielonej Górze, drugie konto")
    Document.objects.update(buyer_name="Przedsiębiorstwo Budowy Mostów i Wiaduktów Kolejowych " * 3)
    page = open_page("/documents/")
    assert width(page) <= LAPTOP
    badge = page.locator(f"#document-{document.pk} .state")
    box = badge.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= LAPTOP


def width(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found


def test_everything_can_be_written_without_script(
    open_page: OpenPage, order: Order, series: Series, make_document: MakeDocument
) -> None:
    page = open_page(f"/orders/{order.pk}/issue/?series={series.pk}", script=False)
    page.get_by_role("button", name="Issue and send").click()
    expect(page.locator("#documents")).to_contain_text("queued")
    rejected = make_document("1", State.REJECTED, Problem("invoicing.buyer_without_name", field="buyer.name"))
    page = open_page("/attention/", script=False)
    page.get_by_role("link", name="Mend", exact=True).click()
    page.get_by_label("Buyer's name").fill("Ewa")
    page.get_by_role("button", name="Mend and send again").click()
    expect(page.get_by_text("is mended and on its way again.")).to_be_visible()
    assert Delivery.objects.get(document=rejected).state == State.QUEUED
    page = open_page("/orders/", script=False)
    page.locator("[data-tick]").first.check()
    page.get_by_role("button", name="Issue documents").click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()
