"""Keys that are made once and kept in MOSTEK_HOME, readable by the owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(make())
    return path.read_text().strip()


def secret_key(home: Path) -> str:
    return _read_or_make(home / "secret-key", lambda: secrets.token_urlsafe(50))


def encryption_keys(home: Path) -> list[str]:
    """Fernet keys, newest first, one a line."""
    return _read_or_make(home / "encryption-keys", lambda: Fernet.generate_key().decode()).split()


def add_encryption_key(home: Path) -> list[str]:
    """Puts a new key before the others and returns them all. The file is replaced in one step."""
    keys = [Fernet.generate_key().decode(), *encryption_keys(home)]
    fresh = home / "encryption-keys.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(home / "encryption-keys")
    return keys
