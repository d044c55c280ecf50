"""Issuing every order that has no document, as a job that running workers do."""

import time
from typing import Any

import click
from django.db.models import QuerySet

from mostek.cli.failures import PROBLEM
from mostek.cli.shared import ACTOR, print_json
from mostek.companies.models import Company
from mostek.delivery.heart import alive
from mostek.delivery.models import Job
from mostek.delivery.words import card
from mostek.documents.bulk import problem_keys
from mostek.documents.issuing import issue_many
from mostek.documents.models import ORIGINATING, Document, Series
from mostek.kernel.problems import Problem
from mostek.orders.models import Order

LOOK_EVERY = 0.5
ENDED = {"done", "failed"}


def issue_all(company: Company, series: Series, wait: bool, as_json: bool) -> int:
    """Starts the job, waits for its end if wanted, and tells of it; the exit code."""
    job = issue_many(company, unissued(company).values_list("id", flat=True), series, ACTOR)
    if wait:
        _follow(job, quiet=as_json)
    if as_json:
        print_json(_summary(job))
    elif wait:
        _tell(job)
    else:
        click.echo(f"{job.total} orders are queued as job {job.pk}; running workers issue them.")
    return PROBLEM if wait and (job.failed or job.state == "failed") else 0


def unissued(company: Company) -> "QuerySet[Order]":
    issued = Document.objects.of(company).filter(kind__in=ORIGINATING, cancelled_at=None)
    return Order.objects.of(company).exclude(id__in=issued.values("order_id")).order_by("placed_at", "id")


def _follow(job: Job, quiet: bool) -> None:
    if not alive():
        click.echo("No worker runs, so nothing happens yet. Start one with: mostek worker", err=True)
    with click.progressbar(length=job.total, label="Issuing", hidden=quiet) as bar:
        while job.state not in ENDED:
            time.sleep(LOOK_EVERY)
            job.refresh_from_db()
            bar.update(job.done + job.failed - bar.pos)


def _summary(job: Job) -> dict[str, Any]:
    return {
        "job": job.pk,
        "state": job.state,
        "orders": job.total,
        "issued": job.done,
        "failed": job.failed,
        "reasons": problem_keys(job),
    }


def _tell(job: Job) -> None:
    click.echo(f"{job.done} documents were issued, {job.failed} orders have got none.")
    if job.problem:
        click.echo(card(job.problem).what)
    for key, count in problem_keys(job).items():
        words = card(Problem(key))
        click.echo(f"{count} × {words.what} {words.todo}")
