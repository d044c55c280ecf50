"""The ready-made accounts of the built-in stand-ins, for the wizard's "fill in" buttons."""

from dataclasses import dataclass

from django.conf import settings

from mostek.sandbox.control import Control, SandboxError

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
        told = Control(settings.SANDBOX_URL, PATIENCE).accounts(program)
    except SandboxError:
        return []
    return [
        ReadyAccount(
            id=each["id"],
            name=each["name"],
            tax_id=each["tax_id"],
            credentials=each["credentials"],
            note=each["note"],
        )
        for each in told["accounts"]
    ]
