"""A journal entry wherever documents are shown: card, list, attention, API, PDF, bundle, mail."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mostek.companies.models import Company, Role
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import Delivery, State
from mostek.documents.cancelling import Way, way
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.files.bundle import bundle
from mostek.files.listing import LISTINGS
from mostek.kernel.problems import Problem
from mostek.payroll.catalogue import settings_of
from mostek.payroll.closing import close
from mostek.payroll.entries import create_document
from mostek.payroll.importing.reading import read_file
from mostek.payroll.taking import take
from tests.api.conftest import Caller
from tests.factories import make_user
from tests.payroll.office import LIST, PROGRAM


@pytest.fixture
def document(mapped: Company) -> Document:
    connection = Connection(
        company=mapped, program=PROGRAM, name="Ledger", environment=STAND_IN, options={"accounting": "full"}
    )
    connection.set_credentials({"api_id": "x", "api_key": "y"})
    connection.save()
    open_lane(connection)
    settings = settings_of(mapped)
    settings.connection = connection
    settings.save()
    return create_document(close(take(mapped, read_file(LIST), "Anna")[0].payroll_list, "Anna"), "Anna")


@pytest.fixture
def boss(document: Document) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(document.company, Role.OWNER))
    return client


def text_of(client: Client, name: str, *arguments: Any) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_card_shows_the_rows(boss: Client, document: Document) -> None:
    text = text_of(boss, "document", document.pk)
    for part in ("Rows of the entry", "229-1", "BIURO", "Anna created it from the payroll list LP/10/2026."):
        assert part in text
    assert "No correction now" not in text
    assert "LP/10/2026" in text_of(boss, "documents")


def test_what_was_rejected_needs_a_person_and_no_field(boss: Client, document: Document) -> None:
    problem = Problem("merit.account_inactive", {"code": "404"}, "rows.0.account").as_dict()
    Delivery.objects.update(state=State.REJECTED, due_at=None, problems=[problem])
    assert "404" in text_of(boss, "attention")
    text = text_of(boss, "document", document.pk)
    assert "Send again" in text
    assert "Mend and send again" not in text


def test_it_is_cancelled_at_the_program_by_hand_only(boss: Client, document: Document) -> None:
    Delivery.objects.update(state=State.ISSUED, step="done", due_at=None, remote_id="1", owner=None)
    assert way(Document.objects.get(pk=document.pk)) is Way.BY_HAND
    assert boss.get(reverse("document_edit", args=[document.pk])).status_code == 302
    assert "LP/10/2026" in text_of(boss, "document_cancel", document.pk)


def test_nobody_is_written_to_about_it(boss: Client, document: Document) -> None:
    assert boss.get(reverse("document_mail", args=[document.pk])).status_code == 404


def test_its_pdf_has_both_sides(document: Document) -> None:
    data, from_program = best_pdf(document)
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert not from_program
    assert all(part in text for part in ("LP/10/2026", "229-1", "BIURO", document.reference))
    assert "Zażółć" not in text


def test_the_api_tells_its_rows(document: Document) -> None:
    told = Caller(document.company).get(f"/documents/{document.pk}").json()
    assert (told["kind"], told["rates"], told["order"]) == ("journal", [], None)
    assert {(row["account"], row["department"]) for row in told["entry_rows"]} >= {("404", "BIURO")}


def test_exports_and_the_bundle_hold_it(document: Document) -> None:
    rows = list(LISTINGS["documents"].rows(document.company, [document.pk]))
    assert rows[0][0] == "LP/10/2026"
    assert list(LISTINGS["rates"].rows(document.company, [document.pk])) == []
    with zipfile.ZipFile(io.BytesIO(bundle(document))) as packed:
        assert "229-1" in packed.read("document.json").decode()
