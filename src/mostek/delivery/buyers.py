"""Which record at the program is which buyer: a buyer met twice is not a second contractor."""

import hashlib
import re

from django.db import transaction
from django.db.models import Q

from mostek.delivery.models import BuyerRecord
from mostek.delivery.queue import now
from mostek.invoicing.model import Party


def key_of(party: Party) -> str:
    """Tells buyers apart: by tax id, else by name and address and e-mail. 64 hex characters."""
    if party.tax_id:
        words = ["tax", re.sub(r"[^0-9A-Z]", "", party.tax_id.upper()), party.address.country]
    else:
        address = party.address
        words = [party.name, address.street, address.postcode, address.city, address.country, party.email]
    plain = "\n".join(re.sub(r"\s+", " ", word).strip().casefold() for word in words)
    return hashlib.sha256(plain.encode()).hexdigest()


def marker_of(key: str) -> str:
    """What our records at the program carry: short, the same for the same buyer for ever."""
    return f"MSTB-{key[:10].upper()}"


def look_up(connection_id: int, key: str, delivery_id: int, lease: float) -> str | None:
    """The buyer's record, "" when there is none and the caller may now make it, None when somebody
    else is about to: wait and ask again."""
    holder = str(delivery_id)
    with transaction.atomic():
        record, made = BuyerRecord.objects.get_or_create(
            connection_id=connection_id, key=key, defaults={"holder": holder, "held_until": now() + lease}
        )
        if made:
            return ""
        if record.remote_id:
            return record.remote_id
        moment = now()
        free = Q(held_until__lt=moment) | Q(holder__in=["", holder])
        taken = BuyerRecord.objects.filter(free, pk=record.pk, remote_id="").update(
            holder=holder, held_until=moment + lease
        )
        return "" if taken else None
