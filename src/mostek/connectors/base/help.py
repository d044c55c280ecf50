"""Texts that lie beside a connector's code: its help pages and its translations."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

import mostek.connectors

if TYPE_CHECKING:
    from mostek.connectors.base.contract import Connector

BASE = Path(__file__).parent
CATALOG = Path("LC_MESSAGES", "django.po")


def help_text(connector: "Connector", language: str) -> str:
    """The connector's help as Markdown, in English where there is none in the language."""
    wanted = connector.folder / "help" / f"{language}.md"
    return (wanted if wanted.is_file() else connector.folder / "help" / "en.md").read_text("utf-8")


def locale_folders() -> list[Path]:
    """Every connector's locale folder and the one of what they share, for gettext.

    Walks folders on disk and imports no connector, so that settings may call it.
    """
    return [each / "locale" for each in _connector_folders() if (each / "locale").is_dir()]


def _connector_folders() -> Iterator[Path]:
    yield BASE
    for place in map(Path, mostek.connectors.__path__):
        yield from sorted(each.parent for each in place.glob("*/__init__.py") if each.parent != BASE)
    for point in entry_points(group="mostek.connectors"):
        package, *inner = point.module.split(".")
        spec = find_spec(package)
        for root in spec.submodule_search_locations or () if spec else ():
            yield Path(root, *inner)


def translations(folders: list[Path], language: str) -> dict[str, str]:
    """English sentence -> translation, read from the folders' catalogs; fuzzy and empty ones left out."""
    found: dict[str, str] = {}
    for folder in folders:
        path = folder / language / CATALOG
        if not path.is_file():
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if isinstance(message.id, str) and message.id and not message.fuzzy and message.string:
                    found[message.id] = str(message.string)
    return found
