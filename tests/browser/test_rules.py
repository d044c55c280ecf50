"""Making a rule at a real browser, as far as its first document; with script and without."""

import pytest
from playwright.sync_api import Page, expect

from mostek.automation.models import Rule
from mostek.documents.models import Document, Series
from mostek.events.telling import tell_a_portion
from mostek.orders.changing import set_status
from mostek.orders.models import Order, OrderStatus
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_rule_from_nothing_to_its_document(
    open_page: OpenPage, order: Order, series: Series, script: bool
) -> None:
    sent = OrderStatus.objects.create(company=order.company, name="Sent")
    page = open_page("/rules/", script=script)
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill("Invoice when sent")
    page.get_by_role("combobox", name="When").select_option(label="an order's status changes")
    _add(page, "Condition to add", "Order status", "Add the condition")
    page.get_by_role("checkbox", name="Sent").check()
    _add(page, "Condition to add", "Document of the order", "Add the condition")
    page.get_by_role("radio", name="The order has no invoice or receipt yet").check()
    _add(page, "Step to add", "Issue a document in the series", "Add the step")
    page.get_by_label("Series", exact=True).select_option(label="FV – Shop invoices")
    page.get_by_label("Order number").fill(order.number)
    page.get_by_role("button", name="Test").click()
    expect(page.locator("#trial")).to_contain_text("It would do nothing")
    expect(page.get_by_role("checkbox", name="Sent")).to_be_checked()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("“Invoice when sent” is saved.")).to_be_visible()

    assert Rule.objects.get().on
    set_status(order.company, [order.pk], sent, "Anna")
    while tell_a_portion():
        pass
    page.goto(page.url.split("/rules/")[0] + f"/documents/{Document.objects.get().pk}/")
    page.locator("#why > summary").click()
    expect(page.locator("#why")).to_contain_text("The rule Invoice when sent issued it.")


def _add(page: Page, which: str, label: str, button: str) -> None:
    page.get_by_label(which).select_option(label=label)
    page.get_by_role("button", name=button).click()
