"""What no committed file may hold, and how long files may grow."""

import re
from pathlib import Path

from tests.architecture.tree import PACKAGE, shown, text_files

# Written in pieces, so that this file does not hold them either.
DOWNLOAD_ADDRESSES = [
    ".".join(parts)
    for parts in (
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("files", "pythonhosted"),
        ("cdn", "jsdelivr"),
        ("unpkg", "com"),
        ("pypi", "org/simple"),
        ("index", "crates"),
    )
]
UNFINISHED = re.compile(r"(?:#|//|/\*|<!--|\{#)\s*(?:TODO|FIXME|XXX)\b|\bcoming soon\b", re.IGNORECASE)
OUTSIDE = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//(?!localhost|127\.0\.0\.1)""", re.IGNORECASE
)
LINK = re.compile(r"<a\s[^>]*$|<a\s[^>]*href", re.IGNORECASE)
LONGEST_CONNECTOR_FILE = 250
TABLES_OF_SENTENCES = {"explanations.py"}


def _lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{shown(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_download_address() -> None:
    pattern = re.compile("|".join(map(re.escape, DOWNLOAD_ADDRESSES)))
    places = _lines_with(pattern, text_files())
    assert not places, "\n".join(places)


def test_nothing_is_left_for_later() -> None:
    suffixes = {".py", ".html", ".js", ".css", ".md", ".toml"}
    sources = [path for path in text_files() if path.suffix in suffixes and path != Path(__file__)]
    places = _lines_with(UNFINISHED, sources)
    assert not places, "\n".join(places)


def test_pages_load_nothing_from_outside() -> None:
    """A link that a person may follow is not loaded; all else must come from this installation."""
    templates = [
        path for path in text_files() if path.suffix in {".html", ".css"} and PACKAGE in path.parents
    ]
    assert templates
    loaded = [place for place in _lines_with(OUTSIDE, templates) if not LINK.search(place)]
    assert not loaded, "\n".join(loaded)


def test_connectors_files_stay_small() -> None:
    """A file of a connector that outgrows a screenful or two does more than one thing."""
    sizes = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in text_files()
        if path.suffix == ".py" and (PACKAGE / "connectors") in path.parents
        if "tests" not in path.parts and path.name not in TABLES_OF_SENTENCES
    }
    assert sizes
    assert {name: size for name, size in sizes.items() if size > LONGEST_CONNECTOR_FILE} == {}
