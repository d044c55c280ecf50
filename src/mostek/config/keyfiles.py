"""Keys that are made once and kept in MOSTEK_HOME, readable by the owner only."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

ENCRYPTION_KEYS = "encryption-keys"


def _write_aside(path: Path, text: str) -> Path:
    """The text, safely on disk, in a file of its own beside `path`."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return aside


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The file's text. Of several processes that start at once, one makes it and all read the same."""
    if not path.exists():
        aside = _write_aside(path, make())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_text().strip()


def secret_key(home: Path) -> str:
    return _read_or_make(home / "secret-key", lambda: secrets.token_urlsafe(50))


def encryption_keys(home: Path) -> list[str]:
    """Fernet keys, newest first, one a line."""
    return _read_or_make(home / ENCRYPTION_KEYS, lambda: Fernet.generate_key().decode()).split()


def add_encryption_key(home: Path) -> list[str]:
    """Puts a new key before the others and returns them all. The file is replaced in one step."""
    keys = [Fernet.generate_key().decode(), *encryption_keys(home)]
    _write_aside(home / ENCRYPTION_KEYS, "\n".join(keys)).replace(home / ENCRYPTION_KEYS)
    return keys
