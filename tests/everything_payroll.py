"""A payroll office for `everything.py`: components, a ledger's accounts, a list with names."""

from pathlib import Path
from typing import Any

from mostek.companies.models import Company
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.jobs import start
from mostek.delivery.lanes import open_lane
from mostek.payroll import charts
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, settings_of
from mostek.payroll.importing.reading import read_file
from mostek.payroll.models import Component, LedgerAccount
from mostek.payroll.taking import take

TWO_PEOPLE = Path(__file__).parent / "payroll" / "fixtures" / "list__two_people.csv"
CODES = ("231", "220-3", "229-1", "229-2", "229-3", "240-KOM", "240-PPK", "404", "405")


def open_office(company: Company, word: str, who: str) -> dict[str, Any]:
    """The rows of its addresses."""
    ledger = Connection(company=company, program="merit360", name=f"Ledger {word}", environment=STAND_IN)
    ledger.set_credentials({"api_id": "670fe52f-558a-4be8-ade0-526e01a106d0", "api_key": "x" * 44})
    ledger.save()
    open_lane(ledger)
    settings = settings_of(company)
    settings.connection = ledger
    settings.save()
    LedgerAccount.objects.bulk_create(
        LedgerAccount(connection=ledger, code=code, name=f"Account {word}") for code in CODES
    )
    add_standard(company, who, "en")
    accept_proposals(company, proposals(company), who)
    taken = take(company, read_file(TWO_PEOPLE), who, f"{word}.csv")[0].payroll_list
    taken.items.update(person_name=f"Jan {word}")
    component = Component.objects.of(company).first()
    assert component is not None
    return {
        "payroll/<pk>": taken.pk,
        "payroll/components/<pk>": component.pk,
        "payroll/accounts/refresh/<pk>": start(company, charts.KIND, {"connection": ledger.pk}, who).pk,
        "payroll/<pk>/book/<form>": "csv",
        "payroll/import/template.<form>": "csv",
    }
