"""Connections and keys from the command line."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings

from mostek.companies.models import Company
from mostek.config import keyfiles
from mostek.connections.models import Connection
from mostek.connections.vault import Unreadable
from tests.cli.conftest import PROGRAM, Run


@pytest.fixture
def key_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file of this test's own."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


def _given(credentials: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    arguments = []
    for name, value in credentials.items():
        monkeypatch.setenv(f"THEIR_{name.upper()}", value)
        arguments += ["--credential", f"{name}=@THEIR_{name.upper()}"]
    return arguments


def test_account_is_named_after_it_was_reached(
    company: Company, stand_in_credentials: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = _given(stand_in_credentials, monkeypatch)
    said = run("connections", "add", PROGRAM, "--environment", "stand_in", "--name", "Main", *given)
    assert said.code == 0, said.err
    made = Connection.objects.get()
    assert made.account_name
    assert made.account_name in said.out
    assert made.credentials().items() >= stand_in_credentials.items()
    listed = json.loads(run("connections", "list", "--json").out)
    assert [(row["name"], row["state"]) for row in listed] == [("Main", "active")]


def test_wrong_key_saves_nothing_and_is_not_shown(
    company: Company, stand_in_credentials: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {name: value[::-1] for name, value in stand_in_credentials.items()}
    said = run(
        "connections", "add", PROGRAM, "--environment", "stand_in", *_given(wrong, monkeypatch)
    )  # fmt: skip
    assert said.code == 1
    assert said.err.strip()
    assert not Connection.objects.exists()
    for value in wrong.values():
        assert value not in said.out + said.err


def test_unknown_program_and_environment_name_the_known_ones(company: Company, run: Run) -> None:
    assert PROGRAM in run("connections", "add").err
    assert "production" in run("connections", "add", PROGRAM, "--environment", "moon").err


def test_malformed_credential_is_refused_without_showing_it(company: Company, run: Run) -> None:
    said = run("connections", "add", PROGRAM, "--environment", "stand_in", "--credential", "my-secret-key")
    assert said.code == 2
    assert "my-secret-key" not in said.err


def test_verify_says_that_it_works(connection: Connection, run: Run) -> None:
    said = run("connections", "verify")
    assert said.code == 0, said.err
    assert said.out.startswith("Main works. Account reached: ")
    assert run("connections", "verify", "Nobody").code == 1


def test_rotation_leaves_credentials_readable_by_the_new_key_alone(
    key_home: Path, connection: Connection, run: Run
) -> None:
    before = connection.credentials()
    old = keyfiles.encryption_keys(key_home)
    said = run("keys", "rotate")
    assert said.code == 0, said.err
    new, *rest = keyfiles.encryption_keys(key_home)
    assert rest == old
    (key_home / keyfiles.ENCRYPTION_KEYS).write_text(new)
    connection.refresh_from_db()
    assert connection.credentials() == before


def test_rotation_names_what_no_key_opens(key_home: Path, connection: Connection, run: Run) -> None:
    (key_home / keyfiles.ENCRYPTION_KEYS).write_text(Fernet.generate_key().decode())
    said = run("keys", "rotate")
    assert said.code == 1
    assert "Main" in said.err
    connection.refresh_from_db()
    with pytest.raises(Unreadable):
        connection.credentials()


def test_rotation_with_one_key_in_the_environment_says_what_to_do(
    db: None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ENCRYPTION_KEYS", [Fernet.generate_key().decode()])
    said = run("keys", "rotate")
    assert said.code == 1
    assert "mostek keys new" in said.err
