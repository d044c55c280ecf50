"""The Polish regime, put together."""

from pathlib import Path

from mostek.kernel.text import N_
from mostek.regimes.base import english, tables
from mostek.regimes.base.contract import Regime
from mostek.regimes.pl import law, nip, polish, transfer_code, vat, working_days
from mostek.regimes.pl.payroll import PAYROLL

_FOLDER = Path(__file__).parent

REGIME = Regime(
    country="PL",
    name=N_("Poland"),
    tax_id_labels={"pl": "NIP", "en": "VAT ID (NIP)"},
    check_tax_id=nip.check,
    normalise_tax_id=nip.normalise,
    is_company_id=nip.is_company_id,
    required=law.required,
    legal_notes=law.legal_notes,
    words={"pl": polish.amount_in_words, "en": english.amount_in_words},
    payment_code=transfer_code.payment_code,
    payment_code_captions={"pl": "Kod do przelewu", "en": "Scan to pay"},
    rates=tables.rates(_FOLDER / "rates.toml"),
    exemptions=tables.exemptions(_FOLDER / "exemptions.toml"),
    payroll=PAYROLL,
    legal_forms={
        "sp. z o.o. sp. k.": "spółka z ograniczoną odpowiedzialnością spółka komandytowa",
        "spółka z o.o.": "spółka z ograniczoną odpowiedzialnością",
        "sp. z o.o.": "spółka z ograniczoną odpowiedzialnością",
        "p.s.a.": "prosta spółka akcyjna",
        "s.k.a.": "spółka komandytowo-akcyjna",
        "sp. k.": "spółka komandytowa",
        "sp. j.": "spółka jawna",
        "sp. p.": "spółka partnerska",
        "s.a.": "spółka akcyjna",
        "s.c.": "spółka cywilna",
    },
    vat_law=vat.LAW,
    exchange_day=working_days.before,
    exchange_source="NBP",
)
