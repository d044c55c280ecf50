"""Run as a process of its own: fills a new database with connections, issued documents and payroll lists.

`python -m tests.faults.preparing DOCUMENTS LISTS` prints, as JSON, the reference and gross of every document
and journal entry, and the webhook address and secret place of each connection.
"""

import json
import random
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from mostek.companies.models import BankAccount, Company  # noqa: E402
from mostek.connections.models import Connection  # noqa: E402
from mostek.connections.verifying import activate  # noqa: E402
from mostek.connectors.base.registry import connectors  # noqa: E402
from mostek.connectors.base.stand_in import Faults, Store, Surroundings  # noqa: E402
from mostek.documents.issuing import issue  # noqa: E402
from mostek.documents.models import Document, Series  # noqa: E402
from mostek.orders.models import CustomField, Order, OrderLine  # noqa: E402
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, settings_of  # noqa: E402
from mostek.payroll.closing import close  # noqa: E402
from mostek.payroll.entries import create_document  # noqa: E402
from mostek.payroll.incoming import IncomingItem, IncomingList  # noqa: E402
from mostek.payroll.taking import take  # noqa: E402
from tests.factories import make_company  # noqa: E402

BUYERS = [
    ("Zakład Szewski Pięta s.c.", "5252248481", True),
    ("Kwiaciarnia Róża Jan Różycki", "1132191233", True),
    *((f"Anna Kowalska-{i}", "", False) for i in range(12)),
]
LEDGER = "merit360"
VATS = ("23", "8", "5")


def connect(company: Company, program: str, field: CustomField) -> Connection:
    connector = connectors()[program]
    assert connector.stand_in is not None
    ready = connector.stand_in(Surroundings(Store(), Faults())).accounts()[0]
    connection = Connection(
        company=company,
        program=program,
        name=program,
        environment="stand_in",
        options={option.name: option.default for option in connector.manifest.options},
        document_field=field,
    )
    connection.set_credentials(ready.credentials)
    activate(connection, "test")
    return connection


def make_order(company: Company, number: str, dice: random.Random) -> Order:
    name, tax_id, is_company = dice.choice(BUYERS)
    address = {"street": "Polna 2/3", "city": "Kraków", "postcode": "30-001", "country": "PL"}
    lines = [
        (f"Towar {i}", dice.randint(1, 4), Decimal(dice.randint(99, 29999)) / 100, dice.choice(VATS))
        for i in range(dice.randint(1, 4))
    ]
    total = sum((quantity * price for _, quantity, price, _ in lines), Decimal(0))
    paid = dice.random() < 0.5
    order = Order.objects.create(
        company=company,
        source="test",
        number=number,
        placed_at=timezone.now(),
        currency="PLN",
        total=total,
        paid=total if paid else 0,
        paid_on=timezone.localdate() if paid else None,
        payment_means=dice.choice(["transfer", "card", "cash_on_delivery", "blik"]),
        buyer={"name": name, "tax_id": tax_id, "is_company": is_company, "address": address},
        buyer_name=name,
        content_hash=number,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order, position=i, name=line, quantity=quantity, unit="szt.", unit_price=price, vat_code=vat
        )
        for i, (line, quantity, price, vat) in enumerate(lines)
    )
    return order


def make_entries(company: Company, count: int, field: CustomField) -> list[Document]:
    """Closed payroll lists, each on its way to the ledger."""
    dice = random.Random(9)
    settings = settings_of(company)
    settings.connection = connect(company, LEDGER, field)
    settings.save()
    add_standard(company, "test")
    accept_proposals(company, proposals(company), "test")
    lists = [
        IncomingList(
            number=f"LP/{number}/10/2026",
            period=date(2026, 10, 1),
            payment_date=date(2026, 10, 30),
            items=[
                IncomingItem(Decimal(dice.randint(100, 999999)) / 100, str(i), code=code, department="PROD")
                for i in range(3)
                for code in ("ZAS", "PIT")
            ],
        )
        for number in range(count)
    ]
    return [
        create_document(close(each.payroll_list, "test"), "test") for each in take(company, lists, "test")
    ]


def main(count: int, lists: int) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    dice = random.Random(7)
    company = make_company()
    BankAccount.objects.create(
        company=company, iban="PL61109010140000071219812874", bank="Bank", currency="PLN"
    )
    field = CustomField.objects.create(company=company, name="PDF", kind="file")
    documents = []
    webhooks = {}
    programs = sorted(key for key, each in connectors().items() if "program" in each.manifest.numbering)
    series = {}
    for program in programs:
        connection = connect(company, program, field)
        webhooks[program] = connection.webhook_token
        series[program] = Series.objects.create(
            company=company,
            code=program,
            name=program,
            connection=connection,
            numbering="program",
            place="Poznań",
            payment_days=7,
        )
    for i in range(count):
        program = programs[i % len(programs)]
        order = make_order(company, f"Z-{i}", dice)
        document = issue(
            order, series[program], "test", issue_date=timezone.localdate(), sale_date=timezone.localdate()
        )
        documents.append({"program": program, "reference": document.reference, "gross": str(document.gross)})
    for entry in make_entries(company, lists, field):
        documents.append({"program": LEDGER, "reference": entry.reference, "gross": str(entry.gross)})
    return {"documents": documents, "webhooks": webhooks}


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
