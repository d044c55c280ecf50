"""Every kind of screen as axe sees it (WCAG 2.1 A and AA), in both colours, and no wider than its window."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from mostek.companies.models import Company, User
from mostek.delivery.models import State
from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.everything import Everything, furnish, pages

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FRAME = [".navbar"]
"""The same on every screen: looked at once."""
LOOK = """async ([rules, but]) => {
    const found = await axe.run({exclude: but}, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.flatMap(rule => rule.nodes.map(node => [
        rule.id, node.target.join(" "), ...node.any.concat(node.all, node.none).map(check => check.message)
    ].join(" · ")));
}"""
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after {transition: none !important; animation: none !important}");
    document.adoptedStyleSheets = [sheet];
}"""
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def everything(company: Company, open_page: OpenPage) -> Everything:
    return furnish(company, "Bobrek")


def kinds(made: Everything, client: Client) -> list[str]:
    """An address of each template, and cards of documents and orders in several states."""
    found: dict[str, str] = {}
    for page in pages():
        address = page.address(made.rows)
        answer = client.get(address)
        if answer.status_code == 200 and not answer.streaming and b"</html>" in answer.content:
            found.setdefault(
                str(answer.templates[0].name), address + ("?area=api" if page.name == "errors" else "")
            )
    cards = [
        f"/documents/{made.documents[state].pk}/" for state in (State.ISSUED, State.WARNING, State.IN_DOUBT)
    ]
    orders = [f"/orders/{made.documents[state].order_id}/" for state in (State.ISSUED, State.REJECTED)]
    others = ("/account/password/change/", "/account/two-step/", "/search/?q=bobrek")
    return [*found.values(), *cards, *orders, *others]


def look(page: Page, address: str, but: list[str]) -> list[str]:
    """What is wrong on the page that is open."""
    page.evaluate(STILL)
    light = page.evaluate(LOOK, [RULES, but])
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    dark = page.evaluate(LOOK, [["color-contrast"], but])
    found = [f"{address} light · {each}" for each in light] + [f"{address} dark · {each}" for each in dark]
    for width in (PHONE, LAPTOP):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate(WIDTH)) > width:
            found.append(f"{address} is {wide} wide on {width}")
    return found


def test_every_kind_of_screen(open_page: OpenPage, person: User, everything: Everything) -> None:
    client = Client()
    client.force_login(person)
    page = open_page("/")
    base, axe = page.url.rstrip("/"), AXE.read_text(encoding="utf-8")
    addresses = kinds(everything, client)
    assert len(addresses) > 50
    wrong = []
    for address in addresses:
        page.goto(base + address)
        page.evaluate(axe)
        wrong += look(page, address, [] if address == "/" else FRAME)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/"])
def test_screens_before_the_log_in(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.context.clear_cookies()
    page.reload()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert look(page, path, []) == []
