"""Automatic actions: what there is, and what one would do with an order."""

from typing import Any

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import (
    chosen_company,
    company_option,
    json_option,
    print_json,
    print_rows,
    start_django,
)


@click.group()
def rules() -> None:
    """Automatic actions: rules that issue documents and more by themselves."""


@rules.command("list")
@company_option
@json_option
def list_rules(company_name: str | None, as_json: bool) -> None:
    """The rules in the order in which they act."""
    start_django()
    from mostek.automation import deeds
    from mostek.automation.conditions import Names
    from mostek.automation.models import Rule

    company = chosen_company(company_name)
    names = Names(company)
    rows: list[dict[str, Any]] = [
        {
            "id": rule.pk,
            "name": rule.name,
            "on": "on" if rule.on else "off",
            "when": rule.when,
            "if": "; ".join(names.sentence(row) for row in rule.conditions),
            "then": "; ".join(deeds.sentence(company, step) for step in rule.deeds),
            "runs": rule.runs_count,
        }
        for rule in Rule.objects.select_related("company").of(company)
    ]
    print_rows(rows, as_json, "There are no rules yet; they are made in the panel under Automatic actions.")


@rules.command()
@click.argument("rule_id", type=int, metavar="ID")
@click.option("--order", "number", required=True, metavar="N", help="Number of an order.")
@company_option
@json_option
def test(rule_id: int, number: str, company_name: str | None, as_json: bool) -> None:
    """What rule ID would do with an order, and why. Changes nothing and sends nothing.

    \b
    mostek rules list
    mostek rules test 3 --order 1042
    """
    start_django()
    from mostek.automation.models import Rule
    from mostek.automation.trying import try_rule
    from mostek.delivery.words import card
    from mostek.orders.models import Order

    company = chosen_company(company_name)
    rule = Rule.objects.select_related("company").of(company).filter(pk=rule_id).first()
    orders = Order.objects.of(company).select_related("company", "status").prefetch_related("lines")
    found = list(orders.filter(number=number)[:2])
    if rule is None:
        raise Stop(f"There is no rule {rule_id}; see: mostek rules list")
    if len(found) != 1:
        raise Stop(f"{'Several orders have' if found else 'No order has'} the number {number}.")
    trial = try_rule(rule, found[0])
    conditions = [
        {"condition": each.sentence, "holds": each.holds, "the_order": each.actual}
        for each in trial.conditions
    ]
    steps = [
        {
            "step": step.sentence,
            "outcome": step.said.outcome,
            "told": str(step.said),
            "problems": [card(problem).what for problem in step.said.problems],
        }
        for step in trial.steps
    ]
    if as_json:
        print_json({"has_happened": trial.fits, "conditions": conditions, "steps": steps})
        return
    click.echo(f"When: {trial.occasion}{'' if trial.fits else ' (has not happened to this order)'}")
    for condition in conditions:
        mark = "yes" if condition["holds"] else "no "
        click.echo(f"  {mark}  {condition['condition']}; the order: {condition['the_order']}")
    if not trial.all_hold:
        click.echo("It would do nothing, because not all conditions hold.")
    for step in steps:
        click.echo(f"Then: {step['step']}: {step['told']}")
        for problem in step["problems"]:
            click.echo(f"  {problem}")
