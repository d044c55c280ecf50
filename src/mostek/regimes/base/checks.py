"""What the law of every EU country wants on an invoice (Directive 2006/112/EC, art. 226)."""

from collections.abc import Iterator

from mostek.invoicing.model import Invoice, Kind, Party
from mostek.kernel.problems import Problem
from mostek.regimes.base.registry import regime
from mostek.regimes.base.tax_ids import EU, tax_id_problem

INVOICES = frozenset({Kind.INVOICE, Kind.CORRECTION, Kind.ADVANCE, Kind.FINAL})
"""The kinds that are invoices in the eyes of the law; a pro forma and a receipt are not."""


def parties(invoice: Invoice, home: str) -> Iterator[Problem]:
    """Names are checked for every document; here numbers and addresses. `home` is the seller's country."""
    if invoice.kind in INVOICES:
        yield from _present_ids(invoice)
        yield from _address(invoice.seller, "seller")
        yield from _address(invoice.buyer, "buyer")
    for path, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        problem = tax_id_problem(party, f"{path}.tax_id", home)
        if problem:
            yield problem


def _present_ids(invoice: Invoice) -> Iterator[Problem]:
    if not invoice.seller.tax_id.strip():
        yield Problem("regime.seller_tax_id_missing", field="seller.tax_id")
    buyer = invoice.buyer
    if buyer.is_company and not buyer.tax_id.strip() and buyer.address.country in EU:
        yield Problem("regime.buyer_tax_id_missing", field="buyer.tax_id")


def _address(party: Party, path: str) -> Iterator[Problem]:
    for part in ("street", "city", "country"):
        if not getattr(party.address, part).strip():
            yield Problem(f"regime.{path}_{part}_missing", field=f"{path}.address.{part}")


def rates(invoice: Invoice) -> Iterator[Problem]:
    """Each line's VAT must stand in the table of its country on the day of sale.

    Countries without a table of rates are not checked.
    """
    for i, line in enumerate(invoice.lines):
        vat = line.vat
        rules = regime(vat.country)
        if not any(rate.percent for rate in rules.rates):
            continue
        known = rules.vat(vat.code, invoice.sale_date)
        values = {"line": str(i + 1), "code": vat.code, "country": vat.country}
        if known is None:
            values["date"] = invoice.sale_date.isoformat()
            yield Problem("regime.rate_unknown", values, f"lines.{i}.vat")
        elif known.percent != vat.percent:
            values["percent"] = "–" if vat.percent is None else f"{vat.percent:f}"
            yield Problem("regime.rate_percent", values, f"lines.{i}.vat")
