"""What `mostek doctor` finds."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from mostek.config import keyfiles
from mostek.connections.models import Connection
from mostek.delivery import heart
from mostek.delivery.actions import pause_all
from tests.cli.conftest import Run


def _findings(run: Run) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for each in json.loads(run("doctor", "--json").out):
        found.setdefault(each["subject"], []).append((each["state"], each["sentence"], each["todo"]))
    return found


@pytest.fixture
def key_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


def test_all_is_well_with_a_worker(connection: Connection, run: Run) -> None:
    heart.beat("w1", "0.1.0", 0.0, 0)
    found = _findings(run)
    for subject in ("folder", "database", "clock", "credentials", "worker", "stand-ins", "PDF"):
        assert [state for state, _, _ in found[subject]] == ["ok"], found[subject]
    assert "w1" in found["worker"][0][1]


def test_missing_worker_is_a_warning_with_the_way_out(db: None, run: Run) -> None:
    ((state, _, todo),) = _findings(run)["worker"]
    assert (state, todo) == ("warn", "Run: mostek up, or mostek worker")


def test_pause_is_told(db: None, run: Run) -> None:
    pause_all("test")
    assert any("switched off" in sentence for _, sentence, _ in _findings(run)["worker"])


def test_credentials_that_no_key_opens_fail(key_home: Path, connection: Connection, run: Run) -> None:
    (key_home / keyfiles.ENCRYPTION_KEYS).unlink()
    keyfiles.encryption_keys(key_home)
    said = run("doctor")
    assert said.code == 1
    assert 'No key opens those of "Main"' in said.out


def test_key_file_that_others_read_fails(key_home: Path, db: None, run: Run) -> None:
    keyfiles.encryption_keys(key_home)
    (key_home / keyfiles.ENCRYPTION_KEYS).chmod(0o644)
    ((state, _, todo),) = _findings(run)["keys"]
    assert state == "fail"
    assert todo.startswith("chmod 600 ")


def test_stand_ins_that_do_not_answer_are_told_where_they_are_used(
    connection: Connection, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SANDBOX_URL", "http://127.0.0.1:9")
    ((state, _, todo),) = _findings(run)["stand-ins"]
    assert (state, todo) == ("warn", "1 connections lead there. Run: mostek sandbox")


def test_real_program_without_limits_or_a_public_address_is_told(
    connection: Connection, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "programs" not in _findings(run)
    Connection.objects.update(environment="production")
    monkeypatch.setattr(settings, "RATE_LIMITS", False)
    monkeypatch.setattr(settings, "PUBLIC_URL", "http://localhost:8700")
    found = {state: (sentence, todo) for state, sentence, todo in _findings(run)["programs"]}
    assert found["fail"][0].startswith("MOSTEK_LIMITS is off")
    assert found["warn"][1] == "Set MOSTEK_PUBLIC_URL to the address outside."


def test_missing_connector_is_told(connection: Connection, run: Run) -> None:
    Connection.objects.update(environment="production", program="vanished")
    ((state, sentence, _),) = _findings(run)["programs"]
    assert (state, sentence) == ("fail", "No connector is installed for: vanished.")
