"""How the stand-in shows what it has booked: rows of lists, single documents, printed pages."""

import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from mostek.connectors.base.stand_in import BookedDocument
from mostek.connectors.ifirma.simulator.books import Books, Document, cents
from mostek.connectors.ifirma.simulator.fields import day, number
from mostek.connectors.ifirma.simulator.said import invalid

KSEF_SECONDS = 3.0
"""How long KSeF takes to accept."""
LARGEST_PAGE = 100
_MARK = "Nr ref.:"

Query = Mapping[str, str]


def now() -> float:
    return time.time()


def _ksef(document: Document) -> tuple[str | None, str]:
    """(KSeF number, state); both empty until the document is sent there."""
    if not document["ksef_at"]:
        return None, ""
    if now() - document["ksef_at"] < KSEF_SECONDS:
        return None, "WYSLANA_DO_KSEF"
    day_ = document["issue"].replace("-", "")
    return f"5252248481-{day_}-{int(document['id']):012X}-00", "PRZYJETA_W_KSEF"


def single(document: Document) -> dict[str, Any]:
    ksef_number, state = _ksef(document)
    status = {"Status": state, "Opis": "", "TrybWysylki": "ONLINE"} if state else None
    shown: dict[str, Any] = document["body"] | {
        "PelnyNumer": document["number"],
        "Numer": document["count"],
        "Zaplacono": float(document["paid"]),
        "NumerKSEF": ksef_number,
        "StatusKSEF": status,
    }
    return shown


def _row(document: Document) -> dict[str, Any]:
    return {
        "FakturaId": int(document["id"]),
        "PelnyNumer": document["number"],
        "Rodzaj": document["kind"],
        "DataWystawienia": document["issue"],
        "TerminPlatnosci": document["body"].get("TerminPlatnosci"),
        "KontrahentNazwa": document["body"]["Kontrahent"]["Nazwa"],
        "IdentyfikatorKontrahenta": document["buyer"],
        "NIPKontrahenta": document["nip"],
        "Brutto": float(document["gross"]),
        "Zaplacono": float(document["paid"]),
        "Waluta": document["currency"],
        "CzyWyslano": document["sent"],
        "KsefStatus": _ksef(document)[1] or None,
    }


def _status(document: Document, today: date) -> set[str]:
    paid, gross = Decimal(document["paid"]), Decimal(document["gross"])
    if paid >= gross:
        return {"oplacone"}
    due = document["body"].get("TerminPlatnosci")
    late = {"przeterminowane"} if due and day(due) < today else set()
    return late | ({"oplaconeCzesciowo"} if paid else {"nieoplacone"})


def _fits(document: Document, query: Query, today: date) -> bool:
    wanted = {
        "kontrahent": document["buyer"],
        "nipKontrahenta": document["nip"],
        "typ": document["kind"],
    }
    if any(query.get(name) not in (None, "", value) for name, value in wanted.items()):
        return False
    status = query.get("status", "")
    return not status or bool(set(status.split(",")) & _status(document, today))


def _whole(query: Query, name: str, default: int) -> int:
    value = query.get(name, "")
    return int(value) if value.isdigit() and int(value) > 0 else default


def rows(books: Books, account: str, listing: str, query: Query, today: date) -> list[dict[str, Any]]:
    """One page of a list. Raises Said 201 without `dataOd`, 200 for a value that is none."""
    if not query.get("dataOd"):
        raise invalid("Pole 'dataOd' jest wymagane")
    first = day(query["dataOd"])
    last = day(query["dataDo"]) if query.get("dataDo") else first + timedelta(30)
    low, high = (cents(number(query[name])) if query.get(name) else None for name in ("kwotaOd", "kwotaDo"))
    found: Iterator[Document] = (
        document
        for document in books.listed(account, listing, (first, last), (low, high))
        if _fits(document, query, today)
    )
    size = min(_whole(query, "iloscNaStronie", 20), LARGEST_PAGE)
    start = (_whole(query, "strona", 1) - 1) * size
    return [_row(document) for document in islice(found, start, start + size)]


def printed(document: Document, copy: str) -> list[str]:
    body = document["body"]
    lines = [
        f"{line['NazwaPelna']}  {line['Ilosc']} {line['Jednostka']} x {line['CenaJednostkowa']}"
        for line in body["Pozycje"]
    ]
    return [
        *filter(None, [copy]),
        f"Dokument {document['number']}",
        f"Data wystawienia {document['issue']}  Data sprzedaży {document['sale']}",
        f"Nabywca: {body['Kontrahent']['Nazwa']} {document['nip']}",
        "",
        *lines,
        "",
        f"Netto {document['net']}  VAT {document['vat']}  Brutto {document['gross']} {document['currency']}",
        *str(body.get("Uwagi", "")).splitlines(),
        "Zastępnik iFirmy: dokument próbny",
    ]


def booked(document: Document) -> BookedDocument:
    notes = str(document["body"].get("Uwagi", ""))
    kinds = {"proforma": "proforma", "korekta": "correction"}
    return BookedDocument(
        account=document["account"],
        id=document["id"],
        number=document["number"],
        kind=kinds.get(document["group"], "invoice"),
        issue_date=day(document["issue"]),
        buyer=document["body"]["Kontrahent"]["Nazwa"],
        currency=document["currency"],
        net=Decimal(document["net"]),
        vat=Decimal(document["vat"]),
        gross=Decimal(document["gross"]),
        reference=notes.rpartition(_MARK)[2].strip() if _MARK in notes else "",
        paid=Decimal(document["paid"]) >= Decimal(document["gross"]),
    )
