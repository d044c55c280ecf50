"""What a file looks like: its encoding, its delimiter, its headings, its decimal sign."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.opening import opened, text_lines

DELIMITERS = ";,\t|"
SHOWN = 8
_ASCII = bytes(range(128))
_LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôľĺŕÄÔĽĹŔöüßÖÜ")
_POINT = re.compile(r"-?\d+(,\d{3})*\.(\d{1,2}|\d{4,6})")
_COMMA = re.compile(r"-?\d+([. \u00a0\u202f]\d{3})*,(\d{1,2}|\d{4,6})")


@dataclass(frozen=True, slots=True)
class Sniffed:
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows below the headings."""
    encoding: str
    delimiter: str
    decimal: str
    """`,` or `.` where the sample shows it, else `auto`."""


def sniff(path: Path, encoding: str = "auto", delimiter: str = "auto") -> Sniffed:
    """Looks at a CSV file. Raises ProblemError when it cannot be read or has no headings."""
    if encoding == "auto":
        encoding = encoding_of(path)
    with opened(path) as (reader, _):
        lines = list(islice(text_lines(reader, encoding), 200))
    delimiter = {"auto": _delimiter_of(lines), "tab": "\t"}.get(delimiter, delimiter)
    try:
        rows = [tuple(row) for row in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error:
        raise ProblemError(Problem("orders.import_broken", {"line": "1"})) from None
    headings = headings_of(rows[0] if rows else ())
    return Sniffed(headings, tuple(rows[1 : SHOWN + 1]), encoding, delimiter, _decimal_of(rows[1:]))


def headings_of(row: Sequence[str]) -> tuple[str, ...]:
    """The first row as headings. Raises ProblemError when it looks like data."""
    headings = tuple(cell.strip() for cell in row)
    if not any(headings):
        raise ProblemError(Problem("orders.import_empty"))
    if sum(bool(heading) for heading in headings) < 2:
        raise ProblemError(Problem("orders.import_one_column"))
    if any(re.fullmatch(r"[\d\s.,:/%-]+", heading) for heading in headings):
        raise ProblemError(Problem("orders.import_no_header", {"row": " | ".join(headings)[:200]}))
    twice = [name for name, count in Counter(headings).items() if name and count > 1]
    if twice:
        raise ProblemError(Problem("orders.import_heading_twice", {"heading": twice[0]}))
    return headings


def encoding_of(path: Path) -> str:
    """By the byte order mark, by the zeros of UTF-16, as valid UTF-8, else the likelier of the two
    that Polish, Czech and Slovak files have. The whole file is looked at: its first accent may be late."""
    with opened(path) as (reader, _):
        beginning = reader.peek(1 << 16)[: 1 << 16]
        if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if beginning.count(0) > len(beginning) // 4:
            return "utf-16-le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16-be"
        high: Counter[int] = Counter()
        is_utf8, rest = True, b""
        while chunk := reader.read(1 << 20):
            if is_utf8:
                is_utf8, rest = _still_utf8(rest + chunk)
            high.update(chunk.translate(None, _ASCII))
        if is_utf8 and not rest:
            return "utf-8-sig"
    return _single_byte(high)


def _still_utf8(data: bytes) -> tuple[bool, bytes]:
    """Whether the data may be UTF-8, and the beginning of a character that goes on in the next chunk."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(data) - error.start < 4:
            return True, data[error.start :]
        return False, b""
    return True, b""


def _single_byte(high: Counter[int]) -> str:
    def score(encoding: str) -> int:
        return sum(
            count if bytes([byte]).decode(encoding, "replace") in _LETTERS else -count
            for byte, count in high.items()
        )

    return "iso8859-2" if score("iso8859-2") > score("cp1250") else "cp1250"


def _delimiter_of(lines: list[str]) -> str:
    """The sign that divides the rows into the most columns, the same number in nearly every row."""

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines[:50], delimiter=delimiter) if row)
        except csv.Error:
            return 0, 0
        if not widths:
            return 0, 0
        width, count = widths.most_common(1)[0]
        return (count / widths.total() if width > 1 else 0), width

    return max(DELIMITERS, key=score)


def _decimal_of(rows: Sequence[Sequence[str]]) -> str:
    cells = [cell.strip() for row in rows for cell in row]
    has_point = any(_POINT.fullmatch(cell) for cell in cells)
    has_comma = any(_COMMA.fullmatch(cell) for cell in cells)
    return {(True, False): ".", (False, True): ","}.get((has_point, has_comma), "auto")
