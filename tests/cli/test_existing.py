"""What stands at an account, from the command line."""

import json
from datetime import date

from mostek.connections.models import Connection
from mostek.reconcile.models import RemoteDocument
from tests.cli.conftest import Run


def test_compare_fails_where_the_sides_differ(connection: Connection, run: Run) -> None:
    said = run("connections", "compare", "Main")
    assert said.code == 1
    assert "Sklep Bławatek" in said.out
    assert "Not the same on both sides" in said.err


def test_fetch_reads_in_this_process(connection: Connection, run: Run) -> None:
    said = run("connections", "fetch", "Main", "--since", "2026-11-01", "--until", "2026-11-30")
    assert (said.code, said.out) == (
        0,
        "0 documents read. See what belongs to orders: mostek connections adopt\n",
    )


def test_adopt_without_a_series_is_a_dry_run(connection: Connection, run: Run) -> None:
    RemoteDocument.objects.create(
        company=connection.company,
        connection=connection,
        remote_id="abc",
        kind="invoice",
        number="7/11/2026",
        issue_date=date(2026, 11, 20),
        currency="PLN",
        gross="123.00",
        is_whole=True,
    )
    (row,) = json.loads(run("connections", "adopt", "Main", "--json").out)
    assert (row["document"], row["verdict"]) == ("7/11/2026", "none")
    assert "No order without a document" in row["why"]
    assert "There is no series" in run("connections", "adopt", "Main", "--series", "XX").err


def test_an_unknown_connection(connection: Connection, run: Run) -> None:
    assert 'has no connection "Nowhere"' in run("connections", "compare", "Nowhere").err
