"""All secrets under the newest key."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from mostek.companies.two_step import reseal_authenticators
from mostek.connections import vault


def _sealed_models() -> Iterator[type[models.Model]]:
    """Every model that keeps secrets: by the house's rule, encrypted in a column named `sealed`."""
    for model in apps.get_models():
        if any(field.name == "sealed" for field in model._meta.concrete_fields):
            yield model


def reseal_all() -> tuple[int, list[str]]:
    """Encrypts all secrets with the newest key, in one transaction.

    How many rows, and the names of those that no key opens; they are left as they are.
    """
    resealed, unreadable = 0, []
    with transaction.atomic():
        for model in _sealed_models():
            for row in model._default_manager.exclude(sealed="").select_for_update().order_by("pk"):
                try:
                    sealed = vault.reseal(row.sealed)  # type: ignore[attr-defined]
                except vault.Unreadable:
                    unreadable.append(str(row))
                else:
                    model._default_manager.filter(pk=row.pk).update(sealed=sealed)
                    resealed += 1
        resealed += reseal_authenticators()
    return resealed, unreadable
