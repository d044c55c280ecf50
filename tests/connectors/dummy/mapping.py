"""Neutral document -> Kajet's payload, Kajet's document -> `Booked`. Pure functions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from mostek.connectors.base.contract import Booked
from mostek.invoicing.model import Invoice, Kind
from mostek.kernel.problems import Problem

from .manifest import MANIFEST

LONGEST_NAME = 200
"""Characters of a buyer's or a line's name. https://kajet.example/api#documents"""


def payload_of(invoice: Invoice, payment_map: dict[str, str]) -> dict[str, Any]:
    """The body of `POST /documents`; decimals travel as strings."""
    means = invoice.payment.means
    return {
        "reference": invoice.reference,
        "number": invoice.number,
        "issued_on": invoice.issue_date.isoformat(),
        "sold_on": invoice.sale_date.isoformat(),
        "currency": invoice.currency,
        "prices": invoice.basis.value,
        "buyer": {"name": invoice.buyer.name, "tax_id": invoice.buyer.tax_id},
        "payment": payment_map.get(means.value) or MANIFEST.payment_defaults[means],
        "paid": invoice.payment.paid_on is not None,
        "lines": [
            {
                "name": line.name,
                "quantity": str(line.quantity),
                "price": str(line.unit_price),
                "discount": str(line.allowance),
                "vat": line.vat.code,
                "percent": None if line.vat.percent is None else str(line.vat.percent),
            }
            for line in invoice.lines
        ],
    }


def booked_from(document: dict[str, Any]) -> Booked:
    return Booked(
        remote_id=document["id"],
        number=document["number"],
        issue_date=date.fromisoformat(document["issued_on"]),
        sale_date=date.fromisoformat(document["sold_on"]),
        currency=document["currency"],
        net=Decimal(document["net"]),
        vat=Decimal(document["vat"]),
        gross=Decimal(document["gross"]),
        buyer_tax_id=document["buyer"]["tax_id"],
        line_count=len(document["lines"]),
        reference=document["reference"],
    )


def problems_of(invoice: Invoice) -> Iterator[Problem]:
    """What Kajet would refuse, found before anything is sent."""
    if invoice.kind is not Kind.INVOICE:
        yield Problem("dummy.kind", field="kind")
    if MANIFEST.currencies and invoice.currency not in MANIFEST.currencies:
        yield Problem("dummy.currency", {"currency": invoice.currency}, "currency")
    if not invoice.lines:
        yield Problem("dummy.missing", field="lines")
    names = {"buyer.name": invoice.buyer.name}
    names |= {f"lines.{i}.name": line.name for i, line in enumerate(invoice.lines)}
    for path, name in names.items():
        if not name.strip():
            yield Problem("dummy.missing", field=path)
        elif len(name) > LONGEST_NAME:
            yield Problem("dummy.too_long", {"length": str(len(name)), "most": str(LONGEST_NAME)}, path)
