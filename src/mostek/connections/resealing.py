"""All credentials under the newest key."""

from django.db import transaction

from mostek.connections import vault
from mostek.connections.models import Connection


def reseal_all() -> tuple[int, list[str]]:
    """Encrypts every connection's credentials with the newest key, in one transaction.

    How many, and the names of those that no key opens; they are left as they are.
    """
    resealed, unreadable = 0, []
    with transaction.atomic():
        for connection in Connection.objects.select_for_update().order_by("id"):
            try:
                connection.sealed = vault.reseal(connection.sealed)
            except vault.Unreadable:
                unreadable.append(connection.name)
            else:
                connection.save(update_fields=["sealed"])
                resealed += 1
    return resealed, unreadable
