"""Cells of a table as people write them: amounts, moments, countries, VAT rates, yes and no."""

import re
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.payment_words import plain

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_AROUND = re.compile(r"^(?:[A-Z]{3}\b|[€£$])?(.*?)(?:\b[A-Za-z]{3}|zł|Kč|[€£$])?$")
_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
YES = frozenset(
    {"tak", "yes", "true", "y", "t", "ano", "a", "paid", "oplacone", "oplacono", "zaplacono", "x"}
)
NO = frozenset({"nie", "no", "false", "n", "ne", "unpaid", "nieoplacone", "-", ""})
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
ALIASES = {
    "eire": "IE",
    "rsa": "ZA",
    "usa": "US",
    "uk": "GB",
    "england": "GB",
    "anglia": "GB",
    "great britain": "GB",
    "czech republic": "CZ",
    "republika czeska": "CZ",
    "ceska republika": "CZ",
    "slovenska republika": "SK",
    "holland": "NL",
    "holandia": "NL",
    "hong kong": "HK",
    "el": "GR",
}


def amount(text: str, decimal: str = "auto") -> Decimal:
    """`1 234,56`, `1.234,56`, `1,234.56`, `12.50 zł`. Raises ProblemError on what is no number, and on
    `1,234`, which may be one or a thousand, unless the decimal sign is known."""
    if decimal != "," and _PLAIN.fullmatch(text) and (decimal == "." or not _is_ambiguous(text)):
        return Decimal(text)
    match = _AROUND.match(text.strip())
    bare = (match[1] if match else text).translate(_BLANKS)
    sign = -1 if bare.startswith("-") else 1
    digits = bare[1:] if bare[:1] in ("+", "-") else bare
    if not re.fullmatch(r"\d[\d.,]*", digits):
        raise ProblemError(Problem("orders.cell_number", {"value": text[:60]}))
    return sign * Decimal(_with_point(digits, decimal, text))


def _is_ambiguous(digits: str) -> bool:
    return re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", digits) is not None


def _with_point(digits: str, decimal: str, text: str) -> str:
    if decimal == "auto":
        if _is_ambiguous(digits):
            raise ProblemError(Problem("orders.cell_ambiguous", {"value": text[:60]}))
        decimal = _decimal_sign(digits)
    whole, found, fraction = digits.partition(decimal)
    thousands = "," if decimal == "." else "."
    groups = whole.split(thousands)
    grouped = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= (3 if groups[1:] else 99)
    if not grouped or (found and not fraction.isdigit()):
        raise ProblemError(Problem("orders.cell_number", {"value": text[:60]}))
    return "".join(groups) + found.replace(",", ".") + fraction


def _decimal_sign(digits: str) -> str:
    """The last sign is the decimal one, unless it stands more than once."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return "."
    sign = digits[last]
    other = "," if sign == "." else "."
    return other if digits.count(sign) > 1 else sign


@lru_cache(maxsize=5000)
def moment(text: str) -> datetime:
    """`2026-11-21`, `21.11.2026 12:30`, `21/11/2026`, ISO 8601: the day before the month where the year
    comes last. Raises ProblemError on anything else."""
    text = text.strip()
    try:
        if text[4:5] == "-":
            return datetime.fromisoformat(text)
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = match[1], match[2], match[3]
        elif match := _YEAR_FIRST.fullmatch(text):
            year, month, day = match[1], match[2], match[3]
        else:
            raise ValueError(text)
        hour, minute, second = (int(part or 0) for part in match.groups()[3:])
        # Without a zone: the company's comes later.
        return datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        raise ProblemError(Problem("orders.cell_date", {"value": text[:60]})) from None


@cache
def _countries() -> dict[str, str]:
    names = {}
    for language in ("de", "sk", "cs", "en", "pl"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                names[plain(name)] = code
                names[code.lower()] = code
    return names | ALIASES


@lru_cache(maxsize=5000)
def country(text: str) -> str | None:
    """The ISO code of a code or of a name in Polish, English, Czech, Slovak or German; empty for an
    empty text; None where it is not understood."""
    bare = plain(text.strip())
    return _countries().get(bare) if bare else ""


@lru_cache(maxsize=1000)
def vat_code(text: str) -> str:
    """`23%`, `23,00`, `0.23` and `23` are the rate 23; letters are small."""
    bare = text.strip().rstrip("%").strip().replace(",", ".").lower()
    if not _PLAIN.fullmatch(bare):
        return bare
    rate = Decimal(bare)
    if 0 < rate < 1 and not text.strip().endswith("%"):
        rate *= 100
    return f"{rate.normalize():f}"


def yes_or_amount(text: str, decimal: str) -> bool | Decimal:
    """A column that says whether an order is paid: yes, no, or how much."""
    bare = plain(text.strip())
    if bare in YES:
        return True
    return Decimal(0) if bare in NO else amount(text, decimal)
