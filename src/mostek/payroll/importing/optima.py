"""Payroll lists of Comarch ERP Optima: the XML of its "distributed work" (ROOT / LISTY_PLAC / LISTA_PLAC).

Each ELEMENT is a pay component with the contributions and the tax that were taken from it.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.incoming import IncomingItem, IncomingList

ROOT = "LISTY_PLAC"
PARTS = {
    "ELEMENT_SKL_EMER_PRAC": "emp_pension",
    "ELEMENT_SKL_RENT_PRAC": "emp_disability",
    "ELEMENT_SKL_CHOR_PRAC": "emp_sickness",
    "ELEMENT_SKL_ZDROW_PRAC": "health",
    "ELEMENT_ZAL_FIS": "pit",
    "ELEMENT_SKL_EMER_FIRMA": "er_pension",
    "ELEMENT_SKL_RENT_FIRMA": "er_disability",
    "ELEMENT_SKL_WYPAD_FIRMA": "er_accident",
    "ELEMENT_SKL_FP": "fp",
    "ELEMENT_SKL_FGSP": "fgsp",
    "ELEMENT_SKL_FEP": "fep",
    "ELEMENT_SKL_PPK_PRAC1": "ppk_emp",
    "ELEMENT_SKL_PPK_PRAC2": "ppk_emp",
    "ELEMENT_SKL_PPK_FIRMA1": "ppk_er",
    "ELEMENT_SKL_PPK_FIRMA2": "ppk_er",
}
"""Optima's fields beside the component itself. Its FP holds the Solidarity Fund too."""
CIVIL = ("umow", "zlecen", "dzieło", "dzielo")
SICK = ("chorobow",)
BENEFIT = ("zasiłek", "zasilek", "zus")


def read(path: Path) -> list[IncomingList]:
    """Raises ProblemError when it is no such file, or damaged."""
    try:
        tree = ElementTree.parse(path)
    except (ElementTree.ParseError, DefusedXmlException, UnicodeDecodeError):
        raise ProblemError(Problem("payroll.file_damaged")) from None
    lists = [_list(node) for node in tree.iter() if _tag(node) == "LISTA_PLAC"]
    if not lists:
        raise ProblemError(Problem("payroll.file_unknown"))
    return lists


def looks_like_it(beginning: str) -> bool:
    return ROOT in beginning or "cdn/optima" in beginning


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _fields(node: Any) -> dict[str, str]:
    return {_tag(child): (child.text or "").strip() for child in node}


def _list(node: Any) -> IncomingList:
    fields = _fields(node)
    number = fields.get("NUMER_PELNY") or fields.get("SYMBOL", "")
    try:
        period = date(int(fields["ROK"]), int(fields["MIESIAC"]), 1)
        paid = date.fromisoformat(fields["DATA_DOKUMENTU"][:10])
    except (KeyError, ValueError):
        raise ProblemError(Problem("payroll.list_without_dates", {"number": number or "?"})) from None
    if not number:
        raise ProblemError(Problem("payroll.list_without_number"))
    is_civil = any(word in fields.get("NAZWA", "").casefold() for word in CIVIL)
    found = IncomingList(number, period, paid, "mandate" if is_civil else "employment")
    for payout in node.iter():
        if _tag(payout) == "WYPLATA":
            found.items += _payout(payout)
    return found


def _payout(node: Any) -> Iterator[IncomingItem]:
    fields = _fields(node)
    person = {
        "person_ref": fields.get("WYPLATA_PRACOWNIK_ID", ""),
        "person_name": fields.get("WYPLATA_PRACOWNIK", ""),
        "department": fields.get("WYPLATA_WYDZIAL", ""),
    }
    for element in node.iter():
        if _tag(element) != "ELEMENT":
            continue
        own = _fields(element)
        name = own.get("ELEMENT_NAZWA") or own.get("ELEMENT_TYP_WYPLATY", "")
        value = _amount(own.get("ELEMENT_WARTOSC", "0"), name)
        if value:
            code = (own.get("ELEMENT_TYP_WYPLATY") or name)[:40]
            kind = _kind(name, value)
            yield IncomingItem(
                amount=abs(value) if kind == "deduction" else value, code=code, name=name, kind=kind, **person
            )
        for column, kind in PARTS.items():
            part = _amount(own.get(column, "0"), name)
            if part:
                yield IncomingItem(amount=part, kind=kind, **person)


def _kind(name: str, value: Decimal) -> str:
    """A guess from the name, where the catalogue does not know the component yet; a person may change it."""
    words = name.casefold()
    if value < 0:
        return "deduction"
    if any(word in words for word in BENEFIT):
        return "zus_benefit"
    return "sick" if any(word in words for word in SICK) else "pay"


def _amount(text: str, name: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ".") or "0").quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ProblemError(
            Problem("payroll.amount_unreadable", {"component": name, "value": text[:60]})
        ) from None
