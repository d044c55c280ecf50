"""Orders from files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mostek.cli.failures import PROBLEM, Stop
from mostek.cli.shared import (
    ACTOR,
    chosen_company,
    company_option,
    json_option,
    print_json,
    print_table,
    start_django,
)

if TYPE_CHECKING:
    from mostek.companies.models import Company
    from mostek.orders.models import ImportRun

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
SHOWN_ISSUES = 10
COUNTS = ("orders_new", "orders_changed", "orders_known", "orders_refused", "lines_refused", "remarks")


@click.group()
def orders() -> None:
    """Orders: taking them in from files."""


@orders.command("import")
@file_argument
@click.option("--preset", help="How the file is read; default: json or csv, by the file's name.")
@click.option(
    "--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Which column is what; may be repeated."
)
@click.option(
    "--set", "chosen", multiple=True, metavar="NAME=VALUE", help="currency, vat_code, source and more."
)
@click.option(
    "--issues", type=click.Path(path_type=Path), help="Write what could not be taken in to this CSV file."
)
@company_option
@json_option
@click.pass_context
def import_orders(
    context: click.Context,
    file: Path,
    preset: str | None,
    mapping: tuple[str, ...],
    chosen: tuple[str, ...],
    issues: Path | None,
    company_name: str | None,
    as_json: bool,
) -> None:
    """Take in the orders of FILE (CSV or JSON, also with .gz). The same file again changes nothing.

    Columns are recognised by their headings, as far as those speak for themselves, and remembered for
    files of the same shape.

    \b
    mostek orders columns orders.csv                 what the columns are taken for
    mostek orders import orders.csv --map placed_at="Data zakupu" --set currency=PLN --set vat_code=23
    mostek orders import orders.jsonl --json
    """
    start_django()
    from mostek.orders.importing.runs import import_file

    company = chosen_company(company_name)
    key = preset or _preset_by_name(file)
    settings: dict[str, Any] = _pairs(chosen, "--set", _setting_names(key))
    if key == "csv":
        settings = _csv_settings(company, file, settings, _pairs(mapping, "--map", _field_names()))
    elif mapping:
        raise click.UsageError("--map is for CSV tables.")
    with click.progressbar(length=1000, label=file.name, hidden=as_json) as bar:
        run = import_file(company, file, key, settings, ACTOR, lambda run: _advance(bar, run))
    if issues:
        _write_issues(run, issues)
    print_json(_summary(run)) if as_json else _tell(run)
    if run.state == "failed":
        context.exit(PROBLEM)


def _preset_by_name(file: Path) -> str:
    endings = {ending.lower() for ending in file.suffixes}
    return "json" if endings & {".json", ".jsonl", ".ndjson"} else "csv"


def _setting_names(key: str) -> list[str]:
    from mostek.orders.importing.presets import presets

    known = {each.key: each for each in presets()}
    if key not in known:
        raise click.UsageError(f"There is no preset {key}; there are: {', '.join(known)}")
    return [field.name for field in known[key].fields]


def _field_names() -> list[str]:
    from mostek.orders.importing.headings import MAPPABLE

    return [each.key for each in MAPPABLE]


def _pairs(texts: tuple[str, ...], option: str, known: list[str]) -> dict[str, str]:
    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            raise click.UsageError(f"{option} {text}: write NAME=VALUE with one of: {', '.join(known)}")
        values[name] = value
    return values


def _csv_settings(
    company: "Company", file: Path, settings: dict[str, str], mapping: dict[str, str]
) -> dict[str, Any]:
    """What was remembered for files of this shape, else guessed, under what was said now."""
    from mostek.orders.importing.choosing import remembered
    from mostek.orders.importing.headings import guess
    from mostek.orders.importing.sniffing import sniff

    headings = sniff(file, settings.get("encoding", "auto"), settings.get("delimiter", "auto")).headings
    before = remembered(company, headings) or {"mapping": guess(headings)}
    taken = {
        field: heading for field, heading in before["mapping"].items() if heading not in mapping.values()
    }
    return {**before, **settings, "mapping": {**taken, **mapping}}


def _advance(bar: Any, run: "ImportRun") -> None:
    from mostek.orders.importing.runs import progress

    bar.update(int(progress(run) * 1000) - bar.pos)


def _write_issues(run: "ImportRun", target: Path) -> None:
    from mostek.orders.importing.issues import issues_csv

    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            file.writelines(issues_csv(run))
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error.strerror}.") from error


def _summary(run: "ImportRun") -> dict[str, Any]:
    return {"run": run.pk, "state": run.state, "failure": run.failure} | {
        name: getattr(run, name) for name in COUNTS
    }


def _tell(run: "ImportRun") -> None:
    from mostek.delivery.words import card

    if run.failure:
        words = card(run.failure)
        click.echo(f"{words.what} {words.why}\n  {words.todo}", err=True)
    click.echo(
        f"{run.orders_new} orders are new, {run.orders_changed} changed, {run.orders_known} were known,"
        f" {run.orders_refused} refused."
    )
    refused = run.issues.filter(is_remark=False).order_by("line")
    for issue in refused[:SHOWN_ISSUES]:
        click.echo(f"line {issue.line}, order {issue.order_number or '–'}: {card(issue.problem).what}")
    if (more := refused.count() - SHOWN_ISSUES) > 0:
        click.echo(f"… and {more} more lines; --issues FILE writes all of them.")


@orders.command()
@file_argument
@json_option
def columns(file: Path, as_json: bool) -> None:
    """Show FILE's columns and what they are taken for."""
    start_django()
    from mostek.orders.importing.headings import guess
    from mostek.orders.importing.sniffing import sniff

    sniffed = sniff(file)
    field_of = {heading: field for field, heading in guess(sniffed.headings).items()}
    rows = [
        {
            "heading": heading,
            "field": field_of.get(heading, ""),
            "example": sniffed.sample[0][position] if sniffed.sample else "",
        }
        for position, heading in enumerate(sniffed.headings)
    ]
    if as_json:
        print_json(rows)
        return
    print_table(("heading", "taken for", "example"), [list(row.values()) for row in rows], "")
    click.echo(f"\nFields that a column can be taken for: {', '.join(_field_names())}")
