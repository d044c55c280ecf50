"""How the stand-in makes a document: which rules it must pass, and how it is numbered and booked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from mostek.connectors.base.stand_in import Faults
from mostek.connectors.ifirma.simulator import fields
from mostek.connectors.ifirma.simulator.accounts import Accounts
from mostek.connectors.ifirma.simulator.books import Books, Document
from mostek.connectors.ifirma.simulator.contractors import Contractors
from mostek.connectors.ifirma.simulator.fields import Fields, checked, day, number
from mostek.connectors.ifirma.simulator.said import invalid
from mostek.connectors.ifirma.simulator.sums import Sum, added_up, checked_lines, one_cent_more

LAST_DAY = 15
MONTH_RULE = "musi być zgodna z miesiącem i rokiem księgowym"


@dataclass(frozen=True, slots=True)
class Kind:
    fields: Fields
    listing: str
    list_type: str
    group: str
    """Numbered apart from the others."""
    prefix: str = ""


KINDS = {
    "fakturakraj": Kind(fields.SALE, "faktury", "prz_faktura_kraj", "faktura"),
    "fakturaparagon": Kind(fields.SALE, "faktury", "prz_faktura_paragon", "faktura"),
    "fakturawysylka": Kind(fields.MAIL_ORDER, "faktury", "prz_faktura_wysylka", "faktura"),
    "fakturawaluta": Kind(fields.FOREIGN, "faktury", "prz_faktura_wys_ter_kraj", "faktura"),
    "fakturaproformakraj": Kind(fields.PROFORMA, "proformy", "prz_faktura_pro", "proforma", "PRO"),
    "fakturakraj/korekta": Kind(fields.CORRECTION, "faktury", "prz_faktura_kraj_kor", "korekta", "K"),
}


class Issuing:
    def __init__(self, accounts: Accounts, contractors: Contractors, books: Books, faults: Faults) -> None:
        self._accounts = accounts
        self._contractors = contractors
        self._books = books
        self._faults = faults

    def invoice(self, account: str, resource: str, content: Any, today: date) -> Document:
        """Any document but a correction. Raises Said 200 or 201."""
        kind = KINDS[resource]
        body = checked(content, kind.fields)
        month = self._accounts.month(account, today)
        issue = day(body["DataWystawienia"])
        if kind.group == "proforma":
            if f"{issue:%Y-%m}" > month:
                raise invalid(f"Pole 'Data wystawienia' {MONTH_RULE}")
        else:
            _check_sale(body, issue, month)
        lines = checked_lines(body["Pozycje"], zero_allowed=False)
        counted = added_up(lines, body["LiczOd"])
        for name in ("Zaplacono", "ZaplaconoNaDokumencie"):
            if not 0 <= number(body.get(name, 0)) <= counted.gross:
                raise invalid(f"Pole '{name}' nie może przekraczać wartości brutto")
        buyer = self._contractors.of(account, body)
        series, count = self._numbered(account, kind, body, issue)
        self._contractors.keep(account, buyer)
        if self._faults.hit("wrong_totals"):
            lines = one_cent_more(lines)
            counted = added_up(lines, body["LiczOd"])
        body |= {"Pozycje": lines, "Kontrahent": buyer, "IdentyfikatorKontrahenta": buyer["Identyfikator"]}
        body |= {"NIPKontrahenta": buyer.get("NIP", ""), "Zaplacono": body.get("Zaplacono", 0)}
        return self._book(account, resource, body, counted, series, count)

    def correction(self, account: str, original: Document, content: Any, today: date) -> Document:
        """A correction, worked out from the lines as they should be. Raises Said 200 or 201."""
        kind = KINDS["fakturakraj/korekta"]
        body = checked(content, kind.fields)
        issue = day(body["DataWystawienia"])
        if f"{issue:%Y-%m}" != self._accounts.month(account, today):
            raise invalid(f"Pole 'Data wystawienia' {MONTH_RULE}")
        if body["DataWystawienia"] < original["issue"]:
            raise invalid("Pole 'Data wystawienia' nie może być wcześniejsza niż data faktury korygowanej")
        lines = checked_lines(body["Pozycje"], zero_allowed=True)
        # iFirma's pages do not say what a second correction starts from; the state after the first is lawful.
        old = self._books.last_correction(original)["body"]
        difference = added_up(lines, old["LiczOd"]) - added_up(old["Pozycje"], old["LiczOd"])
        series, count = self._numbered(account, kind, body, issue)
        kept = ("Kontrahent", "IdentyfikatorKontrahenta", "NIPKontrahenta", "LiczOd", "DataSprzedazy")
        body |= {name: old[name] for name in kept if name in old} | {"Pozycje": lines}
        return self._book(account, "fakturakraj/korekta", body, difference, series, count, original["id"])

    def from_proforma(self, account: str, proforma: Document, today: date) -> Document:
        """The invoice that a proforma announces, issued today."""
        skipped = ("TypFakturyKrajowej", "NumerZamowienia", "Numer", "Zaplacono", "NazwaSeriiNumeracji")
        body = {key: value for key, value in proforma["body"].items() if key not in skipped}
        order = {"Typ": "NUMER_ZAMOWIENIA", "Info": proforma["body"]["NumerZamowienia"]}
        body |= {"DataWystawienia": today.isoformat(), "DataSprzedazy": today.isoformat()}
        body |= {"FormatDatySprzedazy": "DZN", "Zaplacono": 0, "ZaplaconoNaDokumencie": 0}
        return self.invoice(account, "fakturakraj", body | {"DodatkoweUwagi": order}, today)

    def _numbered(self, account: str, kind: Kind, body: dict[str, Any], issue: date) -> tuple[str, int]:
        """(series, count), if the series has the number and the date free."""
        series = body.get("NazwaSeriiNumeracji") or "default"
        if series not in self._accounts.table[account]["series"]:
            raise invalid(f"Nie znaleziono serii numeracji '{series}'")
        if issue.isoformat() < self._books.last_issue(account, kind.group, series):
            raise invalid("Pole 'Data wystawienia' nie może być wcześniejsza niż data poprzedniej faktury")
        month = f"{issue:%Y-%m}"
        count = body.get("Numer") or self._books.next_count(account, kind.group, series, month)
        if self._books.is_taken(account, kind.group, series, month, count):
            raise invalid(f"Faktura o numerze {count} już istnieje w serii '{series}'")
        return series, count

    def _book(
        self,
        account: str,
        resource: str,
        body: dict[str, Any],
        counted: Sum,
        series: str,
        count: int,
        corrects: str = "",
    ) -> Document:
        kind = KINDS[resource]
        issue = day(body["DataWystawienia"])
        own = "" if series == "default" else series.upper()
        prefix = "-".join(part for part in (kind.prefix, own) if part)
        number = f"{prefix}{'/' if prefix else ''}{count}/{issue.month}/{issue.year}"
        document = {
            "id": self._books.next_id(),
            "account": account,
            "resource": resource,
            "listing": kind.listing,
            "kind": kind.list_type,
            "group": kind.group,
            "series": series,
            "count": count,
            "number": number,
            "issue": issue.isoformat(),
            "sale": body.get("DataSprzedazy", ""),
            "net": str(counted.net),
            "vat": str(counted.vat),
            "gross": str(counted.gross),
            "currency": body.get("Waluta", "PLN"),
            "buyer": body["IdentyfikatorKontrahenta"],
            "nip": body.get("NIPKontrahenta", ""),
            "paid": str(body.get("Zaplacono", 0)),
            "sent": False,
            "ksef_at": 0,
            "corrects": corrects,
            "body": body,
        }
        self._books.add(document)
        return document


def _check_sale(body: dict[str, Any], issue: date, month: str) -> None:
    sale = day(body["DataSprzedazy"])
    if f"{sale:%Y-%m}" != month:
        raise invalid(f"Data sprzedaży {MONTH_RULE}")
    if issue < sale:
        raise invalid("Pole 'Data wystawienia' nie może być wcześniejsza niż data sprzedaży")
    year, number_ = (sale.year + 1, 1) if sale.month == 12 else (sale.year, sale.month + 1)
    if issue > date(year, number_, LAST_DAY):
        raise invalid("Pole 'Data wystawienia' może być najpóźniej 15 dnia miesiąca po miesiącu sprzedaży")
    due = body.get("TerminPlatnosci")
    if due and day(due) < sale:
        raise invalid("Pole 'Termin płatności' nie może być wcześniejsze niż data sprzedaży")
