"""Orders in a JSON file, one after another, without reading the file as a whole."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.opening import text_lines
from mostek.orders.incoming import number_of

LARGEST = 8_000_000
"""Characters of one order: ten thousand long lines fit."""
_BLANK = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Element:
    """One order as text. `line` is unique in the file: the line where it begins, or its place in
    the list where that is the greater."""

    number: str
    line: int
    text: str


def parse(text: str) -> Any:
    """Amounts stay as they are written: no float comes in between. Raises ValueError."""
    return json.loads(text, parse_float=Decimal, parse_constant=str)


def elements(reader: io.BufferedReader) -> Iterator[Element]:
    """The elements of a list, or one element a line. Raises ProblemError where the JSON is broken."""
    beginning = reader.peek(1 << 10).decode("utf-8-sig", "ignore").lstrip()
    if beginning.startswith("{"):
        return _lines(reader)
    if beginning.startswith("["):
        return _list(reader)
    raise ProblemError(Problem("orders.import_no_json"))


def _lines(reader: io.BufferedReader) -> Iterator[Element]:
    for line, text in enumerate(text_lines(reader, "utf-8-sig"), start=1):
        if text.strip():
            yield Element(_number(text), line, text.strip())


def _number(text: str) -> str:
    try:
        return number_of(parse(text))
    except (ValueError, RecursionError):
        return ""


def _list(reader: io.BufferedReader) -> Iterator[Element]:
    scanner = _Scanner(io.TextIOWrapper(reader, encoding="utf-8-sig"))
    try:
        scanner.expect("[")
        place = 0
        while not scanner.closes():
            if place:
                scanner.expect(",")
            place += 1
            text = scanner.value(place)
            yield Element(_number(text), place, text)
    except UnicodeError:
        values = {"line": str(scanner.line), "encoding": "UTF-8"}
        raise ProblemError(Problem("orders.import_encoding", values)) from None


class _Scanner:
    """Reads value after value; the buffer grows only as far as one value needs."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._at_end = False
        self._decoder = json.JSONDecoder()
        self.line = 1

    def _more(self, size: int) -> None:
        chunk = self._text.read(size)
        self._at_end = not chunk
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0

    def _advance(self, to: int) -> None:
        self.line += self._buffer.count("\n", self._at, to)
        self._at = to

    def _next(self) -> str:
        """The next sign that is not blank, or "" at the end."""
        while True:
            blank = _BLANK.match(self._buffer, self._at)
            assert blank is not None  # it matches nothing at all, too
            self._advance(blank.end())
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._at_end:
                return ""
            self._more(1 << 16)

    def _broken(self) -> ProblemError:
        return ProblemError(Problem("orders.import_json_broken", {"line": str(self.line)}))

    def expect(self, sign: str) -> None:
        if self._next() != sign:
            raise self._broken()
        self._advance(self._at + 1)

    def closes(self) -> bool:
        """Whether the list ends here, with nothing behind it."""
        if self._next() != "]":
            return False
        self._advance(self._at + 1)
        if self._next():
            raise self._broken()
        return True

    def value(self, place: int) -> str:
        self._next()
        while True:
            try:
                _, end = self._decoder.raw_decode(self._buffer, self._at)
                if end < len(self._buffer) or self._at_end:
                    break
            except json.JSONDecodeError as error:
                if self._at_end or not self._may_go_on(error):
                    raise self._broken() from None
            except RecursionError:
                raise self._broken() from None
            if len(self._buffer) - self._at > LARGEST:
                raise ProblemError(Problem("orders.import_order_too_large", {"place": str(place)}))
            self._more(max(len(self._buffer), 1 << 16))
        text = self._buffer[self._at : end]
        self._advance(end)
        return text

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the value is only cut off at the buffer's end, not wrong."""
        return error.msg.startswith(("Unterminated", "Invalid \\")) or error.pos >= len(self._buffer) - 12
