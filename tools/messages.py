"""Sentences and their translations: `extract` collects and merges, `compile` makes what gettext reads.

Each sentence goes to the catalog of the nearest folder above its file that has a `locale` folder, else to
that of its top package: a connector carries its own. Needs Babel, not GNU gettext.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "src" / "mostek"
LANGUAGES = ("pl", "cs", "sk")
"""English is the source."""
KEYWORDS = {
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}
NOISE = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


@dataclass(frozen=True, slots=True)
class Found:
    file: Path
    message: str | tuple[str, ...]
    context: str | None
    comments: list[str]


def _python(path: Path) -> Iterator[Found]:
    with path.open("rb") as source:
        yield from _taken(path, "python", source)


def _template(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    code = templatize(path.read_text(), origin=str(path))
    yield from _taken(path, "javascript", BytesIO(code.encode()))


def _taken(path: Path, method: str, source: BinaryIO) -> Iterator[Found]:
    for _, message, comments, context in extract(method, source, KEYWORDS, ["Translators:"]):
        if message:
            yield Found(path, message, context, comments)


def sentences() -> Iterator[Found]:
    """Every sentence marked for translation, in the order of the files."""
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if "tests" in parts or "migrations" in parts or "node_modules" in parts:
            continue
        if path.suffix == ".py":
            yield from _python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in parts:
            yield from _template(path)


def folder_of(path: Path) -> Path:
    """The `locale` folder whose catalog holds this file's sentences."""
    for above in path.relative_to(PACKAGE).parents:
        if above.parts and (PACKAGE / above / "locale").is_dir():
            return PACKAGE / above / "locale"
    return PACKAGE / path.relative_to(PACKAGE).parts[0] / "locale"


@cache
def templates() -> dict[Path, Catalog]:
    """For each `locale` folder, the sentences it must hold, untranslated."""
    wanted: dict[Path, Catalog] = {}
    for found in sentences():
        catalog = wanted.setdefault(folder_of(found.file), Catalog(charset="utf-8"))
        place = found.file.relative_to(TOP).as_posix()
        catalog.add(
            found.message, locations=[(place, 0)], auto_comments=found.comments, context=found.context
        )
    return wanted


def catalog_file(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(template: Catalog, present: Catalog) -> Catalog:
    """The template's sentences with the translations at hand; what is no longer said is dropped."""
    present.update(template, no_fuzzy_matching=True)
    present.obsolete.clear()
    return present


def as_text(catalog: Catalog) -> str:
    buffer = BytesIO()
    catalog.header_comment = ""
    catalog.fuzzy = False
    write_po(buffer, catalog, width=100, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines()
    return (
        "\n".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in NOISE))) + "\n"
    )


def memory(language: str) -> dict[tuple[Any, Any], Any]:
    """What is translated anywhere: a sentence that moved to another folder takes its translation along."""
    return {
        (message.id, message.context): message.string
        for path in sorted(PACKAGE.rglob(f"{language}/LC_MESSAGES/*.po"))
        for message in read(path, language)
        if message.id and _is_translated(message.string)
    }


def remembered(catalog: Catalog, known: dict[tuple[Any, Any], Any]) -> Catalog:
    for message in catalog:
        if message.id and not _is_translated(message.string):
            message.string = known.get((message.id, message.context), message.string)
    return catalog


def extract_all() -> None:
    memories = {language: memory(language) for language in LANGUAGES}
    for folder, template in templates().items():
        for language in LANGUAGES:
            path = catalog_file(folder, language)
            catalog = remembered(merged(template, read(path, language)), memories[language])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_text(catalog))
            missing = sum(1 for message in catalog if message.id and not _is_translated(message.string))
            sys.stdout.write(f"{path.relative_to(TOP)}: {len(catalog)} sentences, {missing} untranslated\n")


def _is_translated(string: Any) -> bool:
    """A text, or one text for each form of the plural."""
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def compile_all() -> None:
    for source in sorted(PACKAGE.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        aside = target.with_suffix(".mo.new")
        with aside.open("wb") as file:
            write_mo(file, catalog)
        aside.replace(target)


if __name__ == "__main__":
    {"extract": extract_all, "compile": compile_all}[sys.argv[1]]()
