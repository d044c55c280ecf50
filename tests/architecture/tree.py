"""The project's files, as git would commit them."""

import subprocess
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "src" / "mostek"
BINARY = {".png", ".jpg", ".gz", ".pdf", ".woff2", ".ico", ".mo", ".zip"}


@cache
def committed() -> tuple[Path, ...]:
    """Every file that is in git or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := TOP / name).is_file())


def text_files() -> list[Path]:
    return [path for path in committed() if path.suffix not in BINARY]


def shown(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


DICTIONARIES = {"headings.toml", "payment_words.toml"}
"""What the files and shops of the world call things: data, in their words."""


def core_files() -> list[Path]:
    """Files of the package that must know no accounting program and no country."""
    elsewhere = ("connectors", "regimes", "demo")
    core = []
    for path in text_files():
        if not path.is_relative_to(PACKAGE):
            continue
        parts = path.relative_to(PACKAGE).parts
        if (
            parts[0] in elsewhere
            or parts[0] == "demo.py"
            or {"locale", "tests"} & set(parts)
            or path.name in DICTIONARIES
        ):
            continue
        core.append(path)
    return core
