"""The pages made from the code say what the code says."""

import re
import subprocess
import sys

from tools.docs import DOCS


def test_made_pages_are_fresh() -> None:
    """In a process of its own: other tests explain problems and connectors that are not the project's."""
    told = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(DOCS.parent)}: {target}")
    assert broken == []
