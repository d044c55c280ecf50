"""From the payroll program's file to a closed list and the entry that it makes."""

from decimal import Decimal
from pathlib import Path

import pytest

from mostek.companies.models import Company
from mostek.kernel.problems import ProblemError
from mostek.payroll.catalogue import accept_proposals, proposals, settings_of
from mostek.payroll.checking import check
from mostek.payroll.closing import close, preview, reopen
from mostek.payroll.importing.reading import read_file
from mostek.payroll.importing.table import template_csv, template_xlsx
from mostek.payroll.models import Component, PayrollList
from mostek.payroll.posting import Row
from mostek.payroll.taking import take

FIXTURES = Path(__file__).with_name("fixtures")
HEADINGS = b"list_no;period;pay_date;component_code;amount\n"
TWO_PEOPLE = FIXTURES / "list__two_people.csv"


def taken(company: Company, path: Path = TWO_PEOPLE) -> PayrollList:
    return take(company, read_file(path), "Anna", path.name)[0].payroll_list


def shown(rows: tuple[Row, ...]) -> list[str]:
    return [
        " ".join(
            filter(
                None, [row.place.account, row.place.department, str(row.debit or ""), str(row.credit or "")]
            )
        )
        for row in rows
    ]


def keys(error: ProblemError) -> list[str]:
    return [problem.key for problem in error.problems]


def test_the_worked_example_by_the_net_method(mapped: Company) -> None:
    settings = settings_of(mapped)
    settings.nets_accounts = True
    settings.save()
    entry = preview(taken(mapped))
    assert entry.problems == ()
    assert entry.date.isoformat() == "2026-10-31"
    assert shown(entry.rows) == [
        "404 BIURO 8000.00",
        "404 PROD 4806.00",
        "405 BIURO 1758.40",
        "405 PROD 984.28",
        "220-3 681.00",
        "229-1 4051.83",
        "229-2 994.53",
        "229-3 326.56",
        "231 9214.76",
        "240-PPK 280.00",
    ]


def test_the_gross_method_shows_the_turnover(mapped: Company) -> None:
    rows = preview(taken(mapped)).rows
    assert "231 12806.00" in shown(rows)
    assert sum(row.debit for row in rows if row.place.account == "231") == Decimal("3591.24")


def test_a_list_that_agrees_with_the_rules_has_no_hints(mapped: Company) -> None:
    checked = check(taken(mapped))
    assert (checked.people, checked.net, checked.hints) == (2, Decimal("9214.76"), [])
    assert checked.cost == Decimal("15548.68")
    assert checked.by_department == {"BIURO": Decimal("9758.40"), "PROD": Decimal("5790.28")}


def test_a_wrong_advance_is_a_hint_and_changes_nothing(mapped: Company, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(TWO_PEOPLE.read_text("utf-8").replace("PIT;;pit;168,00", "PIT;;pit;150,00"), "utf-8")
    hint = check(taken(mapped, wrong)).hints[0]
    assert (hint.person_name, hint.kind, hint.listed) == ("Jan Nowak", "pit", Decimal("150.00"))
    assert hint.computed in {Decimal(168), Decimal(162)}


def test_what_is_not_mapped_stops_the_closing_and_is_named(company: Company) -> None:
    payroll_list = taken(company)
    with pytest.raises(ProblemError) as caught:
        close(payroll_list, "Anna")
    assert set(keys(caught.value)) == {"payroll.component_unmapped"}
    assert any("Wynagrodzenie zasadnicze" in p.values["component"] for p in caught.value.problems)
    accept_proposals(company, proposals(company), "Anna")
    assert close(payroll_list, "Anna").closed_by == "Anna"


def test_a_closed_list_does_not_change(mapped: Company, tmp_path: Path) -> None:
    payroll_list = close(taken(mapped), "Anna")
    assert take(mapped, read_file(TWO_PEOPLE), "Anna")[0].outcome == "known"
    changed = tmp_path / "changed.csv"
    changed.write_text(TWO_PEOPLE.read_text("utf-8").replace("8000,00", "8000,01"), "utf-8")
    with pytest.raises(ProblemError, match="list_closed"):
        taken(mapped, changed)
    reopen(payroll_list, "Anna")
    assert taken(mapped, changed).pk == payroll_list.pk


def test_optima_s_file_is_taken_with_its_contributions(mapped: Company) -> None:
    result = take(mapped, read_file(FIXTURES / "list__optima.xml"), "Anna")[0]
    assert result.new_components == ("Wynagrodzenie zasadnicze", "Spłata pożyczki")
    assert Component.objects.of(mapped).get(code="Spłata pożyczki").kind == "deduction"
    checked = check(result.payroll_list)
    assert checked.net == Decimal("3405.85")
    assert [problem.key for problem in preview(result.payroll_list).problems] == [
        "payroll.component_unmapped"
    ] * 2


def test_ready_postings_are_taken_as_they_are(mapped: Company) -> None:
    payroll_list = taken(mapped, FIXTURES / "list__symfonia.txt")
    assert shown(preview(payroll_list).rows) == ["404-01 4806.00", "231-01 4806.00"]
    close(payroll_list, "Anna")


def test_postings_that_do_not_balance_are_refused(mapped: Company, tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    data = (FIXTURES / "list__symfonia.txt").read_bytes()
    odd.write_bytes(data.replace(b"4806.00\r\n\t\tkonto =231", b"4805.99\r\n\t\tkonto =231"))
    with pytest.raises(ProblemError) as caught:
        close(taken(mapped, odd), "Anna")
    assert caught.value.problems[0].values == {"difference": "0.01"}


@pytest.mark.parametrize("template", [template_csv, template_xlsx])
def test_the_templates_can_be_imported(mapped: Company, tmp_path: Path, template: object) -> None:
    path = tmp_path / "template"
    path.write_bytes(template())  # type: ignore[operator]
    assert taken(mapped, path).items.count() == 2


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "payroll.file_empty"),
        (b"list_no;period\nLP;2026-10\n", "payroll.columns_missing"),
        (
            HEADINGS + b"LP;2026-13;2026-10-30;ZAS;1\n",
            "payroll.cell_wrong",
        ),
        (
            HEADINGS + b"LP;2026-10;30.10.2026;ZAS;1,005\n",
            "payroll.cell_wrong",
        ),
        (
            HEADINGS + b"LP;2026-10;30.10.2026;NIC;1\n",
            "payroll.component_unknown",
        ),
        (b"<?xml version='1.0'?><a/>", "payroll.file_unknown"),
        (b"<ROOT><LISTY_PLAC><LISTA_PLAC>", "payroll.file_damaged"),
        (
            b"<!DOCTYPE r [<!ENTITY x 'y'>]><ROOT><LISTY_PLAC>&x;</LISTY_PLAC></ROOT>",
            "payroll.file_damaged",
        ),
        (b"Dokument{\n kod =LP\n", "payroll.file_damaged"),
        (b"PK\x03\x04broken", "payroll.file_damaged"),
    ],
)
def test_bad_files_are_answered_with_a_sentence(
    mapped: Company, tmp_path: Path, content: bytes, key: str
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        taken(mapped, path)
    assert keys(caught.value) == [key]
    assert not PayrollList.objects.exists()
