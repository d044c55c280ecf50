"""Credentials at rest: encrypted with the newest key, readable with any key still listed."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from mostek.config import keyfiles


class Unreadable(Exception):
    """No key at hand opens this; the key that sealed it has been lost or removed."""


def _keys() -> MultiFernet:
    # The file is read each time: processes that run on learn of a key that was added meanwhile.
    keys = settings.ENCRYPTION_KEYS or keyfiles.encryption_keys(settings.HOME)
    return MultiFernet([Fernet(key) for key in keys])


def seal(secrets: Mapping[str, str]) -> str:
    return _keys().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """Raises Unreadable."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Unreadable from error
    return opened


def reseal(sealed: str) -> str:
    """The same secrets under the newest key. Raises Unreadable."""
    if not sealed:
        return ""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error
