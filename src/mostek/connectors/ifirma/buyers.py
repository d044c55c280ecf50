"""The buyer's record (`kontrahent`) at iFirma. https://api.ifirma.pl/kontrahenci/

A record with the identifier or NIP we send wins over the buyer's data in the document.
"""

import base64
import hashlib
from typing import Any

from mostek.connectors.ifirma.client import Client
from mostek.connectors.ifirma.errors import NOTHING_FOUND, Declined
from mostek.connectors.ifirma.mapping import buyer, split_tax_id
from mostek.invoicing.model import Party


def identifier_of(marker: str) -> str:
    """The identifier that our record gets: 15 characters, the same for the same marker for ever."""
    digest = hashlib.sha256(marker.encode()).digest()
    return "M" + base64.b32encode(digest).decode()[:14]


async def _search(client: Client, phrase: str) -> list[dict[str, Any]]:
    try:
        return await client.buyers(phrase)
    except Declined as declined:
        if declined.kod == NOTHING_FOUND:
            return []
        raise


async def find(client: Client, party: Party, marker: str) -> str:
    """The record with exactly this NIP, ours before others; of a buyer without NIP the one that we made.

    The search matches fragments, so what it gives is compared again.
    """
    ours = identifier_of(marker)
    wanted = split_tax_id(party.tax_id)[1]
    rows = await _search(client, wanted or ours)
    if wanted:
        rows = [row for row in rows if split_tax_id(str(row.get("NIP") or ""))[1] == wanted]
    found = [str(row.get("Identyfikator") or "") for row in rows]
    if ours in found:
        return ours
    return next(filter(None, found), "") if wanted else ""


async def create(client: Client, party: Party, marker: str) -> str:
    """Makes the record under our own identifier, so that a repeat meets the first one and adds none.

    Raises Declined when iFirma takes no such record.
    """
    ours = identifier_of(marker)
    try:
        await client.create_buyer(buyer(party) | {"Identyfikator": ours})
    except Declined:
        rows = await _search(client, ours)
        if not any(row.get("Identyfikator") == ours for row in rows):
            raise
    return ours
