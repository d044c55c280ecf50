"""Lists as files: the bytes, opened as a spreadsheet does."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from mostek.delivery.models import State
from mostek.documents.models import Document
from mostek.files.listing import rates_of
from mostek.invoicing.correcting import cancelled, correction_of
from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from tests.panel.conftest import MakeDocument, MakeOrder


def opened(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read(answer: Any, delimiter: str = ",") -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=delimiter))


def test_documents_as_a_workbook(reader: Client, make_document: MakeDocument) -> None:
    document = make_document(
        "1", State.REJECTED, Problem("invoicing.buyer_without_name"), remote_number="F/1"
    )
    answer = reader.get("/documents/export.xlsx")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="documents-')
    headings, row = opened(answer.content)
    told = dict(zip(headings, row, strict=True))
    assert told["Number here"] == document.number
    assert told["Number there"] == "F/1"
    assert isinstance(told["Issue date"], datetime)
    assert told["Gross"] == pytest.approx(258.9)
    assert told["Tax ID"] == "1132191233"
    assert (told["Program"], told["State"]) == ("Main account", "rejected")
    assert told["Problem"] == "The buyer has no name."


def test_the_list_s_filters_apply_and_its_order_is_kept(boss: Client, make_document: MakeDocument) -> None:
    first, second, _ = make_document("1"), make_document("2"), make_document("3", State.REJECTED)
    rows = read(boss.get("/documents/export.csv?state=issued"))
    assert [row[0] for row in rows[1:]] == [second.number, first.number]


def test_a_row_for_each_vat_rate(boss: Client, document: Document) -> None:
    rows = read(boss.get("/documents/export.csv?rows=rates"))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["VAT rate"], row["Net"], row["VAT amount"], row["Gross"]) for row in told] == [
        ("23", "161.79", "37.21", "199.00"),
        ("5", "57.05", "2.85", "59.90"),
    ]
    assert sum(Decimal(row["Gross"]) for row in told) == document.gross


def test_polish_spreadsheets_get_semicolons_and_commas(boss: Client, document: Document) -> None:
    rows = read(boss.get("/documents/export.csv", headers={"accept-language": "pl"}), ";")
    assert rows[1][rows[0].index("Brutto")] == "258,90"


def test_ticked_documents_only(boss: Client, make_document: MakeDocument) -> None:
    ticked, _ = make_document("1"), make_document("2")
    answer = boss.post("/documents/bulk/", {"action": "xlsx", "document": [ticked.pk]})
    assert [row[0] for row in opened(answer.content)[1:]] == [ticked.number]


def test_a_buyer_s_name_never_runs(boss: Client, make_order: MakeOrder) -> None:
    make_order("1", buyer_name="=HYPERLINK(0)")
    rows = read(boss.get("/orders/export.csv"))
    assert rows[1][rows[0].index("Buyer")] == "'=HYPERLINK(0)"
    sheet = opened(boss.get("/orders/export.xlsx").content)
    assert sheet[1][sheet[0].index("Buyer")] == "=HYPERLINK(0)"


def test_orders_with_their_documents(boss: Client, make_order: MakeOrder, document: Document) -> None:
    make_order("plain", paid=False)
    rows = read(boss.get("/orders/export.csv"))
    told = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert told["2001"]["Documents"] == document.number
    assert (told["plain"]["Documents"], told["plain"]["Paid"]) == ("", "0.00")
    assert told["plain"]["Town"] == "Poznań"


def test_another_company_s_list_is_empty(stranger: Client, document: Document) -> None:
    assert len(read(stranger.get("/documents/export.csv"))) == 1
    assert len(read(stranger.get("/orders/export.csv"))) == 1
    assert stranger.get("/documents/export.exe").status_code == 404


def test_a_correction_lists_what_it_changes(document: Document) -> None:
    original = document.invoice()
    less = correction_of(
        original,
        cancelled(original.lines),
        reason="return",
        reference="KOR-1",
        issue_date=original.issue_date,
    )
    assert [(vat.code, sums.gross) for vat, sums in rates_of(less)] == [
        ("23", Decimal("-199.00")),
        ("5", Decimal("-59.90")),
    ]


def test_a_long_list_costs_few_queries(
    boss: Client, make_order: MakeOrder, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_order(str(number))
    with django_assert_max_num_queries(14):
        assert len(read(boss.get("/orders/export.csv"))) == 31
    assert Order.objects.count() == 30
