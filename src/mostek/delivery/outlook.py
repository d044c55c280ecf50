"""How much is still to do, and how long it will truthfully take."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from mostek.connections.models import Connection
from mostek.connectors.base.contract import Connector
from mostek.delivery.limits import bucket_name, forecast
from mostek.delivery.models import IN_PROGRAM, NEEDS_PERSON, ON_THE_WAY, Delivery, Job
from mostek.delivery.queue import now
from mostek.documents.models import Document, Series

RECENT = 120.0
"""Seconds over which the pace is measured."""
IDLE = 15.0
"""Seconds after which an earlier pace says nothing any more."""


@dataclass(frozen=True, slots=True)
class Outlook:
    count: int
    seconds_left: float | None
    """None when nothing moves: paused, refused, or no pace to tell from."""


def waiting(connection: Connection) -> Outlook:
    """Documents of the connection that are on the way, and the time they need."""
    count = Delivery.objects.filter(connection=connection, state__in=ON_THE_WAY).count()
    return Outlook(count, _seconds(connection, count))


def _seconds(connection: Connection, count: int) -> float | None:
    if count == 0:
        return 0.0
    if connection.paused or connection.state != "active":
        return None
    moment = now()
    settled = Delivery.objects.filter(connection=connection, settled_at__gte=moment - RECENT)
    times = list(settled.order_by("settled_at").values_list("settled_at", flat=True))
    by_limits = _seconds_by_limits(connection, count)
    if len(times) >= 5 and times[0] is not None and times[-1] is not None and moment - times[-1] < IDLE:
        return max(count * (moment - times[0]) / len(times), by_limits or 0.0)
    return by_limits


def seconds_for(connection: Connection, count: int) -> float | None:
    """How long the program's limits hold up so many documents beside those that wait already; None where
    it states none or they are off."""
    return _seconds_by_limits(connection, count + waiting(connection).count)


def _seconds_by_limits(connection: Connection, count: int) -> float | None:
    """How long the program's limits hold up so many documents; None where it states none or they are off."""
    limits = connection.connector.manifest.limits
    if not limits or not settings.RATE_LIMITS:
        return None
    reads, writes = _calls(connection.connector)
    return max(
        forecast(
            bucket_name(connection.program, connection.pk, limit),
            limit,
            count * (reads * ("GET" in limit.methods) + writes * bool(limit.methods - {"GET"})),
        )
        for limit in limits
    )


def _calls(connector: Connector) -> tuple[int, int]:
    """Reads and writes that one document takes."""
    capabilities = connector.capabilities
    reads = 1 + len(capabilities & {"pdf", "creates_later", "keeps_buyers"})
    return reads, 1 + len(capabilities & {"keeps_buyers"})


@dataclass(frozen=True, slots=True)
class Progress:
    """Of a bulk job: how many orders got a document, and where those documents are."""

    total: int
    done: int
    failed: int
    in_program: int
    on_the_way: int
    needs_person: int
    seconds_left: float | None


def job_progress(job: Job) -> Progress:
    if job.kind != "issue":
        return Progress(job.total, job.done, job.failed, 0, 0, 0, None)
    # An order that failed for having a document already must not count that document as this job's.
    failed = set(job.items.values_list("order_id", flat=True))
    orders = [order for order in job.params["orders"][: job.done + job.failed] if order not in failed]
    series = Series.objects.select_related("connection").filter(pk=job.params["series"]).first()
    states: dict[str, int] = dict(
        Delivery.objects.of(job.company)
        .filter(document__in=Document.objects.filter(order_id__in=orders, series=series))
        .values_list("state")
        .annotate(Count("id"))
    )
    on_the_way = sum(states.get(state, 0) for state in ON_THE_WAY)
    left = job.total - job.done - job.failed
    connection = series.connection if series else None
    return Progress(
        total=job.total,
        done=job.done,
        failed=job.failed,
        in_program=sum(states.get(state, 0) for state in IN_PROGRAM),
        on_the_way=on_the_way,
        needs_person=sum(states.get(state, 0) for state in NEEDS_PERSON),
        seconds_left=_seconds(connection, on_the_way + left) if connection else None,
    )
