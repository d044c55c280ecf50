"""A shop that sells abroad, with the stand-in of VIES."""

from typing import Any

import pytest

from mostek.companies.models import Company
from mostek.sandbox.server import Sandbox
from mostek.vat.models import VatSettings
from tests.delivery.fixtures import hurried, one_sandbox
from tests.delivery.fixtures import sandbox as emptied
from tests.delivery.shop import Shop

__all__ = ["emptied", "hurried", "one_sandbox"]

DE, EL = "DE136695976", "EL094259216"
ADDRESSES = {
    "DE": {"street": "Lindenstraße 14", "city": "Dresden", "postcode": "01067", "country": "DE"},
    "GR": {"street": "Ermou 1", "city": "Athina", "postcode": "10563", "country": "GR"},
    "PL": {"street": "Mostowa 3", "city": "Poznań", "postcode": "61-854", "country": "PL"},
    "US": {"street": "5 Main St", "city": "Boston", "postcode": "02101", "country": "US"},
}


def buyer(country: str, number: str = "", name: str = "Julia Schneider") -> dict[str, Any]:
    """A company where it has a number, else a private person."""
    return {
        "name": name,
        "tax_id": number,
        "is_company": bool(number),
        "address": ADDRESSES[country],
        "email": "j@poczta.example",
        "phone": "",
    }


@pytest.fixture
def sandbox(emptied: Sandbox) -> Sandbox:
    emptied.vies.down, emptied.vies.invalid = set(), set()
    emptied.vies.asked.clear()
    return emptied


@pytest.fixture
def shop(db: None, sandbox: Sandbox) -> Shop:
    return Shop(sandbox)


def choose(company: Company, **fields: Any) -> VatSettings:
    """The company's settings: registered, asking the stand-in, unless said otherwise."""
    values: dict[str, Any] = {"eu_registered": True, "asks_stand_in": True, "number_check": "off"} | fields
    return VatSettings.objects.update_or_create(company=company, defaults=values)[0]
