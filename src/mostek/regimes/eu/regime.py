"""The rules that hold in every country of the EU; also the mild ones for countries outside it."""

import re
from functools import partial

from stdnum.eu import vat as eu_vat

from mostek.invoicing.model import Invoice
from mostek.kernel.problems import Problem
from mostek.kernel.text import N_
from mostek.regimes.base import checks, english
from mostek.regimes.base.contract import Regime
from mostek.regimes.base.tax_ids import EU, compact, is_eu_number, prefix_country
from mostek.regimes.base.vat.case import Treatment, VatLaw
from mostek.regimes.eu.deciding import decide
from mostek.regimes.eu.rates import rates

LAW = VatLaw(
    untaxed={
        Treatment.EU_COMPANY_GOODS: ("0", "Art. 138, Directive 2006/112/EC"),
        Treatment.EU_COMPANY_SERVICE: ("AE", "Reverse charge, art. 44 and 196, Directive 2006/112/EC"),
        Treatment.OUTSIDE_EU_GOODS: ("0", "Export, art. 146, Directive 2006/112/EC"),
        Treatment.OUTSIDE_EU_SERVICE: ("O", "Art. 44 and 59, Directive 2006/112/EC"),
    },
    exempt_codes=frozenset({"E"}),
)
_PLAUSIBLE = re.compile(r"[0-9A-Z]{2,20}")


def generic(country: str) -> Regime:
    """The regime of a country that has no folder of its own; empty for an unknown one."""
    return Regime(
        country=country,
        name=N_("European Union") if country in EU else N_("Other country"),
        tax_id_labels={"en": "VAT ID", "pl": "NIP UE"}
        if country in EU
        else {"en": "Tax ID", "pl": "Nr podatkowy"},
        check_tax_id=partial(check_tax_id, country),
        normalise_tax_id=compact,
        is_company_id=is_eu_number,
        required=partial(required, country),
        legal_notes=legal_notes,
        words={"en": english.amount_in_words},
        payment_code=no_payment_code,
        payment_code_captions={"en": ""},
        rates=rates(country),
        decide_vat=decide,
        vat_law=LAW,
    )


def check_tax_id(country: str, value: str) -> Problem | None:
    """With an EU prefix: the format and check digits of that country. Without: only that it is plausible,
    for a business that is not registered for EU trade has a national number of any shape."""
    number = compact(value)
    prefix = prefix_country(number)
    if prefix and not eu_vat.is_valid(number):
        return Problem("regime.tax_id_invalid", {"number": value.strip(), "country": prefix})
    if prefix and country and prefix != country and {prefix, country} != {"XI", "GB"}:
        return Problem("regime.tax_id_other_country", {"number": value.strip(), "country": country})
    if not _PLAUSIBLE.fullmatch(number) or not any(sign.isdigit() for sign in number):
        return Problem("regime.tax_id_implausible", {"number": value.strip()})
    return None


def required(country: str, invoice: Invoice) -> tuple[Problem, ...]:
    return (*checks.parties(invoice, country), *checks.rates(invoice))


def legal_notes(invoice: Invoice, _language: str) -> tuple[str, ...]:
    """The reasons given with the lines' VAT; for a reverse charge the words of art. 226(11a)."""
    notes = [line.vat.reason for line in invoice.lines if line.vat.reason]
    notes += ["Reverse charge" for line in invoice.lines if line.vat.code == "AE" and not line.vat.reason]
    return tuple(dict.fromkeys(notes))


def no_payment_code(_invoice: Invoice) -> str:
    return ""
