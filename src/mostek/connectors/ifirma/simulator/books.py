"""The stand-in's documents with their indexes: no look-up reads all of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from mostek.connectors.base.stand_in import Store

TABLE = "document"
FIRST_ID = 1244512
NARROW = 1000
"""Grosze: an amount filter up to this wide looks amounts up one by one."""

Document = dict[str, Any]


def cents(amount: Any) -> int:
    return int(Decimal(str(amount)).scaleb(2).to_integral_value())


class Books:
    """A document has: id, account, resource, listing, kind, group, series, count, number, issue, sale,
    net, vat, gross (as text), currency, buyer (identifier), nip, paid, sent, ksef_at, corrects (id),
    body (as it is read).
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[tuple[str, str, str], str] = {}
        self._days: dict[tuple[str, str], dict[str, dict[int, list[str]]]] = {}
        self._counts: dict[tuple[str, str, str, str], int] = {}
        self._taken: set[tuple[str, str, str, str, int]] = set()
        self._last: dict[tuple[str, str, str], str] = {}
        self._corrections: dict[str, str] = {}
        for document in self.all():
            self._index(document)

    def all(self) -> Iterator[Document]:
        yield from self._store.table(TABLE).values()

    def next_id(self) -> str:
        return str(FIRST_ID + len(self._store.table(TABLE)))

    def last_issue(self, account: str, group: str, series: str) -> str:
        """The latest date of issue in a series, or ""."""
        return self._last.get((account, group, series), "")

    def next_count(self, account: str, group: str, series: str, month: str) -> int:
        return self._counts.get((account, group, series, month), 0) + 1

    def is_taken(self, account: str, group: str, series: str, month: str, count: int) -> bool:
        return (account, group, series, month, count) in self._taken

    def add(self, document: Document) -> None:
        self._store.put(TABLE, document["id"], document)
        self._index(document)

    def change(self, document: Document, **values: Any) -> Document:
        changed = document | values
        self._store.put(TABLE, document["id"], changed)
        return changed

    def get(self, account: str, resource: str, name: str) -> Document | None:
        """By id, or by full number with `/` written `_`."""
        key = name if name.isdigit() else self._numbers.get((account, resource, name), "")
        document = self._store.table(TABLE).get(key)
        if document and (document["account"], document["resource"]) == (account, resource):
            return document
        return None

    def last_correction(self, original: Document) -> Document:
        """The latest one, or the document itself where there is none."""
        return self._store.table(TABLE).get(self._corrections.get(original["id"], ""), original)

    def by_number(self, account: str, kind: str, name: str) -> Document | None:
        return self._store.table(TABLE).get(self._numbers.get((account, kind, name), ""))

    def listed(
        self, account: str, listing: str, days: tuple[date, date], amounts: tuple[int | None, int | None]
    ) -> Iterator[Document]:
        """Documents by day of issue and gross amount in grosze, oldest first."""
        table = self._store.table(TABLE)
        by_day = self._days.get((account, listing), {})
        first, last = days
        if first == last:
            wanted = [first.isoformat()]
        else:
            wanted = sorted(day for day in by_day if first.isoformat() <= day <= last.isoformat())
        for day in wanted:
            for key in _within(by_day.get(day, {}), amounts):
                yield table[key]

    def _index(self, document: Document) -> None:
        account, key = document["account"], document["id"]
        if original := document.get("corrects"):
            self._corrections[original] = key
        name = document["number"].replace("/", "_")
        self._numbers[account, document["resource"], name] = key
        self._numbers[account, document["kind"], name] = key
        by_day = self._days.setdefault((account, document["listing"]), {})
        by_amount = by_day.setdefault(document["issue"], {})
        by_amount.setdefault(cents(document["gross"]), []).append(key)
        place = (account, document["group"], document["series"])
        month = document["issue"][:7]
        self._taken.add((*place, month, document["count"]))
        self._counts[(*place, month)] = max(self._counts.get((*place, month), 0), document["count"])
        self._last[place] = max(self._last.get(place, ""), document["issue"])


def _within(by_amount: dict[int, list[str]], amounts: tuple[int | None, int | None]) -> Iterator[str]:
    low, high = amounts
    if low is not None and high is not None and high - low <= NARROW:
        wanted: Iterator[int] = (amount for amount in range(low, high + 1) if amount in by_amount)
    else:
        wanted = (
            amount
            for amount in by_amount
            if (low is None or amount >= low) and (high is None or amount <= high)
        )
    for amount in wanted:
        yield from by_amount[amount]
