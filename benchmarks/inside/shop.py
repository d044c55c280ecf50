"""A company that sells: its accounts at the stand-in, a series for each, and orders."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from benchmarks.surroundings import account_keys
from mostek.companies.models import BankAccount, Company
from mostek.connections.models import Connection
from mostek.connectors.base.registry import connectors
from mostek.delivery.lanes import open_lane
from mostek.documents.models import Series
from mostek.orders.models import Order, OrderLine
from tests.factories import make_company


def main() -> str:
    """Only a company."""
    return str(shop([]).name)


def shop(keys: Sequence[str], *, auto_send: bool = True) -> Company:
    company = make_company()
    BankAccount.objects.create(company=company, iban="PL61109010140000071219812874", currency="PLN")
    for number, key in enumerate(keys):
        _series(company, number, key, auto_send)
    return company


def _series(company: Company, number: int, key: str, auto_send: bool) -> None:
    manifest = connectors()["infakt"].manifest
    connection = Connection(
        company=company,
        program="infakt",
        name=f"inFakt {number}",
        environment="stand_in",
        options={option.name: option.default for option in manifest.options},
        auto_send=auto_send,
    )
    connection.set_credentials({"api_key": key})
    connection.save()
    open_lane(connection)
    Series.objects.create(
        company=company,
        code=f"FV{number}",
        name="FV",
        connection=connection,
        numbering="program",
        place="Poznań",
        payment_days=7,
    )


def series_of(company: Company) -> list[Series]:
    return list(Series.objects.of(company).select_related("connection", "bank_account").order_by("id"))


def make_orders(company: Company, count: int) -> list[Order]:
    orders = Order.objects.bulk_create([order_of(company, number) for number in range(count)])
    OrderLine.objects.bulk_create([line for order in orders for line in _lines(order)])
    return orders


def order_of(company: Company, number: int) -> Order:
    """Not stored yet, and without lines."""
    address = {"street": "Polna 2", "city": "Kraków", "postcode": "30-001", "country": "PL"}
    name = f"Anna Kowalska{number}"
    return Order(
        company=company,
        source="bench",
        number=f"B-{number}",
        placed_at=timezone.now(),
        currency="PLN",
        total=Decimal("138.99"),
        payment_means="card",
        buyer={"name": name, "is_company": False, "address": address},
        buyer_name=name,
        content_hash=str(number),
    )


def _lines(order: Order) -> list[OrderLine]:
    goods = OrderLine(
        order=order, position=1, name="Kubek", quantity=3, unit="szt.", unit_price=41, vat_code="23"
    )
    shipping = OrderLine(
        order=order,
        position=2,
        name="Wysyłka",
        quantity=1,
        unit="szt.",
        unit_price=Decimal("15.99"),
        vat_code="23",
        kind="shipping",
    )
    return [goods, shipping]


def two_shops(accounts: int) -> tuple[Company, Company]:
    """One with so many accounts, and another company with one."""
    *mine, other = account_keys(accounts + 1)
    return shop(mine), shop([other])
