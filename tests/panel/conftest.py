"""A company with a connected program, a series, orders and documents in every state."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mostek.companies.models import Company, Role
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import Delivery, State
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order, OrderLine
from tests.factories import make_user

PROGRAM = "infakt"
PLACED = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
BUYER = {
    "name": "Kawiarnia Pod Mostem sp. z o.o.",
    "tax_id": "1132191233",
    "is_company": True,
    "address": {"street": "Mostowa 3", "city": "Poznań", "postcode": "61-854", "country": "PL"},
    "email": "biuro@kawiarnia.example",
    "phone": "",
}
MakeClient = Callable[..., Client]
MakeOrder = Callable[..., Order]
MakeDocument = Callable[..., Document]


@pytest.fixture
def as_role(company: Company) -> MakeClient:
    """A browser of a person with that role; English, so that sentences can be compared."""

    def make(role: Role = Role.OWNER, of: Company = company) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(make_user(of, role, f"{role.value}{of.pk}@shop.example"))
        return client

    return make


@pytest.fixture
def boss(as_role: MakeClient) -> Client:
    return as_role(Role.OWNER)


@pytest.fixture
def operator(as_role: MakeClient) -> Client:
    return as_role(Role.OPERATOR)


@pytest.fixture
def reader(as_role: MakeClient) -> Client:
    return as_role(Role.READER)


@pytest.fixture
def stranger(as_role: MakeClient, other_company: Company) -> Client:
    return as_role(Role.OWNER, other_company)


@pytest.fixture
def connection(company: Company) -> Connection:
    made = Connection(company=company, program=PROGRAM, name="Main account", environment=STAND_IN)
    made.set_credentials({"api_key": "0" * 40})
    made.save()
    open_lane(made)
    return made


@pytest.fixture
def series(company: Company, connection: Connection) -> Series:
    return Series.objects.create(
        company=company,
        code="FV",
        name="Shop invoices",
        kind="invoice",
        connection=connection,
        numbering="hub",
        pattern="FV/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


@pytest.fixture
def make_order(company: Company) -> MakeOrder:
    """An order of one table (23 %) and one book (5 %), each with its number."""

    def make(number: str, *, vat: str = "23", paid: bool = True, **fields: Any) -> Order:
        total = Decimal("258.90")
        values = {
            "company": company,
            "source": "shop",
            "number": number,
            "placed_at": PLACED + timedelta(minutes=Order.objects.count()),
            "currency": "PLN",
            "total": total,
            "paid": total if paid else Decimal(0),
            "paid_on": PLACED.date() if paid else None,
            "payment_means": "blik",
            "buyer": BUYER,
            "buyer_name": BUYER["name"],
            "buyer_tax_id": BUYER["tax_id"],
            "content_hash": "",
        }
        order = Order.objects.create(**(values | fields))
        line = {"order": order, "quantity": 1, "unit": "szt."}
        OrderLine.objects.create(**line, position=1, name="Oak table", unit_price=199, vat_code=vat)
        OrderLine.objects.create(**line, position=2, name="Book", unit_price=Decimal("59.90"), vat_code="5")
        return order

    return make


@pytest.fixture
def order(make_order: MakeOrder) -> Order:
    return make_order("1001")


@pytest.fixture
def make_document(make_order: MakeOrder, series: Series) -> MakeDocument:
    """An issued document whose delivery was brought into a state."""

    def make(number: str, state: State = State.ISSUED, *problems: Problem, **fields: Any) -> Document:
        document = issue(make_order(number), series, "Anna")
        told = [problem.as_dict() for problem in problems]
        waits = state in (State.QUEUED, State.SENDING, State.ACCEPTED)
        values = {"state": state, "problems": told, "changed_at": PLACED.timestamp()} | fields
        if not waits:
            values["due_at"] = None
        Delivery.objects.filter(document=document).update(**values)
        return Document.objects.select_related("delivery").get(pk=document.pk)

    return make


@pytest.fixture
def document(make_document: MakeDocument) -> Document:
    return make_document("2001")
