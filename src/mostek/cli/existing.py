"""What stands at an account already: the seller compared, documents fetched and adopted."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import ACTOR, chosen_company, company_option, json_option, print_rows, start_django

if TYPE_CHECKING:
    from mostek.connections.models import Connection
    from mostek.reconcile.adopting import DryRun

DAY = click.DateTime(["%Y-%m-%d"])


def _connection(name: str, company_name: str | None) -> "Connection":
    from mostek.connections.models import Connection

    company = chosen_company(company_name)
    found = Connection.objects.of(company).select_related("company").filter(name=name).first()
    if found is None:
        raise Stop(f'{company.name} has no connection "{name}"; see: mostek connections list')
    return found


@click.command("compare")
@click.argument("name")
@company_option
@json_option
def compare(name: str, company_name: str | None, as_json: bool) -> None:
    """Compare the seller's data with what the program of NAME would print; fails where they differ."""
    start_django()
    from mostek.connections import comparing

    connection = _connection(name, company_name)
    comparing.look(connection)
    rows = comparing.rows(connection)
    shown = [
        {"field": each.key, "here": each.ours, "there": each.theirs, "result": each.verdict.value}
        for each in rows
    ]
    print_rows(shown, as_json, "The program told nothing.")
    if differing := [row.key for row in rows if row.is_mismatch]:
        raise Stop(f"Not the same on both sides: {', '.join(differing)}.")


@click.command("fetch")
@click.argument("name")
@click.option("--since", type=DAY, required=True, help="First issue date, such as 2026-11-01.")
@click.option("--until", type=DAY, required=True, help="Last issue date.")
@company_option
def fetch(name: str, since: datetime, until: datetime, company_name: str | None) -> None:
    """Read the documents that the program of NAME holds of a period. Changes nothing there."""
    start_django()
    from mostek.delivery.words import card
    from mostek.reconcile.fetching import fetch as read

    connection = _connection(name, company_name)
    run = read(connection, since.date(), until.date(), ACTOR, here=True)
    if run.state == "queued":
        raise Stop("Documents of this account are being read by a worker; try again when it is done.")
    if run.problem:
        words = card(run.problem)
        raise Stop(f"{words.what} {words.todo}")
    click.echo(f"{run.found} documents read. See what belongs to orders: mostek connections adopt")


@click.command("adopt")
@click.argument("name")
@click.option("--series", "code", help="The series in which they will stand. Without it: a dry run.")
@click.option("--window", default=14, show_default=True, type=click.IntRange(1, 60), help="Days apart.")
@company_option
@json_option
def adopt(name: str, code: str | None, window: int, company_name: str | None, as_json: bool) -> None:
    """Make documents that stand at the program of NAME the documents of their orders. Sends nothing."""
    start_django()
    from mostek.documents.models import Series
    from mostek.reconcile import adopting

    connection = _connection(name, company_name)
    planned = adopting.dry_run(connection, window)
    if code is None:
        print_rows(_rows(planned), as_json, "Nothing unknown was read; first: mostek connections fetch")
        return
    series = Series.objects.of(connection.company).filter(code=code).first()
    if series is None:
        raise Stop(f'There is no series "{code}".')
    ids = [each.there.id for each in planned.adopt]
    job = adopting.adopt_many(connection, ids, series, ACTOR, window)
    click.echo(f"{job.total} documents are taken over by the workers (job {job.pk}).")


def _rows(planned: "DryRun") -> list[dict[str, object]]:
    from mostek.delivery.words import card
    from mostek.kernel.problems import Problem
    from mostek.reconcile.models import RemoteDocument

    matches = [*planned.adopt, *planned.ambiguous, *planned.none]
    remotes = RemoteDocument.objects.in_bulk([each.there.id for each in matches])
    return [
        {
            "document": str(remotes[each.there.id]),
            "issued": each.there.day,
            "gross": each.there.gross,
            "buyer": each.there.name[:30],
            "verdict": each.verdict.value,
            "orders": ", ".join(here.number for here in each.orders),
            "why": card(Problem(f"reconcile.{each.reason}")).what if each.reason else "",
        }
        for each in matches
    ]
