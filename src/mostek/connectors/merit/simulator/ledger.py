"""The stand-in's general ledger: which batches it takes, and how they are listed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mostek.connectors.base.stand_in import BookedDocument, BookedRow
from mostek.connectors.merit.booking import MEMO_MARK
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.simulator import charts
from mostek.connectors.merit.simulator.accounts import Record
from mostek.connectors.merit.simulator.books import Books, Document
from mostek.connectors.merit.simulator.reading import day, number, text
from mostek.connectors.merit.simulator.said import broken, invalid, trace

BATCHES = "batch"
LONGEST_PERIOD = 93
LONGEST_FULL_PERIOD = 31
LIMITS = {"AccountCode": 8, "DepartmentCode": 16, "ProjectCode": 20, "CostCenterCode": 20, "Memo": 150}

Row = dict[str, Any]


class Ledger:
    def __init__(self, program: Program, books: Books) -> None:
        self._country = program.countries[0]
        self._currency = program.currency
        self._code = "PK" if program.has_kpir else "PR"
        self._books = books

    def send(self, account: Record, content: Row, today: date) -> Row:
        """`sendglbatch`: one balanced batch. Raises Said 400 or 500, or a trace without rows."""
        if account["kpir"]:
            raise invalid("Kanded ei ole selle raamatupidamise liigi puhul lubatud.")
        rows = content.get("EntryRow")
        if not isinstance(rows, list) or not rows:
            raise trace()
        batch_day = day(content.get("BatchDate"))
        number_ = text(content, "DocNo", 35)
        self._check_place(account, batch_day, number_, len(rows))
        lines = [self._line(account, row) for row in rows]
        debit = sum((Decimal(line["debit"]) for line in lines), Decimal(0))
        if debit != sum((Decimal(line["credit"]) for line in lines), Decimal(0)):
            raise invalid("PR kanne ei ole tasakaalus")
        batch = {
            "kind": BATCHES,
            "code": self._code,
            "number": number_,
            "day": batch_day.isoformat(),
            "currency": text(content, "CurrencyCode", 4) or self._currency,
            "total": str(debit),
            "changed": today.isoformat(),
            "lines": lines,
        }
        made = self._books.add(account["id"], BATCHES, batch)
        return {"BatchId": made["id"], "BatchInfo": f"{self._code}-{made['count']}"}

    def _check_place(self, account: Record, batch_day: date, number_: str, rows: int) -> None:
        if rows > account["row_limit"]:
            raise invalid(f"Ridu on liiga palju (max {account['row_limit']}).")
        told = batch_day.isoformat()
        if (account["save_from"] and told < account["save_from"]) or (
            account["save_to"] and told > account["save_to"]
        ):
            raise invalid("Periood on suletud.")
        taken = [each for each in self._of(account["id"]) if (each["number"], each["day"]) == (number_, told)]
        if taken and account["doubles"] == "reject":
            raise invalid(f"Dokument {number_} on juba olemas.")

    def _line(self, account: Record, row: Row) -> Row:
        codes = {name: text(row, name, limit) for name, limit in LIMITS.items()}
        debit, credit = number(row.get("Debit", 0)), number(row.get("Credit", 0))
        if (debit > 0) == (credit > 0) or min(debit, credit) < 0:
            raise invalid("Real peab olema kas deebet või kreedit.")
        if row.get("TaxId") and "VatAmount" not in row:
            raise broken("Input string was not in a correct format.")
        self._check_codes(account, codes)
        return codes | {"debit": str(debit), "credit": str(credit)}

    def _check_codes(self, account: Record, codes: dict[str, str]) -> None:
        yes, _, parent, _ = charts.WORDS[self._country]
        chart = {row["Code"]: row for row in self.chart(account)}
        found = chart.get(codes["AccountCode"])
        if found is None or yes == found["NonActive"] or parent == found["IsParent"]:
            raise invalid(f"Konto {codes['AccountCode']} puudub.")
        known = {
            "DepartmentCode": {code for code, _, closed in charts.DEPARTMENTS if not closed},
            "ProjectCode": {code for code, _, end in charts.PROJECTS if not end},
            "CostCenterCode": {code for code, _, end in charts.COST_CENTRES if not end},
        }
        for name, usable in known.items():
            if codes[name] and codes[name] not in usable:
                raise invalid(f"{name} {codes[name]} puudub.")

    def chart(self, account: Record) -> list[Row]:
        if account["kpir"]:
            return []
        return charts.chart(account["id"], self._country, account["closed_accounts"])

    def _of(self, account: str) -> Iterator[Document]:
        return self._books.of(account, BATCHES)

    def listed(self, account: Record, content: Row) -> list[Row]:
        """`getglbatches`: headers of a period by day of posting (0) or of change (1)."""
        field = "changed" if content.get("DateType") in (1, "1") else "day"
        first, last = period(content, LONGEST_PERIOD)
        return [_header(each) for each in self._of(account["id"]) if first <= each[field] <= last]

    def full(self, account: Record, content: Row) -> list[Row]:
        """`GetGLBatchesFull`: with their rows, at most 31 days."""
        field = "changed" if content.get("DateType") in (1, "1") else "day"
        first, last = period(content, LONGEST_FULL_PERIOD)
        chosen = [each for each in self._of(account["id"]) if first <= each[field] <= last]
        with_lines = content.get("WithLines") in (1, "1", True)
        return [_header(each) | {"Entries": _lines(each) if with_lines else []} for each in chosen]

    def one(self, account: Record, content: Row) -> Row:
        batch = self._books.get(account["id"], BATCHES, str(content.get("Id") or ""))
        if batch is None:
            raise broken("Object reference not set to an instance of an object.")
        return {"Header": _header(batch), "Lines": _lines(batch), "Attachment": None}


def period(content: Row, longest: int) -> tuple[str, str]:
    first, last = day(content.get("PeriodStart")), day(content.get("PeriodEnd"))
    if last - first > timedelta(days=longest):
        raise invalid("Periood liiga pikk(max 3 kuud)")
    return first.isoformat(), last.isoformat()


def _header(batch: Document) -> Row:
    return {
        "GLBId": batch["id"],
        "BatchCode": batch["code"],
        "No": batch["count"],
        "Document": batch["number"],
        "BatchDate": f"{batch['day']}T00:00:00",
        "CurrencyCode": batch["currency"],
        "CurrencyRate": 1.0,
        "TotalAmount": float(batch["total"]),
        "PriceInclVat": 1,
        "FileExists": False,
        "ChangedDate": f"{batch['changed']}T12:00:00",
    }


def _lines(batch: Document) -> list[Row]:
    return [
        {
            "AccountCode": line["AccountCode"],
            "Memo": line["Memo"],
            "DepartmentCode": line["DepartmentCode"],
            "TaxName": None,
            "DebitAmount": float(line["debit"]),
            "DebitCurrency": float(line["debit"]),
            "CreditAmount": float(line["credit"]),
            "CreditCurrency": float(line["credit"]),
            "TypeId": 0,
        }
        for line in batch["lines"]
    ]


def booked(batch: Document) -> BookedDocument:
    marks = [found for line in batch["lines"] if (found := MEMO_MARK.search(line["Memo"]))]
    total = Decimal(batch["total"])
    return BookedDocument(
        account=batch["account"],
        id=batch["id"],
        number=f"{batch['code']}-{batch['count']}",
        kind="journal",
        issue_date=date.fromisoformat(batch["day"]),
        buyer=batch["number"],
        currency=batch["currency"],
        net=total,
        vat=Decimal(0),
        gross=total,
        reference=marks[0][0] if marks else "",
        rows=tuple(
            BookedRow(
                line["AccountCode"],
                Decimal(line["debit"]),
                Decimal(line["credit"]),
                line["DepartmentCode"],
                line["ProjectCode"],
                line["CostCenterCode"],
                line["Memo"],
            )
            for line in batch["lines"]
        ),
    )
