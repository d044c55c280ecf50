"""Both sides through the API."""

from datetime import date
from typing import Any

import pytest

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.connections.verifying import activate
from mostek.connectors.base.registry import connectors
from mostek.connectors.base.stand_in import StandInAccount
from mostek.documents.models import Series
from mostek.reconcile.models import FetchRun, RemoteDocument
from mostek.sandbox.server import Sandbox
from tests.api.conftest import Caller


@pytest.fixture
def connection(company: Company, sandbox: Sandbox) -> Connection:
    account: StandInAccount = sandbox.programs["infakt"].stand_in.accounts()[0]
    made = Connection(company=company, program="infakt", name="Main", environment="stand_in")
    made.set_credentials(dict(account.credentials))
    activate(made, "test")
    return made


@pytest.fixture
def remote(connection: Connection) -> RemoteDocument:
    return RemoteDocument.objects.create(
        company=connection.company,
        connection=connection,
        remote_id="abc",
        kind="invoice",
        number="7/11/2026",
        issue_date=date(2026, 11, 20),
        currency="PLN",
        gross="123.00",
        buyer_name="Jan Kowalski",
        buyer_postcode="00-001",
        is_whole=True,
    )


def test_the_seller(caller: Caller, connection: Connection) -> None:
    told = caller.get(f"/connections/{connection.pk}/seller", ask=True).json()
    rows = {row["key"]: row for row in told["rows"]}
    assert rows["name"]["there"] == "Sklep Bławatek sp. z o.o."
    assert rows["name"]["verdict"] in ("same", "written", "differs")


def test_reading_is_started_and_followed(caller: Caller, connection: Connection) -> None:
    period = {"since": "2026-11-01", "until": "2026-11-30"}
    answer = caller.post(f"/connections/{connection.pk}/existing/fetch", period)
    assert answer.status_code == 202
    run = answer.json()
    assert run["state"] == "queued"
    again = caller.post(f"/connections/{connection.pk}/existing/fetch", period)
    assert again.json()["id"] == run["id"]
    assert caller.get(f"/connections/{connection.pk}/existing/fetch/{run['id']}").json() == run
    backwards = {"since": "2026-11-30", "until": "2026-11-01"}
    FetchRun.objects.all().delete()
    assert caller.post(f"/connections/{connection.pk}/existing/fetch", backwards).status_code == 422


def test_dry_run_and_adoption(caller: Caller, remote: RemoteDocument, order: Any) -> None:
    connection = remote.connection
    made = caller.post("/orders", order()).json()
    (row,) = caller.get(f"/connections/{connection.pk}/existing", known_here=False).json()["items"]
    assert (row["program_id"], row["document_id"]) == ("abc", None)
    (match,) = caller.get(f"/connections/{connection.pk}/adoption").json()
    assert (match["verdict"], match["order_ids"]) == ("adopt", [made["id"]])
    series = Series.objects.create(
        company=connection.company,
        code="FV",
        kind="invoice",
        connection=connection,
        numbering="program",
        place="Poznań",
        payment_days=7,
    )
    body = {"series_id": series.pk, "remote_document_ids": [remote.pk]}
    answer = caller.post(f"/connections/{connection.pk}/adoption", body)
    assert (answer.status_code, answer.json()["total"]) == (202, 1)


def test_a_stranger_and_a_reader(stranger: Caller, remote: RemoteDocument) -> None:
    path = f"/connections/{remote.connection_id}"
    for end in ("seller", "existing", "adoption"):
        assert stranger.get(f"{path}/{end}").status_code == 404
    body = {"series_id": 1, "remote_document_ids": [remote.pk]}
    assert stranger.post(f"{path}/adoption", body).status_code == 404
    reader = Caller(remote.company, "documents:read")
    assert reader.post(f"{path}/adoption", body).status_code == 403


def test_a_program_that_tells_nothing(caller: Caller, company: Company, sandbox: Sandbox) -> None:
    account = sandbox.programs["ifirma"].stand_in.accounts()[0]
    made = Connection(company=company, program="ifirma", name="Other", environment="stand_in")
    made.set_credentials(dict(account.credentials))
    activate(made, "test")
    assert "seller" not in connectors()["ifirma"].capabilities
    answer = caller.get(f"/connections/{made.pk}/seller", ask=True)
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (422, "connections.seller_untold")
