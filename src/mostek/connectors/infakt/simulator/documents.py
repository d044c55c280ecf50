"""Makes documents out of what was sent: inFakt's rules and the shape of its answers."""

import re
import uuid
from datetime import date, datetime
from typing import Any

from mostek.connectors.infakt.manifest import CURRENCIES, PAYMENT_METHODS
from mostek.connectors.infakt.simulator.pricing import RATES, priced, summed, units

Errors = dict[str, list[str]]
METHODS = {choice.value for choice in PAYMENT_METHODS}
STATUSES = {"draft", "sent", "printed", "paid"}

_NULLS = (
    "parent_id notes continuous_service_start_on continuous_service_end_on paid_date client_company_name "
    "client_first_name client_last_name client_business_activity_kind client_street client_street_number "
    "client_flat_number client_city client_post_code vat_exemption_reason transaction_kind_id bdo_code "
    "receipt_number vat_exchange_date_kind reconciliation_id ksef_number ksef_data split_payment_type "
    "local_government_recipient_address local_government_seller_address"
)
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(_NULLS.split()),
    "recipient_signature": "",
    "seller_signature": "",
    "split_payment": False,
    "invoice_date_kind": "sale_date",
    "vat_date_value": "sale_date",
    "occasional_sale": False,
    "client_id": None,
    "client_uuid": None,
    "client_tax_code": "",
    "client_country": "PL",
    "bank_name": "",
    "bank_account": "",
    "swift": "",
    "sale_type": "",
    "sales_kind": "sprzedaz_podstawowa",
    "building_service": False,
    "document_markings_ids": [],
    "not_income": False,
    "third_party_addresses": [],
    "transaction_terms": {"contracts": [], "orders": []},
    "amount_in_words": "",
    "related_documents": [],
}
_SERVICE = {
    "related_id": None,
    "symbol": "",
    "pkwiu": None,
    "cn": None,
    "pkob": None,
    "gtin": None,
    "gtu_id": None,
    "flat_rate_tax_symbol": None,
}
_KEPT = {*DEFAULTS} - {
    "parent_id",
    "ksef_number",
    "ksef_data",
    "amount_in_words",
    "related_documents",
    "client_uuid",
}
_CORRECTION = (
    "corrected_invoice_uuid",
    "corrected_invoice_number",
    "corrected_invoice_date",
    "confirmation",
    "confirmation_date",
    "sale_date_before_correction",
)


def shown(row: dict[str, Any], *, detail: bool = False) -> dict[str, Any]:
    """A stored document as inFakt answers it."""
    answer = DEFAULTS | {name: value for name, value in row.items() if not name.startswith("_")}
    if detail:
        answer["extensions"] = {
            "payments": {"link": None, "available": False},
            "shares": {"link": None, "available": True, "valid_until": None},
        }
    return answer


def date_of(value: Any, default: str, errors: Errors, field: str) -> str:
    if not value:
        return default
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        errors.setdefault(field, []).append("Nieprawidłowa data.")
        return default


def made(sent: dict[str, Any], today: date, errors: Errors, *, is_correction: bool) -> dict[str, Any]:
    """The document without number and buyer; what is wrong is added to `errors`."""
    issued = date_of(sent.get("invoice_date"), today.isoformat(), errors, "invoice_date")
    currency = str(sent.get("currency") or "PLN")
    if currency not in CURRENCIES:
        errors["currency"] = ["Nieprawidłowa waluta."]
    method = sent.get("payment_method")
    if method not in METHODS:
        errors["payment_method"] = ["Proszę wybrać odpowiedni sposób płatności."]
    lines = _lines(sent.get("services"), errors, is_correction=is_correction)
    kept = {name: sent[name] for name in _KEPT if sent.get(name) is not None}
    totals = summed(lines)
    paid = units(sent.get("paid_price")) or 0
    kind = "correction" if is_correction else "proforma" if sent.get("kind") == "proforma" else "vat"
    document = {
        **kept,
        "uuid": str(uuid.uuid4()),
        "kind": kind,
        "currency": currency,
        "payment_method": method,
        "invoice_date": issued,
        "sale_date": date_of(sent.get("sale_date"), issued, errors, "sale_date"),
        "payment_date": date_of(sent.get("payment_date"), issued, errors, "payment_date"),
        "status": sent.get("status") if sent.get("status") in STATUSES else "draft",
        "paid_price": paid,
        "left_to_pay": totals["gross_price"] - paid,
        **totals,
        "services": lines,
        "created_at": datetime.now().astimezone().isoformat(timespec="milliseconds"),
    }
    if currency != "PLN":
        document.setdefault("vat_exchange_date_kind", "vat")
    if is_correction:
        document |= {name: sent.get(name) for name in _CORRECTION} | {"correction_reason": "Inne: "}
        document["correction_reason_symbol"] = sent.get("correction_reason") or "other"
    _settle(document, sent, errors)
    return document


def _settle(document: dict[str, Any], sent: dict[str, Any], errors: Errors) -> None:
    if document["status"] != "paid":
        document["paid_date"] = None
        return
    paid_on = date_of(sent.get("paid_date"), document["invoice_date"], errors, "paid_date")
    if paid_on < document["invoice_date"]:
        errors["paid_date"] = ["Data zapłaty nie może być wcześniejsza niż data wystawienia."]
    document |= {"paid_date": paid_on, "paid_price": document["gross_price"], "left_to_pay": 0}


def _lines(sent: Any, errors: Errors, *, is_correction: bool) -> list[dict[str, Any]]:
    if not isinstance(sent, list) or not sent:
        errors["services"] = ["Faktura musi zawierać co najmniej jedną pozycję."]
        return []
    return [_line(line if isinstance(line, dict) else {}, errors, is_correction) for line in sent]


def _line(sent: dict[str, Any], errors: Errors, is_correction: bool) -> dict[str, Any]:
    symbol = str(sent.get("tax_symbol") or "") if sent.get("tax_symbol") != 0 else "0"
    name = str(sent.get("name") or "").strip()
    if not name:
        errors["services.name"] = ["Nazwa usługi/towaru nie może być pusta."]
    elif len(name) > 256:
        errors["services.name"] = ["Nazwa usługi/towaru jest za długa."]
    if symbol not in RATES:
        errors["services.tax_symbol"] = ["Nieprawidłowa stawka VAT."]
        errors["services.gross"] = ["Nieprawidłowa wartość brutto."]
        errors["value.tax_values"] = ["Nieprawidłowe wartości podatku."]
    amounts = priced(sent, RATES.get(symbol, RATES["0"]))
    if amounts is None:
        errors["services.net_price"] = ["Podaj cenę."]
        amounts = priced({"net_price": 0}, RATES["0"]) or {}
    line = {
        **_SERVICE,
        **{key: sent[key] for key in _SERVICE if sent.get(key) is not None},
        "id": uuid.uuid4().int % 1_000_000_000,
        "name": name,
        "tax_symbol": symbol,
        "unit": sent.get("unit") or "",
        **amounts,
        "discount": f"{float(sent.get('discount') or 0)}",
    }
    if is_correction:
        found = re.search(r"\d+", str(sent.get("group") or ""))
        line |= {"group": int(found[0]) if found else 0, "correction": bool(sent.get("correction"))}
    return line
