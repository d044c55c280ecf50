"""The pages made from the code say what the code says."""

import re

import pytest

from tools.docs import DOCS, pages


@pytest.mark.parametrize("name", ["settings.md", "errors.md", "connectors.md"])
def test_made_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text() == pages()[DOCS / name], f"docs/{name} is stale: run `make docs`"


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(DOCS.parent)}: {target}")
    assert broken == []
