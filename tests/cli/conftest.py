"""The command, run in this process as a person would type it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from mostek.cli.failures import told
from mostek.cli.main import cli
from mostek.companies.models import BankAccount, Company
from mostek.connections.models import Connection
from mostek.connections.verifying import activate, clean
from mostek.connectors.base.registry import connectors
from mostek.documents.models import Numbering, Series
from mostek.orders.incoming import read
from mostek.orders.intake import take
from mostek.orders.models import Order
from mostek.sandbox.control import Control
from mostek.sandbox.server import Sandbox

PROGRAM = "infakt"


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """`run("documents", "list", "--json")`: what was said, and the exit code."""
    monkeypatch.setenv("MOSTEK_SANDBOX_URL", settings.SANDBOX_URL)

    def typed(*arguments: str) -> Said:
        capsys.readouterr()
        code = told(lambda: cli.main(arguments, prog_name="mostek", standalone_mode=False))
        heard = capsys.readouterr()
        return Said(code, heard.out, heard.err)

    before = translation.get_language()
    yield typed
    translation.activate(before or settings.LANGUAGE_CODE)


@pytest.fixture
def stand_in_credentials(sandbox: Sandbox) -> dict[str, str]:
    """Of a stand-in's account where all works."""
    accounts: list[dict[str, dict[str, str]]] = Control(sandbox.url).accounts(PROGRAM)["accounts"]
    return accounts[0]["credentials"]


@pytest.fixture
def connection(company: Company, stand_in_credentials: dict[str, str]) -> Connection:
    manifest = connectors()[PROGRAM].manifest
    made = Connection(company=company, program=PROGRAM, name="Main", environment="stand_in")
    made.options = clean(manifest.options, {field.name: field.default for field in manifest.options})
    made.set_credentials(clean(manifest.credentials, stand_in_credentials))
    activate(made, "test")
    return made


@pytest.fixture
def series(company: Company, connection: Connection) -> Series:
    BankAccount.objects.create(company=company, iban="PL61109010140000071219812874", currency="PLN")
    return Series.objects.create(
        company=company,
        code="FV",
        name="Invoices",
        connection=connection,
        numbering=Numbering.HUB,
        pattern="FV/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )


@pytest.fixture
def make_order(company: Company) -> Callable[[str], Order]:
    def make(number: str) -> Order:
        taken = take(
            company,
            read(
                {
                    "number": number,
                    "placed_at": "2026-11-20T10:00:00",
                    "currency": "PLN",
                    "lines": [{"name": "Lampa", "quantity": "2", "unit_price": "61.50", "vat_code": "23"}],
                    "paid": str(Decimal("123.00")),
                    "payment_means": "card",
                    "buyer": {
                        "name": "Anna Nowak",
                        "address": {
                            "street": "Krótka 1",
                            "city": "Gdańsk",
                            "postcode": "80-001",
                            "country": "PL",
                        },
                    },
                }
            ),
            "test",
        )
        assert taken.order is not None, taken.problems
        return taken.order

    return make
