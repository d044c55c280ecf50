"""VAT: how an order would be taxed, questions to VIES, exchange rates."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import ACTOR, chosen_company, company_option, json_option, print_json, start_django


@click.group()
def vat() -> None:
    """How orders are taxed, and why."""


@vat.command()
@click.argument("number", metavar="ORDER")
@company_option
@json_option
@click.pass_context
def decide(context: click.Context, number: str, company_name: str | None, as_json: bool) -> None:
    """How the order would be taxed now, and why. Exit code 1 where something is missing."""
    start_django()
    from mostek.delivery.words import card
    from mostek.kernel.dates import local_date
    from mostek.orders.models import Order
    from mostek.panel.vat_words import sentences
    from mostek.vat.deciding import decide as decided_of

    company = chosen_company(company_name)
    found = list(Order.objects.of(company).select_related("company").filter(number=number)[:2])
    if len(found) != 1:
        raise Stop(f"{'Several orders have' if found else 'No order has'} the number {number}.")
    decided = decided_of(found[0], local_date(found[0].placed_at, company.time_zone))
    problems = decided.decision.problems
    if as_json:
        print_json({**decided.reason, "problems": [problem.as_dict() for problem in problems]})
    else:
        for sentence in sentences(decided.reason):
            click.echo(sentence)
        for told in map(card, problems):
            click.echo(f"\n{told.what}\n  Why: {told.why}\n  What to do: {told.todo}")
    context.exit(1 if problems else 0)


@vat.command()
@click.argument("number", metavar="NUMBER")
@company_option
@json_option
def check(number: str, company_name: str | None, as_json: bool) -> None:
    """Ask VIES about an EU VAT number, and wait for the answer."""
    start_django()
    from django.db import transaction

    from mostek.delivery.errands import ErrandState, work
    from mostek.delivery.words import card
    from mostek.panel.vat_words import answer_words
    from mostek.vat.asking import ask

    company = chosen_company(company_name)
    with transaction.atomic():
        question = ask(company, number, ACTOR)
    if question.owner is None:
        work(question)
    question.refresh_from_db()
    fields = ("number", "valid", "consultation", "origin", "requester", "name", "address", "state")
    told = {name: getattr(question, name) for name in fields} | {"on": question.request_date}
    if as_json:
        print_json(told)
    elif question.valid is not None:
        click.echo(answer_words(told, question.number))
    elif question.problem:
        words = card(question.problem)
        raise Stop(f"{words.what} {words.todo}")
    elif question.state == ErrandState.QUEUED:
        click.echo("A worker is asking just now; see the order.")


@vat.command()
@click.argument("currency")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("rate")
@click.option("--source", required=True, help="Number of the published table, as documents print it.")
@company_option
def rate(currency: str, day: datetime, rate: str, source: str, company_name: str | None) -> None:
    """Enter the exchange rate of a day: mostek vat rate EUR 2026-11-20 4.2713 --source 225/A/NBP/2026"""
    start_django()
    from django.db import transaction

    from mostek.companies.audit import record
    from mostek.kernel.money import is_currency
    from mostek.vat.models import DayRate

    try:
        amount = Decimal(rate)
    except InvalidOperation:
        raise Stop(f"{rate} is not a number such as 4.2713.") from None
    if not is_currency(currency) or not amount.is_finite() or amount <= 0:
        raise Stop("Give a currency such as EUR and a rate greater than zero.")
    company = chosen_company(company_name)
    with transaction.atomic():
        saved, _ = DayRate.objects.update_or_create(
            company=company,
            currency=currency,
            on=day.date(),
            defaults={"rate": amount, "source": source[:40]},
        )
        record(company, ACTOR, "add", saved, {"rate": (None, amount)})
    click.echo(f"1 {currency} = {amount} {company.currency} on {day.date()}")
