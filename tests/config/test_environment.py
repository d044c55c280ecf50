"""Settings from the environment: defaults, and sentences for odd values."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from mostek.config.environment import SETTINGS, OddSetting, make_home, read_environment


def test_everything_has_a_default() -> None:
    assert read_environment({}).keys() == {setting.name for setting in SETTINGS}


def test_empty_means_default() -> None:
    assert read_environment({"MOSTEK_TIME_ZONE": ""})["MOSTEK_TIME_ZONE"] == "Europe/Warsaw"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("MOSTEK_PAUSED", "Yes", True),
        ("MOSTEK_LIMITS", "0", False),
        ("MOSTEK_HOSTS", "a.example, b.example ,", ["a.example", "b.example"]),
        ("MOSTEK_PUBLIC_URL", "https://mostek.example.com/", "https://mostek.example.com"),
        ("MOSTEK_SANDBOX_URL", "off", ""),
        ("MOSTEK_LEASE_SECONDS", "30", 30),
        ("MOSTEK_HOME", "/var/lib/mostek", Path("/var/lib/mostek")),
    ],
)
def test_value_is_read(name: str, text: str, value: Any) -> None:
    assert read_environment({name: text})[name] == value


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("MOSTEK_PAUSED", "perhaps", "on or off"),
        ("MOSTEK_WORKER_CONCURRENCY", "0", "1 or more"),
        ("MOSTEK_WORKER_CONCURRENCY", "ten", "1 or more"),
        ("MOSTEK_PUBLIC_URL", "mostek.example.com", "https://mostek.example.com"),
        ("MOSTEK_TIME_ZONE", "Warsaw", "Europe/Warsaw"),
        ("MOSTEK_LANGUAGE", "xx", "one of pl, en"),
        ("MOSTEK_DATABASE_URL", "mysql://x/y", "postgresql://"),
        ("MOSTEK_LOG_LEVEL", "loud", "one of DEBUG"),
    ],
)
def test_odd_value_is_refused_with_what_would_do(name: str, text: str, hint: str) -> None:
    with pytest.raises(OddSetting) as caught:
        read_environment({name: text})
    assert name in str(caught.value)
    assert hint in str(caught.value)


def test_misspelt_variable_is_refused() -> None:
    with pytest.raises(OddSetting, match="MOSTEK_DATABSE_URL is not a setting"):
        read_environment({"MOSTEK_DATABSE_URL": "sqlite:///x"})


def test_odd_key_is_refused_and_not_shown() -> None:
    with pytest.raises(OddSetting) as caught:
        read_environment({"MOSTEK_KEYS": f"{Fernet.generate_key().decode()},tooshort"})
    assert str(caught.value) == (
        "MOSTEK_KEYS cannot be used: expected keys as `mostek keys new` prints them, separated by commas."
    )


def test_mail_server_of_the_installation() -> None:
    url = "smtp://anna%40a.example:s%3Acret@mail.example?from=mostek@a.example"
    server = read_environment({"MOSTEK_SMTP_URL": url})["MOSTEK_SMTP_URL"]
    assert (server.host, server.port, server.user, server.password, server.tls) == (
        *("mail.example", 587, "anna@a.example", "s:cret", "start"),
    )
    assert read_environment({})["MOSTEK_SMTP_URL"] is None
    for odd in ("mail.example", "smtp://mail.example", "http://secret@mail.example?from=a@b.example"):
        with pytest.raises(OddSetting) as caught:
            read_environment({"MOSTEK_SMTP_URL": odd})
        assert "expected smtp://" in str(caught.value)
        assert "secret@" not in str(caught.value)


def test_home_is_made_or_refused(tmp_path: Path) -> None:
    assert make_home(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(OddSetting, match="Name one that this user may write"):
        make_home(tmp_path / "file")
