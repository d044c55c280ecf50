"""Series: what they lack, what their numbers look like, and the next number."""

import re
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from mostek.companies.models import Company
from mostek.documents.models import Numbering, Period, Series, SeriesCounter
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem

PLACEHOLDERS = ("number", "month", "year", "year2")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def usable(company: Company, kind: Kind | None = None) -> "QuerySet[Series]":
    """The company's series that are not archived, of one kind or all."""
    found = Series.objects.of(company).filter(archived=False).select_related("connection", "bank_account")
    return found.filter(kind=kind.value) if kind else found


def missing(series: Series) -> tuple[Problem, ...]:
    """What must be filled in or changed before the series can be used; `field` is the model's field."""
    problems: list[Problem] = []
    if not series.place:
        problems.append(Problem("documents.series_place", field="place"))
    if series.payment_days is None:
        problems.append(Problem("documents.series_payment_days", field="payment_days"))
    if series.numbering == Numbering.HUB:
        problems += check_pattern(series.pattern, Period(series.restart))
    if series.numbering == Numbering.PROGRAM and series.connection is None:
        problems.append(Problem("documents.series_needs_program", field="connection"))
    return (*problems, *_unsupported(series))


def _unsupported(series: Series) -> list[Problem]:
    if series.connection is None:
        return []
    manifest = series.connection.connector.manifest
    problems = []
    if series.numbering not in manifest.numbering:
        problems.append(Problem("documents.series_numbering", {"program": manifest.name}, "numbering"))
    support = manifest.kinds.get(Kind(series.kind))
    if support is None or not support.supported:
        values = {"program": manifest.name, "reason": gettext(support.reason) if support else ""}
        problems.append(Problem("documents.series_kind", values, "kind"))
    return problems


def check_pattern(pattern: str, restart: Period = Period.MONTH) -> tuple[Problem, ...]:
    """A pattern must hold {number} once, know its other placeholders, and tell the periods apart
    in which numbers start anew: otherwise two documents would get the same number."""
    names = _PLACEHOLDER.findall(pattern)
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if not unknown and set(_PLACEHOLDER.sub("", pattern)) & set("{}"):
        unknown = [""]  # a brace without its other half would be printed
    if unknown:
        return (Problem("documents.pattern_placeholder", {"name": unknown[0]}, "pattern"),)
    if names.count("number") != 1:
        return (Problem("documents.pattern_number", field="pattern"),)
    has_year = "year" in names or "year2" in names
    if restart is Period.MONTH and not ("month" in names and has_year):
        return (Problem("documents.pattern_month", field="pattern"),)
    if restart is Period.YEAR and not has_year:
        return (Problem("documents.pattern_year", field="pattern"),)
    return ()


def _filled(pattern: str, number: int, on: date) -> str:
    values = {"number": str(number), "month": f"{on:%m}", "year": f"{on:%Y}", "year2": f"{on:%y}"}
    return _PLACEHOLDER.sub(lambda match: values[match[1]], pattern)


def _period(series: Series, on: date) -> str:
    return {Period.MONTH: f"{on:%Y-%m}", Period.YEAR: f"{on:%Y}", Period.NEVER: ""}[Period(series.restart)]


def example(series: Series, on: date) -> str:
    """What the next number would look like; empty when the program numbers or the pattern is wrong."""
    if series.numbering == Numbering.PROGRAM or check_pattern(series.pattern, Period(series.restart)):
        return ""
    counter = series.counters.filter(period=_period(series, on)).first() if series.pk else None
    return _filled(series.pattern, counter.next if counter else 1, on)


def take_number(series: Series, on: date) -> str:
    """The next number, without gap or double: the counter's row is locked until the transaction ends,
    and a transaction that fails gives its number back. Call inside a transaction."""
    period = _period(series, on)
    SeriesCounter.objects.get_or_create(series=series, period=period)
    counters = SeriesCounter.objects.filter(series=series, period=period)
    # The update locks the row on PostgreSQL; SQLite has one writer at a time anyway.
    counters.update(next=F("next") + 1)
    return _filled(series.pattern, counters.get().next - 1, on)


def note_number(series: Series, number: str, on: date) -> bool:
    """Lets the series count on after a number that was given elsewhere; True if it is one of its pattern.
    Call inside a transaction."""
    if series.numbering != Numbering.HUB or check_pattern(series.pattern, Period(series.restart)):
        return False
    before, _, after = _PLACEHOLDER.sub(
        lambda match: "\0" if match[1] == "number" else _filled(match[0], 0, on), series.pattern
    ).partition("\0")
    digits = number.removeprefix(before).removesuffix(after)
    if f"{before}{digits}{after}" != number or not (
        digits.isascii() and digits.isdecimal() and len(digits) < 9
    ):
        return False
    counter, _ = SeriesCounter.objects.get_or_create(series=series, period=_period(series, on))
    SeriesCounter.objects.filter(pk=counter.pk, next__lte=int(digits)).update(next=int(digits) + 1)
    return True
