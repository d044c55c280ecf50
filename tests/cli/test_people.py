"""Companies and users from the command line."""

import io
import json

import pytest

from mostek.companies.models import AuditEntry, Company, Membership, User
from tests.cli.conftest import Run

GOOD_PASSWORD = "dlugie-haslo-na-most"


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD_PASSWORD}\n"))


def test_company_is_added_with_its_audit_entry(db: None, run: Run) -> None:
    said = run("company", "add", "--name", "Most s.c.", "--country", "pl", "--currency", "pln")
    assert said.code == 0, said.err
    made = Company.objects.get()
    assert (made.name, made.country, made.currency, made.time_zone) == (
        "Most s.c.",
        "PL",
        "PLN",
        "Europe/Warsaw",
    )
    assert AuditEntry.objects.get().actor == "command line"


def test_company_with_an_impossible_country_is_refused(db: None, run: Run) -> None:
    said = run("company", "add", "--name", "X", "--country", "Poland", "--currency", "PLN")
    assert said.code == 1
    assert said.err == "A country has two letters, such as PL; a currency three, such as PLN.\n"
    assert not Company.objects.exists()


def test_user_logs_in_with_the_given_password(company: Company, run: Run, password: None) -> None:
    said = run("users", "add", "--email", "Ola@Example.com", "--role", "operator", "--password-stdin")
    assert said.code == 0, said.err
    assert GOOD_PASSWORD not in said.out
    user = User.objects.get()
    assert user.check_password(GOOD_PASSWORD)
    assert Membership.objects.get(user=user).role == "operator"


def test_short_password_is_refused(company: Company, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    said = run("users", "add", "--email", "ola@example.com", "--password-stdin")
    assert said.code == 1
    assert "at least 10 characters" in said.err
    assert not User.objects.exists()


def test_known_person_gets_a_role_in_another_company(
    company: Company, other_company: Company, owner: User, run: Run
) -> None:
    said = run("users", "add", "--email", owner.email, "--role", "reader", "--company", other_company.name)
    assert said.code == 0, said.err
    assert set(Membership.objects.filter(user=owner).values_list("role", flat=True)) == {"owner", "reader"}
    again = run("users", "add", "--email", owner.email, "--role", "owner", "--company", other_company.name)
    assert again.code == 1
    assert "already" in again.err


def test_which_company_must_be_said_when_there_are_several(
    company: Company, other_company: Company, run: Run
) -> None:
    said = run("users", "list")
    assert said.code == 1
    assert "say which with --company" in said.err
    assert company.name in said.err
    by_tax_id = run("users", "list", "--company", company.tax_id, "--json")
    assert (by_tax_id.code, json.loads(by_tax_id.out)) == (0, [])


def test_without_a_company_it_says_how_to_make_one(db: None, run: Run) -> None:
    said = run("users", "list")
    assert (said.code, said.out) == (1, "")
    assert "mostek company add" in said.err
