"""The stand-in's accounts: ready-made ones with one peculiarity each, and those that were added."""

import hashlib
from datetime import date
from typing import Any

from mostek.connectors.base.stand_in import StandInAccount, Store
from mostek.connectors.ifirma.simulator.said import Said, invalid
from mostek.kernel.text import N_

TABLE = "account"
GRANTED = 2000
FURTHEST_BACK = 24
"""Months before today beyond which the month cannot be moved: the account did not exist."""

Record = dict[str, Any]


def _record(
    key: str, name: str, tax_id: str, keys: tuple[str, str], note: str = "", **special: Any
) -> Record:
    return {
        "id": key,
        "name": name,
        "tax_id": tax_id,
        "login": f"{key}@ifirma.example",
        "keys": {"faktura": keys[0], "abonent": keys[1]},
        "never": [],
        "terms": True,
        "locked": False,
        "month": "",
        "month_locked": False,
        "wrapped": False,
        "granted": GRANTED,
        "series": ["default", "sklep"],
        "next_kod": 0,
        "note": note,
    } | special


def _ready(today: date) -> list[Record]:
    last = shifted(f"{today:%Y-%m}", -1)
    return [
        _record("sklep", "Sklep Przykład sp. z o.o.", "5252248481", ("0F1E2D3C4B5A6978", "A1B2C3D4E5F60718")),
        _record(
            "bez-klucza",
            "Bez Klucza sp. z o.o.",
            "1132191233",
            ("1111111111111111", "2222222222222222"),
            N_("The key “abonent” was never generated (code 402)."),
            never=["abonent"],
        ),
        _record(
            "regulamin",
            "Regulamin Niezaakceptowany s.c.",
            "6340197476",
            ("3333333333333333", "4444444444444444"),
            N_("The terms of service are not accepted (code 499)."),
            terms=False,
        ),
        _record(
            "zablokowane",
            "Konto Zablokowane sp. z o.o.",
            "7742312519",
            ("5555555555555555", "6666666666666666"),
            N_("The account is locked: its login is unknown (code 401)."),
            locked=True,
        ),
        _record(
            "zeszly-miesiac",
            "Zeszły Miesiąc sp. z o.o.",
            "5260250995",
            ("7777777777777777", "8888888888888888"),
            N_("The accounting month stands in the past month (code 201)."),
            month=last,
        ),
    ]


def shifted(month: str, by: int) -> str:
    """`2026-12` moved by so many months."""
    year, number = (int(part) for part in month.split("-"))
    years, number = divmod(number - 1 + by, 12)
    return f"{year + years:04}-{number + 1:02}"


class Accounts:
    def __init__(self, store: Store, today: date) -> None:
        self._store = store
        for record in _ready(today):
            if record["id"] not in self.table:
                store.put(TABLE, record["id"], record)
        self._by_login = {record["login"]: record["id"] for record in self.table.values()}
        self._used: dict[tuple[str, date], int] = {}

    @property
    def table(self) -> dict[str, Record]:
        return self._store.table(TABLE)

    def by_login(self, login: str) -> Record | None:
        key = self._by_login.get(login)
        return self.table[key] if key else None

    def change(self, account: str, **values: Any) -> None:
        self._store.put(TABLE, account, self.table[account] | values)

    def add(self, name: str, tax_id: str) -> Record:
        key = f"konto-{len(self.table) + 1}"
        digest = hashlib.sha256(key.encode()).hexdigest().upper()
        record = _record(key, name, tax_id, (digest[:16], digest[16:32]))
        self._store.put(TABLE, key, record)
        self._by_login[record["login"]] = key
        return record

    def count(self, account: str, today: date) -> None:
        """One more call of the day."""
        self._used[account, today] = self.used(account, today) + 1

    def used(self, account: str, today: date) -> int:
        return self._used.get((account, today), 0)

    def month(self, account: str, today: date) -> str:
        """The accounting month; until somebody moves it, that of today."""
        return str(self.table[account]["month"] or f"{today:%Y-%m}")

    def move_month(self, account: str, direction: str, carry_over: bool, today: date) -> None:
        """One step. Raises Said when the month is held, too far back, or the year is not carried over."""
        if direction not in ("NAST", "POPRZ"):
            raise Said(200, "Pole 'MiesiacKsiegowy' przyjmuje wartości NAST lub POPRZ")
        now = self.month(account, today)
        target = shifted(now, 1 if direction == "NAST" else -1)
        if self.table[account]["month_locked"]:
            raise invalid("Nie można zmienić miesiąca księgowego: miesiąc jest zamknięty")
        if target < shifted(f"{today:%Y-%m}", -FURTHEST_BACK):
            raise invalid("Nie można cofnąć miesiąca księgowego przed początek działalności")
        if now[:4] < target[:4] and not carry_over:
            raise invalid("Przejście na kolejny rok wymaga przeniesienia danych z poprzedniego roku")
        self.change(account, month=target)


def offered(record: Record) -> StandInAccount:
    keys = record["keys"]
    credentials = {"login": record["login"], "key_faktura": keys["faktura"], "key_abonent": keys["abonent"]}
    return StandInAccount(record["id"], record["name"], record["tax_id"], credentials, record["note"])
