"""Finding our document again: by its number, then among those of its day. Reads only."""

from dataclasses import replace
from typing import Any

from mostek.connectors.base.contract import Booked
from mostek.connectors.merit import booking
from mostek.connectors.merit.client import Client
from mostek.connectors.merit.words import carries, written
from mostek.invoicing.model import Invoice

Row = dict[str, Any]


async def numbered(client: Client, number: str) -> list[Row]:
    """The list's rows of exactly this number."""
    rows = await client.invoices_numbered(number)
    return [row for row in rows if str(row.get("InvoiceNo") or "").strip() == number]


def ours(rows: list[Row], invoice: Invoice) -> tuple[Booked, ...]:
    return tuple(
        replace(booking.booked(row), reference=invoice.reference)
        for row in rows
        if carries(row.get("FComment") or row.get("Fcomment"), invoice.reference)
    )


async def find(client: Client, invoice: Invoice) -> tuple[Booked, ...]:
    """By number; where a person may have changed that, by the mark in the footers of the day's documents."""
    if found := ours(await numbered(client, invoice.number), invoice):
        return found
    day = written(invoice.issue_date)
    return ours(await client.invoices({"PeriodStart": day, "PeriodEnd": day, "DateType": 0}), invoice)
