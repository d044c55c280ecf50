"""What the program holds, as `Booked` and `BookedEntry`. Pure."""

import re
from typing import Any

from mostek.connectors.base.contract import Booked
from mostek.connectors.base.entries import BookedEntry
from mostek.connectors.merit.mapping import MARK
from mostek.connectors.merit.words import amount, day, sum_of

Row = dict[str, Any]

MEMO_MARK = re.compile(r"(?<![\w-])MST-[\w-]+")
"""Our reference at the end of a row's text."""


def reference_on(header: Row) -> str:
    """The reference in an invoice's footer, or ""."""
    found = re.search(rf"{re.escape(MARK)}\s*(\S+)", _footer(header))
    return found[1] if found else ""


def _footer(header: Row) -> str:
    return str(header.get("FComment") or header.get("Fcomment") or "")


def booked(header: Row, lines: list[Row] | None = None) -> Booked:
    """An invoice from a list's row, or from a document's header and lines."""
    return Booked(
        remote_id=str(header.get("SIHId") or ""),
        number=str(header.get("InvoiceNo") or ""),
        issue_date=day(header.get("DocumentDate")),
        sale_date=day(header.get("TransactionDate")),
        currency=str(header.get("CurrencyCode") or ""),
        net=amount(header.get("TotalAmount")),
        vat=amount(header.get("TaxAmount")),
        gross=amount(header.get("TotalSum")),
        buyer_tax_id=str(header.get("VatRegNo") or header.get("CustomerRegNo") or ""),
        line_count=None if lines is None else len(lines),
        reference=reference_on(header),
        is_paid=_is_paid(header),
    )


def _is_paid(header: Row) -> bool | None:
    paid, total = amount(header.get("PaidAmount")), amount(header.get("TotalSum"))
    return None if paid is None or total is None else paid >= total


def entry_of(batch: Row) -> BookedEntry:
    """A batch with its rows."""
    header, lines = batch.get("Header") or batch, batch.get("Lines") or []
    code, count = str(header.get("BatchCode") or ""), str(header.get("No") or "")
    marks = [found for line in lines if (found := MEMO_MARK.search(str(line.get("Memo") or "")))]
    return BookedEntry(
        remote_id=str(header.get("GLBId") or ""),
        code="-".join(filter(None, (code, count))),
        number=str(header.get("Document") or ""),
        day=day(header.get("BatchDate")),
        currency=str(header.get("CurrencyCode") or ""),
        total=sum_of(lines, "DebitAmount"),
        row_count=len(lines),
        reference=marks[0][0] if marks else "",
    )
