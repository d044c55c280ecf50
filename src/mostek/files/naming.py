"""Names of files by a pattern such as `{year}/{month}/{number}-{buyer}.pdf`; none leads out of its folder."""

import re

from mostek.documents.models import Document
from mostek.kernel.problems import Problem

PLACEHOLDERS = ("year", "month", "day", "number", "reference", "order", "buyer", "kind", "series")
DEFAULT = "{number}.pdf"
LONGEST_PART = 60
"""Characters of one value; a letter takes up to four bytes, and file systems end at 255 for a name."""
LONGEST_NAME = 200
"""Bytes of one name, its ending and a reference beside it left out."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows keeps for devices."""


def check_pattern(pattern: str) -> tuple[Problem, ...]:
    """What keeps a pattern from naming files."""
    names = _PLACEHOLDER.findall(pattern)
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if not unknown and set(_PLACEHOLDER.sub("", pattern)) & set("{}"):
        unknown = [""]
    if unknown:
        return (Problem("files.pattern_placeholder", {"name": unknown[0]}, "pattern"),)
    if not {"number", "reference"} & set(names):
        return (Problem("files.pattern_number", field="pattern"),)
    parts = _PLACEHOLDER.sub("x", pattern).split("/")
    if "\\" in pattern or any(not part.strip(" .") for part in parts):
        return (Problem("files.pattern_path", field="pattern"),)
    return ()


def path_of(document: Document, pattern: str) -> str:
    """Where the document's PDF goes, with slashes; `pattern` has passed `check_pattern`."""
    day = document.issue_date
    values = {
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
        "number": str(document),
        "reference": document.reference,
        "order": document.order.number if document.order else "",
        "buyer": document.buyer_name,
        "kind": document.kind,
        "series": document.series.code,
    }
    filled = _PLACEHOLDER.sub(lambda match: safe(values[match[1]])[:LONGEST_PART], pattern)
    *folders, name = filled.split("/")
    name = name[: -len(".pdf")] if name.lower().endswith(".pdf") else name
    return "/".join([*map(_part, folders), f"{_part(name)}.pdf"])


def beside(path: str, document: Document) -> str:
    """Another name in the same folder, for a document whose own is taken."""
    return f"{path.removesuffix('.pdf')}-{document.reference}.pdf"


def safe(text: str) -> str:
    """The text as a part of a file's name: letters, digits, dashes, dots and blanks."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. " else "-" for letter in text)
    return re.sub(r"\s+", " ", plain).strip(" .-")


def _part(text: str) -> str:
    """One part of a path, whatever its values were."""
    name = safe(text).encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .-") or "document"
    return f"-{name}" if _RESERVED.match(name) else name
