"""A company with a book of income and expenses: the entry is tried, else handed over as a file."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from mostek.companies.models import Company
from mostek.delivery.models import State
from mostek.kernel.problems import ProblemError
from mostek.payroll import cashbook
from mostek.payroll.catalogue import settings_of
from mostek.payroll.closing import close, reopen
from mostek.payroll.entries import create_document
from mostek.payroll.importing.reading import read_file
from mostek.payroll.models import Book, Component, EntryDate, PayrollList
from mostek.payroll.taking import take
from tests.delivery.crew import deliver_all
from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop  # noqa: F401
from tests.delivery.shop import ACTOR, Shop, keys
from tests.delivery.shop import fresh as arrived
from tests.payroll.office import LIST, Office, fresh

THREE_ROWS = [
    ("wages", "14", Decimal("12806.00")),
    ("other_expenses", "15", Decimal("2622.68")),
    ("other_expenses", "15", Decimal("120.00")),
]


@pytest.fixture
def keeper(company: Company) -> Company:
    """No accounts are mapped: a cash book needs none."""
    settings = settings_of(company)
    settings.book = Book.CASH_BOOK
    settings.save()
    return company


def taken(company: Company) -> PayrollList:
    return take(company, read_file(LIST), ACTOR)[0].payroll_list


def shown(entry: cashbook.CashBookEntry) -> list[tuple[str, str, Decimal]]:
    return [(row.meaning.value, row.column, row.amount) for row in entry.rows]


def test_the_worked_example_stands_in_three_rows(keeper: Company) -> None:
    entry = cashbook.entry_of(close(taken(keeper), ACTOR))
    assert shown(entry) == THREE_ROWS
    assert {(row.date.isoformat(), row.document_number) for row in entry.rows} == {
        ("2026-10-31", "LP/10/2026")
    }


def test_pay_that_is_late_counts_when_it_is_paid(keeper: Company) -> None:
    payroll_list = taken(keeper)
    payroll_list.payment_date = payroll_list.payment_date.replace(month=11, day=11)
    assert {row.date.isoformat() for row in cashbook.entry_of(payroll_list).rows} == {"2026-11-11"}
    payroll_list.payment_date = payroll_list.payment_date.replace(day=10)
    assert {row.date.isoformat() for row in cashbook.entry_of(payroll_list).rows} == {"2026-10-31"}
    settings = settings_of(keeper)
    settings.entry_date = EntryDate.PAYMENT
    settings.save()
    assert {row.date.isoformat() for row in cashbook.entry_of(payroll_list).rows} == {"2026-11-10"}


def test_the_book_before_2026_had_other_columns(keeper: Company) -> None:
    payroll_list = taken(keeper)
    payroll_list.period = payroll_list.period.replace(year=2025)
    payroll_list.payment_date = payroll_list.payment_date.replace(year=2025)
    assert {row.column for row in cashbook.entry_of(payroll_list).rows} == {"12", "13"}


def test_handed_over_once_and_confirmed(keeper: Company) -> None:
    payroll_list = taken(keeper)
    with pytest.raises(ProblemError) as error:
        cashbook.hand_over(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_not_closed"]
    with pytest.raises(ProblemError) as error:
        cashbook.confirm(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.not_handed_over"]
    close(payroll_list, ACTOR)
    given = cashbook.hand_over(payroll_list, ACTOR)
    Component.objects.of(keeper).update(cash_book="none")
    assert cashbook.hand_over(payroll_list, ACTOR) == given
    assert shown(cashbook.entry_of(fresh(payroll_list))) == THREE_ROWS
    assert cashbook.confirm(payroll_list, ACTOR).confirmed_by == ACTOR
    with pytest.raises(ProblemError) as error:
        reopen(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_handed_over"]


def test_its_files_hold_the_rows_under_their_columns(keeper: Company) -> None:
    entry = cashbook.entry_of(taken(keeper))
    lines = cashbook.as_csv(entry).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2026-10-31;LP/10/2026;")
    assert lines[1].endswith(";14;12806,00;PLN")
    text = PdfReader(io.BytesIO(cashbook.as_pdf(entry))).pages[0].extract_text()
    assert all(part in text for part in ("LP/10/2026", "14", "12\xa0806,00", "2\xa0742,68"))


def test_full_accounting_hands_nothing_over(company: Company) -> None:
    assert cashbook.obstacle(taken(company)) is not None


def test_a_refused_entry_is_handed_over_instead(shop: Shop, tmp_path: Path) -> None:  # noqa: F811
    office = Office.opened(shop, tmp_path, "kpir", book=Book.CASH_BOOK)
    payroll_list = office.closed_list()
    document = create_document(payroll_list, ACTOR)
    with pytest.raises(ProblemError) as error:
        cashbook.hand_over(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_has_document"]
    deliver_all()
    delivery = arrived(document).delivery
    assert (delivery.state, keys(delivery.problems)) == (State.REJECTED, ["merit.kpir_refused"])
    given = cashbook.hand_over(payroll_list, ACTOR)
    assert shown(cashbook.CashBookEntry.model_validate(given.content)) == THREE_ROWS
    assert arrived(document).delivery.state == State.CANCELLED
    with pytest.raises(ProblemError) as error:
        create_document(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_handed_over"]
    assert office.books() == []
