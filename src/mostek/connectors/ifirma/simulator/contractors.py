"""The stand-in's contractors. A stored record wins over what a document says of its buyer."""

from typing import Any

from mostek.connectors.base.stand_in import Store
from mostek.connectors.ifirma.simulator.fields import CONTRACTOR, checked
from mostek.connectors.ifirma.simulator.said import invalid

TABLE = "contractor"
FOUND_AT_MOST = 20

Record = dict[str, Any]


def _digits(nip: Any) -> str:
    return "".join(each for each in str(nip or "") if each.isalnum())


class Contractors:
    """Found by identifier, whole NIP or a whole word of the name: each by an index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[tuple[str, str], dict[str, None]] = {}
        self._count: dict[str, int] = {}
        for key, record in store.table(TABLE).items():
            self._index(key.partition("/")[0], record)

    def get(self, account: str, identifier: str) -> Record | None:
        return self._store.table(TABLE).get(f"{account}/{identifier}")

    def search(self, account: str, phrase: str) -> list[Record]:
        keys = self._found.get((account, phrase.strip().casefold()), {})
        records = (self.get(account, key) for key in keys)
        return [record for record, _ in zip(filter(None, records), range(FOUND_AT_MOST), strict=False)]

    def add(self, account: str, content: Any) -> str:
        """Raises Said for a bad record or an identifier that is taken."""
        record = checked(content, CONTRACTOR, "adres.")
        identifier = record.setdefault("Identyfikator", self._next(account))
        if self.get(account, identifier):
            raise invalid(f"Kontrahent o identyfikatorze '{identifier}' już istnieje")
        self.put(account, record)
        return str(identifier)

    def replace(self, account: str, identifier: str, content: Any) -> None:
        """What is not sent is erased."""
        if not self.get(account, identifier):
            raise invalid(f"Nie znaleziono kontrahenta '{identifier}'")
        self.put(account, checked(content, CONTRACTOR, "adres.") | {"Identyfikator": identifier})

    def put(self, account: str, record: Record) -> None:
        if old := self.get(account, record["Identyfikator"]):
            for word in _words(old):
                self._found.get((account, word), {}).pop(old["Identyfikator"], None)
        self._store.put(TABLE, f"{account}/{record['Identyfikator']}", record)
        self._index(account, record)

    def _index(self, account: str, record: Record) -> None:
        self._count[account] = self._count.get(account, 0) + 1
        for word in _words(record):
            self._found.setdefault((account, word), {})[record["Identyfikator"]] = None

    def _next(self, account: str) -> str:
        return f"K{self._count.get(account, 0) + 1:06}"

    def of(self, account: str, body: Record) -> Record:
        """The buyer of a document: by identifier, by NIP, else as written in it, not stored yet.

        Raises Said 201 when the record, stored or not, is incomplete.
        """
        written = body.get("Kontrahent") or {}
        nip = _digits(body.get("NIPKontrahenta") or written.get("NIP"))
        identifier = body.get("IdentyfikatorKontrahenta") or written.get("Identyfikator")
        record = self.get(account, identifier) if identifier else None
        if record is None and nip:
            record = next(iter(self.search(account, nip)), None)
        if record is None:
            if not written:
                raise invalid("Pole 'Kontrahent' jest wymagane")
            own = {"Identyfikator": identifier or self._next(account), "NIP": nip}
            record = {name: value for name, value in written.items() if value is not None} | own
        return checked(record, CONTRACTOR, "Kontrahent.")

    def keep(self, account: str, record: Record) -> None:
        """Stores the buyer of a document that was made, unless it is there."""
        if not self.get(account, record["Identyfikator"]):
            self.put(account, record)


def _words(record: Record) -> set[str]:
    name = str(record.get("Nazwa") or "").casefold()
    words = {record["Identyfikator"].casefold(), _digits(record.get("NIP")).casefold(), name, *name.split()}
    return words - {""}
