"""Whatever goes wrong ends as a sentence and an exit code."""

import os
import subprocess
import sys

import pytest

from mostek.cli.failures import told


def mostek(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mostek.cli.main", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_does_not_load_django() -> None:
    code = "import sys, mostek.cli.main; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_odd_settings_are_all_named_at_once() -> None:
    result = mostek("doctor", MOSTEK_LIMITS="maybe", MOSTEK_TIME_ZONE="Mars/Base", MOSTEK_COLOUR="blue")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "MOSTEK_TIME_ZONE='Mars/Base' cannot be used: expected a time zone such as Europe/Warsaw.",
        "MOSTEK_LIMITS='maybe' cannot be used: expected on or off.",
        "MOSTEK_COLOUR is not a setting of Mostek; see docs/settings.md for those it has.",
    ]


def test_odd_secret_is_not_shown() -> None:
    result = mostek("doctor", MOSTEK_KEYS="very-secret", MOSTEK_DATABASE_URL="mysql://root:hidden@db/x")
    assert result.returncode == 2
    assert "MOSTEK_KEYS cannot be used" in result.stderr
    assert "very-secret" not in result.stderr
    assert "hidden" not in result.stderr


def test_database_that_does_not_answer_is_a_sentence() -> None:
    result = mostek("company", "list", MOSTEK_DATABASE_URL="postgresql://nobody:x@127.0.0.1:9/none")
    assert result.returncode == 1
    assert result.stderr.startswith("The database does not answer as it should: ")
    assert "Traceback" not in result.stderr


def test_home_that_cannot_be_made_is_a_sentence() -> None:
    result = mostek("doctor", MOSTEK_HOME="/dev/null/mostek")
    assert result.returncode == 2
    assert result.stderr.startswith("MOSTEK_HOME='/dev/null/mostek' cannot be used: ")


def test_wrong_use_shows_how_it_is_used() -> None:
    result = mostek("documents", "issue", "--series", "FV")
    assert result.returncode == 2
    assert "Say either --order N" in result.stderr


def test_unexpected_error_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def break_down() -> None:
        raise RuntimeError("the bridge is closed\nsecond line")

    assert told(break_down) == 1
    said = capsys.readouterr().err
    assert said == (
        "Something went wrong inside Mostek: RuntimeError: the bridge is closed\n"
        "MOSTEK_DEBUG=on shows where.\n"
    )


def test_debug_shows_where(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise RuntimeError("the bridge is closed")

    monkeypatch.setenv("MOSTEK_DEBUG", "on")
    assert told(break_down) == 1
    assert "in break_down" in capsys.readouterr().err
