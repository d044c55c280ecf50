"""The strict check of what a call sends: unknown or mistyped fields are code 200, missing ones 201.

A table names a field and its kind: `T30` text up to 30 characters, `N` number, `B` yes or no, `D` date,
`I` whole number, `O` object, `L` list, `X` object or list, `a|b` one of these words; `!` means required.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mostek.connectors.ifirma.simulator.said import Said, invalid

Fields = dict[str, tuple[str, bool]]


def _table(text: str) -> Fields:
    pairs = (entry.split() for entry in text.split(";") if entry.strip())
    return {name: (kind.removesuffix("!"), kind.endswith("!")) for name, kind in pairs}


_SHARED = """
LiczOd NET|BRT!; NumerKontaBankowego T28; SplitPayment B; DataWystawienia D!; MiejsceWystawienia T50;
TerminPlatnosci D; NazwaSeriiNumeracji T60; NazwaSzablonu T60;
SposobZaplaty GTK|POB|PRZ|KAR|PZA|CZK|KOM|BAR|DOT|PAL|ALG|P24|TPA|ELE!;
RodzajPodpisuOdbiorcy OUP|UPO|BPO|BWO!; PodpisOdbiorcy T70; PodpisWystawcy T70; Uwagi T1000;
WidocznyNumerGios B!; WidocznyNumerBdo B; Numer I; IdentyfikatorKontrahenta T15; PrefiksUEKontrahenta T2;
NIPKontrahenta T13; Kontrahent O; Pozycje L!; ProceduryJpk O; WpisDoEwidencji O;
"""
_SALE = """
Zaplacono N!; ZaplaconoNaDokumencie N; DataSprzedazy D!; FormatDatySprzedazy DZN|MSC!; DodatkoweUwagi X;
"""

SALE = _table(_SHARED + _SALE)
MAIL_ORDER = _table(_SHARED + _SALE + "DataOtrzymaniaZaplaty D!;") | _table(
    "SposobZaplaty GTK|POB|PRZ|KAR|PZA|CZK|KOM|BAR|DOT|PAL|ALG|P24|TPA|ELE; ZaplaconoNaDokumencie N"
)
FOREIGN = _table(
    _SHARED
    + _SALE
    + """
TypSprzedazy KRAJOWA|WYSYLKOWA!; Waluta T3!; KursWalutyWidoczny B;
Jezyk en|de|bg|hr|cs|da|nl|es|et|fi|fr|gr|hu|it|lv|lt|ru|sk|sl|sv!;
KursWalutyZDniaPoprzedzajacegoDzienWystawieniaFaktury N;
"""
)
PROFORMA = _table(_SHARED + "TypFakturyKrajowej SPRZ|BUD|ZAL!; NumerZamowienia T30!;")
CORRECTION = _table(
    """
PowodKorekty OBOW_RABAT|ZWR_SPRZ_TOW|ZWR_NAB_KWOT|ZWR_NAB_ZAL|PODW_CENY|POMYLKI!; PowodKorektyNaWydruku B;
SpelnionoWarunki B!; DataWystawienia D!; MiejsceWystawienia T50; TerminPlatnosci D; Zaplacono N;
SposobZaplaty GTK|POB|PRZ|KAR|PZA|CZK|KOM|BAR|DOT|PAL|ALG|P24|TPA|ELE; NumerKontaBankowego T28;
SplitPayment B; NazwaSeriiNumeracji T60; NazwaSzablonu T60; RodzajPodpisuOdbiorcy OUP|UPO|BPO|BWO;
PodpisOdbiorcy T70; PodpisWystawcy T70; Uwagi T1000; Pozycje L!;
"""
)
LINE = _table(
    """
NazwaPelna T300!; Jednostka T10!; Ilosc N!; CenaJednostkowa N!; TypStawkiVat PRC|ZW|NP!; StawkaVat N;
PodstawaPrawna T30; PKWiU T30; GTU T6; Rabat N; StawkaRyczaltu N; Zal15 B; NazwaPelnaObca T300;
JednostkaObca T10;
"""
)
CONTRACTOR = _table(
    """
Nazwa T150!; Nazwa2 T150; Identyfikator T15; PrefiksUE T2; NIP T13; Ulica T65; KodPocztowy T16!;
Miejscowosc T65!; Kraj T70; KodKraju T2; Email T65; Telefon T32; OsobaFizyczna B; AdresZagraniczny B;
JestOdbiorca B; JestDostawca B; PodmiotPowiazany B; ZgodaNaEfaktury B; EmailDlaFaktury T65; Skype T65;
Faks T32; Uwagi T1000; Www T150; NazwaBanku T65; NumerKonta T34; DrugiTelefon T32; AdresKorespondencyjny O;
"""
)
PAYMENT = _table("Kwota N!; Data D; KwotaPln N; Kurs N")
MONTH = _table("MiesiacKsiegowy NAST|POPRZ!; PrzeniesDaneZPoprzedniegoRoku B")

_TYPES: dict[str, tuple[type, ...]] = {
    "B": (bool,),
    "I": (int,),
    "O": (dict,),
    "L": (list,),
    "X": (dict, list),
}


def number(value: Any) -> Decimal:
    """A number, also as text. Raises Said 200."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise Said(200, f"Niepoprawna liczba '{value}'") from None


def day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Said(200, f"Niepoprawna data '{value}'") from None


def checked(content: Any, fields: Fields, path: str = "") -> dict[str, Any]:
    """The object without its nulls. Raises Said 200 (structure) or 201 (missing, too long, no such word)."""
    if not isinstance(content, dict):
        raise Said(200, f"Niepoprawna struktura obiektu {path}")
    for name in content:
        if name not in fields:
            raise Said(200, f"Nieznane pole '{path}{name}'")
    given = {name: value for name, value in content.items() if value not in (None, "null")}
    for name, (kind, required) in fields.items():
        if name in given:
            _check(f"{path}{name}", given[name], kind)
        if required and given.get(name) in (None, ""):
            raise invalid(f"Pole '{path}{name}' jest wymagane")
    return given


def _check(path: str, value: Any, kind: str) -> None:
    if kind in _TYPES:
        if not isinstance(value, _TYPES[kind]) or (kind == "I" and isinstance(value, bool)):
            raise Said(200, f"Niepoprawny typ pola '{path}'")
    elif kind == "N":
        if isinstance(value, bool) or not -1 < abs(number(value)) < 100_000_000:
            raise invalid(f"Niepoprawna wartość pola '{path}'")
    elif not isinstance(value, str):
        raise Said(200, f"Niepoprawny typ pola '{path}'")
    elif kind == "D":
        day(value)
    elif kind[0] == "T" and kind[1:].isdigit():
        if len(value) > int(kind[1:]):
            raise invalid(f"Pole '{path}' może mieć najwyżej {kind[1:]} znaków")
    elif value not in kind.split("|"):
        raise invalid(f"Niedozwolona wartość '{value}' pola '{path}'")
