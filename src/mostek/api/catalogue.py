"""What documents can be issued in, and where they go."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from mostek.api.answering import ProblemOut, shown
from mostek.api.authentication import caller, needs
from mostek.connections.models import Connection
from mostek.documents.models import Series
from mostek.documents.series import missing, usable

router = Router(tags=["series and connections"])


class SeriesOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    connection_id: int | None
    connection: str
    numbering: str
    """`hub`: Mostek numbers; `program`: the accounting program does."""
    missing: list[ProblemOut]
    """What must be filled in before the series can be used."""


class ConnectionOut(Schema):
    id: int
    name: str
    program: str
    environment: str
    state: str
    """active, refused (its credentials do not work), off."""
    paused: bool
    account_name: str
    problem: ProblemOut | None
    verified_at: datetime | None
    last_exchange_at: datetime | None


def _series_row(series: Series) -> dict[str, Any]:
    plain = {name: getattr(series, name) for name in ("id", "code", "name", "kind", "numbering")}
    return {
        **plain,
        "connection_id": series.connection_id,
        "connection": series.connection.name if series.connection else "",
        "missing": [shown(problem) for problem in missing(series)],
    }


@router.get("/series", auth=needs("documents:read"), summary="List series", response=list[SeriesOut])
def list_series(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that are not archived."""
    return [_series_row(series) for series in usable(caller(request).company)]


@router.get(
    "/connections", auth=needs("documents:read"), summary="List connections", response=list[ConnectionOut]
)
def list_connections(request: HttpRequest) -> list[dict[str, Any]]:
    """Accounts at accounting programs, without their credentials."""
    return [
        {
            **{name: getattr(each, name) for name in ConnectionOut.model_fields if name != "problem"},
            "problem": shown(each.problem) if each.problem else None,
        }
        for each in Connection.objects.of(caller(request).company)
    ]
