"""The exchange rate of a document in a foreign currency."""

from datetime import date
from decimal import Decimal

from mostek.companies.models import Company
from mostek.invoicing.model import ExchangeRate, Invoice
from mostek.invoicing.totals import totals
from mostek.kernel.problems import Problem
from mostek.regimes.base.contract import Regime
from mostek.vat.models import DayRate


def exchange_for(
    company: Company, rules: Regime, currency: str, sold: date, issued: date
) -> ExchangeRate | None:
    """The rate of the day that the law names, if it was entered: that before the sale, or before the issue
    where that comes first."""
    if currency == company.currency or rules.exchange_day is None:
        return None
    on = rules.exchange_day(min(sold, issued))
    found = DayRate.objects.of(company).filter(currency=currency, on=on).first()
    if found is None:
        return None
    rate = found.rate.normalize()
    return ExchangeRate(to=company.currency, rate=Decimal(f"{rate:f}"), source=found.source, on=on)


def exchange_problem(rules: Regime, invoice: Invoice, home: str) -> Problem | None:
    """What is missing where the law wants VAT in the national currency and we print the document.
    An accounting program takes the rate itself."""
    needed = rules.exchange_day is not None and invoice.currency != home and invoice.exchange is None
    if not needed or not totals(invoice).whole.vat:
        return None
    assert rules.exchange_day is not None
    on = rules.exchange_day(min(invoice.sale_date, invoice.issue_date))
    values = {"currency": invoice.currency, "date": on.isoformat(), "home": home}
    return Problem("vat.exchange_missing", values, "exchange")
