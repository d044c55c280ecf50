"""Companies and the people in them."""

import sys
from typing import TYPE_CHECKING

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import ACTOR, chosen_company, company_option, json_option, print_rows, start_django

if TYPE_CHECKING:
    from mostek.companies.models import User

ROLES = ("owner", "administrator", "operator", "accountant", "reader")


@click.group()
def company() -> None:
    """Companies: the sellers on the documents."""


@company.command("add")
@click.option("--name", prompt="Name of the company", help="As it stands on documents.")
@click.option("--country", prompt="Country (two letters)", metavar="CC", help="Where it is registered.")
@click.option("--currency", prompt="Currency (three letters)", metavar="CCC", help="Its own currency.")
@click.option("--tax-id", default="", help="The seller's tax ID.")
@click.option("--street", default="")
@click.option("--postcode", default="")
@click.option("--city", default="")
@click.option("--email", default="")
@click.option("--time-zone", help="Default: MOSTEK_TIME_ZONE.")
def add_company(time_zone: str | None, **fields: str) -> None:
    """Add a company.

    \b
    mostek company add --name "Most sp. z o.o." --country PL --currency PLN --tax-id 5260250274
    """
    start_django()
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from mostek.companies.audit import record
    from mostek.companies.models import Company

    fields |= {"country": fields["country"].upper(), "currency": fields["currency"].upper()}
    if len(fields["country"]) != 2 or len(fields["currency"]) != 3:
        raise Stop("A country has two letters, such as PL; a currency three, such as PLN.")
    made = Company(time_zone=time_zone or settings.TIME_ZONE, **fields)
    try:
        made.full_clean()
    except ValidationError as error:
        raise Stop(
            "\n".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
        ) from error
    made.save()
    record(made, ACTOR, "create", made)
    click.echo(f"{made.name} is there. Next: mostek users add")


@company.command("list")
@json_option
def list_companies(as_json: bool) -> None:
    """The companies of this installation."""
    start_django()
    from mostek.companies.models import Company

    fields = ("name", "tax_id", "city", "country", "currency", "time_zone")
    print_rows(list(Company.objects.order_by("name").values(*fields)), as_json, "There is no company yet.")


@click.group()
def users() -> None:
    """The people who log in."""


@users.command("add")
@click.option("--email", prompt="E-mail", help="They log in with it.")
@click.option("--name", default="", help="Shown where somebody did something.")
@click.option("--role", type=click.Choice(ROLES), default="owner", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, do not ask.")
@company_option
def add_user(email: str, name: str, role: str, password_stdin: bool, company_name: str | None) -> None:
    """Add a person, or give one that is known a role in another company.

    The password of a new person is asked for; it has at least 10 characters. The first person of an
    installation runs it: they may pause all sending.

    \b
    mostek users add --email ola@example.com --role operator
    """
    start_django()
    from mostek.companies.audit import record
    from mostek.companies.models import Membership, User

    chosen = chosen_company(company_name)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = _new_user(email, name, password_stdin)
    elif Membership.objects.of(chosen).filter(user=user).exists():
        raise Stop(f"{user.email} belongs to {chosen.name} already.")
    membership = Membership.objects.create(company=chosen, user=user, role=role)
    record(chosen, ACTOR, "create", membership, {"role": ("", role)})
    click.echo(f"{user.email} may log in to {chosen.name} as {role}.")


def _new_user(email: str, name: str, password_stdin: bool) -> "User":
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from mostek.companies.models import User

    user = User(email=User.objects.normalize_email(email), name=name)
    try:
        validate_email(email)
        password = (
            sys.stdin.readline().rstrip("\n")
            if password_stdin
            else click.prompt("Password", hide_input=True, confirmation_prompt=True)
        )
        validate_password(password, user)
    except ValidationError as error:
        raise Stop(" ".join(error.messages)) from error
    user.set_password(password)
    user.is_superuser = not User.objects.exists()
    user.save()
    return user


@users.command("two-step-off")
@click.argument("email")
def two_step_off(email: str) -> None:
    """Let a person in with the password alone again: the phone and the recovery codes are lost."""
    start_django()
    from mostek.companies.models import User
    from mostek.companies.two_step import forget_second_step

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise Stop(f"Nobody here logs in as {email}. See: mostek users list")
    if not forget_second_step(user):
        raise Stop(f"{user.email} logs in in one step already.")
    click.echo(f"{user.email} logs in with the password alone now.")


@users.command("list")
@company_option
@json_option
def list_users(company_name: str | None, as_json: bool) -> None:
    """Who may log in, and as what."""
    start_django()
    from mostek.companies.models import Membership

    chosen = (
        Membership.objects.of(chosen_company(company_name)).select_related("user").order_by("user__email")
    )
    rows = [{"email": each.user.email, "name": each.user.name, "role": each.role} for each in chosen]
    print_rows(rows, as_json, "Nobody belongs to this company yet.")
