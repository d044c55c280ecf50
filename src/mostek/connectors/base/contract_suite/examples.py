"""Documents that any program should take, or say beforehand why it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mostek.connectors.base.contract_suite.bench import Bench, today
from mostek.invoicing.discounts import spread
from mostek.invoicing.model import (
    Address,
    ExchangeRate,
    Invoice,
    Kind,
    Line,
    LineKind,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
)
from mostek.kernel.identifiers import new_reference

RATES: dict[str, tuple[str, ...]] = {
    "PL": ("23", "8", "5"),
    "CZ": ("21", "12", "12"),
    "SK": ("23", "19", "5"),
    "EE": ("24", "13", "9"),
}
"""Standard and reduced rates, most common first."""
CURRENCY = {"PL": "PLN", "CZ": "CZK", "SK": "EUR", "EE": "EUR"}
TAX_ID = {"PL": "5260250274", "CZ": "CZ25596641", "SK": "SK2020317068", "EE": "EE100931558"}
PLACE = {
    "PL": ("00-950", "Warszawa"),
    "CZ": ("110 00", "Praha"),
    "SK": ("811 01", "Bratislava"),
    "EE": ("10111", "Tallinn"),
}


def country_of(bench: Bench) -> str:
    return next((each for each in bench.connector.manifest.countries if each in RATES), "PL")


def vat(bench: Bench, place: int) -> Vat:
    """The country's rate number `place`: 0 is the standard one."""
    country = country_of(bench)
    code = RATES[country][place]
    return Vat(code=code, percent=Decimal(code), country=country)


def line(bench: Bench, price: str, rate: int = 0, quantity: str = "1", **more: Any) -> Line:
    values = {"name": "Kubek ceramiczny", "unit": "szt.", "vat": vat(bench, rate)} | more
    return Line(quantity=Decimal(quantity), unit_price=Decimal(price), **values)


def person(bench: Bench, name: str = "Jan Nowak") -> Party:
    country = country_of(bench)
    postcode, city = PLACE[country]
    address = Address(street="Długa 7/3", city=city, postcode=postcode, country=country)
    return Party(name=name, address=address, email="jan.nowak@example.com")


def company(bench: Bench, name: str = "Żółw i Wspólnicy sp. z o.o.") -> Party:
    tax_id = TAX_ID[country_of(bench)]
    return person(bench, name).model_copy(update={"tax_id": tax_id, "is_company": True})


def document(bench: Bench, *lines: Line, **more: Any) -> Invoice:
    """A transfer invoice for one gross line at the standard rate, with what is given replaced."""
    manifest, account, country = bench.connector.manifest, bench.ready_made(), country_of(bench)
    reference = new_reference()
    values: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "reference": reference,
        "number": "" if "program" in manifest.numbering else f"FV/{reference[4:]}/{today().year}",
        "order_number": "1001",
        "issue_date": today(),
        "sale_date": today(),
        "currency": CURRENCY[country],
        "basis": PriceBasis.GROSS,
        "rounding": manifest.vat_rounding,
        "seller": person(bench, account.name).model_copy(
            update={"tax_id": account.tax_id, "is_company": True}
        ),
        "buyer": person(bench),
        "lines": lines or (line(bench, "123.00"),),
        "payment": Payment(means=PaymentMeans.TRANSFER, due_date=today() + timedelta(days=7)),
        "bank_account": bench.bank_account,
        "place": PLACE[country][1],
    }
    return Invoice(**(values | more))


def paid(amount: str, means: PaymentMeans = PaymentMeans.BLIK) -> Payment:
    return Payment(means=means, due_date=today(), paid=Decimal(amount), paid_on=today())


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    build: Callable[[Bench], Invoice]
    may_refuse: bool = False
    """Whether the program may say in `check` that it does not take such a document."""


def _net(bench: Bench, *lines: Line) -> Invoice:
    return document(bench, *lines, basis=PriceBasis.NET)


def _discounted(bench: Bench) -> Invoice:
    lines = (line(bench, "33.33", 0, "3"), line(bench, "19.99", 1), line(bench, "7.77", 2, "2"))
    currency = CURRENCY[country_of(bench)]
    return document(bench, *spread(Decimal("10.00"), lines, currency))


def _shipped(bench: Bench) -> Invoice:
    shipping = line(bench, "14.99", name="Kurier", unit="usł.", kind=LineKind.SHIPPING)
    return document(bench, line(bench, "59.90", 2), shipping)


def _exempt(bench: Bench) -> Invoice:
    country = country_of(bench)
    zero = Vat(code="0", percent=Decimal(0), country=country)
    reason = "art. 113 ust. 1 i 9 ustawy o VAT"
    exempt = Vat(code="zw", percent=None, country=country, reason=reason)
    lines = [line(bench, "11.11", rate) for rate in range(3)]
    return document(bench, *lines, line(bench, "22.22", vat=zero), line(bench, "33.33", vat=exempt))


def _foreign_currency(bench: Bench) -> Invoice:
    home = CURRENCY[country_of(bench)]
    currency = "EUR" if home != "EUR" else "CZK"
    rate = ExchangeRate(to=home, rate=Decimal("4.2713"), source="001/A/NBP", on=today() - timedelta(days=1))
    return document(bench, line(bench, "49.99", 0, "2"), currency=currency, exchange=rate)


EXAMPLES = (
    Example("one gross line", document),
    Example("one net line", lambda b: _net(b, line(b, "100.00"))),
    Example("3 × 33.33 gross", lambda b: document(b, line(b, "33.33", 0, "3"))),
    Example("3 × 33.33 net", lambda b: _net(b, line(b, "33.33", 0, "3"))),
    Example("mixed rates gross", lambda b: document(b, *(line(b, "19.99", i, "3") for i in range(3)))),
    Example("mixed rates net", lambda b: _net(b, *(line(b, "19.99", i, "3") for i in range(3)))),
    Example("zero rate and exempt", _exempt, may_refuse=True),
    Example("order discount over mixed rates", _discounted),
    Example("shipping at another rate", _shipped),
    Example("seven gross lines that round alike", lambda b: document(b, *[line(b, "9.99")] * 7)),
    Example("seven net lines that round alike", lambda b: _net(b, *[line(b, "9.99")] * 7)),
    Example("a thousand at 0.07", lambda b: document(b, line(b, "0.07", 0, "1000"))),
    Example("0.375 of a unit", lambda b: document(b, line(b, "47.99", 1, "0.375", unit="kg"))),
    Example("one hundredth", lambda b: document(b, line(b, "0.01"))),
    Example("a large amount", lambda b: document(b, line(b, "987654.32"))),
    Example("foreign currency", _foreign_currency, may_refuse=True),
    Example("a company buys", lambda b: document(b, buyer=company(b))),
    Example("paid by BLIK", lambda b: document(b, payment=paid("123.00"))),
    Example("paid by card", lambda b: document(b, payment=paid("123.00", PaymentMeans.CARD))),
    Example(
        "cash on delivery",
        lambda b: document(b, payment=Payment(means=PaymentMeans.CASH_ON_DELIVERY, due_date=today())),
    ),
    Example("two hundred lines", lambda b: document(b, *[line(b, "3.33", i % 3, "3") for i in range(200)])),
    Example("long buyer name", lambda b: document(b, buyer=company(b, "Spółka " * 36)), may_refuse=True),
    Example("long line name", lambda b: document(b, line(b, "12.30", name="Kubek " * 80)), may_refuse=True),
    Example("long notes", lambda b: document(b, notes="Dziękujemy. " * 300), may_refuse=True),
    Example("emoji", lambda b: document(b, line(b, "12.30", name="Kubek 🐢 ☕")), may_refuse=True),
    Example("HTML in names", lambda b: document(b, line(b, "12.30", name="<b>Kubek</b> & <script>"))),
    Example("quotes in names", lambda b: document(b, buyer=company(b, 'O\'Neil "Mug"; DROP TABLE --'))),
    Example("notes of several lines", lambda b: document(b, notes="Zamówienie 1001\nDziękujemy!")),
)
