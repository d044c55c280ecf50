"""A series goes on at another accounting program from a date on: no gap, no document in both.

Documents issued before the date go to the old connection, those from it on to the new one. What is on
its way stays where it is, and a correction follows its original.
"""

import copy
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mostek.companies.audit import record
from mostek.connections.models import Connection, State
from mostek.delivery.models import IN_PROGRAM, NEEDS_PERSON, Delivery
from mostek.documents.models import Document, Numbering, Series, SeriesHandover
from mostek.documents.series import missing
from mostek.kernel.problems import Problem, ProblemError

OF_PROGRAM = frozenset({"documents.series_kind", "documents.series_numbering"})
"""What a series lacks because of its program."""


def connection_on(series: Series, day: date) -> Connection | None:
    """The one connection that documents issued on this day go to."""
    following = series.handovers.filter(since__gt=day).select_related("before").first() if series.pk else None
    return following.before if following else series.connection


def as_of(series: Series, day: date) -> Series:
    """The series as it is for documents issued on this day; the row itself stays untouched."""
    connection = connection_on(series, day)
    if connection == series.connection:
        return series
    then = copy.copy(series)
    then.connection = connection
    return then


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a hand-over would mean; `problems` forbid it."""

    series: Series
    after: Connection
    since: date
    problems: tuple[Problem, ...]
    waiting: int
    """Documents on the way to the old connection: they arrive there."""
    with_person: int
    """Documents that wait for a person: mended or decided, they go to the old connection."""
    dated_later: int
    """Documents already issued with a date from which the series is handed over: they stay with the old."""

    @property
    def before(self) -> Connection | None:
        return self.series.connection

    @property
    def is_numbered_here(self) -> bool:
        return self.series.numbering == Numbering.HUB


def preflight(series: Series, after: Connection, since: date) -> Preflight:
    """Says beforehand what will happen. Writes nothing."""
    moving = Delivery.objects.filter(document__series=series).exclude(connection=after)
    settled = (*IN_PROGRAM, "cancelled", "skipped")
    return Preflight(
        series=series,
        after=after,
        since=since,
        problems=tuple(_obstacles(series, after, since)),
        waiting=moving.exclude(state__in=(*settled, *NEEDS_PERSON)).count(),
        with_person=moving.filter(state__in=NEEDS_PERSON).count(),
        dated_later=Document.objects.filter(series=series, issue_date__gte=since, cancelled_at=None)
        .exclude(connection=after)
        .count(),
    )


def _obstacles(series: Series, after: Connection, since: date) -> list[Problem]:
    values = {"series": series.code, "program": after.connector.manifest.name, "connection": after.name}
    if series.connection_id == after.pk:
        return [Problem("documents.handover_same", values)]
    found: list[Problem] = []
    if after.state != State.ACTIVE:
        found.append(Problem("documents.handover_inactive", values))
    latest = series.handovers.last()
    if latest and latest.since >= since:
        found.append(Problem("documents.handover_order", values | {"date": latest.since.isoformat()}))
    then = copy.copy(series)
    then.connection = after
    return found + [problem for problem in missing(then) if problem.key in OF_PROGRAM]


@transaction.atomic
def hand_over(series: Series, after: Connection, since: date, actor: str) -> SeriesHandover:
    """Does it. Raises ProblemError with all that forbids it."""
    series = Series.objects.select_for_update(of=("self",)).select_related("connection").get(pk=series.pk)
    planned = preflight(series, after, since)
    if planned.problems:
        raise ProblemError(*planned.problems)
    made = SeriesHandover.objects.create(
        company=series.company, series=series, since=since, before=series.connection, created_by=actor[:200]
    )
    series.connection = after
    series.save(update_fields=["connection"])
    names = (made.before.name if made.before else None, after.name)
    record(series.company, actor, "hand over", series, {"connection": names, "since": (None, since)})
    return made


@transaction.atomic
def take_back(handover: SeriesHandover, actor: str) -> None:
    """Undoes the last hand-over of a series while no document went to the new connection by it.

    Raises ProblemError.
    """
    series = (
        Series.objects.select_for_update(of=("self",)).select_related("connection").get(pk=handover.series_id)
    )
    issued = Document.objects.filter(
        series=series, connection=series.connection, issue_date__gte=handover.since, cancelled_at=None
    )
    if series.handovers.last() != handover or issued.exists():
        raise ProblemError(Problem("documents.handover_used", {"series": series.code}))
    names = (series.connection.name if series.connection else None, handover.before and handover.before.name)
    series.connection = handover.before
    series.save(update_fields=["connection"])
    handover.delete()
    record(series.company, actor, "take back", series, {"connection": names})
