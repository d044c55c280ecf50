"""What Polish law wants on an invoice: art. 106e of the VAT Act of 11 March 2004."""

import re
from collections.abc import Iterator
from datetime import timedelta

from mostek.invoicing.model import Invoice, LineKind
from mostek.kernel.problems import Problem
from mostek.regimes.base import checks
from mostek.regimes.base.tax_ids import EU, prefix_country

_POSTCODE = re.compile(r"\d{2}-\d{3}", re.ASCII)
EARLIEST_BEFORE_SALE = timedelta(days=60)
"""Art. 106i(7): an invoice may not be issued earlier than this before the supply."""


def required(invoice: Invoice) -> tuple[Problem, ...]:
    """Everything that is missing or against the law, in the order of the document."""
    found = [*checks.parties(invoice, "PL"), *checks.rates(invoice)]
    if invoice.kind in checks.INVOICES:
        found += [*_postcodes(invoice), *_dates(invoice), *_exemptions(invoice), *_eu_supply(invoice)]
    return tuple(found)


def _postcodes(invoice: Invoice) -> Iterator[Problem]:
    for path, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        postcode = party.address.postcode.strip()
        if party.address.country == "PL" and not _POSTCODE.fullmatch(postcode):
            key = "postcode_format" if postcode else "postcode_missing"
            yield Problem(f"regime.pl.{path}_{key}", {"postcode": postcode}, f"{path}.address.postcode")


def _dates(invoice: Invoice) -> Iterator[Problem]:
    if invoice.corrected is None and invoice.sale_date - invoice.issue_date > EARLIEST_BEFORE_SALE:
        yield Problem("regime.pl.issued_too_early", {"date": invoice.sale_date.isoformat()}, "sale_date")


def _exemptions(invoice: Invoice) -> Iterator[Problem]:
    """Art. 106e(1)(19): an exempt line needs the provision that exempts it."""
    for i, line in enumerate(invoice.lines):
        if line.vat.country == "PL" and line.vat.code == "zw" and not line.vat.reason.strip():
            yield Problem("regime.pl.exemption_basis", {"line": str(i + 1)}, f"lines.{i}.vat")


def _eu_supply(invoice: Invoice) -> Iterator[Problem]:
    """Art. 42(1): goods go to another member state at 0 % only with the buyer's EU VAT number."""
    country = invoice.buyer.address.country
    at_zero = any(
        line.vat.country == "PL" and line.vat.percent == 0 and line.kind is LineKind.GOODS
        for line in invoice.lines
    )
    if at_zero and country in EU - {"PL"} and prefix_country(invoice.buyer.tax_id) in ("", "PL"):
        yield Problem("regime.pl.eu_number_missing", {"country": country}, "buyer.tax_id")


def legal_notes(invoice: Invoice, language: str) -> tuple[str, ...]:
    """The sentences of art. 106e(1)(18) and (19). Polish words stand on foreign documents too.

    The split payment phrase is not among them: it needs goods of annex 15, which lines do not tell.
    """
    notes: dict[str, None] = {}
    for vat in dict.fromkeys(line.vat for line in invoice.lines if line.vat.country == "PL"):
        if vat.code == "oo" or (vat.code == "np" and _is_eu_business(invoice)):
            notes["odwrotne obciążenie" if language == "pl" else "odwrotne obciążenie / reverse charge"] = (
                None
            )
        if vat.reason:
            prefix = "Podstawa zwolnienia z VAT" if language == "pl" else "Exempt from VAT under"
            notes[f"{prefix}: {vat.reason}" if vat.code == "zw" else vat.reason] = None
    return tuple(notes)


def _is_eu_business(invoice: Invoice) -> bool:
    return invoice.buyer.is_company and invoice.buyer.address.country in EU - {"PL"}
