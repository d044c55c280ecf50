"""Reading the documents that a program holds: pages first, then the few that need a closer look."""

import time
from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from mostek.connections.asking import PASSING, ask
from mostek.connections.models import Connection
from mostek.connectors.base.contract import NotReady
from mostek.connectors.base.held import DocumentHeld, ListsDocuments
from mostek.delivery.errands import LEASE, ErrandState, Failed, Later
from mostek.delivery.errands import work as work_errand
from mostek.delivery.queue import now, wake
from mostek.documents.models import ORIGINATING
from mostek.kernel.identifiers import find_reference
from mostek.kernel.problems import Problem, ProblemError
from mostek.reconcile.known import unknown
from mostek.reconcile.matching import LONGEST_WINDOW
from mostek.reconcile.models import FetchRun, RemoteDocument
from mostek.reconcile.sides import orders_between

SITTING = 60.0
"""Seconds after which the rest is left for the next turn: well before the errand's lease ends."""
CALLS = 2
"""Of each question, at the most (`ListsDocuments`)."""
LONGEST_PERIOD = 366
UPDATED = (
    "kind",
    "is_draft",
    "number",
    "issue_date",
    "sale_date",
    "currency",
    "net",
    "vat",
    "gross",
    "buyer_name",
    "buyer_tax_id",
    "buyer_postcode",
    "texts",
    "reference",
    "link",
    "is_whole",
    "read_at",
)


def fetch(connection: Connection, since: date, until: date, actor: str, *, here: bool = False) -> FetchRun:
    """Starts reading; workers do it, or with `here` this process before it returns.

    One run at a time for each connection: while one is under way, that one is given back. Raises
    ProblemError for a period that is none and for a program that gives no list.
    """
    if "documents" not in connection.connector.capabilities:
        values = {"program": connection.connector.manifest.name}
        raise ProblemError(Problem("reconcile.no_list", values))
    if until < since or (until - since).days > LONGEST_PERIOD:
        raise ProblemError(Problem("reconcile.period", field="since"))
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
        running = FetchRun.objects.filter(connection=connection, due_at__isnull=False).first()
        if running:
            return running
        run = FetchRun.objects.create(
            company=connection.company,
            connection=connection,
            since=since,
            until=until,
            created_by=actor[:200],
            due_at=None if here else now(),
        )
        wake()
    if here:
        _work_here(run)
    return run


def _work_here(run: FetchRun) -> None:
    """Turn after turn in this process; ends early where a worker has taken the run over in between."""
    while run.state == ErrandState.QUEUED:
        work_errand(run)
        pause = (run.due_at or 0) - now()
        ours = FetchRun.objects.filter(pk=run.pk, token=run.token).update(due_at=None)
        if run.state != ErrandState.QUEUED or not ours:
            return
        run.due_at = None
        time.sleep(min(max(pause, 0), 60))


def read_on(run: FetchRun) -> None:
    """What `FetchRun.perform` does: goes on where the run stands, for a while."""
    end = time.monotonic() + SITTING
    try:
        while not run.is_listed:
            _read_page(run)
            _leave_at(end, run)
        for remote in _worth_opening(run):
            _open(run, remote)
            _leave_at(end, run)
    except ProblemError as error:
        problem = error.problems[0]
        if problem.key in PASSING:
            raise Later(problem) from None
        raise Failed(problem) from None


def _leave_at(end: float, run: FetchRun) -> None:
    run.failures = 0
    if time.monotonic() > end:
        raise Later(Problem("reconcile.going_on"), 0)


def _read_page(run: FetchRun) -> None:
    asked = lambda session: cast(ListsDocuments, session).documents(run.since, run.until, run.cursor)  # noqa: E731
    page = ask(run.connection, asked, CALLS)
    moment = timezone.now()
    with transaction.atomic():
        keep(run.connection, page.documents, run.since, moment)
        run.pages, run.found = run.pages + 1, run.found + len(page.documents)
        run.cursor, run.is_listed = page.next, not page.next
        if run.is_listed:
            _forget_what_is_gone(run)
        _note(run)


def _note(run: FetchRun) -> None:
    """Progress, and more time; not by a worker that has lost the run."""
    values = {name: getattr(run, name) for name in ("pages", "found", "cursor", "is_listed", "opened")}
    if run.due_at is not None:
        values["due_at"] = run.due_at = now() + LEASE
    FetchRun.objects.filter(pk=run.pk, token=run.token).update(**values)


def _forget_what_is_gone(run: FetchRun) -> None:
    within = RemoteDocument.objects.filter(
        connection=run.connection, issue_date__gte=run.since, issue_date__lte=run.until
    )
    run.found = within.filter(read_at__gte=run.created_at).count()
    within.filter(read_at__lt=run.created_at).delete()


def _worth_opening(run: FetchRun) -> list[RemoteDocument]:
    """Those of which the list tells too little, and whose amount some order without a document has."""
    listed = unknown(run.company).filter(
        connection=run.connection,
        kind__in=ORIGINATING,
        is_whole=False,
        issue_date__gte=run.since,
        issue_date__lte=run.until,
    )
    amounts = {
        (here.total, here.currency)
        for here in orders_between(run.company, run.since, run.until, LONGEST_WINDOW)
    }
    return [each for each in listed if each.gross is None or (each.gross, each.currency) in amounts]


def _open(run: FetchRun, remote: RemoteDocument) -> None:
    try:
        asked = lambda session: cast(ListsDocuments, session).document(remote.remote_id)  # noqa: E731
        held = ask(run.connection, asked, CALLS)
    except NotReady:
        remote.delete()
        return
    with transaction.atomic():
        keep(run.connection, [held], run.since, timezone.now())
        run.opened += 1
        _note(run)


def keep(connection: Connection, documents: Iterable[DocumentHeld], since: date, moment: datetime) -> None:
    """Stores what was read. What was learnt by opening a document is not lost to a list that tells less."""
    rows = {each.booked.remote_id: _row(connection, each, since, moment) for each in documents}
    opened = {
        each.remote_id: each
        for each in RemoteDocument.objects.filter(connection=connection, remote_id__in=rows, is_whole=True)
    }
    same = [key for key, row in rows.items() if not row.is_whole and _is_same(row, opened.get(key))]
    RemoteDocument.objects.filter(connection=connection, remote_id__in=same).update(read_at=moment)
    RemoteDocument.objects.bulk_create(
        [row for key, row in rows.items() if key not in same],
        update_conflicts=True,
        unique_fields=["connection", "remote_id"],
        update_fields=UPDATED,
    )


def _is_same(row: RemoteDocument, opened: RemoteDocument | None) -> bool:
    return (
        opened is not None
        and (row.number, row.issue_date) == (opened.number, opened.issue_date)
        and (row.gross in (None, opened.gross))
    )


def _row(connection: Connection, held: DocumentHeld, since: date, moment: datetime) -> RemoteDocument:
    booked = held.booked
    return RemoteDocument(
        company=connection.company,
        connection=connection,
        remote_id=booked.remote_id[:100],
        # A document without a date cannot be compared with any order.
        kind=held.kind.value if held.kind and booked.issue_date else "",
        is_draft=held.is_draft,
        number=booked.number[:100],
        issue_date=booked.issue_date or since,
        sale_date=booked.sale_date,
        currency=booked.currency[:3],
        net=booked.net,
        vat=booked.vat,
        gross=booked.gross,
        buyer_name=held.buyer_name[:512],
        buyer_tax_id=booked.buyer_tax_id[:30],
        buyer_postcode=held.buyer_postcode[:20],
        texts=held.texts[:2000],
        reference=(booked.reference or find_reference(held.texts))[:32],
        link=booked.link[:500],
        is_whole=held.is_whole,
        read_at=moment,
    )
