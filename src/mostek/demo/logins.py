"""Who may look at the sample company: passwords of this installation alone, kept for its owner."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

OWNER = "anna@blawatek.example"
READER = "ksiegowa@blawatek.example"


@dataclass(frozen=True, slots=True)
class Logins:
    email: str
    password: str
    reader_email: str
    reader_password: str


def _path() -> Path:
    return Path(settings.HOME) / "demo-login"


def kept() -> Logins | None:
    """The log-ins as they were made in this installation, or None."""
    try:
        return Logins(**json.loads(_path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def make() -> Logins:
    """New log-ins in a file that only its owner can read. It is replaced in one step."""
    made = Logins(OWNER, secrets.token_urlsafe(9), READER, secrets.token_urlsafe(9))
    fresh = _path().with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(made), file)
    fresh.replace(_path())
    return made
