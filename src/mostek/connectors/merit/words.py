"""The program's words and values as ours. Pure.

Flags are booleans in some lists and words in the user's language in others; amounts are numbers, sometimes
text; an absent day is 1901-01-01.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mostek.kernel.money import ZERO

YES = {"true", "1", "yes", "tak", "jah", "kyllä", "да"}
_PARENT = re.compile(r"syntet|zbiorcz|nadrz|suma|summ|koond|koonti|parent|сумм|синт", re.IGNORECASE)
NEVER = date(1901, 1, 1)


def is_yes(value: Any) -> bool:
    return str(value).strip().casefold() in YES


def is_parent(value: Any) -> bool:
    """Whether `IsParent` says that the account sums up others; a word nobody knows says nothing."""
    return is_yes(value) or bool(_PARENT.search(str(value or "")))


def amount(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None


def sum_of(rows: list[dict[str, Any]], field: str) -> Decimal:
    return sum((amount(row.get(field)) or ZERO for row in rows), ZERO)


def day(value: Any) -> date | None:
    """`2026-11-20T00:00:00`, `2026/11/20` or `20261120`; None where there is none."""
    digits = re.sub(r"\D", "", str(value or ""))[:8]
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return None if found == NEVER else found


def written(when: date) -> str:
    return f"{when:%Y%m%d}"


def carries(text: Any, reference: str) -> bool:
    """Whether our reference stands in the text as a word of its own."""
    return bool(re.search(rf"(?<![\w-]){re.escape(reference)}(?![\w-])", str(text or "")))
