"""Which series may go to a connection, and why others may not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.connectors.base.manifest import Manifest
from mostek.documents.models import Series
from mostek.documents.series import usable
from mostek.invoicing.model import Kind


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    series: Series
    obstacle: str
    """Why it cannot be bound, as a sentence; empty when it can."""

    @property
    def label(self) -> str:
        return f"{self.series.code} – {self.series.name}" if self.series.name else self.series.code


def series_choices(company: Company, manifest: Manifest) -> list[SeriesChoice]:
    """Every series of the company with its obstacle, those that are free first."""
    found = [SeriesChoice(series, _obstacle(series, manifest)) for series in usable(company)]
    return sorted(found, key=lambda choice: bool(choice.obstacle))


def _obstacle(series: Series, manifest: Manifest) -> str:
    if series.connection is not None:
        return gettext("It goes to %(connection)s; a series goes to one account only.") % {
            "connection": series.connection.name
        }
    support = manifest.kinds.get(Kind(series.kind))
    if support is None or not support.supported:
        reason = gettext(support.reason) if support and support.reason else ""
        return reason or gettext("%(program)s does not have this kind of document.") % {
            "program": manifest.name
        }
    if series.numbering not in manifest.numbering:
        return gettext("%(program)s cannot number this way: change who numbers in the series first.") % {
            "program": manifest.name
        }
    return ""


@transaction.atomic
def bind(connection: Connection, series_ids: Iterable[str], actor: str) -> list[SeriesChoice]:
    """Binds those that are free and gives back those that are not (any more)."""
    wanted = set(series_ids)
    refused = []
    for choice in series_choices(connection.company, connection.connector.manifest):
        series = choice.series
        if str(series.pk) not in wanted or series.connection_id == connection.pk:
            continue
        free = Series.objects.filter(pk=series.pk, connection=None)
        # The condition stands in the update: another person may have bound it a moment ago.
        if choice.obstacle or not free.update(connection=connection):
            refused.append(choice)
        else:
            record(connection.company, actor, "bind", series, {"connection": (None, connection.name)})
    return refused


def unbind(connection: Connection, series: Series, actor: str) -> None:
    """Documents issued before stay where they are; those issued from now on go nowhere."""
    if Series.objects.filter(pk=series.pk, connection=connection).update(connection=None):
        record(connection.company, actor, "unbind", series, {"connection": (connection.name, None)})
