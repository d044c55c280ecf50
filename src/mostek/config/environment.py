"""What the environment may set, with defaults, checked once at start.

`SETTINGS` is also the source of docs/settings.md. An odd value is refused with a sentence
(`OddSetting`), never silently replaced.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from cryptography.fernet import Fernet


class OddSetting(Exception):
    """An environment variable holds something that cannot be used; the text says what would do."""


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _folder_or_none(value: str) -> Path | None:
    return _folder(value) if value else None


def _flag(value: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    try:
        return known[value.strip().lower()]
    except KeyError:
        raise ValueError("expected on or off") from None


def _number(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ValueError("expected a whole number of 1 or more")
    return int(value)


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("expected an address such as https://mostek.example.com")
    return value.rstrip("/")


def _address_or_off(value: str) -> str:
    return "" if value.strip().lower() == "off" else _address(value)


def _keys(value: str) -> list[str]:
    keys = _names(value)
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise ValueError("expected keys as `mostek keys new` prints them, separated by commas") from None
    return keys


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("expected a time zone such as Europe/Warsaw")
    return ZoneInfo(value).key


def _database(value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("expected sqlite:///path or postgresql://user:password@host:5432/name")
    return value


def _choice(*known: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}")
        return value

    return read


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where the installation's own mail goes out: new passwords, to people who log in."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    """`start` (STARTTLS), `whole` (from the beginning) or `off`."""
    sender: str


def _mail_server(value: str) -> MailServer | None:
    if not value:
        return None
    parts = urlsplit(value)
    asked = dict(parse_qsl(parts.query))
    sender = asked.get("from", "")
    plain = asked.get("tls") == "off"
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise ValueError("expected smtp://user:password@host:587?from=mostek@example.com, or smtps://…:465")
    return MailServer(
        parts.hostname,
        parts.port or (465 if parts.scheme == "smtps" else 587),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        "whole" if parts.scheme == "smtps" else ("off" if plain else "start"),
        sender,
    )


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    read: Callable[[str], Any]
    help: str
    secret: bool = False
    """Its value is never shown, not even when it is odd."""


SETTINGS = (
    Setting(
        "MOSTEK_HOME",
        "~/.mostek",
        _folder,
        "Folder of everything a run writes: database, keys, uploads, books.",
    ),
    Setting(
        "MOSTEK_ARCHIVE_DIR",
        "",
        _folder_or_none,
        "Folder of archived PDFs; the same for all workers. Empty: archive, in MOSTEK_HOME.",
    ),
    Setting(
        "MOSTEK_DATABASE_URL",
        "",
        _database,
        "Database: sqlite:///path or postgresql://user:password@host:5432/name. Empty: SQLite, in the home.",
        secret=True,
    ),
    Setting(
        "MOSTEK_PUBLIC_URL",
        "",
        _address,
        "Address under which programs and people reach the panel; webhook addresses begin with it.",
    ),
    Setting(
        "MOSTEK_HOSTS",
        "localhost,127.0.0.1,[::1]",
        _names,
        "Host names the panel answers to, separated by commas.",
    ),
    Setting(
        "MOSTEK_SECRET_KEY",
        "",
        _text,
        "Key that signs sessions. Empty: made once and kept in MOSTEK_HOME.",
        secret=True,
    ),
    Setting(
        "MOSTEK_KEYS",
        "",
        _keys,
        "Keys that encrypt credentials, newest first, separated by commas. Empty: a key file in MOSTEK_HOME.",
        secret=True,
    ),
    Setting(
        "MOSTEK_LANGUAGE",
        "pl",
        _choice("pl", "en"),
        "Language of the panel for those who chose none and whose browser asks for neither.",
    ),
    Setting("MOSTEK_TIME_ZONE", "Europe/Warsaw", _zone, "Time zone of new companies."),
    Setting(
        "MOSTEK_SANDBOX_URL",
        "http://127.0.0.1:8600",
        _address_or_off,
        "Where the built-in stand-ins answer; off: none are offered.",
    ),
    Setting(
        "MOSTEK_VIES_URL",
        "https://ec.europa.eu/taxation_customs/vies/rest-api",
        _address,
        "Where the European Commission's VIES answers about EU VAT numbers.",
    ),
    Setting(
        "MOSTEK_ALLOW_CUSTOM_ADDRESSES",
        "off",
        _flag,
        "Let users enter an address of their own for an accounting program (a proxy in front of it).",
    ),
    Setting(
        "MOSTEK_ALLOW_PRIVATE_ADDRESSES",
        "off",
        _flag,
        "Let such addresses lead to this machine or a private network.",
    ),
    Setting(
        "MOSTEK_WORKER_CONCURRENCY", "100", _number, "How many documents one worker has in hand at once."
    ),
    Setting(
        "MOSTEK_LEASE_SECONDS",
        "60",
        _number,
        "How long a worker that died keeps its documents from the others.",
    ),
    Setting("MOSTEK_PAUSED", "off", _flag, "Hard off switch: no worker sends anything while it is on."),
    Setting(
        "MOSTEK_LIMITS",
        "on",
        _flag,
        "Keep the programs' documented rate limits. Off only against the stand-ins.",
    ),
    Setting(
        "MOSTEK_HTTPS",
        "off",
        _flag,
        "The panel is served over HTTPS only: secure cookies, HSTS, forwarded headers trusted.",
    ),
    Setting(
        "MOSTEK_SMTP_URL",
        "",
        _mail_server,
        "Mail server of the installation, for new passwords: smtp://user:password@host:587?from=address"
        " (STARTTLS; add &tls=off for a relay of your own without) or smtps:// (TLS). Empty: none is mailed."
        " Mail to buyers goes through each company's own server, set in the panel.",
        secret=True,
    ),
    Setting("MOSTEK_DEBUG", "off", _flag, "Django's debug pages. Never on a machine that others reach."),
    Setting(
        "MOSTEK_LOG_LEVEL",
        "INFO",
        _choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "How much is written to the log.",
    ),
)


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting by name. Raises OddSetting with one sentence a line for all odd values at once."""
    values: dict[str, Any] = {}
    odd: list[str] = []
    for setting in SETTINGS:
        text = environ.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            shown = setting.name if setting.secret else f"{setting.name}={text!r}"
            odd.append(f"{shown} cannot be used: {error}.")
    unknown = sorted(
        name for name in environ if name.startswith("MOSTEK_") and name not in {s.name for s in SETTINGS}
    )
    odd += [f"{name} is not a setting of Mostek; see docs/settings.md for those it has." for name in unknown]
    if odd:
        raise OddSetting("\n".join(odd))
    return values


def make_home(home: Path) -> Path:
    """The folder of everything a run writes, made if it is not there. Raises OddSetting."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OddSetting(
            f"MOSTEK_HOME={str(home)!r} cannot be used: {error.strerror}. Name one that this user may write."
        ) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise OddSetting(f"MOSTEK_HOME={str(home)!r} cannot be used: this user may not write there.")
    return home
