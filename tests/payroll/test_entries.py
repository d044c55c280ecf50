"""A closed list stands in the program's ledger once, whatever happens on the way."""

import threading
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mostek.connectors.base.entries import BookedEntry
from mostek.delivery import actions
from mostek.delivery.compare import entry_differences
from mostek.delivery.models import State
from mostek.documents.models import Document, Series
from mostek.kernel.problems import ProblemError, explanation
from mostek.payroll import taking
from mostek.payroll.charts import refresh
from mostek.payroll.closing import reopen
from mostek.payroll.entries import create_document, draft_entry, reverse
from mostek.payroll.importing.reading import read_file
from mostek.payroll.models import Component, Dimension, LedgerAccount, ListState, PayrollList
from tests.at_once import at_once
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop  # noqa: F401
from tests.delivery.shop import ACTOR, Shop, keys, story
from tests.delivery.shop import fresh as arrived
from tests.payroll.office import LIST, PROGRAM, Office, fresh

MADE = ("timeout_after_create", "half_answer", "html_instead")
NOT_MADE = ("timeout_before_create", "server_error", "too_many_requests")


@pytest.fixture
def office(shop: Shop, tmp_path: Path) -> Office:  # noqa: F811
    return Office.opened(shop, tmp_path)


def strike(office: Office, fault: str, times: int = 1) -> None:
    faults = office.shop.faults(PROGRAM)
    faults.creates_only = True
    faults.upcoming[fault] = times


def problems_of(document: Document) -> list[str]:
    return keys(arrived(document).delivery.problems)


def test_a_closed_list_is_booked_and_its_code_comes_back(office: Office) -> None:
    payroll_list = office.closed_list()
    document = create_document(payroll_list, ACTOR)
    assert create_document(payroll_list, ACTOR) == document
    deliver_all()
    document = arrived(document)
    assert (document.delivery.state, document.number) == (State.ISSUED, "LP/10/2026")
    assert document.delivery.remote_number == "PK-1"
    assert story(document) == ["create issued", "fetch compared"]
    (booked,) = office.books()
    assert (booked.number, booked.reference) == ("PK-1", document.reference)
    assert booked.issue_date.isoformat() == "2026-10-31"
    debit = sum(row.debit for row in booked.rows)
    assert debit == sum(row.credit for row in booked.rows) == document.gross
    assert ("404", "BIURO", Decimal("8000.00")) in {
        (row.account, row.department, row.debit) for row in booked.rows
    }
    assert all("Zażółć" not in row.memo and "10/2026" in row.memo for row in booked.rows)
    assert create_document(fresh(payroll_list), ACTOR) == document
    deliver_all()
    assert len(office.books()) == 1


def test_only_a_closed_list_becomes_an_entry(office: Office) -> None:
    payroll_list = reopen(office.closed_list(), ACTOR)
    assert draft_entry(payroll_list).number == "LP/10/2026"
    with pytest.raises(ProblemError) as error:
        create_document(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_not_closed"]
    assert not Document.objects.exists()


def test_its_series_is_nobody_s_choice(office: Office) -> None:
    document = create_document(office.closed_list(), ACTOR)
    assert not Series.objects.exists()
    assert document.series.connection == office.connection
    assert create_document(office.closed_list("LP/11/2026"), ACTOR).series == document.series


@pytest.mark.parametrize("fault", MADE)
def test_what_was_made_is_found_and_adopted(office: Office, fault: str) -> None:
    document = create_document(office.closed_list(), ACTOR)
    strike(office, fault)
    deliver_all()
    assert arrived(document).delivery.state == State.ISSUED
    assert story(document) == ["create unknown", "prove found", "fetch compared"]
    assert [each.reference for each in office.books()] == [document.reference]


@pytest.mark.parametrize("fault", NOT_MADE)
def test_what_was_not_made_is_sent_again(office: Office, fault: str) -> None:
    document = create_document(office.closed_list(), ACTOR)
    strike(office, fault)
    deliver_all()
    assert arrived(document).delivery.state == State.ISSUED
    assert [each.reference for each in office.books()] == [document.reference]


def test_two_who_send_the_same_list_at_once_make_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    both_looked, components_of = threading.Barrier(2), taking._components

    def when_both_looked(*given: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            both_looked.wait(2)  # on SQLite the other one waits for the transaction's end
        return components_of(*given)

    monkeypatch.setattr(taking, "_components", when_both_looked)
    outcomes: list[str] = []

    def send() -> None:
        (made,) = taking.take(office.shop.company, read_file(LIST), ACTOR)
        outcomes.append(made.outcome)

    assert at_once([send, send]) == []
    assert sorted(outcomes) == ["known", "new"]
    assert PayrollList.objects.get().items.count() == len(read_file(LIST)[0].items)


def test_workers_that_are_killed_book_it_once(office: Office) -> None:
    document = create_document(office.closed_list(), ACTOR)
    faults = office.shop.faults(PROGRAM)
    faults.creates_only, faults.hold = True, 20
    strike(office, "timeout_after_create")
    with Crew() as crew:
        crew.until(office.books)
        crew.kill()
    faults.hold = 0
    deliver_all()
    assert arrived(document).delivery.state == State.ISSUED
    assert len(office.books()) == 1


def test_an_account_switched_off_meanwhile_is_mapped_anew_and_sent_again(office: Office) -> None:
    payroll_list = office.closed_list()
    document = create_document(payroll_list, ACTOR)
    office.close_account("404")
    deliver_all()
    assert arrived(document).delivery.state == State.REJECTED
    problems = arrived(document).delivery.problems
    assert {each["key"] for each in problems} == {"merit.account_inactive"}
    assert explanation(problems[0]["key"]).remedy == "configure"
    Component.objects.of(office.shop.company).filter(debit_account="404").update(debit_account="409")
    actions.resend(arrived(document).delivery, ACTOR)
    deliver_all()
    assert arrived(document).delivery.state == State.ISSUED
    (booked,) = office.books()
    assert {row.account for row in booked.rows} >= {"409", "405"}
    assert booked.reference == document.reference


def test_one_that_was_cancelled_makes_room_for_another(office: Office) -> None:
    payroll_list = office.closed_list()
    office.close_account("404")
    document = create_document(payroll_list, ACTOR)
    deliver_all()
    with pytest.raises(ProblemError) as error:
        reopen(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.list_has_document"]
    actions.cancel(arrived(document).delivery, ACTOR)
    office.close_account()
    assert reopen(payroll_list, ACTOR).state == ListState.DRAFT
    another = create_document(office.closed_list(), ACTOR)
    deliver_all()
    assert [each.reference for each in office.books()] == [another.reference]


def test_the_reversal_is_posted_once_and_opens_the_list(office: Office) -> None:
    payroll_list = office.closed_list()
    document = create_document(payroll_list, ACTOR)
    with pytest.raises(ProblemError) as error:
        reverse(payroll_list, ACTOR)
    assert keys(error.value.problems) == ["payroll.entry_not_there"]
    deliver_all()
    made = reverse(payroll_list, ACTOR)
    assert reverse(payroll_list, ACTOR) == made
    with pytest.raises(ProblemError):
        reopen(payroll_list, ACTOR)
    deliver_all()
    first, second = office.books()
    assert (made.number, second.reference, second.gross) == ("LP/10/2026/ST", made.reference, first.gross)
    assert [(r.account, r.department, r.debit, r.credit) for r in first.rows] == [
        (r.account, r.department, r.credit, r.debit) for r in second.rows
    ]
    reopen(payroll_list, ACTOR)
    again = create_document(office.closed_list(), ACTOR)
    deliver_all()
    assert (again != document, again.number) == (True, "LP/10/2026/2")
    assert [each.reference for each in office.books()][2:] == [again.reference]


def test_the_chart_is_fetched_and_kept(office: Office) -> None:
    job = refresh(office.connection, ACTOR)
    assert refresh(office.connection, ACTOR) == job
    deliver_all()
    assert {each.code: each.why_not for each in LedgerAccount.objects.filter(may_post=False)} == {
        "2": "payroll.account_is_heading",
        "404-STARE": "payroll.account_inactive",
        "231-PRACOWNICY": "payroll.account_too_long",
    }
    assert Dimension.objects.get(kind="department", code="PROD").is_active
    assert not Dimension.objects.get(code="STARY").is_active
    LedgerAccount.objects.create(connection=office.connection, code="999", name="Gone")
    refresh(office.connection, ACTOR)
    deliver_all()
    gone = LedgerAccount.objects.get(code="999")
    assert (gone.is_active, gone.may_post) == (False, False)
    assert LedgerAccount.objects.get(code="404").may_post


def test_what_the_program_booked_otherwise_is_said(office: Office) -> None:
    entry = draft_entry(office.closed_list())
    same = BookedEntry("1", "PK-1", entry.number, entry.date, "PLN", entry.total, len(entry.rows))
    assert entry_differences(entry, same) == ()
    other = BookedEntry("1", "PK-1", "LP/X", entry.date.replace(day=1), "EUR", entry.total + 1, 3)
    assert keys(entry_differences(entry, other)) == [
        "delivery.differs_entry_total",
        "delivery.differs_entry_rows",
        "delivery.differs_currency",
        "delivery.differs_entry_date",
        "delivery.differs_number",
    ]
