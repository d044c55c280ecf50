"""The seller on both sides: what is the same, what is only written differently, what differs."""

from dataclasses import asdict
from typing import Any

import pytest

from mostek.companies.models import BankAccount, Company
from mostek.connections import comparing
from mostek.connections.comparing import Verdict
from mostek.connections.models import Connection
from mostek.connectors.base.held import AccountHeld, SellerHeld
from mostek.invoicing.model import Address
from tests.factories import make_company

IBAN = "PL61109010140000071219812874"


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    BankAccount.objects.create(company=made, iban=IBAN, bank="Bank Próbny", swift="PROBPLPW", currency="PLN")
    return made


def told(company: Company, **fields: Any) -> dict[str, Verdict]:
    values: dict[str, Any] = {"name": company.name, "tax_id": company.tax_id, "email": company.email}
    address = fields.pop("address", {})
    values["address"] = Address(street=company.street, city=company.city, postcode=company.postcode)
    values["address"] = values["address"].model_copy(update=address)
    values["accounts"] = (AccountHeld(IBAN, "Bank Próbny", "PROBPLPW", "PLN"),)
    held = SellerHeld(**(values | fields))
    connection = Connection(company=company, program="infakt", name="x")
    connection.seller = asdict(held) | {"address": held.address.model_dump() if held.address else None}
    return {row.key: row.verdict for row in comparing.rows(connection) if row.verdict is not Verdict.SAME}


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"name": "PRACOWNIA MOSTOWA  SP. Z O.O."}, Verdict.WRITTEN),
        ({"name": "Pracownia Mostowa spółka z ograniczoną odpowiedzialnością"}, Verdict.WRITTEN),
        ({"name": "Pracownia Mostowa S.A."}, Verdict.DIFFERS),
        ({"tax_id": "PL526-025-02-74"}, Verdict.WRITTEN),
        ({"tax_id": "5260250275"}, Verdict.DIFFERS),
        ({"address": {"street": "Długa 12"}}, Verdict.WRITTEN),
        ({"address": {"street": "Długa 21"}}, Verdict.DIFFERS),
        ({"address": {"postcode": "61850"}}, Verdict.WRITTEN),
        ({"address": {"city": ""}}, Verdict.ONLY_HERE),
        ({"email": "BIURO@pracowniamostowa.example"}, Verdict.WRITTEN),
        ({"email": None}, Verdict.UNTOLD),
    ],
)
def test_a_field(company: Company, fields: dict[str, Any], verdict: Verdict) -> None:
    assert list(told(company, **fields).values()) == [verdict]


def test_bank_accounts(company: Company) -> None:
    assert told(company) == {}
    bare = (AccountHeld(IBAN.removeprefix("PL"), "bank próbny", "", "PLN"),)
    assert told(company, accounts=bare) == {
        f"account:{IBAN.removeprefix('PL')}": Verdict.WRITTEN,
        f"bank:{IBAN}": Verdict.WRITTEN,
        f"swift:{IBAN}": Verdict.ONLY_HERE,
    }
    other = (AccountHeld("PL27114020040000300201355387"),)
    assert set(told(company, accounts=other).values()) == {Verdict.ONLY_HERE, Verdict.ONLY_THERE}
    assert told(company, accounts=None) == {}
