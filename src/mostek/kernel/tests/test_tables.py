"""Tables as spreadsheets open them."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from mostek.kernel.tables import csv_lines, xlsx

HEADINGS = ("Buyer", "Gross", "Issued", "Count", "Note")
DANGEROUS = ("=1+1", "+48 600", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1")
ROW = ("Żółw; „Spółka”", Decimal("-1234.50"), date(2026, 11, 27), 3, None)


@pytest.mark.parametrize(
    ("language", "delimiter", "amount"), [("pl", ";", "-1234,50"), ("en", ",", "-1234.50")]
)
def test_csv_is_what_spreadsheets_of_the_language_expect(language: str, delimiter: str, amount: str) -> None:
    text = "".join(csv_lines(HEADINGS, [ROW], language))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))
    assert rows == [list(HEADINGS), ["Żółw; „Spółka”", amount, "2026-11-27", "3", ""]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_runs_as_a_formula_in_csv(text: str) -> None:
    line = list(csv_lines(["x"], [[text]], "pl"))[1]
    (cell,) = next(csv.reader(io.StringIO(line), delimiter=";"))
    assert cell == f"'{text}"


def test_a_workbook_holds_real_numbers_and_dates() -> None:
    book = load_workbook(io.BytesIO(xlsx("Sales: [all]", HEADINGS, [ROW])))
    sheet = book.active
    assert sheet is not None
    assert sheet.title == "Sales all"
    assert sheet.freeze_panes == "A2"
    values = [cell.value for cell in sheet[2]]
    assert values == ["Żółw; „Spółka”", -1234.5, datetime(2026, 11, 27), 3, None]  # noqa: DTZ001
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet["C2"].is_date


def test_no_text_runs_as_a_formula_in_a_workbook() -> None:
    odd = (*DANGEROUS, "bell \x07", "x" * 40_000)
    sheet = load_workbook(io.BytesIO(xlsx("x", ["x"], [[text] for text in odd]))).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=1+1"
    assert cells[-2].value == "bell "
    assert len(str(cells[-1].value)) == 32_767


def test_a_long_table_tells_how_far_it_is() -> None:
    heard: list[int] = []
    xlsx("x", ["x"], ([n] for n in range(1200)), heard.append)
    assert heard == [500, 1000]
