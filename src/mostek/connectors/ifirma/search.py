"""Finding our document again: iFirma searches by day and amount, the reference we read ourselves.

https://api.ifirma.pl/pobieranie-listy-faktur/
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from mostek.connectors.base.contract import Booked
from mostek.connectors.base.http import Lost
from mostek.connectors.ifirma import booking
from mostek.connectors.ifirma.client import Client
from mostek.connectors.ifirma.errors import Unreadable
from mostek.connectors.ifirma.mapping import split_tax_id
from mostek.connectors.ifirma.resources import CORRECTION, DOMESTIC, HOME_CURRENCY, Resource, located, plain
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import totals
from mostek.kernel.money import ZERO

TOLERANCE = Decimal("0.05")
"""How far a booked total may lie from ours and still be looked at."""

Row = dict[str, Any]


async def ours(client: Client, invoice: Invoice, resource: Resource, buyer_id: str) -> tuple[Booked, ...]:
    """Opens the day's documents of about this total and keeps those that carry our reference.

    Those of the buyer's record come first; the others are opened only when none of them is ours, for a
    document may have been sent before its buyer had that record.
    """
    rows = await client.rows(resource.listing, _filters(invoice, resource))
    rows = [row for row in rows if _may_be(row, resource, invoice)]
    own = [row for row in rows if buyer_id and row.get("IdentyfikatorKontrahenta") == buyer_id]
    if found := await _carrying(client, own, resource, invoice):
        return found
    others = [row for row in rows if not buyer_id or row.get("IdentyfikatorKontrahenta") != buyer_id]
    return await _carrying(client, others, resource, invoice)


async def with_difference(client: Client, booked: Booked) -> Booked:
    """A correction with the total that the day's list tells: by itself it shows only the state after."""
    if booked.issue_date is None:
        return booked
    day, (resource, identifier) = booked.issue_date.isoformat(), located(booked.remote_id)
    rows = await client.rows(resource.listing, {"dataOd": day, "dataDo": day})
    row = next((row for row in rows if str(row.get("FakturaId")) == identifier), {})
    return replace(booked, gross=booking.amount(row.get("Brutto")))


def _filters(invoice: Invoice, resource: Resource) -> dict[str, str]:
    """The day, and about the total where the list's amount is surely comparable with ours."""
    day = invoice.issue_date.isoformat()
    filters = {"dataOd": day, "dataDo": day}
    if resource is DOMESTIC:
        gross = totals(invoice).whole.gross
        filters |= {"kwotaOd": plain(max(gross - TOLERANCE, ZERO)), "kwotaDo": plain(gross + TOLERANCE)}
    return filters


def _may_be(row: Mapping[str, Any], resource: Resource, invoice: Invoice) -> bool:
    """Whether a row could be the document: its type and NIP, where the row tells them, are the same."""
    kind = str(row.get("Rodzaj") or "")
    if resource.list_type and kind and kind != resource.list_type:
        return False
    theirs = split_tax_id(str(row.get("NIPKontrahenta") or ""))[1]
    return not theirs or theirs == split_tax_id(invoice.buyer.tax_id)[1]


async def _carrying(
    client: Client, rows: list[Row], resource: Resource, invoice: Invoice
) -> tuple[Booked, ...]:
    opened = [await _opened(client, row, resource) for row in rows]
    return tuple(
        replace(booked, reference=invoice.reference)
        for document, booked in opened
        if booking.carries(document, invoice.reference)
    )


async def _opened(client: Client, row: Row, resource: Resource) -> tuple[Row, Booked]:
    """The document behind a row, with the total that the list tells."""
    identifier = str(row.get("FakturaId") or "")
    if not identifier:
        raise Lost("a row without id")
    try:
        document = await client.document(resource.path, identifier)
    except Unreadable as unreadable:
        if resource is not CORRECTION:
            raise
        # A row does not say whether it is a correction; what opens as an invoice is none.
        document = await client.document(DOMESTIC.path, identifier)
        if "PelnyNumer" not in document:
            raise Lost("a row that opens neither way") from unreadable
        return {}, booking.booked(document, DOMESTIC, identifier)
    booked = booking.booked(document, resource, identifier)
    gross = booking.amount(row.get("Brutto"))
    told = gross is not None and booked.gross is not None and booked.currency == HOME_CURRENCY
    return document, replace(booked, gross=gross) if told else booked
