"""What the stand-in has booked: clients and documents per account, with indexes kept in memory."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from mostek.connectors.base.stand_in import Store

Row = dict[str, Any]
INDEXED = {
    "clients": ("nip", "clean_nip", "company_name"),
    "invoices": ("number", "invoice_date", "client_id", "clean_client_nip"),
    "corrective_invoices": ("number", "invoice_date", "client_id", "clean_client_nip"),
}


def clean(tax_id: object) -> str:
    """Without separators and country prefix."""
    return re.sub(r"^[A-Z]{2}", "", re.sub(r"[^0-9A-Z]", "", str(tax_id or "").upper()))


def value_of(row: Row, field: str) -> Any:
    """A field as filters see it."""
    if field == "clean_nip":
        return clean(row.get("nip"))
    if field == "clean_client_nip":
        return clean(row.get("client_tax_code"))
    return row.get(field)


class Shelf:
    """Rows of one resource of one account, in the order of their ids."""

    def __init__(self, indexed: Iterable[str]) -> None:
        self.rows: dict[int, Row] = {}
        self.indexes: dict[str, dict[str, dict[int, Row]]] = {name: defaultdict(dict) for name in indexed}

    def add(self, row: Row) -> None:
        self.rows[row["id"]] = row
        self.index(row)

    def remove(self, row: Row) -> None:
        self.rows.pop(row["id"], None)
        self.unindex(row)

    def index(self, row: Row) -> None:
        for name, index in self.indexes.items():
            index[str(value_of(row, name) or "")][row["id"]] = row

    def unindex(self, row: Row) -> None:
        for name, index in self.indexes.items():
            index[str(value_of(row, name) or "")].pop(row["id"], None)

    def having(self, field: str, value: str) -> dict[int, Row]:
        return self.indexes[field].get(value, {})


class Books:
    """Rows carry `_account` and `_resource`; both are left out of answers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._load()

    def _load(self) -> None:
        self._rows = self._store.table("infakt_row")
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._by_uuid: dict[str, Row] = {}
        self._last_id = 1000
        for row in self._rows.values():
            self._shelve(row)

    def _shelve(self, row: Row) -> None:
        self._shelf(row["_account"], row["_resource"]).add(row)
        self._by_uuid[row["uuid"]] = row
        self._last_id = max(self._last_id, row["id"])

    def _shelf(self, account: str, resource: str) -> Shelf:
        key = (account, resource)
        if key not in self._shelves:
            self._shelves[key] = Shelf(INDEXED.get(resource, ()))
        return self._shelves[key]

    def _fresh(self) -> None:
        """Someone may have emptied the store behind us."""
        if self._store.table("infakt_row") is not self._rows:
            self._load()

    def shelf(self, account: str, resource: str) -> Shelf:
        self._fresh()
        return self._shelf(account, resource)

    def add(self, account: str, resource: str, row: Row) -> Row:
        """Stores a new row under the next id."""
        self._fresh()
        row |= {"id": self._last_id + 1, "_account": account, "_resource": resource}
        self._store.put("infakt_row", row["uuid"], row)
        self._shelve(row)
        return row

    def change(self, row: Row, changes: Row) -> Row:
        """Changes a row in place and moves it in the indexes."""
        shelf = self._shelf(row["_account"], row["_resource"])
        shelf.unindex(row)
        row |= changes
        shelf.index(row)
        self._store.put("infakt_row", row["uuid"], row)
        return row

    def remove(self, row: Row) -> None:
        self._shelf(row["_account"], row["_resource"]).remove(row)
        self._by_uuid.pop(row["uuid"], None)
        self._store.drop("infakt_row", row["uuid"])

    def get(self, account: str, resource: str, key: str) -> Row | None:
        """By uuid, or by numeric id as older clients ask."""
        self._fresh()
        row = self._shelf(account, resource).rows.get(int(key)) if key.isdecimal() else self._by_uuid.get(key)
        return row if row and (row["_account"], row["_resource"]) == (account, resource) else None

    def documents(self, account: str = "") -> Iterator[Row]:
        self._fresh()
        for row in self._rows.values():
            if row["_resource"] != "clients" and account in ("", row["_account"]):
                yield row

    def next_number(self, account: str, series: str, day: str, *, take: bool) -> str:
        """The series' next number of the month; `take` uses it up. Numbers set by hand are left out."""
        resource = "corrective_invoices" if series == "correction" else "invoices"
        pattern = {"vat": "{}/{}/{}", "proforma": "{}/PROF/{}/{}", "correction": "{}/KOR/{}/{}"}.get(
            series, "{}/" + series[:3].upper() + "/{}/{}"
        )
        key = f"{account}|{series}|{day[:7]}"
        last = int(self._store.table("infakt_series").get(key, {}).get("last", 0))
        while True:
            last += 1
            number = pattern.format(last, day[5:7], day[:4])
            if not self.shelf(account, resource).having("number", number):
                break
        if take:
            self._store.put("infakt_series", key, {"last": last})
        return number
