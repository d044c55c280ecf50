"""The audit trail."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from mostek.companies.models import AuditEntry, Company

SECRET = "•••"  # noqa: S105 - what stands in its place


def record(
    company: Company,
    actor: str,
    action: str,
    subject: models.Model,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    """Writes one entry. `actor` is a user's name, `API: purpose` or `rule: name`."""
    AuditEntry.objects.create(
        company=company,
        actor=actor[:200],
        action=action,
        subject=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        label=str(subject)[:300],
        changes={name: [_plain(before), _plain(after)] for name, (before, after) in (changes or {}).items()},
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
