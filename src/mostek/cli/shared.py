"""What several commands share: Django, the company that is meant, tables and JSON."""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mostek.cli.failures import Stop

if TYPE_CHECKING:
    from mostek.companies.models import Company

Command = TypeVar("Command", bound=Callable[..., Any])
ACTOR = "command line"


def start_django() -> None:
    """Loads Django with sentences in English, as the command line speaks. Raises OddSetting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mostek.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def company_option(command: Command) -> Command:
    return click.option(
        "--company",
        "company_name",
        metavar="NAME",
        help="Which company, by name or tax ID, if there are several.",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")(command)


def chosen_company(name: str | None) -> "Company":
    """The company that is meant. Raises Stop when none or several fit."""
    from django.db.models import Q

    from mostek.companies.models import Company

    known = Company.objects.order_by("name")
    fitting = list(known.filter(Q(name__iexact=name) | Q(tax_id=name)) if name else known[:20])
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f'"{each.name}"' for each in known[:20])
    if not names:
        raise Stop("There is no company yet. Make one with: mostek company add, or the sample: mostek demo")
    if name:
        raise Stop(
            f'{"Several companies are" if fitting else "No company is"} called "{name}". There are: {names}'
        )
    raise Stop(f"There are several companies; say which with --company: {names}")


def print_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], empty: str) -> None:
    """Columns as wide as their content; `empty` is the sentence for no rows."""
    lines = [[("" if value is None else str(value)) for value in row] for row in rows]
    if not lines:
        click.echo(empty)
        return
    widths = [max(map(len, column)) for column in zip(headings, *lines, strict=True)]
    for line in [headings, *lines]:
        click.echo("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def print_rows(rows: Sequence[Mapping[str, Any]], as_json: bool, empty: str) -> None:
    """The same rows for people (a table) or scripts (JSON)."""
    if as_json:
        print_json(rows)
    else:
        headings = [name.replace("_", " ") for name in rows[0]] if rows else []
        print_table(headings, [list(row.values()) for row in rows], empty)
