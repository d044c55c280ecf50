"""The neutral table, as CSV or XLSX: one row for each amount.

Columns: list_no; period; pay_date; employee_ref; employee_name; department; project; component_code;
component_name; kind; amount. Only list_no, period, pay_date, component_code and amount must be there.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.opening import opened, text_lines
from mostek.orders.importing.sniffing import sniff
from mostek.orders.importing.values import amount, moment
from mostek.payroll.incoming import IncomingItem, IncomingList

COLUMNS = (
    "list_no",
    "period",
    "pay_date",
    "employee_ref",
    "employee_name",
    "department",
    "project",
    "component_code",
    "component_name",
    "kind",
    "amount",
)
REQUIRED = ("list_no", "period", "pay_date", "component_code", "amount")
MOST_PROBLEMS = 50
_PERIOD = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?|(\d{2})[/.](\d{4})")


def read_csv(path: Path) -> list[IncomingList]:
    """Raises ProblemError with every cell that is amiss, by line."""
    sniffed = sniff(path)
    with opened(path) as (reader, _), closing(text_lines(reader, sniffed.encoding)) as lines:  # type: ignore[type-var]
        return read_rows(enumerate(csv.reader(lines, delimiter=sniffed.delimiter), 1))


def read_xlsx(path: Path) -> list[IncomingList]:
    """The first sheet. Raises ProblemError."""
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (BadZipFile, KeyError, ValueError):
            raise ProblemError(Problem("payroll.file_damaged")) from None
        return read_rows(enumerate(book.worksheets[0].iter_rows(values_only=True), 1))


def read_rows(rows: Iterable[tuple[int, Sequence[object]]]) -> list[IncomingList]:
    numbered = iter(rows)
    headings = [_text(cell).lower() for cell in next(numbered, (0, ()))[1]]
    missing = [name for name in REQUIRED if name not in headings]
    if missing:
        raise ProblemError(Problem("payroll.columns_missing", {"columns": ", ".join(missing)}))
    lists: dict[str, IncomingList] = {}
    problems: list[Problem] = []
    for line, row in numbered:
        if not any(cell not in (None, "") for cell in row):
            continue
        cells = dict(zip(headings, row, strict=False))
        problems += _take(cells, line, lists)
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise ProblemError(*problems)
    if not lists:
        raise ProblemError(Problem("payroll.file_empty"))
    return list(lists.values())


def _take(cells: dict[str, object], line: int, lists: dict[str, IncomingList]) -> Iterator[Problem]:
    number = _text(cells["list_no"])
    code = _text(cells["component_code"])
    period, paid, value = _period(cells["period"]), _day(cells["pay_date"]), _amount(cells["amount"])
    for name, found in (
        ("list_no", number),
        ("period", period),
        ("pay_date", paid),
        ("component_code", code),
        ("amount", value),
    ):
        if found is None or found == "":
            yield Problem(
                "payroll.cell_wrong", {"line": str(line), "column": name, "value": _text(cells[name])[:60]}
            )
            return
    assert period is not None
    assert paid is not None
    assert value is not None
    found_list = lists.setdefault(number, IncomingList(number, period, paid))
    if (found_list.period, found_list.payment_date) != (period, paid):
        yield Problem("payroll.list_two_dates", {"line": str(line), "number": number})
        return
    found_list.items.append(
        IncomingItem(
            amount=value,
            person_ref=_text(cells.get("employee_ref")),
            person_name=_text(cells.get("employee_name")),
            department=_text(cells.get("department")),
            project=_text(cells.get("project")),
            code=code,
            name=_text(cells.get("component_name")),
            kind=_text(cells.get("kind")),
        )
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


@lru_cache(maxsize=200)
def _period(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date().replace(day=1)
    match = _PERIOD.fullmatch(_text(cell))
    if not match:
        return None
    year, month = int(match[1] or match[4]), int(match[2] or match[3])
    return date(year, month, 1) if 1 <= month <= 12 else None


@lru_cache(maxsize=200)
def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    try:
        return moment(_text(cell)).date()
    except ProblemError:
        return None


def _amount(cell: object) -> Decimal | None:
    if isinstance(cell, int | float):
        return Decimal(str(cell)).quantize(Decimal("0.01"))
    try:
        found = amount(_text(cell))
    except ProblemError:
        return None
    return found if found == found.quantize(Decimal("0.01")) else None


EXAMPLE = (
    ("LP/10/2026", "2026-10", "2026-10-30", "7", "Anna Nowak", "BIURO", "", "ZAS", "", "pay", "8000.00"),
    ("LP/10/2026", "2026-10", "2026-10-30", "7", "Anna Nowak", "BIURO", "", "PIT", "", "pit", "498.00"),
)


def template_csv() -> bytes:
    """To fill in; opens right in a spreadsheet program."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([COLUMNS, *EXAMPLE])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("payroll")
    for row in (COLUMNS, *EXAMPLE):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
