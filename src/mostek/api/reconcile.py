"""Both sides compared: the seller's data, documents that stand at a program, and their adoption."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from mostek.api.answering import ProblemOut, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.jobs import JobOut, job_out
from mostek.api.paging import Id, Limit, page
from mostek.connections import comparing
from mostek.connections.models import Connection
from mostek.documents.models import Series
from mostek.kernel.problems import Problem
from mostek.reconcile import adopting, fetching, known
from mostek.reconcile.matching import LONGEST_WINDOW, WINDOW, Match
from mostek.reconcile.models import FetchRun, RemoteDocument

Window = Annotated[int, Field(ge=1, le=LONGEST_WINDOW)]
"""Days between an order and its document."""

router = Router(tags=["both sides"])


class SellerRowOut(Schema):
    key: str
    """A field of the seller, or `account:`, `bank:`, `swift:` with the account's number."""
    here: str
    there: str
    verdict: str
    """same, written (the same, written differently), differs, only_here, only_there, untold."""
    mismatch: bool
    """Whether a person should look before the first document goes."""


class SellerOut(Schema):
    asked_at: datetime | None
    rows: list[SellerRowOut]


class PeriodIn(Schema):
    since: date
    until: date


class RunOut(Schema):
    id: int
    state: str
    """queued, done, failed."""
    since: date
    until: date
    found: int
    opened: int
    problem: ProblemOut | None


class RemoteDocumentOut(Schema):
    id: int
    program_id: str
    kind: str
    number: str
    issue_date: date
    currency: str
    gross: Decimal | None
    buyer_name: str
    buyer_tax_id: str
    document_id: int | None
    """The document here that it is; null when it is not known here."""


class RemoteDocumentPage(Schema):
    items: list[RemoteDocumentOut]
    next_cursor: str | None


class MatchOut(Schema):
    remote_document_id: int
    verdict: str
    """adopt, ambiguous, none."""
    order_ids: list[int]
    named: bool
    """Whether the number of such an order stands on the document."""
    reason: ProblemOut | None


class AdoptIn(Schema):
    series_id: Id
    remote_document_ids: list[Id]
    window: Window = WINDOW


def _connection(request: HttpRequest, pk: int) -> Connection:
    return Connection.objects.select_related("company").get_of(caller(request).company, pk=pk)


@router.get(
    "/connections/{int:connection_id}/seller",
    auth=needs("documents:read"),
    summary="Compare the seller's data",
    response=SellerOut,
)
def seller(request: HttpRequest, connection_id: int, ask: bool = False) -> dict[str, Any]:
    """Ours beside what the program told last; `ask=true` asks it now."""
    connection = _connection(request, connection_id)
    if ask:
        comparing.look(connection)
    rows = [
        {
            "key": each.key,
            "here": each.ours,
            "there": each.theirs,
            "verdict": each.verdict.value,
            "mismatch": each.is_mismatch,
        }
        for each in comparing.rows(connection)
    ]
    return {"asked_at": connection.seller_at, "rows": rows}


def _run(run: FetchRun) -> dict[str, Any]:
    plain = {name: getattr(run, name) for name in ("id", "state", "since", "until", "found", "opened")}
    return {**plain, "problem": shown(run.problem) if run.problem else None}


@router.post(
    "/connections/{int:connection_id}/existing/fetch",
    auth=needs("documents:issue"),
    summary="Read the documents of a period",
    response={202: RunOut},
)
def fetch(request: HttpRequest, connection_id: int, payload: PeriodIn) -> tuple[int, dict[str, Any]]:
    """Reads only; workers do it. While one reading is under way, that one is answered."""
    connection = _connection(request, connection_id)
    return 202, _run(fetching.fetch(connection, payload.since, payload.until, actor(request)))


@router.get(
    "/connections/{int:connection_id}/existing/fetch/{int:run_id}",
    auth=needs("documents:read"),
    summary="How far a reading is",
    response=RunOut,
)
def fetch_run(request: HttpRequest, connection_id: int, run_id: int) -> dict[str, Any]:
    return _run(FetchRun.objects.get_of(caller(request).company, pk=run_id, connection=connection_id))


@router.get(
    "/connections/{int:connection_id}/existing",
    auth=needs("documents:read"),
    summary="List what was read",
    response=RemoteDocumentPage,
)
def existing(
    request: HttpRequest,
    connection_id: int,
    known_here: bool | None = None,
    cursor: str = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """Documents that stand at the program, newest first; `known_here` picks among them."""
    connection = _connection(request, connection_id)
    rows = known.of(connection.company).filter(connection=connection)
    if known_here is not None:
        rows = rows.filter(known_id__isnull=not known_here)
    found, following = page(rows, cursor, limit)
    return {"items": [_remote(each) for each in found], "next_cursor": following}


def _remote(each: RemoteDocument) -> dict[str, Any]:
    names = ("id", "kind", "number", "issue_date", "currency", "gross", "buyer_name", "buyer_tax_id")
    plain = {name: getattr(each, name) for name in names}
    return {**plain, "program_id": each.remote_id, "document_id": getattr(each, "known_id", None)}


@router.get(
    "/connections/{int:connection_id}/adoption",
    auth=needs("documents:read"),
    summary="Dry run of an adoption",
    response=list[MatchOut],
)
def dry_run(request: HttpRequest, connection_id: int, window: Window = WINDOW) -> list[dict[str, Any]]:
    """Which documents that are not known here belong to which orders, and why the others do not."""
    planned = adopting.dry_run(_connection(request, connection_id), window)
    return [_match(each) for each in (*planned.adopt, *planned.ambiguous, *planned.none)]


def _match(match: Match) -> dict[str, Any]:
    return {
        "remote_document_id": match.there.id,
        "verdict": match.verdict.value,
        "order_ids": [here.id for here in match.orders],
        "named": match.is_named,
        "reason": shown(Problem(f"reconcile.{match.reason}")) if match.reason else None,
    }


@router.post(
    "/connections/{int:connection_id}/adoption",
    auth=needs("documents:issue"),
    summary="Adopt documents",
    response={202: JobOut},
)
def adopt(request: HttpRequest, connection_id: int, payload: AdoptIn) -> tuple[int, JobOut]:
    """Makes those that a dry run would adopt now the documents of their orders. Sends nothing."""
    connection = _connection(request, connection_id)
    series = Series.objects.get_of(connection.company, pk=payload.series_id)
    job = adopting.adopt_many(connection, payload.remote_document_ids, series, actor(request), payload.window)
    return 202, job_out(job)
