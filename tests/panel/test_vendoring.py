"""The front end's files are copied from what npm installed, or the lack of it is said."""

import sys
from pathlib import Path

import pytest

from mostek.panel import vendoring


def test_files_are_copied_where_the_pages_look_for_them(tmp_path: Path) -> None:
    for name in vendoring.FILES:
        (tmp_path / "modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "modules" / name).write_text(name)
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "left-over.css").touch()
    vendoring.copy(tmp_path / "modules", tmp_path / "vendor")
    found = {str(path.relative_to(tmp_path / "vendor")) for path in (tmp_path / "vendor").rglob("*.*")}
    assert found == {
        "tabler/css/tabler.min.css",
        "tabler/js/tabler.min.js",
        "icons/tabler-icons.min.css",
        "icons/fonts/tabler-icons.woff2",
    }


def test_missing_files_are_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["vendoring", str(tmp_path / "modules")])
    monkeypatch.setattr(vendoring, "TARGET", tmp_path / "vendor")
    assert vendoring.main() == 1
    assert "run `npm ci` first" in capsys.readouterr().err


def test_the_lock_file_names_no_registry() -> None:
    lock = (Path(__file__).parents[2] / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
