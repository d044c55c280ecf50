"""The neutral document as iFirma's payload. Pure.

https://api.ifirma.pl/wystawianie-faktury-sprzedazy-krajowej-towarow-i-uslug/
"""

import re
from decimal import Decimal
from typing import Any

from babel import Locale

from mostek.connectors.base.contract import Account
from mostek.connectors.ifirma.lines import corrected_positions, positions
from mostek.connectors.ifirma.resources import (
    CORRECTION,
    DOMESTIC,
    FOREIGN,
    HOME_CURRENCY,
    PROFORMA,
    Resource,
)
from mostek.invoicing.model import BankAccount, Invoice, Party, PriceBasis

MARK = "Nr ref.:"
ORDER_INFO = 50
LANGUAGES = {
    *("en", "de", "bg", "hr", "cs", "da", "nl", "es", "et", "fi"),
    *("fr", "gr", "hu", "it", "lv", "lt", "ru", "sk", "sl", "sv"),
}
"""What `Jezyk` may be; Polish is refused on documents in a foreign currency."""

Payload = dict[str, Any]


def language_of(invoice: Invoice) -> str:
    """`Jezyk`: iFirma writes Greek as gr, and prints beside Polish, so Polish itself becomes English."""
    return {"el": "gr", "pl": "en"}.get(invoice.language, invoice.language)


def remarks(invoice: Invoice) -> str:
    """The printed notes; their last line is the mark by which the document is found again."""
    reason = invoice.corrected.reason if invoice.corrected else ""
    parts = (invoice.notes.strip(), reason.strip(), f"{MARK} {invoice.reference}")
    return "\n".join(filter(None, parts))


def order_info(invoice: Invoice) -> str:
    """The order number with our reference, or the reference alone where both are too long."""
    both = f"{invoice.order_number} {invoice.reference}".strip()
    return both if len(both) <= ORDER_INFO else invoice.reference


def split_tax_id(tax_id: str) -> tuple[str, str]:
    """(EU prefix, number) without blanks and dashes; `PL` is left out, as on a domestic invoice."""
    cleaned = re.sub(r"[\s.\-]", "", tax_id).upper()
    prefix, number = (cleaned[:2], cleaned[2:]) if cleaned[:2].isalpha() else ("", cleaned)
    return ("" if prefix == "PL" else prefix), number


def country_name(code: str) -> str:
    return str(Locale("pl").territories.get(code, code)) if code else ""


def buyer(party: Party) -> Payload:
    """`Kontrahent`: also the record for `kontrahenci.json`."""
    prefix, number = split_tax_id(party.tax_id)
    address = party.address
    record: Payload = {
        "Nazwa": party.name,
        "PrefiksUE": prefix,
        "NIP": number,
        "Ulica": address.street,
        "KodPocztowy": address.postcode,
        "Miejscowosc": address.city,
        "Kraj": country_name(address.country),
        "KodKraju": address.country,
        "Email": party.email,
        "Telefon": party.phone,
    }
    return {name: value for name, value in record.items() if value} | {
        "OsobaFizyczna": not party.is_company,
        "AdresZagraniczny": address.country not in ("", "PL"),
        "JestOdbiorca": True,
    }


def _given(**fields: Any) -> Payload:
    return {name: value for name, value in fields.items() if value}


def account_number(account: BankAccount) -> str:
    """The number without blanks; a Polish one without its country code."""
    return re.sub(r"\s", "", account.iban).removeprefix("PL")


def _common(invoice: Invoice, account: Account, means: str) -> Payload:
    """What every document shares."""
    options, payment = account.options, invoice.payment
    bank = invoice.bank_account
    return {
        "LiczOd": "BRT" if invoice.basis is PriceBasis.GROSS else "NET",
        "DataWystawienia": invoice.issue_date.isoformat(),
        "SposobZaplaty": means,
        "RodzajPodpisuOdbiorcy": options.get("signature") or "BPO",
        "Uwagi": remarks(invoice),
    } | _given(
        MiejsceWystawienia=invoice.place,
        TerminPlatnosci=payment.due_date.isoformat() if payment.due_date else "",
        NumerKontaBankowego=account_number(bank) if bank else "",
        NazwaSeriiNumeracji=invoice.remote_series or options.get("series"),
        NazwaSzablonu=options.get("template"),
    )


def _buyer_fields(invoice: Invoice, buyer_id: str) -> Payload:
    prefix, number = split_tax_id(invoice.buyer.tax_id)
    return _given(
        IdentyfikatorKontrahenta=buyer_id,
        PrefiksUEKontrahenta=prefix,
        NIPKontrahenta=number,
        Kontrahent=buyer(invoice.buyer),
    )


def _sale(invoice: Invoice, resource: Resource, account: Account) -> Payload:
    """What an invoice has beyond a proforma. The printed amount is what the buyer paid, also where the
    company keeps its payments in iFirma by itself."""
    info = {"Typ": "NUMER_ZAMOWIENIA", "Info": order_info(invoice)}
    fields: Payload = {
        "Zaplacono": invoice.payment.paid if account.mark_paid else Decimal(0),
        "ZaplaconoNaDokumencie": invoice.payment.paid,
        "DataSprzedazy": invoice.sale_date.isoformat(),
        "FormatDatySprzedazy": "DZN",
        "DodatkoweUwagi": info if resource is DOMESTIC else [info],
    }
    if resource is FOREIGN:
        fields |= {
            "TypSprzedazy": "KRAJOWA",
            "Waluta": invoice.currency,
            "Jezyk": language_of(invoice),
            "KursWalutyWidoczny": True,
        }
        if invoice.exchange and invoice.exchange.to == HOME_CURRENCY:
            fields["KursWalutyZDniaPoprzedzajacegoDzienWystawieniaFaktury"] = invoice.exchange.rate
    return fields


def payload(invoice: Invoice, resource: Resource, account: Account, means: str, buyer_id: str) -> Payload:
    """The body of the create."""
    if resource is CORRECTION:
        return _correction(invoice, account, means)
    fields = _common(invoice, account, means) | {
        "WidocznyNumerGios": False,
        "WidocznyNumerBdo": False,
        "Numer": None,
    }
    if resource is PROFORMA:
        fields |= {"TypFakturyKrajowej": "SPRZ", "NumerZamowienia": proforma_order(invoice)}
    else:
        fields |= _sale(invoice, resource, account)
    lines = positions(invoice.lines, invoice.currency, resource)
    return fields | _buyer_fields(invoice, buyer_id) | {"Pozycje": lines}


def proforma_order(invoice: Invoice) -> str:
    """`NumerZamowienia` of a proforma, 1 to 30 characters; our reference where there is no shorter one."""
    return invoice.order_number[:30] or invoice.reference[:30]


def _correction(invoice: Invoice, account: Account, means: str) -> Payload:
    if invoice.corrected is None:
        raise ValueError("a correction without the corrected document")
    before = invoice.corrected.lines
    fields = _common(invoice, account, means)
    del fields["LiczOd"]
    return fields | {
        "PowodKorekty": "ZWR_SPRZ_TOW" if len(invoice.lines) < len(before) else "POMYLKI",
        "PowodKorektyNaWydruku": True,
        "SpelnionoWarunki": True,
        "Pozycje": corrected_positions(before, invoice.lines, invoice.currency, CORRECTION),
    }
