"""Payroll at the command line."""

import json
from pathlib import Path

import pytest

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.connections.verifying import activate
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, settings_of
from mostek.payroll.models import Component
from mostek.sandbox.control import Control
from mostek.sandbox.server import Sandbox
from tests.cli.conftest import Run

LIST = str(Path(__file__).parents[1] / "payroll" / "fixtures" / "list__two_people.csv")
PROGRAM = "merit360"


@pytest.fixture
def ledger(company: Company, sandbox: Sandbox) -> Connection:
    made = Connection(company=company, program=PROGRAM, name="Ledger", environment="stand_in")
    made.set_credentials(Control(sandbox.url).accounts(PROGRAM)["accounts"][0]["credentials"])
    activate(made, "test")
    settings = settings_of(company)
    settings.connection = made
    settings.save()
    return made


def test_from_the_file_to_the_entry(run: Run, company: Company, ledger: Connection) -> None:
    add_standard(company, "test", "en")
    assert "LP/10/2026" in run("payroll", "import", LIST).out
    refused = run("payroll", "close", "LP/10/2026")
    assert refused.code == 1
    assert "Base pay has no account" in refused.err
    chart = run("payroll", "accounts", "--refresh").out
    assert "404-STARE" in chart
    assert "is inactive" in chart
    accept_proposals(company, proposals(company), "test")
    assert run("payroll", "close", "LP/10/2026").out == "LP/10/2026 is closed.\n"
    assert "LP/10/2026 is queued" in run("payroll", "post", "LP/10/2026").out
    assert json.loads(run("payroll", "post", "LP/10/2026", "--json").out)["state"] == "queued"
    row = json.loads(run("payroll", "lists", "--json").out)[0]
    assert (row["net"], row["people"], row["entry"]) == ("9214.76", 2, "queued")
    assert run("payroll", "close", "LP/9").err == "There is no payroll list LP/9. See: mostek payroll lists\n"


@pytest.mark.parametrize(
    ("arguments", "net", "cost"),
    [
        (["--gross", "4806"], "3605.85", "5790.28"),
        (["--gross", "8000,00"], "5783.91", "9638.40"),
        (["--gross", "12700"], "8987.54", "15300.96"),
        (
            [
                "--gross",
                "8000",
                "--savings",
                "2",
                "--employer-savings",
                "1.5",
                "--savings-transferred",
                "120",
            ],
            "5608.91",
            "9758.40",
        ),
    ],
)
def test_calc_gives_the_worked_examples(
    run: Run, company: Company, arguments: list[str], net: str, cost: str
) -> None:
    told = json.loads(run("payroll", "calc", *arguments, "--on", "2026-10-30", "--json").out)
    assert (told["net"], told["cost"]) == (net, cost)


def test_calc_tells_people_both_sides(run: Run, company: Company) -> None:
    said = run("payroll", "calc", "--gross", "8000", "--on", "2026-10-30").out
    assert "Income tax advance    -498.00" in said
    assert "Cost" in said
    assert not Component.objects.exists()
    wrong = run("payroll", "calc", "--gross", "8000", "--costs", "20")
    assert wrong.code == 1
    assert "does not have the costs" in wrong.err
    assert run("payroll", "calc", "--gross", "dużo").code == 2
