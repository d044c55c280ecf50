"""Payroll: lists from files, closed and posted; accounts; from gross to net."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
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
    print_table,
    start_django,
)

if TYPE_CHECKING:
    from mostek.payroll.models import PayrollList


class Number(click.ParamType[Decimal]):
    """An amount or a percentage, with a point or a comma."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            number = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fail(f"{value} is not a number such as 8000 or 1.67", param, ctx)
        return number


NUMBER = Number()


@click.group()
def payroll() -> None:
    """Payroll: lists become journal entries, each exactly once."""


@payroll.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@company_option
@json_option
def import_lists(file: Path, company_name: str | None, as_json: bool) -> None:
    """Take in the payroll lists of FILE: XML, text with ready postings, CSV or XLSX.

    All lists of the file or none. The same file again changes nothing.
    """
    start_django()
    from mostek.payroll.importing.reading import read_file
    from mostek.payroll.taking import take

    taken = take(chosen_company(company_name), read_file(file), ACTOR, file.name)
    rows = [
        {
            "number": each.payroll_list.number,
            "outcome": each.outcome,
            "new_components": ", ".join(each.new_components),
        }
        for each in taken
    ]
    print_rows(rows, as_json, "The file holds no lists.")


@payroll.command()
@click.option("--limit", default=20, show_default=True, help="How many, the newest first.")
@company_option
@json_option
def lists(limit: int, company_name: str | None, as_json: bool) -> None:
    """The newest lists with their sums and where their entries are."""
    start_django()
    from mostek.payroll.models import PayrollList
    from mostek.payroll.summing import Totals, totals

    company = chosen_company(company_name)
    found = list(PayrollList.objects.of(company).select_related("document__delivery")[:limit])
    sums = totals(company, found) if found else {}
    rows = [_row(each, sums.get(each.pk) or Totals()) for each in found]
    print_rows(rows, as_json, "There are no payroll lists.")


def _row(each: "PayrollList", summed: Any) -> dict[str, Any]:
    delivery = each.document.delivery if each.document else None
    return {
        "number": each.number,
        "period": f"{each.period:%Y-%m}",
        "paid_on": each.payment_date,
        "people": summed.people,
        "net": summed.net,
        "cost": summed.cost,
        "state": each.state,
        "entry": delivery.state if delivery else "",
        "code": delivery.remote_number if delivery else "",
    }


@payroll.command()
@click.argument("number", metavar="LIST")
@company_option
def close(number: str, company_name: str | None) -> None:
    """Close the list with this number. What stands in the way is named, all of it."""
    start_django()
    from mostek.payroll.closing import close as close_list

    click.echo(f"{close_list(_list(number, company_name), ACTOR)} is closed.")


@payroll.command()
@click.argument("number", metavar="LIST")
@company_option
@json_option
def post(number: str, company_name: str | None, as_json: bool) -> None:
    """Create the journal entry of a closed list. Repeated it has no second effect."""
    start_django()
    from mostek.payroll.entries import create_document

    document = create_document(_list(number, company_name), ACTOR)
    state = document.delivery.state
    if as_json:
        print_json({"document": document.number, "state": state, "code": document.delivery.remote_number})
    else:
        click.echo(f"{document.number} is {state}; workers send it: mostek deliveries list")


def _list(number: str, company_name: str | None) -> "PayrollList":
    from mostek.payroll.models import PayrollList

    company = chosen_company(company_name)
    found = PayrollList.objects.of(company).select_related("company").filter(number=number).first()
    if found is None:
        raise Stop(f"There is no payroll list {number}. See: mostek payroll lists")
    return found


@payroll.command()
@click.option("--refresh", is_flag=True, help="Ask the program now, and wait for its answer.")
@company_option
@json_option
def accounts(refresh: bool, company_name: str | None, as_json: bool) -> None:
    """The program's chart of accounts, and why some cannot be posted to."""
    start_django()
    from mostek.delivery.words import card
    from mostek.kernel.problems import Problem, ProblemError
    from mostek.payroll.catalogue import settings_of
    from mostek.payroll.charts import refresh_now
    from mostek.payroll.models import LedgerAccount

    connection = settings_of(chosen_company(company_name)).connection
    if connection is None:
        raise ProblemError(Problem("payroll.no_connection"))
    if refresh:
        refresh_now(connection)
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "may_post": each.may_post,
            "why_not": card(Problem(each.why_not, {"account": each.code})).what if each.why_not else "",
        }
        for each in LedgerAccount.objects.filter(connection=connection).order_by("code")
    ]
    print_rows(rows, as_json, "No accounts were fetched yet: mostek payroll accounts --refresh")


@payroll.command()
@click.option("--gross", "pay", type=NUMBER, required=True, help="Gross pay of the month.")
@click.option(
    "--contract", type=click.Choice(["employment", "mandate"]), default="employment", show_default=True
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of payment; default: today.")
@click.option("--costs", default="", help="standard, raised, none; of a mandate 20, 50, none.")
@click.option(
    "--relief", "relief_parts", type=click.IntRange(0, 12), default=12, help="Twelfths; default: 12."
)
@click.option("--sick-pay", type=NUMBER, default="0", help="Sick pay by the employer.")
@click.option("--benefit", type=NUMBER, default="0", help="Benefit for the insurer.")
@click.option("--addition", type=NUMBER, default="0", help="Outside contributions and tax.")
@click.option("--deduction", type=NUMBER, default="0")
@click.option("--young", "is_young", is_flag=True, help="Under 26: free of income tax.")
@click.option("--no-social", is_flag=True, help="Without social contributions.")
@click.option("--no-sickness", is_flag=True, help="Without sickness insurance.")
@click.option("--no-health", is_flag=True, help="Without the health contribution.")
@click.option("--no-labour-fund", is_flag=True, help="Without the labour fund.")
@click.option("--accident", "accident_percent", type=NUMBER, help="Per cent; default: the company's rate.")
@click.option(
    "--savings", "savings_employee_percent", type=NUMBER, default="0", help="The employee's, per cent."
)
@click.option(
    "--employer-savings",
    "savings_employer_percent",
    type=NUMBER,
    default="0",
    help="The employer's, per cent.",
)
@click.option("--savings-transferred", type=NUMBER, default="0", help="The employer's, income of this month.")
@click.option("--year-base", type=NUMBER, default="0", help="Contribution base since January.")
@click.option("--year-income", type=NUMBER, default="0", help="Tax base since January.")
@company_option
@json_option
def calc(
    contract: str,
    on: datetime | None,
    no_social: bool,
    no_sickness: bool,
    no_health: bool,
    no_labour_fund: bool,
    company_name: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """From gross to net: mostek payroll calc --gross 8000"""
    start_django()
    from mostek.kernel.dates import today
    from mostek.payroll.calculator import calculate, sides
    from mostek.payroll.catalogue import rules_of, settings_of
    from mostek.regimes.base.payroll import Contract, PayInput

    company = chosen_company(company_name)
    if given["accident_percent"] is None:
        given["accident_percent"] = settings_of(company).accident_percent
    rules = rules_of(company)
    slip = calculate(
        rules,
        PayInput(
            on=on.date() if on else today(company.time_zone),
            contract=Contract(contract),
            pays_social=not no_social,
            pays_sickness=not no_sickness,
            pays_health=not no_health,
            pays_labour_fund=not no_labour_fund,
            **given,
        ),
    )
    if as_json:
        print_json({"net": slip.net, "cost": slip.cost, "amounts": slip.amounts, "bases": slip.bases})
        return
    shown = sides(rules, slip)
    rows = [[kind.label, f"{amount:.2f}"] for kind, amount in shown.person]
    print_table(["The person", ""], [*rows, ["Net pay", f"{slip.net:.2f}"]], "")
    click.echo()
    rows = [[kind.label, f"{amount:.2f}"] for kind, amount in shown.employer]
    print_table(["The employer", ""], [*rows, ["Cost", f"{slip.cost:.2f}"]], "")
