"""What was sent, as the program reads it: days, amounts, texts with their limits."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mostek.connectors.merit.simulator.said import broken, invalid


def day(value: Any) -> date:
    """`yyyyMMdd`, longer forms cut. Raises Said 500 when it is none."""
    digits = str(value or "")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise broken("Input string was not in a correct format.") from None


def number(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise broken("Input string was not in a correct format.") from None


def text(content: dict[str, Any], name: str, limit: int) -> str:
    value = str(content.get(name) or "")
    if len(value) > limit:
        raise invalid(f"{name} on liiga pikk (max {limit}).")
    return value
