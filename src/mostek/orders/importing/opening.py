"""Reading a file that a stranger sent: packed or not, in bounded memory, never more than a limit."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from mostek.kernel.problems import Problem, ProblemError

LARGEST = 500_000_000
"""Bytes, unpacked."""
LONGEST_LINE = 1_000_000
"""Characters."""
_MAGIC = {
    b"PK\x03\x04": "ZIP, XLSX",
    b"PK\x05\x06": "ZIP, XLSX",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"SQLite format": "SQLite",
}


class _Bounded(io.RawIOBase):
    """Passes a stream on until LARGEST bytes have come."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = LARGEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ProblemError(Problem("orders.import_too_large", {"megabytes": str(LARGEST // 1_000_000)}))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path) -> Iterator[tuple["io.BufferedReader[Any]", BinaryIO]]:
    """The unpacked bytes, and the packed file whose `tell()` shows how far the reading is.

    Raises ProblemError when the file is missing, no text, damaged, or too large.
    """
    try:
        packed = path.open("rb")
    except OSError:
        raise ProblemError(Problem("orders.import_file_missing")) from None
    with packed:
        stream: BinaryIO = packed
        if packed.read(2) == b"\x1f\x8b":
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=packed))
        packed.seek(0)
        try:
            reader: io.BufferedReader[Any] = io.BufferedReader(_Bounded(stream), 1 << 18)
            _refuse_binary(reader.peek(16)[:16])
            yield reader, packed
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise ProblemError(Problem("orders.import_damaged")) from None


def _refuse_binary(beginning: bytes) -> None:
    kind = next((kind for magic, kind in _MAGIC.items() if beginning.startswith(magic)), "")
    if kind:
        raise ProblemError(Problem("orders.import_not_text", {"kind": kind}))
    if not beginning:
        raise ProblemError(Problem("orders.import_empty"))


def text_lines(reader: io.BufferedReader, encoding: str) -> Iterator[str]:
    """Lines with their ends kept. Raises ProblemError on a line that never ends, and where the bytes
    are not of the encoding."""
    text = io.TextIOWrapper(reader, encoding=encoding, newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise ProblemError(Problem("orders.import_line_too_long", {"line": str(number)}))
            yield line
    except UnicodeError:
        values = {"line": str(number + 1), "encoding": encoding.removesuffix("-sig").upper()}
        raise ProblemError(Problem("orders.import_encoding", values)) from None
    finally:
        text.detach()
