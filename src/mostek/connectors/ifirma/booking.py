"""What iFirma holds, as `Booked`: totals worked out from its lines, and our reference found on it. Pure."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mostek.connectors.base.contract import Booked
from mostek.connectors.ifirma.mapping import MARK
from mostek.connectors.ifirma.resources import CORRECTION, HOME_CURRENCY, Resource, remote_key
from mostek.invoicing.model import PriceBasis
from mostek.invoicing.totals import vat_of
from mostek.kernel.money import ZERO, rounded

Payload = dict[str, Any]


def texts(document: Payload) -> list[str]:
    """What is written on it: notes, further remarks, the order's number."""
    extra = document.get("DodatkoweUwagi") or []
    entries = extra if isinstance(extra, list) else [extra]
    infos = [str(entry.get("Info") or "") for entry in entries if isinstance(entry, dict)]
    return [str(document.get("Uwagi") or ""), *infos, str(document.get("NumerZamowienia") or "")]


def carries(document: Payload, reference: str) -> bool:
    """Whether our reference stands, as a word of its own, in one of the places where we wrote it."""
    word = re.compile(rf"(?<![\w-]){re.escape(reference)}(?![\w-])")
    return any(word.search(text) for text in texts(document))


def reference_on(document: Payload) -> str:
    found = re.search(rf"{re.escape(MARK)}\s*(\S+)", str(document.get("Uwagi") or ""))
    return found[1] if found else ""


def amount(value: Any) -> Decimal | None:
    """An amount as iFirma writes it, number or text; None when it is neither."""
    try:
        return Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None


def day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _line_parts(line: Payload) -> tuple[Decimal, Decimal | None]:
    """(value, rate in percent) of a booked line. Raises ValueError when it cannot be read."""
    quantity = amount(line.get("Ilosc"))
    price = amount(line.get("CenaZRabatem")) or amount(line.get("CenaJednostkowa"))
    if quantity is None or price is None:
        raise ValueError("a line without quantity or price")
    rate = amount(line.get("StawkaVat"))
    return quantity * price, None if rate is None else rate * 100


def totals_of(document: Payload, currency: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """(net, VAT, gross), worked out from the booked lines as iFirma does: VAT rounded once per rate."""
    lines, counted = document.get("Pozycje"), document.get("LiczOd")
    if not isinstance(lines, list) or counted not in ("BRT", "NET"):
        return None
    basis = PriceBasis.GROSS if counted == "BRT" else PriceBasis.NET
    groups: dict[Decimal | None, Decimal] = {}
    try:
        for line in lines:
            value, rate = _line_parts(line)
            groups[rate] = groups.get(rate, ZERO) + rounded(value, currency)
    except (ValueError, AttributeError):
        return None
    vat = sum((vat_of(value, rate, basis, currency) for rate, value in groups.items()), ZERO)
    whole = sum(groups.values(), ZERO)
    return (whole - vat, vat, whole) if basis is PriceBasis.GROSS else (whole, vat, whole + vat)


def _is_paid(document: Payload, totals: tuple[Decimal, Decimal, Decimal] | None) -> bool | None:
    paid = amount(document.get("Zaplacono"))
    return None if paid is None or totals is None else paid >= totals[2]


def booked(document: Payload, resource: Resource, identifier: str) -> Booked:
    """A single document as iFirma holds it. It tells no totals of a correction."""
    currency = str(document.get("Waluta") or HOME_CURRENCY)
    totals = None if resource is CORRECTION else totals_of(document, currency)
    party = document.get("Kontrahent") or {}
    lines = document.get("Pozycje")
    return Booked(
        remote_id=remote_key(resource, identifier),
        number=str(document.get("PelnyNumer") or ""),
        issue_date=day(document.get("DataWystawienia")),
        sale_date=day(document.get("DataSprzedazy")),
        currency=currency,
        net=totals[0] if totals else None,
        vat=totals[1] if totals else None,
        gross=totals[2] if totals else None,
        buyer_tax_id=str(document.get("NIPKontrahenta") or party.get("NIP") or ""),
        line_count=len(lines) if isinstance(lines, list) else None,
        reference=reference_on(document),
        is_paid=_is_paid(document, totals),
    )
