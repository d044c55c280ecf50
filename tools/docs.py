"""The pages of docs/ that are made from the code: `python tools/docs.py` writes them, `--check` only
names those that are stale and then ends with 1."""

import os
import re
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made by `make docs`. Change the code, not this page. -->\n"
REMEDIES = {
    "repair": "Fill in the marked fields and send again",
    "resend": "Send again",
    "reconnect": "Open the connection, enter the credentials, verify",
    "configure": "Open the settings of the connection or series",
    "decide": "Decide: it exists, or it does not",
    "wait": "Nothing: it goes on by itself",
    "contact": "Ask the program's support",
}


def settings_page() -> str:
    from mostek.config.environment import SETTINGS

    lines = [
        "# Settings",
        "",
        MADE,
        "Mostek is set by environment variables. An odd value is refused at start with a sentence that says",
        "what would do; a variable that begins with `MOSTEK_` and is not in this table is refused too.",
        "",
        *_table(
            ("Variable", "Default", "What it sets"),
            ((f"`{each.name}`", f"`{each.default}`" if each.default else "", each.help) for each in SETTINGS),
        ),
    ]
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Every problem that is explained, by the part of Mostek or the program that it comes from."""
    from mostek.connectors.base.registry import connectors
    from mostek.kernel.problems import explained_keys, explanation

    programs = {key: each.manifest.name for key, each in connectors().items()}
    lines = [
        "# What can go wrong, and what to do",
        "",
        MADE,
        "Mostek shows these sentences in the panel, in your language, beside the document, order or",
        "connection that they are about; the program's own words stand folded away below. ‹…› is a value.",
    ]
    for owner, keys in groupby(sorted(explained_keys()), key=lambda key: key.partition(".")[0]):
        of_programs = ", ".join(name for key, name in programs.items() if key.startswith(owner))
        lines += ["", f"## {of_programs or owner.replace('_', ' ').capitalize()}"]
        for key in keys:
            each = explanation(key)
            lines += ["", f"### `{key}`", "", f"**{_plain(each.what)}** {_plain(each.why)}", ""]
            lines += [f"*What to do:* {_plain(each.todo)} *Button:* {REMEDIES[each.remedy.value]}."]
    return "\n".join(lines) + "\n"


def programs_page() -> str:
    from mostek.connectors.base.matrix import markdown

    return markdown()


def _plain(sentence: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"‹\1›", sentence).replace("%%", "%")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def pages() -> dict[Path, str]:
    """Each made page's file and what it must hold. Needs Django to be set up: apps explain their problems."""
    return {
        DOCS / "settings.md": settings_page(),
        DOCS / "errors.md": errors_page(),
        DOCS / "connectors.md": programs_page(),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mostek.config.settings")
    os.environ.setdefault("MOSTEK_HOME", "build/docs-home")
    import django

    django.setup()
    stale = {path: page for path, page in pages().items() if not path.exists() or path.read_text() != page}
    for path, page in stale.items():
        if "--check" in sys.argv:
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} is stale: run `make docs`.\n")
        else:
            path.write_text(page)
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} is new.\n")
    if stale and "--check" in sys.argv:
        sys.exit(1)


if __name__ == "__main__":
    main()
