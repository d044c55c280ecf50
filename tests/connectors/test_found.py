"""A connector is found, not listed: a folder dropped in place shows up everywhere, and no file is touched."""

import shutil
import sys
from pathlib import Path

import aiohttp
import pytest

import mostek.connectors
from mostek.connectors.base.help import help_text, locale_folders, translations
from mostek.connectors.base.matrix import markdown, matrix_rows, quality_rows
from mostek.connectors.base.registry import connectors
from mostek.kernel.problems import explanation
from mostek.sandbox.control import Control
from mostek.sandbox.server import running_sandbox, sandbox_in_thread

DUMMY = Path(__file__).parent / "dummy"
METADATA = "Metadata-Version: 2.1\nName: kajet-for-mostek\nVersion: 1.0\n"


def test_without_its_folder_it_is_not_there() -> None:
    assert "dummy" not in connectors()


def test_a_dropped_folder_is_registered_beside_the_others(dropped_dummy: Path) -> None:
    found = connectors()
    assert found["dummy"].folder == dropped_dummy
    assert len(found) > 1
    assert [each.manifest.name.casefold() for each in found.values()] == sorted(
        each.manifest.name.casefold() for each in found.values()
    )
    assert explanation("dummy.key_unknown").what == "Kajet does not know this API key."


async def test_the_sandbox_serves_its_stand_in(dropped_dummy: Path) -> None:
    async with running_sandbox() as sandbox, aiohttp.ClientSession() as client:
        async with client.get(f"{sandbox.url}/", headers={"Accept-Language": "en"}) as answer:
            assert "Kajet" in await answer.text()
        key = {"X-Kajet-Key": "0123456789abcdef"}
        async with client.get(f"{sandbox.base_url('dummy')}/me", headers=key) as answer:
            assert (await answer.json())["name"] == "Mostek Sklep sp. z o.o."


def test_every_stand_in_answers_side_by_side(dropped_dummy: Path) -> None:
    with sandbox_in_thread() as sandbox:
        control = Control(sandbox.url)
        assert control.health() == {key: each.manifest.name for key, each in connectors().items()}
        for key in connectors():
            assert control.accounts(key)["accounts"], key
            assert control.books(key) == [], key


def test_the_page_of_the_docs_names_it(dropped_dummy: Path) -> None:
    page = markdown()
    assert "Kajet" in page.splitlines()[4]
    assert "## Kajet" in page
    assert "60 calls (POST) in 60 s for each account" in page
    assert "Kajet keeps plain invoices only." in page


def test_the_rows_for_the_panel_have_a_cell_for_it(dropped_dummy: Path) -> None:
    rows = {row.label: row.cells["dummy"] for row in matrix_rows()}
    assert (rows["Invoice"].mark, rows["Receipt"].mark) == ("yes", "no")
    assert str(rows["Receipt"].phrases[0]) == "Kajet keeps plain invoices only."
    assert [str(each) for each in rows["Numbers"].phrases] == ["given here", "given by the program"]
    assert (rows["Its PDF is fetched"].mark, rows["Buyers are records of their own"].mark) == ("yes", "no")
    done = {row.label: row.cells["dummy"] for row in quality_rows()}
    assert done["Proformas"].mark == ""
    assert done["Proformas"].phrases


def test_its_help_is_shown_in_the_language_or_in_english(dropped_dummy: Path) -> None:
    kajet = connectors()["dummy"]
    assert help_text(kajet, "pl").startswith("# Połączenie z Kajetem")
    assert help_text(kajet, "cs") == help_text(kajet, "en")


def test_its_sentences_are_found_without_importing_it(dropped_dummy: Path) -> None:
    folders = locale_folders()
    assert dropped_dummy / "locale" in folders
    assert "mostek.connectors.dummy" not in sys.modules
    assert translations(folders, "pl")["A notebook for invoices."] == "Zeszyt na faktury."


def test_every_row_of_the_matrix_is_translated() -> None:
    polish = translations(locale_folders(), "pl")
    labels = [row.label for row in (*matrix_rows(), *quality_rows())]
    assert [label for label in labels if label not in polish] == []


def test_a_foreign_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DUMMY, tmp_path / "kajet_for_mostek", ignore=shutil.ignore_patterns("__pycache__"))
    told = tmp_path / "kajet_for_mostek-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(METADATA)
    (told / "entry_points.txt").write_text("[mostek.connectors]\nkajet = kajet_for_mostek:CONNECTOR\n")
    monkeypatch.syspath_prepend(tmp_path)
    connectors.cache_clear()
    try:
        assert tmp_path / "kajet_for_mostek" / "locale" in locale_folders()
        assert "kajet_for_mostek" not in sys.modules
        assert connectors()["dummy"].manifest.name == "Kajet"
    finally:
        connectors.cache_clear()
        for name in [name for name in sys.modules if name.startswith("kajet_for_mostek")]:
            del sys.modules[name]


def test_a_folder_without_a_connector_is_named(dropped_dummy: Path) -> None:
    (dropped_dummy / "__init__.py").write_text('"""Empty."""\n')
    with pytest.raises(ValueError, match="the folder dummy offers no connector"):
        connectors()


def test_one_folder_may_serve_two_programs(dropped_dummy: Path) -> None:
    (dropped_dummy / "__init__.py").write_text(
        "from dataclasses import replace\n"
        "from .connector import CONNECTOR as FIRST\n"
        "SECOND = replace(FIRST, manifest=replace(FIRST.manifest, key='dummy2', name='Kajet Dwa'))\n"
        "CONNECTORS = (FIRST, SECOND)\n"
    )
    found = connectors()
    assert (found["dummy"].manifest.name, found["dummy2"].manifest.name) == ("Kajet", "Kajet Dwa")
    assert {"Kajet", "Kajet Dwa"} <= set(markdown().splitlines()[4].split(" | "))


def test_two_connectors_cannot_share_a_key(dropped_dummy: Path) -> None:
    shutil.copytree(dropped_dummy, dropped_dummy.parent / "dummy_again")
    try:
        with pytest.raises(ValueError, match="two connectors claim the key dummy"):
            connectors()
    finally:
        for name in [name for name in sys.modules if name.startswith("mostek.connectors.dummy_again")]:
            del sys.modules[name]
            delattr(mostek.connectors, "dummy_again") if hasattr(mostek.connectors, "dummy_again") else None


def test_the_committed_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "connectors.md"
    assert page.read_text("utf-8") == markdown(), "docs/connectors.md is stale: make docs"
