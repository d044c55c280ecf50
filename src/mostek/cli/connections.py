"""Connections: accounts at accounting programs."""

import os
import sys
from typing import TYPE_CHECKING

import click

from mostek.cli import existing
from mostek.cli.failures import Stop
from mostek.cli.shared import ACTOR, chosen_company, company_option, json_option, print_rows, start_django

if TYPE_CHECKING:
    from mostek.companies.models import Company
    from mostek.connections.models import Connection
    from mostek.connectors.base.contract import AccountReached, Connector
    from mostek.connectors.base.manifest import Field


@click.group()
def connections() -> None:
    """Accounts at accounting programs."""


for command in (existing.compare, existing.fetch, existing.adopt):
    connections.add_command(command)


@connections.command("add")
@click.argument("program", required=False)
@click.option("--name", help="How the account is called here; default: the program's name.")
@click.option("--environment", help="production, stand_in or another that the program has.")
@click.option("--address", "custom_url", default="", help="With --environment custom: where it answers.")
@click.option(
    "--credential",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="May be repeated. VALUE - reads a line from standard input, @VAR the environment variable VAR.",
)
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="The program's own options.")
@company_option
def add(
    program: str | None,
    name: str | None,
    environment: str | None,
    custom_url: str,
    given: tuple[str, ...],
    options: tuple[str, ...],
    company_name: str | None,
) -> None:
    """Connect an account at PROGRAM. It is tried first; nothing is saved unless it works.

    What is not given is asked for; secrets are never shown. Keep secrets out of the shell's history:

    \b
    mostek connections add PROGRAM --credential api_key=@THEIR_KEY
    mostek connections add PROGRAM --credential api_key=- < key.txt
    mostek connections add                              which programs there are
    """
    start_django()
    from mostek.connections.models import Connection
    from mostek.connections.verifying import activate, clean

    connector = _connector(program)
    manifest = connector.manifest
    company = chosen_company(company_name)
    environment = _environment(connector, environment)
    credentials = clean(manifest.credentials, _asked(manifest.credentials, given))
    defaults = {field.name: field.default for field in manifest.options}
    connection = Connection(
        company=company,
        program=manifest.key,
        name=_free_name(company, name or manifest.name),
        environment=environment,
        custom_url=custom_url,
        options=clean(manifest.options, defaults | _pairs(options, manifest.options)),
    )
    connection.set_credentials(credentials)
    _tell(connection, activate(connection, ACTOR))


def _connector(program: str | None) -> "Connector":
    from mostek.connectors.base.registry import connectors

    known = connectors()
    if program not in known:
        names = ", ".join(known)
        raise Stop(
            f"Name one of the programs: {names}" if program is None else f"{program} is not one of: {names}"
        )
    return known[program]


def _environment(connector: "Connector", wanted: str | None) -> str:
    from mostek.connections.verifying import choices_of_environment

    known = dict(choices_of_environment(connector.manifest))
    if wanted is None:
        return next(iter(known))
    if wanted not in known:
        raise Stop(f"{connector.manifest.name} has no environment {wanted}; it has: {', '.join(known)}")
    return wanted


def _free_name(company: "Company", name: str) -> str:
    from mostek.connections.models import Connection

    if Connection.objects.of(company).filter(name=name).exists():
        raise Stop(f'{company.name} has a connection called "{name}" already; choose another with --name.')
    return name


def _pairs(given: tuple[str, ...], fields: "tuple[Field, ...]") -> dict[str, str]:
    """NAME=VALUE texts by name. A wrong one is named without its value, which may be a secret."""
    known = [field.name for field in fields]
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            shown = name if equals else "a text without ="
            raise click.UsageError(f"Give NAME=VALUE with one of: {', '.join(known) or 'none'}; not {shown}.")
        values[name] = _fetched(name, value)
    return values


def _fetched(name: str, value: str) -> str:
    if value == "-":
        return sys.stdin.readline().strip()
    if value.startswith("@"):
        if value[1:] not in os.environ:
            raise Stop(f"{name} shall come from the environment variable {value[1:]}, which is not set.")
        return os.environ[value[1:]]
    return value


def _asked(fields: "tuple[Field, ...]", given: tuple[str, ...]) -> dict[str, str]:
    """The credentials as given; those that are missing are asked for at a terminal."""
    values = _pairs(given, fields)
    if sys.stdin.isatty():
        for field in fields:
            if field.name not in values and field.required:
                values[field.name] = click.prompt(field.label, hide_input=field.secret)
    return values


def _tell(connection: "Connection", reached: "AccountReached") -> None:
    from mostek.delivery.words import card

    who = " · ".join(part for part in (reached.name, reached.tax_id, reached.detail) if part)
    click.echo(f"{connection.name} works. Account reached: {who}")
    for warning in reached.warnings:
        words = card(warning)
        click.echo(f"Warning: {words.what} {words.todo}")


@connections.command("verify")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@company_option
def verify(names: tuple[str, ...], company_name: str | None) -> None:
    """Try connections again, all or those named; one that works gets its queue going again."""
    start_django()
    from mostek.connections.models import Connection
    from mostek.connections.verifying import reverify
    from mostek.kernel.problems import ProblemError

    known = {each.name: each for each in Connection.objects.of(chosen_company(company_name))}
    missing = [name for name in names if name not in known]
    if missing or not known:
        raise Stop(
            f"There is no connection {', '.join(missing)}." if missing else "There are no connections yet."
        )
    failures: list[ProblemError] = []
    for name in names or tuple(known):
        try:
            _tell(known[name], reverify(known[name], ACTOR))
        except ProblemError as error:
            click.echo(f"{name} does not work.", err=True)
            failures.append(error)
    if failures:
        raise ProblemError(*[problem for error in failures for problem in error.problems])


@connections.command("list")
@company_option
@json_option
def list_connections(company_name: str | None, as_json: bool) -> None:
    """The accounts that are connected, and how they are."""
    start_django()
    from mostek.connections.models import Connection

    rows = [
        {
            "name": each.name,
            "program": each.program,
            "environment": each.environment,
            "state": "paused" if each.paused else each.state,
            "account": each.account_name,
            "verified_at": each.verified_at and f"{each.verified_at:%Y-%m-%d %H:%M}",
        }
        for each in Connection.objects.of(chosen_company(company_name))
    ]
    print_rows(rows, as_json, "No account is connected yet. Connect one with: mostek connections add")
