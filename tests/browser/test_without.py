"""A day's work without script, and a document issued without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from mostek.automation.models import Rule
from mostek.companies.models import Company
from mostek.delivery.models import Delivery, Job, State
from mostek.documents.models import Document
from mostek.mail.models import Message
from mostek.orders.models import Order
from tests.browser.conftest import OpenPage
from tests.everything import Everything, furnish

pytestmark = pytest.mark.browser


@pytest.fixture
def everything(company: Company, open_page: OpenPage) -> Everything:
    return furnish(company, "Bobrek")


def test_a_days_work_without_script(open_page: OpenPage, everything: Everything) -> None:
    page = open_page("/", script=False)
    for step in (issue, correct, set_status, mend, decide, mail, dry_run, add_rule):
        step(page, everything)


def go(page: Page, path: str) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + path)


def issue(page: Page, made: Everything) -> None:
    order = Order.objects.get(pk=made.rows["orders/<pk>"])
    go(page, f"/orders/{order.pk}/")
    page.get_by_role("link", name="Issue a sales document").first.click()
    page.get_by_label("Invoices Bobrek").check()
    page.get_by_role("button", name="Show the preview").click()
    page.get_by_role("button", name="Issue and send").click()
    expect(page.locator("#documents")).to_contain_text("queued")
    assert order.documents.count() == 1


def correct(page: Page, made: Everything) -> None:
    document = made.documents[State.WARNING]
    go(page, f"/documents/{document.pk}/")
    page.get_by_role("link", name="Issue a correction").click()
    page.get_by_label("Quantity").first.fill("0")
    page.get_by_label("Reason").fill("Returned")
    page.get_by_role("button", name="Show the difference").click()
    page.get_by_role("button", name="Issue and send").click()
    expect(page.locator("#side .state").first).to_have_text("queued")
    assert Document.objects.get(corrects=document).gross == -199


def set_status(page: Page, made: Everything) -> None:
    order = Order.objects.get(pk=made.rows["orders/<pk>"])
    go(page, f"/orders/{order.pk}/")
    page.get_by_label("Status", exact=True).select_option(label="Sent Bobrek")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#story")).to_contain_text("Sent Bobrek")


def mend(page: Page, made: Everything) -> None:
    document = made.documents[State.REJECTED]
    go(page, f"/documents/{document.pk}/")
    page.get_by_label("Buyer's name").fill("Ewa Sowa")
    page.get_by_role("button", name="Mend and send again").click()
    expect(page.locator("#side .state").first).to_have_text("queued")
    assert Document.objects.get(pk=document.pk).buyer_name == "Ewa Sowa"


def decide(page: Page, made: Everything) -> None:
    document = made.documents[State.IN_DOUBT]
    go(page, f"/documents/{document.pk}/")
    page.get_by_role("button", name="It does not, send again").click()
    expect(page.locator("#side .state").first).to_have_text("queued")
    assert Delivery.objects.get(document=document).state == State.QUEUED


def mail(page: Page, made: Everything) -> None:
    document = made.documents[State.ISSUED]
    before = Message.objects.filter(document=document).count()
    go(page, f"/documents/{document.pk}/mail/")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("biuro@bobrek.example").first).to_be_visible()
    assert Message.objects.filter(document=document).count() == before + 1


def dry_run(page: Page, made: Everything) -> None:
    go(page, "/orders/")
    page.locator("[data-tick]").first.check()
    page.get_by_label("Series", exact=True).select_option(index=1)
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_text("1 order:")).to_be_visible()
    assert Job.objects.filter(kind="dry_run").count() == 2


def add_rule(page: Page, made: Everything) -> None:
    go(page, "/rules/new/?example=paid")
    page.get_by_label("Name").fill("Invoice when paid")
    page.get_by_label("Series", exact=True).select_option(index=1)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("“Invoice when paid” is saved.")).to_be_visible()
    assert Rule.objects.filter(name="Invoice when paid", on=True).exists()


FOCUSED = """() => {
    const at = document.activeElement, look = getComputedStyle(at);
    const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
    return [at.getAttribute("aria-label") || label || at.innerText || at.value || "",
            look.outlineStyle !== "none" || look.boxShadow !== "none"];
}"""


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until that is focused; all on the way must be seen to have the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        label, is_seen = page.evaluate(FOCUSED)
        assert is_seen, f"the focus is not seen on “{label}”"
        if name in label:
            return
    raise AssertionError(f"Tab does not come to “{name}”")


def test_a_document_is_issued_without_a_mouse(open_page: OpenPage, everything: Everything) -> None:
    order = Order.objects.get(pk=everything.rows["orders/<pk>"])
    page = open_page("/orders/")
    page.keyboard.press("/")
    page.keyboard.type(order.number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found for")).to_be_visible()
    for name, heading in ((order.number, f"Order {order.number}"), ("Issue a sales document",) * 2):
        tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    tab_to(page, "Invoices Bobrek")
    page.keyboard.press("Space")
    expect(page.locator("iframe.pdf-frame")).to_be_visible()
    tab_to(page, "Issue and send")
    page.keyboard.press("Enter")
    expect(page.locator("#documents")).to_contain_text("queued")
    assert order.documents.count() == 1
