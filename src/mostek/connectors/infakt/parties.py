"""A buyer in inFakt's fields: on documents (`client_…`) and as a client record of its own."""

import re
from collections.abc import Mapping
from typing import Any

from mostek.invoicing.model import Party


def is_business(party: Party) -> bool:
    return party.is_company or bool(party.tax_id)


def bare_tax_id(tax_id: str) -> str:
    """Letters and digits only, capitals, without a country prefix: what `clean_nip_eq` compares."""
    return re.sub(r"^[A-Z]{2}(?=[0-9A-Z]{6,})", "", re.sub(r"[^0-9A-Z]", "", tax_id.upper()))


def written_tax_id(party: Party) -> str:
    """As sent: a Polish NIP as ten digits, a foreign number with its prefix."""
    written = re.sub(r"[^0-9A-Z]", "", party.tax_id.upper())
    return written.removeprefix("PL") if party.address.country in ("PL", "") else written


def by_nip(party: Party) -> dict[str, str]:
    """The filter by NIP, which compares digits only; for foreign numbers that is not certain."""
    written = written_tax_id(party)
    return {"clean_client_nip_eq": written} if len(written) == 10 and written.isdecimal() else {}


def names(party: Party) -> tuple[str, str]:
    """First and last name of a person; the last word is the last name."""
    first, _, last = " ".join(party.name.split()).rpartition(" ")
    return first, last


def client_fields(party: Party) -> dict[str, Any]:
    """A document's buyer, keys without the prefix `client_`."""
    address = party.address
    fields: dict[str, Any] = {
        "street": address.street,
        "city": address.city,
        "post_code": address.postcode,
        "country": address.country,
        "tax_code": written_tax_id(party),
    }
    return fields | _identity(party)


def client_record(party: Party, note: str) -> dict[str, Any]:
    """A client record; its note carries our marker."""
    address = party.address
    record: dict[str, Any] = {
        "street": address.street,
        "city": address.city,
        "postal_code": address.postcode,
        "country": address.country,
        "note": note,
    }
    optional = {"nip": written_tax_id(party), "email": party.email, "phone_number": party.phone[:16]}
    record |= {name: value for name, value in optional.items() if value}
    return record | _identity(party)


def _identity(party: Party) -> dict[str, Any]:
    if is_business(party):
        return {"business_activity_kind": "other_business", "company_name": party.name}
    first, last = names(party)
    return {"business_activity_kind": "private_person", "first_name": first, "last_name": last}


def is_same_business(row: Mapping[str, Any], party: Party) -> bool:
    """Whether a client record bears the party's tax id; the country counts where both name one."""
    if bare_tax_id(str(row.get("nip") or "")) != bare_tax_id(party.tax_id):
        return False
    country = str(row.get("country") or "")
    return not (country and party.address.country) or country == party.address.country


def is_same_name(row: Mapping[str, Any], party: Party) -> bool:
    """Whether a client record bears the party's name."""
    held = (
        row.get("company_name") if is_business(party) else f"{row.get('first_name')} {row.get('last_name')}"
    )
    return " ".join(str(held or "").split()).casefold() == " ".join(party.name.split()).casefold()
