"""The buyer's record at the program. https://api.merit.ee/connecting-robots/reference-manual/customers/

Names are unique there. Our mark stands in the field for the home page, which no document prints.
"""

import re
from typing import Any

from mostek.connectors.merit.client import Client
from mostek.connectors.merit.errors import NAME_TAKEN, Declined
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.words import carries
from mostek.invoicing.model import Party

NAME = 150
FIELDS = ("RegNo", "VatRegNo")

Record = dict[str, Any]


def bare(tax_id: str) -> str:
    """A tax number without blanks, dashes and country code."""
    return re.sub(r"^[A-Z]{2}", "", re.sub(r"[^0-9A-Z]", "", tax_id.upper()))


def record_of(party: Party, program: Program) -> Record:
    """`Customer`: for `sendcustomer`, and inside an invoice whose buyer has no record yet."""
    address, number = party.address, bare(party.tax_id)
    is_national = program.has_kpir and re.sub(r"^PL", "", party.tax_id.upper().strip())[:1].isdigit()
    fields = {
        "RegNo": number if is_national else "",
        "VatRegNo": re.sub(r"[^0-9A-Z]", "", party.tax_id.upper()),
        "Address": address.street,
        "City": address.city,
        "PostalCode": address.postcode,
        "Email": party.email,
        "PhoneNo": party.phone,
    }
    return {
        "Name": party.name,
        "CountryCode": address.country,
        "NotTDCustomer": not party.is_company,
    } | {name: value for name, value in fields.items() if value}


async def find(client: Client, party: Party, marker: str, program: Program) -> str:
    """The record with this tax number; of a buyer without one the record that carries our mark."""
    number = bare(party.tax_id)
    if not number:
        rows = await client.customers(Name=party.name)
        return _id(row for row in rows if carries(row.get("HomePage"), marker))
    record = record_of(party, program)
    for field in FIELDS:
        if field in record:
            rows = await client.customers(**{field: record[field]})
            if found := _id(row for row in rows if number in (bare(_text(row, f)) for f in FIELDS)):
                return found
    return ""


def _text(row: Record, field: str) -> str:
    return str(row.get(field) or "")


def _id(rows: Any) -> str:
    return min((_text(row, "CustomerId") for row in rows), default="")


async def create(client: Client, party: Party, marker: str, program: Program) -> str:
    """Makes the record, with our mark. To a name that is taken the tax number, or the mark, is added."""
    record = record_of(party, program) | {"HomePage": f"Mostek {marker}"}
    try:
        return await client.create_customer(record)
    except Declined as declined:
        if NAME_TAKEN not in declined.text.casefold():
            raise
    suffix = f" ({bare(party.tax_id) or marker})"
    return await client.create_customer(record | {"Name": party.name[: NAME - len(suffix)] + suffix})
