"""Dry runs, lists, bundles and the archive from the command line."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.files.archiving import rule_of
from mostek.orders.models import Order, OrderLine
from tests.cli.conftest import Run

MakeOrder = Callable[[str], Order]


def test_a_dry_run_tells_and_issues_nothing(run: Run, series: Series, make_order: MakeOrder) -> None:
    make_order("1")
    OrderLine.objects.filter(order=make_order("2")).update(vat_code="")
    said = run("documents", "issue", "--series", "FV", "--all-unissued", "--dry-run")
    assert said.code == 1
    assert "2 orders: 1 ready, 1 blocked. Nothing was issued." in said.out
    assert "PLN gross together: 123.00" in said.out
    assert "1 × Line 1 has no VAT rate." in said.out
    said = run("documents", "issue", "--series", "FV", "--order", "1", "--dry-run", "--json")
    assert (said.code, json.loads(said.out)["ready"]) == (0, 1)
    assert not Document.objects.exists()


def test_the_list_is_written(run: Run, series: Series, make_order: MakeOrder, tmp_path: Path) -> None:
    document = issue(make_order("1"), series, "test")
    said = run("documents", "export", str(tmp_path / "a.csv"), "--language", "pl", "--since", "2020-01-01")
    assert "1 documents" in said.out
    rows = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert rows[1][0] == document.number
    assert "123,00" in rows[1]
    run("documents", "export", str(tmp_path / "a.xlsx"), "--rates")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["A2"].value == document.number
    said = run("documents", "export", str(tmp_path / "a.exe"))
    assert (said.code, "must end in .csv or .xlsx" in said.err) == (1, True)
    assert "0 documents" in run("documents", "export", str(tmp_path / "b.csv"), "--state", "rejected").out


def test_a_bundle_is_written(run: Run, series: Series, make_order: MakeOrder, tmp_path: Path) -> None:
    document = issue(make_order("1"), series, "test")
    said = run("documents", "bundle", document.number, "--output", str(tmp_path / "b.zip"))
    assert said.code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "Anna Nowak" not in archive.read("document.json").decode()


def test_an_archive_that_is_not_kept_is_said_to_be_none(run: Run, series: Series) -> None:
    said = run("archive", "run")
    assert said.code != 0
    assert "keeps no archive. Switch it on" in said.err


def test_the_archive(
    run: Run,
    series: Series,
    make_order: MakeOrder,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ARCHIVE_DIR = tmp_path
    Series.objects.update(connection=None)
    series.refresh_from_db()
    issue(make_order("1"), series, "test")
    rule = rule_of(series.company)
    rule.on = True
    rule.save()
    assert json.loads(run("archive", "status", "--json").out)["waiting"] == 1
    assert "1 files were archived" in run("archive", "run").out
    assert json.loads(run("archive", "status", "--json").out)["files"] == 1
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
    Document.objects.update(revision=2)
    settings.ARCHIVE_DIR = Path("/proc/nowhere")
    said = run("archive", "run")
    assert said.code == 1
    assert "The archive cannot be written" in said.err
