"""All credentials under the newest key."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from mostek.connections import vault


def reseal_all() -> tuple[int, list[str]]:
    """Encrypts all that is sealed with the newest key, in one transaction.

    How many, and the names of those that no key opens; they are left as they are.
    """
    resealed, unreadable = 0, []
    with transaction.atomic():
        for row in _sealed_rows():
            try:
                row.sealed = vault.reseal(row.sealed)
            except vault.Unreadable:
                unreadable.append(str(row))
            else:
                row.save(update_fields=["sealed"])
                resealed += 1
    return resealed, unreadable


def _sealed_rows() -> Iterator[Any]:
    """Of every model with a column `sealed`, those where something lies in it."""
    for model in apps.get_models():
        if any(field.name == "sealed" for field in model._meta.concrete_fields):
            rows: Any = model._default_manager.exclude(sealed="")
            yield from rows.select_for_update().order_by("pk")
