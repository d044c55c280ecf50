"""The ready-made accounts of the built-in stand-ins, for the wizard's "fill in" buttons."""

import json
from dataclasses import dataclass
from urllib.request import urlopen

from django.conf import settings

PATIENCE = 1.5
"""Seconds. The wizard does without the buttons when the sandbox is slow or not running."""


@dataclass(frozen=True, slots=True)
class ReadyAccount:
    id: str
    name: str
    tax_id: str
    credentials: dict[str, str]
    note: str


def ready_accounts(program: str) -> list[ReadyAccount]:
    """Empty when no stand-ins are offered or the sandbox does not answer."""
    if not settings.SANDBOX_URL:
        return []
    try:
        # The address is the operator's own setting, checked at start to be http or https.
        with urlopen(f"{settings.SANDBOX_URL}/{program}/-/accounts.json", timeout=PATIENCE) as answer:  # noqa: S310
            told = json.load(answer)
        return [
            ReadyAccount(
                id=each["id"],
                name=each["name"],
                tax_id=each.get("tax_id", ""),
                credentials=each["credentials"],
                note=each.get("note", ""),
            )
            for each in told["accounts"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
