"""What stands at iFirma already: the documents of a period. Of the seller its API tells nothing.

https://api.ifirma.pl/pobieranie-listy-faktur/
"""

from datetime import date
from typing import Any

from mostek.connectors.base.contract import Booked, NotReady
from mostek.connectors.base.held import DocumentHeld, DocumentPage
from mostek.connectors.ifirma import booking
from mostek.connectors.ifirma.client import PAGE, Client
from mostek.connectors.ifirma.errors import Unreadable
from mostek.connectors.ifirma.resources import (
    CORRECTION,
    DOMESTIC,
    FOREIGN,
    HOME_CURRENCY,
    PROFORMA,
    Resource,
    located,
    remote_key,
)
from mostek.invoicing.model import Kind

LISTS = (DOMESTIC.listing, PROFORMA.listing)
KINDS = {DOMESTIC: Kind.INVOICE, FOREIGN: Kind.INVOICE, PROFORMA: Kind.PROFORMA, CORRECTION: Kind.CORRECTION}
BY_TYPE = {each.list_type: each for each in (DOMESTIC, FOREIGN)}

Row = dict[str, Any]


class TellsWhatIsHeld:
    """The session's part that only reads what is there."""

    _client: Client

    async def documents(self, since: date, until: date, cursor: str) -> DocumentPage:
        """Invoices first, then proformas; the cursor is `list:page`. Rows tell no postcode and no notes."""
        listing, _, number = (cursor or f"{LISTS[0]}:1").partition(":")
        query = {"dataOd": since.isoformat(), "dataDo": until.isoformat()}
        query |= {"strona": number, "iloscNaStronie": str(PAGE)}
        rows = await self._client.page(listing, query)
        following = f"{listing}:{int(number) + 1}" if len(rows) == PAGE else _list_after(listing)
        return DocumentPage(tuple(_listed(row, listing) for row in rows), following)

    async def document(self, remote_id: str) -> DocumentHeld:
        resource, identifier = located(remote_id)
        try:
            document = await self._client.document(resource.path, identifier)
        except Unreadable as error:
            raise NotReady from error
        party = document.get("Kontrahent") or {}
        return DocumentHeld(
            booked=booking.booked(document, resource, identifier),
            kind=KINDS[resource],
            buyer_name=str(party.get("Nazwa") or ""),
            buyer_postcode=str(party.get("KodPocztowy") or ""),
            texts="\n".join(filter(None, booking.texts(document))),
        )


def _list_after(listing: str) -> str:
    return f"{LISTS[1]}:1" if listing == LISTS[0] else ""


def _resource(row: Row, listing: str) -> Resource | None:
    """None for a type that is not known: a correction is not told apart from other documents."""
    return PROFORMA if listing == PROFORMA.listing else BY_TYPE.get(str(row.get("Rodzaj") or ""))


def _listed(row: Row, listing: str) -> DocumentHeld:
    resource = _resource(row, listing)
    identifier = str(row.get("FakturaId") or "")
    currency = str(row.get("Waluta") or HOME_CURRENCY)
    gross = booking.amount(row.get("Brutto")) if currency == HOME_CURRENCY else None
    paid = booking.amount(row.get("Zaplacono"))
    booked = Booked(
        remote_id=remote_key(resource, identifier) if resource else f"{listing}/{identifier}",
        number=str(row.get("PelnyNumer") or ""),
        issue_date=booking.day(row.get("DataWystawienia")),
        currency=currency,
        gross=gross,
        buyer_tax_id=str(row.get("NIPKontrahenta") or ""),
        is_paid=None if gross is None or paid is None else paid >= gross,
    )
    return DocumentHeld(
        booked=booked,
        kind=KINDS[resource] if resource else None,
        buyer_name=str(row.get("KontrahentNazwa") or ""),
        is_whole=resource is None,
    )
