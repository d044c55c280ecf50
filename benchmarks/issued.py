"""Fills a database with orders and issues a document for each.

`python -m benchmarks.issued COUNT KEYS [hold]` prints {issued_per_second}; with `hold` the deliveries wait.
"""

import json
import sys
import time
from decimal import Decimal

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from mostek.companies.models import BankAccount  # noqa: E402
from mostek.connections.models import Connection  # noqa: E402
from mostek.connectors.base.registry import connectors  # noqa: E402
from mostek.delivery.lanes import open_lane  # noqa: E402
from mostek.documents.issuing import issue  # noqa: E402
from mostek.documents.models import Series  # noqa: E402
from mostek.orders.models import Order, OrderLine  # noqa: E402
from tests.factories import make_company  # noqa: E402


def main(count: int, keys: list[str], *, hold: bool) -> dict[str, float]:
    call_command("migrate", verbosity=0)
    company = make_company()
    BankAccount.objects.create(company=company, iban="PL61109010140000071219812874", currency="PLN")
    series = []
    for i, key in enumerate(keys):
        options = {option.name: option.default for option in connectors()["infakt"].manifest.options}
        connection = Connection(
            company=company,
            program="infakt",
            name=f"inFakt {i}",
            environment="stand_in",
            options=options,
            auto_send=not hold,
        )
        connection.set_credentials({"api_key": key})
        connection.save()
        open_lane(connection)
        values = {"numbering": "program", "place": "Poznań", "payment_days": 7}
        series.append(
            Series.objects.create(company=company, code=f"FV{i}", name="FV", connection=connection, **values)
        )
    orders = [make_order(company.pk, i) for i in range(count)]
    Order.objects.bulk_create(orders)
    OrderLine.objects.bulk_create([line for order in orders for line in lines_of(order)])
    begun = time.perf_counter()
    for i, order in enumerate(Order.objects.select_related("company").order_by("id")):
        issue(order, series[i % len(series)], "bench")
    return {"issued_per_second": count / (time.perf_counter() - begun)}


def make_order(company_id: int, i: int) -> Order:
    address = {"street": "Polna 2", "city": "Kraków", "postcode": "30-001", "country": "PL"}
    buyer = {"name": f"Anna Kowalska{i}", "is_company": False, "address": address}
    return Order(
        company_id=company_id,
        source="bench",
        number=str(i),
        placed_at=timezone.now(),
        currency="PLN",
        total=Decimal("138.99"),
        payment_means="card",
        buyer=buyer,
        buyer_name=buyer["name"],
        content_hash=str(i),
    )


def lines_of(order: Order) -> list[OrderLine]:
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


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1]), sys.argv[2].split(","), hold=len(sys.argv) > 3), sys.stdout)
