"""Keys that people read aloud, type and search for."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U."""

_REFERENCE = re.compile(rf"MST-[{ALPHABET}]{{10}}")


def new_reference() -> str:
    """A document's key, unique for ever: `MST-` and ten characters that carry 50 random bits."""
    return "MST-" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def find_reference(text: str) -> str:
    """The first reference in a text that a program or a person wrote, or ""."""
    found = _REFERENCE.search(text.upper())
    return found.group() if found else ""
