"""Tables as files that spreadsheets open right, and that never run as a formula.

Cells are text, `Decimal`, `int`, `date` or None. What is a number or a date stays one.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | Decimal | int | date | None
Told = Callable[[int], None]
"""Hears now and then how many rows are done."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_767
"""Characters that a spreadsheet's cell takes."""
BYTE_ORDER_MARK = "\ufeff"
COMMA_LANGUAGES = frozenset({"pl", "cs", "sk"})
"""Languages whose spreadsheets expect semicolons between cells and commas in numbers."""


def quietly(_count: int) -> None:
    """For whoever need not be told."""


def harmless(text: str) -> str:
    """No spreadsheet takes the cell for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_line(cells: Iterable[str], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerow(cells)
    return buffer.getvalue()


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> Iterator[str]:
    """The table line by line, as spreadsheets of that language expect it."""
    with_commas = language[:2] in COMMA_LANGUAGES
    delimiter = ";" if with_commas else ","
    yield BYTE_ORDER_MARK + csv_line(map(harmless, headings), delimiter)
    for row in rows:
        yield csv_line((_text(cell, with_commas) for cell in row), delimiter)


def _text(cell: Cell, with_commas: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",") if with_commas else format(cell, "f")
    return str(cell)


def xlsx(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    told: Told = quietly,
) -> bytes:
    """The table as a workbook of one sheet, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    for position, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = max(12, min(40, len(heading) + 4))
    sheet.freeze_panes = "A2"
    sheet.append([_styled(sheet, heading, bold=True) for heading in headings])
    count = 0
    for count, row in enumerate(rows, start=1):
        sheet.append([_typed(sheet, cell) for cell in row])
        if count % 500 == 0:
            told(count)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        return file.read()


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in r"[]:*?/\\")[:31] or "Mostek"


def _styled(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
    # A text that begins with "=" would be kept as a formula.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: Cell) -> Any:
    if isinstance(value, str):
        return _styled(sheet, value) if value else None
    if isinstance(value, Decimal | date):
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "#,##0.00" if isinstance(value, Decimal) else "yyyy-mm-dd"
        return cell
    return value
