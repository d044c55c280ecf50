"""Neutral document <-> inFakt's payload. Pure functions, no I/O.

Amounts at inFakt are whole minor units of the document's currency. Of a line, `gross_price` and
`net_price` are totals of the line; the one on the document's own basis is sent, inFakt computes the other.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mostek.connectors.base.contract import Account, Booked
from mostek.connectors.infakt.manifest import PAYMENT_DEFAULTS
from mostek.connectors.infakt.parties import client_fields
from mostek.invoicing.model import Invoice, Kind, Line, LineKind, Payment, PriceBasis
from mostek.invoicing.totals import line_value, payable
from mostek.kernel.money import from_minor, to_minor

TAX_SYMBOLS = {
    **{code: code for code in ("23", "22", "8", "7", "5", "3", "0", "zw", "np", "oo")},
    **dict.fromkeys(("0 kr", "0 wdt", "0 ex"), "0"),
    **dict.fromkeys(("np i", "np ii"), "np"),
}
"""VAT code in small letters -> inFakt's tax_symbol."""

BASIS_113 = "1"
"""inFakt's number of the exemption by art. 113(1) and (9) of the VAT Act."""

_MARKER = re.compile(r"\[(MST-[^\[\]\s]+)\]")


def marker(reference: str) -> str:
    """The token that stands in the notes of a document or of a client."""
    return f"[{reference}]"


def is_marked(row: Mapping[str, Any], reference: str) -> bool:
    """Whether a document carries this very reference, in its notes or among its order numbers."""
    return marker(reference) in str(row.get("notes") or "") or reference in _order_numbers(row)


def _order_numbers(row: Mapping[str, Any]) -> list[str]:
    orders = (row.get("transaction_terms") or {}).get("orders") or []
    return [str(order.get("number") or "") for order in orders]


def reference_of(row: Mapping[str, Any]) -> str:
    """The reference that a document carries, or "". Ours is the last in either place: it is written last."""
    if found := _MARKER.findall(str(row.get("notes") or "")):
        return str(found[-1])
    return next((number for number in reversed(_order_numbers(row)) if number.startswith("MST-")), "")


def payment_method(payment: Payment, account: Account) -> str:
    """inFakt's payment method, by the connection's own map."""
    return account.payment_map.get(payment.means.value) or PAYMENT_DEFAULTS[payment.means]


def notes_of(invoice: Invoice) -> str:
    """The notes as sent: a correction's reason, the document's own notes, our marker."""
    reason = invoice.corrected.reason if invoice.corrected else ""
    return "\n".join(part for part in (reason, invoice.notes, marker(invoice.reference)) if part)


def document_body(invoice: Invoice, buyer_id: str, account: Account) -> dict[str, Any]:
    """The body of a create for the asynchronous path."""
    if invoice.kind is Kind.CORRECTION:
        return {"corrective_invoice": _correction(invoice, buyer_id, account), "send_to_ksef": False}
    return {"invoice": _invoice(invoice, buyer_id, account), "send_to_ksef": False}


_CHANGEABLE = ("notes", "payment_method", "payment_date", "client_street", "client_city", "client_post_code")


def changed_fields(invoice: Invoice, account: Account) -> dict[str, Any]:
    """What of a document may be brought to another value once inFakt holds it."""
    fields = _common(invoice, "", account)
    return {name: fields[name] for name in _CHANGEABLE if name in fields}


def _invoice(invoice: Invoice, buyer_id: str, account: Account) -> dict[str, Any]:
    fields = _common(invoice, buyer_id, account)
    fields["kind"] = "proforma" if invoice.kind is Kind.PROFORMA else "vat"
    fields["sale_date"] = invoice.sale_date.isoformat()
    fields["invoice_date_kind"] = "sale_date"
    fields["services"] = [_line(line, invoice) for line in invoice.lines]
    fields |= _settlement(invoice, account) | _sale_type(invoice)
    fields["transaction_terms"] = _terms(invoice)
    return fields


def _common(invoice: Invoice, buyer_id: str, account: Account) -> dict[str, Any]:
    method = payment_method(invoice.payment, account)
    fields: dict[str, Any] = {
        "currency": invoice.currency,
        "payment_method": method,
        "invoice_date": invoice.issue_date.isoformat(),
        "status": account.options.get("document_status") or "printed",
        "notes": notes_of(invoice),
    }
    if invoice.number:
        fields |= {"number": invoice.number, "check_duplicate_number": True}
    if invoice.payment.due_date:
        fields["payment_date"] = invoice.payment.due_date.isoformat()
    if buyer_id:
        fields["client_id"] = int(buyer_id)
    fields |= {f"client_{name}": value for name, value in client_fields(invoice.buyer).items()}
    if method == "transfer" and invoice.bank_account:
        bank = invoice.bank_account
        fields["bank_account"] = "".join(bank.iban.split())
        fields |= {name: value for name, value in (("bank_name", bank.bank), ("swift", bank.swift)) if value}
    if invoice.currency != "PLN":
        fields["vat_exchange_date_kind"] = "vat"
    return fields | _exemption(invoice, account)


def _exemption(invoice: Invoice, account: Account) -> dict[str, Any]:
    """The legal basis of exempt lines, by inFakt's number: the connection's own, else the one of
    art. 113 where the lines name that article; without either inFakt takes the account's default."""
    reasons = [line.vat.reason for line in invoice.lines if line.vat.code.casefold() == "zw"]
    known = BASIS_113 if any(re.search(r"art\. *113\b", reason) for reason in reasons) else ""
    chosen = account.options.get("vat_exemption_reason") or known
    return {"vat_exemption_reason": int(chosen)} if reasons and chosen else {}


def _sale_type(invoice: Invoice) -> dict[str, str]:
    """What is sold to a buyer abroad without Polish VAT: inFakt books it as WDT, export or a service."""
    if invoice.buyer.address.country in ("", "PL") or any(line.vat.percent for line in invoice.lines):
        return {}
    is_service = not any(line.kind is LineKind.GOODS for line in invoice.lines)
    return {"sale_type": "service" if is_service else "merchandise"}


def _terms(invoice: Invoice) -> dict[str, Any]:
    numbers = [number for number in (invoice.order_number, invoice.reference) if number]
    return {"orders": [{"number": number} for number in numbers]}


def _settlement(invoice: Invoice, account: Account) -> dict[str, Any]:
    """What is paid already. inFakt refuses a payment day before the issue day."""
    payment = invoice.payment
    is_draft = account.options.get("document_status") == "draft"
    if not account.mark_paid or is_draft or invoice.kind is not Kind.INVOICE or payment.paid <= 0:
        return {}
    if payment.paid < payable(invoice).gross:
        return {"paid_price": to_minor(payment.paid, invoice.currency)}
    paid_on = max(payment.paid_on or invoice.issue_date, invoice.issue_date)
    return {"status": "paid", "paid_date": paid_on.isoformat()}


def _line(line: Line, invoice: Invoice) -> dict[str, Any]:
    price = "gross_price" if invoice.basis is PriceBasis.GROSS else "net_price"
    return {
        "name": line.name,
        "tax_symbol": TAX_SYMBOLS[line.vat.code.casefold()],
        "unit": line.unit,
        "quantity": _quantity(line.quantity),
        price: to_minor(line_value(line, invoice.currency), invoice.currency),
    }


def _quantity(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def _correction(invoice: Invoice, buyer_id: str, account: Account) -> dict[str, Any]:
    original = invoice.corrected
    if original is None:
        raise ValueError("a correction names what it corrects")
    services = []
    for group, pair in enumerate(_pairs(original.lines, invoice.lines), start=1):
        for is_after, line in zip((False, True), pair, strict=True):
            services.append({"group": str(group), "correction": is_after, **_line(line, invoice)})
    return {
        **_common(invoice, buyer_id, account),
        "corrected_invoice_uuid": original.remote_id,
        "corrected_invoice_number": original.number,
        "corrected_invoice_date": original.issue_date.isoformat(),
        "correction_reason": "other",
        "services": services,
    }


def _pairs(before: tuple[Line, ...], after: tuple[Line, ...]) -> list[tuple[Line, Line]]:
    """Each line before with its line after; a line added or dropped meets itself with nothing in it."""
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    left = list(after)
    pairs = []
    for line in before:
        same = next((each for each in left if (each.name, each.sku) == (line.name, line.sku)), None)
        if same is not None:
            left.remove(same)
        pairs.append((line, same or _emptied(line)))
    return pairs + [(_emptied(line), line) for line in left]


def _emptied(line: Line) -> Line:
    return line.model_copy(update={"quantity": Decimal(0), "allowance": Decimal(0)})


def booked(row: Mapping[str, Any]) -> Booked:
    """A document as inFakt shows it, from a list or from its detail."""
    currency = str(row.get("currency") or "")
    is_correction = row.get("kind") == "correction"
    services = row.get("services")
    return Booked(
        remote_id=str(row.get("uuid") or ""),
        number=str(row.get("number") or ""),
        issue_date=_date(row.get("invoice_date")),
        sale_date=None if is_correction else _date(row.get("sale_date")),
        currency=currency,
        net=_amount(row.get("net_price"), currency),
        vat=_amount(row.get("tax_price"), currency),
        gross=_amount(row.get("gross_price"), currency),
        buyer_tax_id=str(row.get("client_tax_code") or ""),
        line_count=len(services) if isinstance(services, list) and not is_correction else None,
        reference=reference_of(row),
        is_paid=row.get("status") == "paid" if row.get("status") else None,
    )


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _amount(value: object, currency: str) -> Decimal | None:
    try:
        return from_minor(int(str(value)), currency) if currency else None
    except ValueError:
        return None
