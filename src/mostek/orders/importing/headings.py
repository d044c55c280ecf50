"""Which column of a file holds what: the fields a column can be mapped to, and a guess by its heading."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mostek.kernel.text import N_
from mostek.orders.payment_words import plain


@dataclass(frozen=True, slots=True)
class Mappable:
    """Something of an order that a column can hold. `key` is what a mapping leads from."""

    key: str
    label: str
    """Marked for translation."""
    group: str
    """`order`, `buyer`, `recipient` or `line`."""
    required: bool = False


MAPPABLE = (
    Mappable("number", N_("Order number"), "order", required=True),
    Mappable("placed_at", N_("Date of the order"), "order", required=True),
    Mappable("currency", N_("Currency"), "order"),
    Mappable("status", N_("Status"), "order"),
    Mappable("total", N_("Total of the order (to check)"), "order"),
    Mappable("discount", N_("Discount of the order"), "order"),
    Mappable("paid", N_("Paid (amount, or yes and no)"), "order"),
    Mappable("paid_on", N_("Date of payment"), "order"),
    Mappable("payment", N_("Payment method"), "order"),
    Mappable("delivery_method", N_("Delivery method"), "order"),
    Mappable("shipping_price", N_("Cost of delivery"), "order"),
    Mappable("shipping_vat", N_("VAT of delivery"), "order"),
    Mappable("notes", N_("Notes"), "order"),
    Mappable("tags", N_("Tags"), "order"),
    Mappable("buyer_company", N_("Buyer: company"), "buyer"),
    Mappable("buyer_name", N_("Buyer: name"), "buyer"),
    Mappable("buyer_first_name", N_("Buyer: first name"), "buyer"),
    Mappable("buyer_last_name", N_("Buyer: last name"), "buyer"),
    Mappable("buyer_tax_id", N_("Buyer: tax ID"), "buyer"),
    Mappable("buyer_street", N_("Buyer: street and number"), "buyer"),
    Mappable("buyer_city", N_("Buyer: city"), "buyer"),
    Mappable("buyer_postcode", N_("Buyer: postcode"), "buyer"),
    Mappable("buyer_country", N_("Buyer: country"), "buyer"),
    Mappable("buyer_email", N_("Buyer: e-mail"), "buyer"),
    Mappable("buyer_phone", N_("Buyer: phone"), "buyer"),
    Mappable("recipient_name", N_("Delivery: name"), "recipient"),
    Mappable("recipient_street", N_("Delivery: street and number"), "recipient"),
    Mappable("recipient_city", N_("Delivery: city"), "recipient"),
    Mappable("recipient_postcode", N_("Delivery: postcode"), "recipient"),
    Mappable("recipient_country", N_("Delivery: country"), "recipient"),
    Mappable("line_name", N_("Line: name"), "line", required=True),
    Mappable("line_sku", N_("Line: code"), "line"),
    Mappable("line_quantity", N_("Line: quantity"), "line", required=True),
    Mappable("line_unit", N_("Line: unit"), "line"),
    Mappable("line_unit_price", N_("Line: unit price"), "line", required=True),
    Mappable("line_allowance", N_("Line: discount"), "line"),
    Mappable("line_vat", N_("Line: VAT rate"), "line"),
)
REQUIRED = tuple(each.key for each in MAPPABLE if each.required)


@cache
def _names() -> dict[str, list[str]]:
    known: dict[str, list[str]] = tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    )
    return known


def _bare(heading: str) -> str:
    return " ".join(re.findall("[a-z0-9]+", plain(heading)))


def guess(headings: Sequence[str]) -> dict[str, str]:
    """A mapping from `Mappable.key` to heading, as far as the headings speak for themselves. A heading
    is used once; the names of a field are tried from the surest on."""
    free = {_bare(heading): heading for heading in reversed(headings)}
    mapping: dict[str, str] = {}
    ranked = sorted((rank, key, name) for key, names in _names().items() for rank, name in enumerate(names))
    for _, key, name in ranked:
        if key not in mapping and name in free:
            mapping[key] = free.pop(name)
    return mapping


def shape_of(headings: Sequence[str]) -> str:
    """A key under which the mapping of files with these headings is remembered."""
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()
