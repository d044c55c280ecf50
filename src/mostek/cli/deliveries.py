"""Deliveries: documents on their way to the accounting programs."""

from typing import TYPE_CHECKING, Any

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import (
    ACTOR,
    chosen_company,
    company_option,
    json_option,
    print_json,
    print_rows,
    start_django,
)

if TYPE_CHECKING:
    from mostek.companies.models import Company
    from mostek.delivery.models import Delivery


@click.group()
def deliveries() -> None:
    """Documents on their way to the accounting programs."""


@deliveries.command()
@company_option
@json_option
def status(company_name: str | None, as_json: bool) -> None:
    """How many deliveries stand in each state, and what waits at each connection."""
    start_django()
    from mostek.connections.models import Connection
    from mostek.delivery.heart import is_paused
    from mostek.delivery.models import State, company_counts
    from mostek.delivery.outlook import waiting

    company = chosen_company(company_name)
    counts = company_counts(company)
    queues = []
    for connection in Connection.objects.of(company):
        outlook = waiting(connection)
        queues.append(
            {
                "connection": connection.name,
                "state": "paused" if connection.paused else connection.state,
                "waiting": outlook.count,
                "seconds_left": outlook.seconds_left,
            }
        )
    if as_json:
        print_json({"paused": is_paused(), "states": counts, "connections": queues})
        return
    if is_paused():
        click.echo("Sending is switched off for the whole installation.\n")
    states = [{"state": each.label, "deliveries": counts[each]} for each in State if counts.get(each)]
    print_rows(states, False, "Nothing has been sent yet.")
    click.echo("")
    print_rows(queues, False, "No account is connected yet.")


@deliveries.command("list")
@click.option("--state", help="Only in this state, such as queued, rejected, in_doubt.")
@click.option("--limit", default=50, show_default=True, help="How many, the newest first.")
@company_option
@json_option
def list_deliveries(state: str | None, limit: int, company_name: str | None, as_json: bool) -> None:
    """The newest deliveries; --state rejected shows what needs a person."""
    start_django()
    from mostek.delivery.models import Delivery, State
    from mostek.delivery.words import card

    if state and state not in State.values:
        raise click.UsageError(f"There is no state {state}; there are: {', '.join(State.values)}")
    found = Delivery.objects.of(chosen_company(company_name)).select_related("document", "connection")
    if state:
        found = found.filter(state=state)
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "document": str(each.document),
            "connection": each.connection.name,
            "state": each.state,
            "step": each.step,
            "sends": each.sends,
            "remote_number": each.remote_number,
            "problem": card(each.problems[0]).what if each.problems else "",
        }
        for each in found.order_by("-id")[:limit]
    ]
    print_rows(rows, as_json, "There are no such deliveries.")


@deliveries.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--problem", metavar="KEY", help="All rejected ones with this problem.")
@company_option
@json_option
def resend(ids: tuple[int, ...], problem: str | None, company_name: str | None, as_json: bool) -> None:
    """Send rejected deliveries again, once their cause is gone; never a second document.

    \b
    mostek deliveries list --state rejected
    mostek deliveries resend 17 18
    """
    if bool(ids) == bool(problem):
        raise click.UsageError("Say either which (ID …) or --problem KEY.")
    start_django()
    from mostek.delivery import actions

    company = chosen_company(company_name)
    if problem:
        count = actions.resend_all(company, problem, ACTOR)
    else:
        for delivery in _deliveries(company, ids):
            actions.resend(delivery, ACTOR)
        count = len(ids)
    print_json({"resent": count}) if as_json else click.echo(f"{count} are queued again.")


def _deliveries(company: "Company", ids: tuple[int, ...]) -> "list[Delivery]":
    from mostek.delivery.models import Delivery

    found = list(Delivery.objects.of(company).filter(id__in=ids))
    missing = set(ids) - {each.id for each in found}
    if missing:
        raise Stop(f"There is no delivery {', '.join(map(str, sorted(missing)))}.")
    return found
