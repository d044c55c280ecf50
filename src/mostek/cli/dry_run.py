"""The dry run from the command line: done in this process, nothing is issued or sent."""

from typing import Any

import click

from mostek.cli.bulk import unissued
from mostek.cli.documents import order_called
from mostek.cli.failures import PROBLEM
from mostek.cli.shared import ACTOR, print_json
from mostek.companies.models import Company
from mostek.delivery.models import Job
from mostek.documents import dry_run
from mostek.documents.models import Series

SHOWN = 10


def check(company: Company, series: Series, numbers: tuple[str, ...], as_json: bool) -> int:
    """Of the named orders, or of all without a document; the exit code tells whether any is blocked."""
    if numbers:
        ids = [order_called(company, number).pk for number in numbers]
    else:
        ids = list(unissued(company).values_list("pk", flat=True))
    job = dry_run.check_here(company, ids, series, ACTOR)
    reasons = dry_run.reasons_of(job, SHOWN)
    if as_json:
        print_json(_summary(job, reasons))
    else:
        _tell(job, reasons)
    return PROBLEM if job.failed else 0


def _summary(job: Job, reasons: list[dry_run.Reason]) -> dict[str, Any]:
    return {
        "orders": job.total,
        "ready": job.done,
        "blocked": job.failed,
        "totals": job.result.get("sums", {}),
        "reasons": {reason.key: reason.count for reason in reasons},
    }


def _tell(job: Job, reasons: list[dry_run.Reason]) -> None:
    click.echo(f"{job.total} orders: {job.done} ready, {job.failed} blocked. Nothing was issued.")
    for totals in dry_run.totals_of(job):
        for code, amounts in totals.rates:
            click.echo(
                f"  {totals.currency} {code:>4}: net {amounts.net}, VAT {amounts.vat}, gross {amounts.gross}"
            )
        click.echo(f"  {totals.currency} gross together: {totals.whole.gross}")
    for reason in reasons:
        numbers = ", ".join(order.number for order, _, _ in reason.items)
        more = f" and {reason.more} more" if reason.more else ""
        click.echo(f"{reason.count} × {reason.card.what} {reason.card.todo}\n  orders {numbers}{more}")
