"""Takes the pictures of the README from a running `make run`: `python tools/pictures.py`."""

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TOP = Path(__file__).resolve().parent.parent
TARGET = TOP / "docs" / "pictures"
ADDRESS = "http://localhost:8700"
WINDOW = {"width": 1360, "height": 850}
ROOT_ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


def _log_in(page: Page) -> None:
    login = json.loads((TOP / ".mostek" / "demo-login").read_text())
    page.goto(ADDRESS)
    page.fill("input[name=login]", login["email"])
    page.fill("input[name=password]", login["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def _take(page: Page, path: str, name: str) -> None:
    page.goto(f"{ADDRESS}{path}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def _first_rejected(page: Page) -> str:
    page.goto(f"{ADDRESS}/documents/?state=rejected")
    return page.locator("table a[href^='/documents/']").first.get_attribute("href") or "/documents/"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=ROOT_ARGUMENTS
        )
        page = browser.new_context(viewport=WINDOW, locale="en-GB").new_page()  # type: ignore[arg-type]
        _log_in(page)
        _take(page, "/", "dashboard")
        _take(page, _first_rejected(page), "document")
        browser.close()


if __name__ == "__main__":
    main()
