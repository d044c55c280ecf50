"""Which record at the program is which buyer: a buyer met twice is not a second contractor."""

import hashlib
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from mostek.delivery.models import BuyerRecord
from mostek.delivery.queue import now
from mostek.invoicing.model import Party


def key_of(party: Party) -> str:
    """Tells buyers apart: by tax id, else by name and address and e-mail. 64 hex characters."""
    if party.tax_id:
        number = re.sub(r"[^0-9A-Z]", "", party.tax_id.upper())
        words = ["tax", number.removeprefix(party.address.country), party.address.country]
    else:
        address = party.address
        words = [party.name, address.street, address.postcode, address.city, address.country, party.email]
    plain = "\n".join(re.sub(r"\s+", " ", word).strip().casefold() for word in words)
    return hashlib.sha256(plain.encode()).hexdigest()


def marker_of(key: str) -> str:
    """What our records at the program carry: short, the same for the same buyer for ever."""
    return f"MSTB-{key[:10].upper()}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery that needs its buyer's record at the program."""

    connection_id: int
    key: str
    delivery_id: int
    lease: float


@dataclass(frozen=True, slots=True)
class Found:
    """`remote_id` is the buyer's record; without one the asking delivery may now make it.
    `is_first` says that nobody has tried to make it before."""

    remote_id: str = ""
    is_first: bool = False


def look_up(wanted: list[Wanted]) -> list[Found | None]:
    """For each what is known of its buyer; None when another delivery is about to make the record:
    wait and ask again."""
    with transaction.atomic():
        moment = now()
        BuyerRecord.objects.bulk_create(
            (
                BuyerRecord(
                    connection_id=each.connection_id,
                    key=each.key,
                    holder=str(each.delivery_id),
                    held_until=moment + each.lease,
                )
                for each in wanted
            ),
            ignore_conflicts=True,
        )
        records = BuyerRecord.objects.filter(
            connection_id__in={each.connection_id for each in wanted}, key__in={each.key for each in wanted}
        )
        known = {(record.connection_id, record.key): record for record in records}
        return [_answer(known[each.connection_id, each.key], each, moment) for each in wanted]


def _answer(record: BuyerRecord, wanted: Wanted, moment: float) -> Found | None:
    if record.remote_id:
        return Found(record.remote_id)
    holder, until = str(wanted.delivery_id), moment + wanted.lease
    if record.holder == holder and record.held_until == until:
        return Found(is_first=True)
    if record.holder not in ("", holder) and record.held_until >= moment:
        return None
    # The row may have been taken since it was read: the condition is asked once more where it counts.
    free = Q(held_until__lt=moment) | Q(holder__in=["", holder])
    taken = BuyerRecord.objects.filter(free, pk=record.pk, remote_id="").update(
        holder=holder, held_until=until
    )
    record.holder, record.held_until = holder, until
    return Found() if taken else None
