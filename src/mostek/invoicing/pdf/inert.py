"""Foreign text made harmless for the printed page. The template shows it as text, never as markup."""

import re
from unicodedata import category

LONGEST_WORD = 22
"""Longer runs without a blank would not fit a table's column: they may be broken inside."""

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, direction and joining signs, surrogates, and what no font has."""
_FIRST_PICTURE = 0x1F000

_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_BREAK_HERE = "\u200b"


def inert(text: str) -> str:
    """One line: blanks folded, control characters and emoji dropped, long words breakable."""
    visible = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_shown(sign))
    return _LONG.sub(_breakable, " ".join(visible.split()))


def _is_shown(sign: str) -> bool:
    kind = category(sign)
    is_picture = kind == "So" and ord(sign) >= _FIRST_PICTURE
    return kind not in _DROPPED and not is_picture and not 0xFE00 <= ord(sign) <= 0xFE0F


def _breakable(word: re.Match[str]) -> str:
    signs = word.group()
    return _BREAK_HERE.join(signs[i : i + 10] for i in range(0, len(signs), 10))


def paragraphs(text: str) -> list[str]:
    """The lines of a longer text, each harmless; empty ones dropped."""
    return [line for line in map(inert, text.splitlines()) if line]


def account_groups(account: str) -> str:
    """An account number in groups of four, as banks print it. Not breakable."""
    number = re.sub(r"[\s-]", "", inert(account).replace(_BREAK_HERE, "")).upper()
    first = 2 if number.isdigit() and len(number) % 4 == 2 else 0
    groups = [number[:first], *(number[i : i + 4] for i in range(first, len(number), 4))]
    return "\u00a0".join(group for group in groups if group)
