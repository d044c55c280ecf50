"""The archive of PDFs."""

import click

from mostek.cli.failures import PROBLEM, Stop
from mostek.cli.shared import ACTOR, chosen_company, company_option, json_option, print_json, start_django


@click.group()
def archive() -> None:
    """PDFs of documents, kept in a folder too."""


@archive.command()
@company_option
@json_option
@click.pass_context
def run(context: click.Context, company_name: str | None, as_json: bool) -> None:
    """Archive now, in this process, and lighten the database by the company's rule.

    Running workers do this once a day by themselves.
    """
    start_django()
    from mostek.delivery.words import card
    from mostek.files import archiving

    company = chosen_company(company_name)
    rule = archiving.rule_of(company)
    if not rule.on and rule.keep_months is None:
        raise Stop(f"{company} keeps no archive. Switch it on in the panel, under Settings, Archive.")
    job = archiving.run_here(company, ACTOR)
    dropped = job.result.get("dropped", 0)
    if as_json:
        print_json({"archived": job.done, "dropped": dropped, "problem": job.problem})
    else:
        click.echo(f"{job.done} files were archived, {dropped} PDFs left the database.")
    if job.problem:
        told = card(job.problem)
        click.echo(f"{told.what} {told.why}\n  {told.todo}", err=True)
        context.exit(PROBLEM)


@archive.command()
@company_option
@json_option
def status(company_name: str | None, as_json: bool) -> None:
    """Where the archive lies, what stands in it, and what waits."""
    start_django()
    from mostek.files.archiving import folder_of, rule_of, waiting
    from mostek.files.models import Archived

    company = chosen_company(company_name)
    rule = rule_of(company)
    told = {
        "on": rule.on,
        "folder": str(folder_of(rule)),
        "pattern": rule.pattern,
        "keep_months": rule.keep_months,
        "files": Archived.objects.of(company).count(),
        "waiting": waiting(rule).count() if rule.on else 0,
        "last_run": rule.ran_at,
    }
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        click.echo(f"{name.replace('_', ' '):12} {'–' if value is None else value}")
