"""The stand-in's documents, batches and customers of every company, oldest first."""

import uuid
from collections.abc import Iterator
from typing import Any

from mostek.connectors.base.stand_in import Store

TABLE = "document"

Document = dict[str, Any]


class Books:
    """A document has an id, its account, its kind and a count within these; the rest is its owner's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_kind: dict[tuple[str, str], list[str]] = {}
        for document in self.all():
            self._index(document)

    def all(self) -> Iterator[Document]:
        yield from self._store.table(TABLE).values()

    def of(self, account: str, kind: str) -> Iterator[Document]:
        table = self._store.table(TABLE)
        for key in self._by_kind.get((account, kind), []):
            yield table[key]

    def get(self, account: str, kind: str, key: str) -> Document | None:
        found = self._store.table(TABLE).get(key.casefold())
        return found if found and (found["account"], found["kind"]) == (account, kind) else None

    def add(self, account: str, kind: str, values: Document) -> Document:
        count = len(self._by_kind.get((account, kind), [])) + 1
        own: Document = {"id": str(uuid.uuid4()), "account": account, "kind": kind, "count": count}
        document = values | own
        self._store.put(TABLE, document["id"], document)
        self._index(document)
        return document

    def change(self, document: Document, **values: Any) -> Document:
        changed = document | values
        self._store.put(TABLE, document["id"], changed)
        return changed

    def _index(self, document: Document) -> None:
        self._by_kind.setdefault((document["account"], document["kind"]), []).append(document["id"])
