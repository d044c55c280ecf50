"""People at the set-up screens, and a connection to a stand-in."""

from collections.abc import Callable

import pytest
from django.test import Client

from mostek.companies.models import Company, Role
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.connections.verifying import activate
from mostek.documents.models import Series
from mostek.invoicing.model import Kind
from mostek.sandbox.server import Sandbox
from tests.factories import make_user

PROGRAM = "infakt"
"""A program with a webhook, options and a payment map, so that every part of the card is there."""

MakeClient = Callable[..., Client]


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
def reader(as_role: MakeClient) -> Client:
    return as_role(Role.READER)


@pytest.fixture
def stranger(as_role: MakeClient, other_company: Company) -> Client:
    return as_role(Role.OWNER, other_company)


def good_key(sandbox: Sandbox) -> str:
    """The key of the stand-in's account where everything works."""
    return sandbox.programs[PROGRAM].stand_in.accounts()[0].credentials["api_key"]


@pytest.fixture
def connection(company: Company, sandbox: Sandbox) -> Connection:
    """An activated account."""
    made = Connection(company=company, program=PROGRAM, name="Main account", environment=STAND_IN)
    made.set_credentials({"api_key": good_key(sandbox)})
    activate(made, "Test")
    return made


@pytest.fixture
def series(company: Company) -> Series:
    return make_series(company, "FV")


def make_series(company: Company, code: str, kind: Kind = Kind.INVOICE) -> Series:
    return Series.objects.create(
        company=company,
        code=code,
        name=f"Series {code}",
        kind=kind.value,
        numbering="hub",
        pattern=code + "/{number}/{month}/{year}",
        place="Poznań",
        payment_days=7,
    )
