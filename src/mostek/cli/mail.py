"""Messages to buyers."""

import sys
from typing import Any

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import chosen_company, company_option, json_option, print_rows, start_django

STATES = ("queued", "done", "failed", "unsure", "returned")


@click.group()
def mail() -> None:
    """Messages to buyers."""


@mail.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only in this state.")
@click.option("--limit", default=50, show_default=True, help="How many, the newest first.")
@company_option
@json_option
def list_messages(state: str | None, limit: int, company_name: str | None, as_json: bool) -> None:
    """The newest messages; --state failed shows what did not go out, returned what came back."""
    start_django()
    from mostek.delivery.words import card
    from mostek.mail.models import Message

    found = Message.objects.of(chosen_company(company_name)).select_related("document", "order", "bounce")
    if state == "returned":
        found = found.filter(bounce__isnull=False)
    elif state:
        found = found.filter(state=state, bounce__isnull=True)
    rows: list[dict[str, Any]] = [
        {
            "id": each.pk,
            "recipient": each.recipient,
            "subject": each.subject,
            "about": str(each.document or each.order or ""),
            "state": "returned" if hasattr(each, "bounce") else each.state,
            "problem": card(each.problem).what if each.problem else "",
        }
        for each in found.order_by("-id")[:limit]
    ]
    print_rows(rows, as_json, "There are no such messages.")


@mail.command()
def bounce() -> None:
    """Take a notice of undelivered mail from standard input, and show it at its message.

    For a mail server that pipes returned mail; docs/operations.md shows how.

    \b
    mostek mail bounce < notice.eml
    """
    start_django()
    from mostek.mail.bounces import take

    raw = sys.stdin.buffer.read(5_000_000)
    if not raw:
        raise Stop("Nothing came in. Pipe the whole notice into this command.")
    message = take(raw)
    if message is None:
        click.echo("The notice tells of a delay only; nothing was changed.")
    else:
        click.echo(f"The message to {message.recipient} is shown as returned.")
