"""Names of files by a pattern: readable, safe, and never outside their folder."""

import pytest

from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.files.naming import beside, check_pattern, path_of
from tests.delivery.shop import keys
from tests.panel.conftest import MakeDocument


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("{number}.pdf", None),
        ("{year}/{month}/{number}-{buyer}.pdf", None),
        ("{reference}", None),
        ("{year}.pdf", "files.pattern_number"),
        ("{number}{nip}.pdf", "files.pattern_placeholder"),
        ("{number.pdf", "files.pattern_placeholder"),
        ("../{number}.pdf", "files.pattern_path"),
        ("/{number}.pdf", "files.pattern_path"),
        ("a//{number}.pdf", "files.pattern_path"),
        ("a/./{number}.pdf", "files.pattern_path"),
        ("a\\{number}.pdf", "files.pattern_path"),
    ],
)
def test_a_pattern_is_checked(pattern: str, problem: str | None) -> None:
    assert keys(check_pattern(pattern)) == ([problem] if problem else [])


def test_a_name_is_readable(document: Document) -> None:
    document.number = "FV/12/11/2026"
    path = path_of(document, "{year}/{month}/{number}-{buyer}.pdf")
    assert path == f"{document.issue_date:%Y/%m}/FV-12-11-2026-Kawiarnia Pod Mostem sp. z o.o.pdf"
    assert beside(path, document).endswith(f"-{document.reference}.pdf")


@pytest.mark.parametrize(
    "buyer",
    [
        "../../etc/passwd",
        "..",
        "/",
        "a\x00b\nc",
        "CON",
        "Ż" * 600,
        "",
        ".ssh",
        "C:\\windows",
        "x\u202egnp.exe",
    ],
)
def test_no_buyer_leads_out_of_the_folder(make_document: MakeDocument, buyer: str, company: Company) -> None:
    document = make_document("1")
    document.buyer_name = buyer
    for pattern in ("{buyer}/{number}.pdf", "{number}-{buyer}", "{buyer}{reference}.pdf"):
        parts = path_of(document, pattern).split("/")
        assert len(parts) == pattern.count("/") + 1
        for part in parts:
            assert part.strip(" .") not in ("", "con", "CON")
            assert not part.startswith(".")
            assert part.isprintable()
            assert not set(part) & set('\\:*?"<>|\x00')
            assert len(part.encode()) < 255
