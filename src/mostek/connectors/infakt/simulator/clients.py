"""Clients of the stand-in: what inFakt demands of them, how they look, and how they come onto documents."""

import uuid
from typing import Any

from stdnum.pl import nip

from mostek.connectors.infakt.simulator.books import Books, Row
from mostek.connectors.infakt.simulator.documents import Errors

_TEXTS = (
    "company_name first_name last_name street flat_number city postal_code web_site note invoice_note "
    "receiver payment_method days_to_payment "
    "mailing_company_name mailing_street mailing_city mailing_postal_code"
)
TEXTS = tuple(_TEXTS.split())
NULLABLE = ("nip", "email", "phone_number", "street_number")


def made(sent: dict[str, Any], errors: Errors, held: Row | None = None) -> Row:
    """A client record; what is wrong is added to `errors`. Unknown fields are ignored without a word."""
    record: Row = dict.fromkeys(TEXTS, "") | dict.fromkeys(NULLABLE)
    record |= {"uuid": str(uuid.uuid4()), "business_activity_kind": "other_business", "country": ""}
    record |= {"same_forward_address": True, "is_vindicable": False, "vindicable_invoices_count": 0}
    record |= held or {}
    wanted = {*TEXTS, *NULLABLE, "business_activity_kind", "country", "same_forward_address"}
    record |= {name: value for name, value in sent.items() if name in wanted and value is not None}
    if not record["country"]:
        errors["country"] = ["Kraj nie może być pusty."]
    if record["business_activity_kind"] == "private_person":
        for name, words in (
            ("first_name", "Imię nie może być puste."),
            ("last_name", "Nazwisko nie może być puste."),
        ):
            if not record[name]:
                errors[name] = [words]
    elif not record["company_name"]:
        errors["company_name"] = ["Nazwa firmy nie może być pusta."]
    if is_bad_nip(record["nip"], record["country"]):
        errors["nip"] = ["NIP jest nieprawidłowy."]
    record["country_full_name"] = "Polska" if record["country"] == "PL" else record["country"]
    return record


def is_bad_nip(number: Any, country: str) -> bool:
    """Only the check digits are looked at, and only of Polish numbers."""
    return bool(number) and country == "PL" and not nip.is_valid(str(number).upper().removeprefix("PL"))


def shown(row: Row) -> Row:
    return {name: value for name, value in row.items() if not name.startswith("_")}


def buyer_of(sent: dict[str, Any], books: Books, account: str, errors: Errors) -> Row:
    """The buyer's fields of a document: the client's own, and over them what was sent with it."""
    inline = {
        name: sent[name] for name in sent if name.startswith("client_") and sent[name] not in (None, "")
    }
    client = None
    if sent.get("client_id"):
        client = books.get(account, "clients", str(sent["client_id"]))
        if client is None:
            errors["client_id"] = ["Klient nie istnieje."]
            return {}
    elif not inline.get("client_company_name") and not inline.get("client_last_name"):
        errors["client_id"] = ["Klient nie może być pusty."]
        return {}
    buyer = (_snapshot(client) if client else {}) | inline
    if is_bad_nip(buyer.get("client_tax_code"), str(buyer.get("client_country") or "PL")):
        errors["client_tax_code"] = ["NIP jest nieprawidłowy."]
    if not client and not errors:
        client = _remembered(inline, books, account)
    if client:
        buyer |= {"client_id": client["id"], "client_uuid": client["uuid"]}
    return {name: buyer[name] for name in buyer if name != "client_email"}


def _snapshot(client: Row) -> Row:
    same = ("company_name", "first_name", "last_name", "business_activity_kind", "city", "country")
    street = ("street", "street_number", "flat_number")
    fields = {f"client_{name}": client[name] or None for name in (*same, *street)}
    return fields | {
        "client_post_code": client["postal_code"] or None,
        "client_tax_code": client["nip"] or "",
    }


def _remembered(inline: Row, books: Books, account: str) -> Row | None:
    """A company that is named without an id: a client of that name, or a new one."""
    name = inline.get("client_company_name")
    if not name:
        return None
    shelf = books.shelf(account, "clients")
    for same in shelf.having("company_name", str(name)).values():
        return same
    sent = {key.removeprefix("client_"): value for key, value in inline.items()}
    sent |= {
        "nip": sent.get("tax_code"),
        "postal_code": sent.get("post_code"),
        "country": sent.get("country") or "PL",
    }
    return books.add(account, "clients", made(sent, {}))
