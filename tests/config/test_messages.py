"""Every sentence that a person may read is there in Polish, with the same values in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from mostek.delivery.words import card, general
from mostek.kernel.problems import Problem, explained_keys
from tools.messages import LANGUAGES, catalog_file, folder_of, sentences, templates

VALUE = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    amiss = [told for folder in sorted(templates()) for told in _amiss(folder, language)]
    assert not amiss, "\n".join(amiss)


def _amiss(folder: Path, language: str) -> Iterator[str]:
    path = catalog_file(folder, language)
    if not path.exists():
        yield f"{path} is missing: run `make messages` and translate"
        return
    with path.open("rb") as file:
        present = read_po(file, locale=language)
    for wanted in templates()[folder]:
        if not wanted.id:
            continue
        found = present.get(wanted.id, wanted.context)
        texts = [] if found is None or found.fuzzy else _texts(found.string)
        if not texts or not all(texts):
            yield f"{path}: no translation of {wanted.id!r}"
        elif not _keeps_values(_texts(wanted.id), texts):
            yield f"{path}: other values than in the English sentence {wanted.id!r}: {texts}"


def _keeps_values(source: list[str], texts: list[str]) -> bool:
    """Only the form for one thing may leave the number out, as English does."""
    first, *others = texts
    in_plural = _values(source[-1])
    return _values(first) in (in_plural, _values(source[0])) and all(
        _values(text) == in_plural for text in others
    )


def _texts(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())


def _values(text: str) -> set[str]:
    return set(VALUE.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogs_agree(language: str) -> None:
    """gettext knows one translation for a sentence, whichever catalog it stands in."""
    seen: dict[tuple[str, str | None], dict[str, str]] = {}
    for folder in templates():
        path = catalog_file(folder, language)
        if path.exists():
            with path.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id and all(_texts(message.string)):
                        key = (_texts(message.id)[0], message.context)
                        seen.setdefault(key, {})[folder.parent.name] = str(message.string)
    differing = {key: found for key, found in seen.items() if len(set(found.values())) > 1}
    assert not differing, "\n".join(f"{key}: {found}" for key, found in differing.items())


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_problem_can_be_told(language: str) -> None:
    """A percent sign that a translation brings in would break the page that tells the problem."""
    with translation.override(language):
        for key in explained_keys():
            assert "%(" not in str(general(key))


def test_sentences_are_found_in_code_and_in_templates() -> None:
    suffixes = {found.file.suffix for found in sentences()}
    assert {".py", ".html"} <= suffixes


def test_a_connector_s_sentences_are_its_own() -> None:
    for found in sentences():
        parts = found.file.parts
        if "connectors" in parts and "simulator" not in parts:
            folder = folder_of(found.file)
            assert folder.parent.parent.name == "connectors", found.file


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_explanation_can_be_said(language: str) -> None:
    """A stray percent sign in a translation would break the page that shows it."""
    with translation.override(language):
        for key in explained_keys():
            said = card(Problem(key))
            assert said.what
            assert said.todo
