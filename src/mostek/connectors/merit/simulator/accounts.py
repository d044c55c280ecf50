"""The stand-in's companies: ready-made ones with one peculiarity each, and those that were added."""

import base64
import hashlib
from typing import Any

from mostek.connectors.base.stand_in import StandInAccount, Store
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.simulator.charts import guid
from mostek.kernel.text import N_

TABLE = "account"
VARIANTS = "variant"

Record = dict[str, Any]

IBANS = {"PL": "PL61109010140000071219812874", "EE": "EE382200221020145685"}
GOOD = {
    "PL": ("Sklep Przykład sp. z o.o.", "5252248481"),
    "EE": ("Näidis Pood OÜ", "EE100931558"),
}
PECULIAR = (
    (
        "standard",
        N_("The plan has no API: every call is answered with api-wronglicense."),
        {"licence": "STANDARD"},
    ),
    ("readonly", N_("Open for reading only: what writes is refused with status 403."), {"may_write": False}),
    ("clock", N_("The program's clock is 20 minutes ahead: signatures are too old for it."), {"ahead": 1200}),
    (
        "older",
        N_("Answers as until 2024: JSON inside a string."),
        {"wrapped": True},
    ),
)
KPIR = ("kpir", N_("Kept as KPiR: it has no chart of accounts and refuses journal entries."), {"kpir": True})


def _record(program: Program, key: str, name: str, tax_id: str, note: str = "", **special: Any) -> Record:
    seed = hashlib.sha256(f"{program.key}/{key}".encode()).digest()
    return {
        "id": key,
        "name": name,
        "tax_id": tax_id,
        "api_id": guid(program.key, key),
        "api_key": base64.b64encode(seed).decode(),
        "licence": "PRO",
        "may_write": True,
        "kpir": False,
        "ahead": 0,
        "wrapped": False,
        "row_limit": 500,
        "doubles": "allow",
        "credit_tax": "negative",
        "closed_accounts": [],
        "save_from": "",
        "save_to": "",
        "next_trace": "",
        "note": note,
    } | special


def _ready(program: Program) -> list[Record]:
    name, tax_id = GOOD[program.countries[0]]
    found = [_record(program, "good", name, tax_id)]
    for key, note, special in (*PECULIAR, KPIR) if program.has_kpir else PECULIAR:
        found.append(_record(program, key, f"{name} ({key})", tax_id, note, **special))
    return found


class Accounts:
    def __init__(self, program: Program, store: Store) -> None:
        self._program = program
        self._store = store
        for record in _ready(program):
            if record["id"] not in self.table:
                store.put(TABLE, record["id"], record)
        self._by_api_id = {record["api_id"]: record["id"] for record in self.table.values()}

    @property
    def table(self) -> dict[str, Record]:
        return self._store.table(TABLE)

    def by_api_id(self, api_id: str) -> Record | None:
        key = self._by_api_id.get(api_id.casefold())
        return self.table[key] if key else None

    def change(self, account: str, **values: Any) -> None:
        self._store.put(TABLE, account, self.table[account] | values)

    def add(self, name: str, tax_id: str) -> Record:
        key = f"company-{len(self.table) + 1}"
        record = _record(self._program, key, name, tax_id)
        self._store.put(TABLE, key, record)
        self._by_api_id[record["api_id"]] = key
        return record

    @property
    def unknown_id(self) -> int:
        """The status for an API ID that nobody has: the maker's pages say 400 here and 401 there."""
        return int(self._store.table(VARIANTS).get("unknown_id", {}).get("status", 401))

    def answer_unknown_id(self, status: int) -> None:
        self._store.put(VARIANTS, "unknown_id", {"status": status})

    def iban(self) -> str:
        return IBANS[self._program.countries[0]]


def offered(record: Record) -> StandInAccount:
    credentials = {"api_id": record["api_id"], "api_key": record["api_key"]}
    return StandInAccount(record["id"], record["name"], record["tax_id"], credentials, record["note"])
