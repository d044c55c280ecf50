"""The core knows no accounting program and no country by name (design, rules 2, 6 and 7)."""

import re

from mostek.connectors.base.registry import connectors
from tests.architecture.tree import core_files, shown

COUNTRY_WORDS = ("ksef", "nip", "pesel", "regon", "krs", "jpk", "gtu", "ičo", "dič", "pohoda", "biała lista")


def _vendor_words() -> set[str]:
    return {word for key, each in connectors().items() for word in (key, each.manifest.name.casefold())}


def _pattern(words: set[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words))
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


def _places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in core_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_core_names_no_accounting_program() -> None:
    places = _places(_pattern(_vendor_words()))
    assert not places, "\n".join(places)


def test_core_names_no_country_s_own_things() -> None:
    places = _places(_pattern(set(COUNTRY_WORDS)))
    assert not places, "\n".join(places)


def test_the_search_finds_words_however_they_are_written() -> None:
    pattern = _pattern({"nip", "infakt"})
    assert all(pattern.search(text) for text in ("buyer_nip", "NIP:", '"infakt"', "x.inFakt.y"))
    assert not any(pattern.search(text) for text in ("snippet", "manipulate"))
