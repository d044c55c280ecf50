"""The list of sales documents, printing and sending many."""

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mostek.delivery.models import Delivery, State
from mostek.documents.models import Document, Series
from mostek.files.models import OutputKind
from mostek.files.outputs import MOST
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page

DOCUMENTS = "/documents/"
BULK = "/documents/bulk/"


def listed(client: Client, query: str = "") -> list[str]:
    markup = client.get(DOCUMENTS + query).content.decode()
    return re.findall(r'<tr data-row id="document-(\d+)"', markup)


def test_an_empty_list_teaches(boss: Client) -> None:
    assert "No documents yet" in page(boss, DOCUMENTS)


def test_a_row_shows_both_numbers_amounts_and_state(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.WARNING, remote_number="17/2026")
    text = page(boss, DOCUMENTS).replace("\xa0", " ")
    for shown in (
        document.number,
        "17/2026",
        "218.84",
        "40.06",
        "258.90 PLN",
        "Main account",
        "booked, look",
    ):
        assert shown in text


def test_filters(boss: Client, make_document: MakeDocument, series: Series) -> None:
    first = make_document("1", State.ISSUED)
    second = make_document("2", State.REJECTED, Problem("delivery.fault"))
    third = make_document("3", State.QUEUED)
    ids = [str(document.pk) for document in (first, second, third)]
    assert listed(boss, "?state=issued") == [ids[0]]
    assert listed(boss, "?state=waiting") == [ids[1]]
    assert listed(boss, "?state=on_the_way") == [ids[2]]
    assert listed(boss, "?problem=delivery.fault") == [ids[1]]
    assert listed(boss, f"?q={second.number}") == [ids[1]]
    assert listed(boss, f"?q={third.reference.lower()}") == [ids[2]]
    assert listed(boss, "?q=1") != []
    assert listed(boss, f"?series={series.pk}&connection={series.connection_id}") == ids[::-1]
    assert listed(boss, "?series=0") == []
    assert listed(boss, "?until=2000-01-01") == []


def test_rows_on_the_way_refresh_until_they_have_arrived(boss: Client, make_document: MakeDocument) -> None:
    moving, _ = make_document("1", State.SENDING), make_document("2", State.ISSUED)
    live = re.search(r'id="live" hx-get="([^"]+)"', boss.get(DOCUMENTS).content.decode())
    assert live is not None
    assert live[1].endswith(f"?ids={moving.pk}")
    assert "sending" in boss.get(live[1]).content.decode()
    type(moving.delivery).objects.filter(document=moving).update(state=State.ISSUED)
    last = boss.get(live[1]).content.decode()
    assert f'id="document-{moving.pk}" hx-swap-oob="true"' in last
    assert "hx-get" not in last


def test_a_page_costs_the_same_number_of_queries_however_many_rows(
    boss: Client, make_document: MakeDocument, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        make_document(str(number))
    with django_assert_max_num_queries(14):
        assert len(listed(boss)) == 25


def test_printing_many_gives_one_pdf_in_their_order(reader: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(3)]
    answer = reader.post(BULK, {"action": "print", "document": [d.pk for d in documents]})
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 3
    assert all(document.number in text for document, text in zip(documents, pages, strict=True))


def test_a_zip_holds_one_pdf_for_each(boss: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(2)]
    answer = boss.post(BULK, {"action": "zip", "document": [d.pk for d in documents]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"{d.number.replace('/', '-')}.pdf" for d in documents]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")


def test_too_many_to_print_is_said_before_anything_is_made(
    boss: Client, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST, OutputKind.PDF, 1)
    make_document("1")
    make_document("2")
    assert "At most 1 at once in such a file." in followed(boss, BULK, action="print", everything="1")


def test_sending_many_again_counts_those_that_cannot(boss: Client, make_document: MakeDocument) -> None:
    rejected = make_document("1", State.REJECTED, Problem("delivery.fault"))
    doubtful = make_document("2", State.IN_DOUBT, Problem("delivery.in_doubt"))
    text = followed(boss, BULK, action="resend", document=[rejected.pk, doubtful.pk])
    assert "1 document is sent again." in text
    assert "1 document cannot be sent again in its present state." in text
    states = dict(Document.objects.values_list("pk", "delivery__state"))
    assert states == {rejected.pk: State.QUEUED, doubtful.pk: State.IN_DOUBT}


def test_a_reader_prints_but_does_not_send(reader: Client, make_document: MakeDocument) -> None:
    rejected = make_document("1", State.REJECTED, Problem("delivery.fault"))
    assert "read-only" in followed(reader, BULK, action="resend", document=[rejected.pk])
    assert Document.objects.get().delivery.state == State.REJECTED


def test_nothing_ticked_is_said(boss: Client, document: Document) -> None:
    assert "No document is ticked." in followed(boss, BULK, action="print")


def test_search_on_top_finds_orders_and_documents(boss: Client, document: Document) -> None:
    assert document.order is not None
    text = page(boss, f"{reverse('search')}?q={document.order.number}")
    assert document.number in text
    assert document.order.number in text
    assert "Nothing found" in page(boss, f"{reverse('search')}?q=zzz")


@pytest.mark.parametrize(
    "typed",
    ["2001", "113-219-12-33", "PL 1132191233", "pod mostem", "biuro@kawiarnia.example"],
)
def test_search_knows_an_order_by_number_buyer_tax_id_and_mail(
    boss: Client, document: Document, typed: str
) -> None:
    assert document.order is not None
    Order.objects.update(buyer_email="biuro@kawiarnia.example")
    assert document.order.buyer_name in page(boss, f"{reverse('search')}?{urlencode({'q': typed})}")


def test_search_knows_a_document_by_the_programs_number_and_our_reference(
    boss: Client, document: Document
) -> None:
    Delivery.objects.update(remote_number="17/2026")
    for typed in ("17/2026", document.reference.lower()):
        found = page(boss, f"{reverse('search')}?{urlencode({'q': typed})}")
        assert document.number in found
