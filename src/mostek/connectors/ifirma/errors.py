"""What iFirma's result codes and texts mean: the only place that reads its messages.

Codes: https://api.ifirma.pl/ ("Kody odpowiedzi"). They come in the body, mostly with HTTP status 200.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Limited, Lost
from mostek.kernel.problems import Problem, ProblemError

ACCOUNT = {
    "400": "ifirma.bad_header",
    "401": "ifirma.unknown_login",
    "402": "ifirma.key_missing",
    "403": "ifirma.wrong_key",
    "499": "ifirma.terms",
    "500": "ifirma.no_right",
}
"""The account is the trouble, whatever the document."""

ACCOUNT_FIELDS = {"401": "login", "402": "key_{key}", "403": "key_{key}"}
"""The input of the credentials form that is amiss."""

DOCUMENT = {"101": "ifirma.encoding", "102": "ifirma.content_type", "202": "ifirma.settings"}
"""Surely nothing was made. 200 and 201 say more in their text."""

NOTHING_FOUND = "208"

LIMIT_PAUSE = 3600.0
"""Seconds to wait when the daily limit of calls is used up; iFirma does not say how long."""

_LIMIT = re.compile(r"limit\w*\W+(?:\w+\W+){0,2}(?:api|zapyta|wywoła)|przekroczon\w*\W+limit", re.I)

_PARTS = {
    "kodpocztowy": "buyer.address.postcode",
    "miejscowosc": "buyer.address.city",
    "ulica": "buyer.address.street",
    "kodkraju": "buyer.address.country",
    "kraj": "buyer.address.country",
    "nazwa": "buyer.name",
    "nip": "buyer.tax_id",
    "email": "buyer.email",
    "telefon": "buyer.phone",
}

_LINE_FIELDS = {
    "NazwaPelna": "name",
    "Jednostka": "unit",
    "Ilosc": "quantity",
    "CenaJednostkowa": "unit_price",
    "StawkaVat": "vat",
    "TypStawkiVat": "vat",
    "PodstawaPrawna": "vat.reason",
}


class Declined(ProblemError):
    """iFirma said no and made nothing."""

    def __init__(self, kod: str, text: str) -> None:
        self.kod = kod
        self.text = text
        self.problem = problem(kod, text)
        super().__init__(self.problem)


class Unreadable(Lost):
    """iFirma would not show something: that says nothing about whether it exists."""

    def __init__(self, declined: Declined) -> None:
        super().__init__(f"code {declined.kod}: {declined.text[:200]}")
        self.problem = declined.problem


def failure(kod: str, text: str, key_name: str) -> Exception:
    """The exception that a code other than 0 stands for.

    100 ("technical problem") and codes nobody has described tell nothing: the document may exist.
    """
    if kod in ACCOUNT:
        return Refused(
            Problem(ACCOUNT[kod], {"key": key_name}, ACCOUNT_FIELDS.get(kod, "").format(key=key_name), text)
        )
    if _LIMIT.search(text):
        return Limited(LIMIT_PAUSE)
    if kod in DOCUMENT or kod in ("200", "201", NOTHING_FOUND):
        return Declined(kod, text)
    return Lost(f"code {kod}: {text[:200]}")


def problem(kod: str, text: str) -> Problem:
    """The problem behind a rejecting code and its text. Texts are matched loosely: they change."""
    if kod in DOCUMENT:
        return Problem(DOCUMENT[kod], raw=text)
    for pattern, build in _TEXTS:
        if found := pattern.search(text):
            return replace(build(found), raw=text)
    key = "ifirma.structure" if kod == "200" else "ifirma.rejected_other"
    return Problem(key, {"code": kod}, raw=text)


def _month(found: re.Match[str]) -> Problem:
    field = "issue_date" if "wystawienia" in found.string.casefold() else "sale_date"
    return Problem("ifirma.month_mismatch", field=field)


def _buyer(found: re.Match[str]) -> Problem:
    part = found[1]
    return Problem("ifirma.buyer_data", {"part": part}, _PARTS.get(part.casefold(), "buyer"))


def _line(found: re.Match[str]) -> Problem:
    name = _LINE_FIELDS.get(found[2], "")
    index = found[1] or ""
    field = f"lines.{index}.{name}".rstrip(".") if index else "lines"
    return Problem("ifirma.line_refused", {"part": found[2]}, field)


def _fixed(key: str, field: str = "") -> Callable[[re.Match[str]], Problem]:
    return lambda _: Problem(key, field=field)


_TEXTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Problem]], ...] = tuple(
    (re.compile(pattern, re.I), build)
    for pattern, build in (
        (r"zgodn\w+ z miesiącem", _month),
        (r"(?:kontrahent|adres)\.(\w+)", _buyer),
        (r"pozycj\w*(?:\[(\d+)\])?\.(\w+)", _line),
        (r"data wystawienia.*(?:wcześniejsz|poprzedni|15)", _fixed("ifirma.issue_date_order", "issue_date")),
        (r"termin\w* płatności", _fixed("ifirma.due_before_sale", "payment.due_date")),
        (r"numer\w*.*(?:istnieje|zajęt|użyt|wykorzystan)", _fixed("ifirma.number_taken", "number")),
        (r"seri\w*(?: numeracji)?|NazwaSeriiNumeracji", _fixed("ifirma.series_unknown", "remote_series")),
        (r"szablon|NazwaSzablonu", _fixed("ifirma.template_unknown")),
        (r"kont\w* bankow|NumerKontaBankowego", _fixed("ifirma.bank_account", "bank_account")),
        (r"\bnip\b", _fixed("ifirma.tax_id", "buyer.tax_id")),
    )
)
