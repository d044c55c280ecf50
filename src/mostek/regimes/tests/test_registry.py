import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import mostek.invoicing
import mostek.kernel
import mostek.regimes
from mostek.invoicing.explanations import EXPLANATIONS as INVOICING
from mostek.kernel.problems import Explanation, explained_keys, explanation
from mostek.regimes.base import registry
from mostek.regimes.base.registry import regime, regimes
from mostek.regimes.base.vat.explanations import EXPLANATIONS as VAT

TODAY = date(2026, 11, 20)


def test_a_country_with_a_folder_has_its_own_rules_and_all_others_the_generic_ones() -> None:
    assert regimes()["PL"] is regime("PL") is regime("pl")
    assert regime("DE").country == "DE"
    assert regime("EL").country == "GR"
    assert [vat.code for vat in regime("US").vats(TODAY)] == ["0", "E", "AE", "O"]
    assert regime("").country == ""


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A country added by one folder, nothing else touched."""
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "__init__.py").write_text(
        "from dataclasses import replace\n"
        "from mostek.regimes.base.registry import _modules\n"
        "from mostek.regimes.eu import generic\n"
        "REGIME = replace(generic('ZZ'), name='Zedland')\n",
        encoding="utf-8",
    )
    caches = (registry._modules, registry.regimes, registry.regime)
    monkeypatch.setattr(mostek.regimes, "__path__", [*mostek.regimes.__path__, str(tmp_path)])
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()
    sys.modules.pop("mostek.regimes.zz", None)


@pytest.mark.usefixtures("dropped_in")
def test_a_country_is_added_by_a_folder() -> None:
    assert regime("ZZ").name == "Zedland"
    assert regime("PL").name == "Poland"


def _sentences(text: Explanation) -> tuple[str, ...]:
    return text.what, text.why, text.todo


def test_every_sentence_is_translated_to_polish_and_keeps_its_values() -> None:
    regimes()
    catalog: dict[str, str] = {}
    for package in (mostek.kernel, mostek.invoicing, mostek.regimes):
        path = Path(package.__path__[0]) / "locale/pl/LC_MESSAGES/django.po"
        with path.open("rb") as file:
            catalog.update({str(m.id): str(m.string) for m in read_po(file, locale="pl") if m.id})
    keys = [
        key
        for key in explained_keys()
        if key == "unexplained" or key in VAT or key.startswith(("invoicing.", "regime."))
    ]
    wanted = [sentence for key in keys for sentence in _sentences(explanation(key))]
    wanted += [regime(country).name for country in ("PL", "DE", "US")]
    assert set(INVOICING) <= set(keys)
    assert [sentence for sentence in wanted if not catalog.get(sentence)] == []
    for english, polish in catalog.items():
        assert sorted(_values(english)) == sorted(_values(polish)), english


def _values(sentence: str) -> set[str]:
    return {part.split(")s")[0] for part in sentence.split("%(")[1:]}
