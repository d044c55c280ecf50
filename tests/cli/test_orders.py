"""Orders from files on the command line."""

import json
from pathlib import Path

import pytest

from mostek.companies.models import Company
from mostek.orders.models import Order
from tests.cli.conftest import Run

TABLE = """\
Numer zamówienia;Data zamówienia;Waluta;Klient;Nazwa produktu;Ilość;Cena brutto;Stawka
1;2026-11-20;PLN;Anna Nowak;Lampa;2;61,50;23
2;2026-11-20;PLN;Jan Kowal;Krzesło;x;10,00;23
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(TABLE, encoding="cp1250")
    return path


MAPPED = [
    "--map",
    "line_vat=Stawka",
    "--map",
    "line_unit_price=Cena brutto",
    "--map",
    "line_name=Nazwa produktu",
]


def test_columns_are_shown_with_what_they_are_taken_for(company: Company, table: Path, run: Run) -> None:
    rows = {row["heading"]: row for row in json.loads(run("orders", "columns", str(table), "--json").out)}
    assert rows["Numer zamówienia"]["field"] == "number"
    assert rows["Klient"]["example"] == "Anna Nowak"


def test_file_is_taken_in_and_what_is_refused_is_named(
    company: Company, table: Path, run: Run, tmp_path: Path
) -> None:
    issues = tmp_path / "issues.csv"
    said = run("orders", "import", str(table), *MAPPED, "--issues", str(issues))
    assert said.code == 0, said.err
    assert "1 orders are new" in said.out
    assert "line 3, order 2: " in said.out
    assert "Krzesło" in issues.read_text(encoding="utf-8-sig")
    order = Order.objects.get()
    assert (order.number, str(order.total), order.buyer_name) == ("1", "123.00", "Anna Nowak")


def test_same_file_again_changes_nothing_and_needs_no_mapping(
    company: Company, table: Path, run: Run
) -> None:
    run("orders", "import", str(table), *MAPPED)
    again = json.loads(run("orders", "import", str(table), "--json").out)
    assert (again["orders_new"], again["orders_known"], again["orders_changed"]) == (0, 1, 0)
    assert Order.objects.count() == 1


def test_unknown_field_names_the_known_ones(company: Company, table: Path, run: Run) -> None:
    said = run("orders", "import", str(table), "--map", "price=Cena brutto")
    assert said.code == 2
    assert "line_unit_price" in said.err
    assert not Order.objects.exists()


def test_file_that_is_no_table_is_a_sentence(company: Company, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 10)
    said = run("orders", "import", str(path))
    assert said.code == 1
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_missing_file_is_a_sentence(run: Run) -> None:
    said = run("orders", "import", "/nowhere/orders.csv")
    assert said.code == 2
    assert "does not exist" in said.err
