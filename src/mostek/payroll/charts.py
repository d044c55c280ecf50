"""The program's chart of accounts, its departments, projects and cost centres, as last fetched."""

from collections.abc import Sequence
from typing import cast

from django.db import transaction

from mostek.companies.audit import record
from mostek.connections.asking import ask
from mostek.connections.models import Connection, State
from mostek.connectors.base import entries
from mostek.connectors.base.contract import Session
from mostek.connectors.base.entries import DimensionValue, ListsDimensions, ListsLedgerAccounts
from mostek.delivery.daily import every_day
from mostek.delivery.jobs import runner, start
from mostek.delivery.models import Job
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.models import Dimension, LedgerAccount, PayrollSettings

KIND = "ledger_chart"
CALLS = 8
"""Reads that one refreshing takes at the most."""
ITSELF = "Mostek"
AT_ONCE = 500

Told = tuple[tuple[entries.LedgerAccount, ...], tuple[DimensionValue, ...]]


def refresh(connection: Connection, actor: str) -> Job:
    """Has a worker fetch chart and dimensions; one that is under way already is returned instead."""
    under_way = Job.objects.of(connection.company).filter(
        kind=KIND, due_at__isnull=False, params__connection=connection.pk
    )
    return under_way.first() or start(connection.company, KIND, {"connection": connection.pk}, actor)


@runner(KIND)
def refresh_portion(job: Job) -> bool:
    connection = Connection.objects.select_related("company").get(pk=job.params["connection"])
    try:
        accounts, dimensions = refresh_now(connection)
        job.done, job.result = accounts, {"accounts": accounts, "dimensions": dimensions}
    except ProblemError as error:
        job.problem = error.problems[0].as_dict()
    return True


def refresh_now(connection: Connection) -> tuple[int, int]:
    """How many accounts and dimension values there are now. What the program lists no more stays, inactive:
    components may name it. Raises ProblemError where the program cannot be read."""
    if "ledger_accounts" not in connection.connector.capabilities:
        program = connection.connector.manifest.name
        raise ProblemError(Problem("payroll.program_without_chart", {"program": program}))
    accounts, dimensions = ask(connection, _question, CALLS)
    with transaction.atomic():
        _keep_accounts(connection, accounts)
        _keep_dimensions(connection, dimensions)
        counts = {"accounts": ("", len(accounts)), "dimensions": ("", len(dimensions))}
        record(connection.company, ITSELF, "refresh_chart", connection, counts)
    return len(accounts), len(dimensions)


async def _question(session: Session) -> Told:
    accounts = await cast(ListsLedgerAccounts, session).ledger_accounts()
    dimensions = await session.dimensions() if isinstance(session, ListsDimensions) else ()
    return accounts, dimensions


def _keep_accounts(connection: Connection, told: Sequence[entries.LedgerAccount]) -> None:
    rows = {
        each.code: LedgerAccount(
            connection=connection,
            code=each.code,
            name=each.name[:200],
            is_active=each.is_active,
            may_post=each.may_post,
            why_not=_why_not(each),
        )
        for each in told
        if len(each.code) <= 40
    }
    LedgerAccount.objects.bulk_create(
        rows.values(),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["connection", "code"],
        update_fields=["name", "is_active", "may_post", "why_not"],
    )
    gone = LedgerAccount.objects.filter(connection=connection).exclude(code__in=rows)
    gone.update(is_active=False, may_post=False, why_not="payroll.account_inactive")


def _why_not(account: entries.LedgerAccount) -> str:
    if not account.is_active:
        return "payroll.account_inactive"
    if account.is_parent:
        return "payroll.account_is_heading"
    return "" if account.fits else "payroll.account_too_long"


def _keep_dimensions(connection: Connection, told: Sequence[DimensionValue]) -> None:
    rows = {
        (each.dimension, each.code): Dimension(
            connection=connection,
            kind=each.dimension,
            code=each.code,
            name=each.name[:200],
            is_active=each.is_active,
            fits=each.fits,
        )
        for each in told
        if len(each.code) <= 40
    }
    Dimension.objects.bulk_create(
        rows.values(),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["connection", "kind", "code"],
        update_fields=["name", "is_active", "fits"],
    )
    known = Dimension.objects.filter(connection=connection, is_active=True)
    gone = [each.pk for each in known if (each.kind, each.code) not in rows]
    Dimension.objects.filter(pk__in=gone).update(is_active=False)


@every_day("payroll.charts")
def refresh_all() -> None:
    """Of every account that entries go to."""
    chosen = PayrollSettings.objects.filter(connection__state=State.ACTIVE, connection__paused=False)
    for settings in chosen.select_related("connection__company"):
        connection = settings.connection
        if connection and "ledger_accounts" in connection.connector.capabilities:
            refresh(connection, ITSELF)
