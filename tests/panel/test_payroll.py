"""Payroll on the screen: from nothing to a closed list and its entry, as each role sees it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mostek.companies.models import Company
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import Delivery, Job, State
from mostek.documents.models import Document
from mostek.panel.access import PanelRequest
from mostek.panel.views import payroll_edit
from mostek.panel.views.payroll_entry import list_of
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, settings_of
from mostek.payroll.closing import close
from mostek.payroll.entries import create_document
from mostek.payroll.importing.reading import read_file
from mostek.payroll.models import Book, Component, LedgerAccount, ListState, PayrollList
from mostek.payroll.taking import take
from tests.panel.reading import followed, page

TWO_PEOPLE = Path(__file__).parents[1] / "payroll" / "fixtures" / "list__two_people.csv"


@pytest.fixture
def ledger(company: Company) -> Connection:
    """An account at a program with a general ledger, chosen for payroll; its chart is fetched."""
    made = Connection(company=company, program="merit360", name="Ledger", environment=STAND_IN)
    made.set_credentials({"api_id": "670fe52f-558a-4be8-ade0-526e01a106d0", "api_key": "x" * 44})
    made.save()
    open_lane(made)
    settings = settings_of(company)
    settings.connection = made
    settings.save()
    codes = ("231", "220-3", "229-1", "229-2", "229-3", "240-KOM", "240-PPK", "404", "405")
    accounts = [LedgerAccount(connection=made, code=code, name=f"Account {code}") for code in codes]
    accounts += [
        LedgerAccount(
            connection=made, code="2", name="Heading", may_post=False, why_not="payroll.account_is_heading"
        ),
        LedgerAccount(
            connection=made,
            code="404-OLD",
            name="Old",
            is_active=False,
            may_post=False,
            why_not="payroll.account_inactive",
        ),
        LedgerAccount(
            connection=made,
            code="231-PEOPLE",
            name="Long",
            may_post=False,
            why_not="payroll.account_too_long",
        ),
    ]
    LedgerAccount.objects.bulk_create(accounts)
    return made


@pytest.fixture
def mapped(company: Company, ledger: Connection) -> Company:
    add_standard(company, "test", "en")
    accept_proposals(company, proposals(company), "test")
    return company


@pytest.fixture
def payroll_list(mapped: Company) -> PayrollList:
    return take(mapped, read_file(TWO_PEOPLE), "Anna", TWO_PEOPLE.name)[0].payroll_list


def upload(client: Client, content: bytes, name: str = "list.csv") -> str:
    return followed(client, "/payroll/import/", file=SimpleUploadedFile(name, content))


def test_a_heading_saved_while_the_list_is_posted_opens_nothing(
    boss: Client, payroll_list: PayrollList, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_just_before_it_was_posted(request: PanelRequest, pk: int) -> PayrollList:
        read = list_of(request, pk)
        create_document(close(read, "Piotr"), "Piotr")
        return read

    monkeypatch.setattr(payroll_edit, "list_of", read_just_before_it_was_posted)
    heading = {
        "number": "LP/11/2026",
        "period": "2026-11",
        "payment_date": "2026-11-30",
        "kind": "employment",
    }
    said = followed(boss, f"/payroll/{payroll_list.pk}/edit/", **heading)
    assert "is closed" in said
    kept = PayrollList.objects.get()
    assert (kept.number, kept.state) == ("LP/10/2026", ListState.CLOSED)
    assert kept.document == Document.objects.get()


def test_the_way_from_a_file_to_the_entry(boss: Client, mapped: Company) -> None:
    assert "The list LP/10/2026 is imported." in upload(boss, TWO_PEOPLE.read_bytes())
    pk = PayrollList.objects.get().pk
    card = page(boss, f"/payroll/{pk}/")
    assert "9,214.76" in card
    assert "15,548.68" in card
    assert "Debit equals credit." in card
    assert "404 BIURO" in card
    assert "The list LP/10/2026 is closed." in followed(boss, f"/payroll/{pk}/close/")
    assert "is on its way." in followed(boss, f"/payroll/{pk}/document/")
    followed(boss, f"/payroll/{pk}/document/")
    document = Document.objects.get()
    assert "queued" in page(boss, f"/payroll/{pk}/")
    Delivery.objects.filter(document=document).update(state=State.ISSUED, remote_number="PK-7", step="done")
    assert "PK-7" in page(boss, f"/payroll/{pk}/")
    assert "PK-7" in page(boss, "/payroll/")
    assert "sides swapped goes to Ledger" in page(boss, f"/payroll/{pk}/reverse/")
    assert "The reversal LP/10/2026/ST is on its way." in followed(boss, f"/payroll/{pk}/reverse/")


def test_what_stops_the_closing_leads_to_the_component(
    boss: Client, company: Company, ledger: Connection
) -> None:
    upload(boss, TWO_PEOPLE.read_bytes())
    pk = PayrollList.objects.get().pk
    assert "mend what is named below" in followed(boss, f"/payroll/{pk}/close/")
    answer = boss.get(f"/payroll/{pk}/").content.decode()
    component = Component.objects.get(code="ZAS")
    assert f'href="/payroll/components/{component.pk}/posting/"' in answer
    assert "has no account for debit or credit" in answer


def test_every_bad_cell_is_named_by_its_line(boss: Client, mapped: Company) -> None:
    lines = (
        "list_no;period;pay_date;component_code;amount",
        "LP;2026-13;2026-10-30;ZAS;1",
        "LP;2026-10;30.10.2026;ZAS;x",
    )
    said = upload(boss, "\n".join(lines).encode())
    assert "It has 2 mistakes" in said
    assert "Line 2:" in said
    assert "Line 3:" in said
    assert not PayrollList.objects.exists()


def test_templates_are_given_out(boss: Client) -> None:
    assert b"list_no;period" in boss.get("/payroll/import/template.csv").content
    assert boss.get("/payroll/import/template.xlsx").content.startswith(b"PK")
    assert boss.get("/payroll/import/template.pdf").status_code == 404


def test_readers_see_sums_and_no_names(reader: Client, payroll_list: PayrollList) -> None:
    wrong = payroll_list.items.get(person_name="Jan Nowak", component__kind="pit")
    wrong.amount = Decimal(150)
    wrong.save()
    card = page(reader, f"/payroll/{payroll_list.pk}/?check=1")
    assert "15,548.68" in card
    assert "Income tax advance" in card
    assert "Nowak" not in card
    assert "Close the list" not in card
    for address in ("edit/", "delete/"):
        assert reader.get(f"/payroll/{payroll_list.pk}/{address}").status_code == 403
    assert reader.post(f"/payroll/{payroll_list.pk}/close/").status_code == 403
    assert reader.get("/payroll/import/").status_code == 403


def test_another_company_sees_nothing(stranger: Client, payroll_list: PayrollList) -> None:
    component = Component.objects.first()
    assert component
    for address in (f"/payroll/{payroll_list.pk}/", f"/payroll/components/{component.pk}/posting/"):
        assert stranger.get(address).status_code == 404
    assert "LP/10/2026" not in page(stranger, "/payroll/")


def test_the_check_gives_hints_and_changes_nothing(operator: Client, payroll_list: PayrollList) -> None:
    assert "The amounts of all 2 people agree" in page(operator, f"/payroll/{payroll_list.pk}/?check=1")
    payroll_list.items.filter(component__kind="pit", person_name="Jan Nowak").update(amount=150)
    said = page(operator, f"/payroll/{payroll_list.pk}/?check=1")
    assert "Jan Nowak" in said
    assert "150.00" in said


def test_a_list_is_typed_in_and_computed(operator: Client, mapped: Company) -> None:
    heading = {
        "number": "LP/11/2026",
        "kind": "employment",
        "period": "2026-11",
        "payment_date": "2026-11-27",
    }
    assert "Add a person" in followed(operator, "/payroll/new/", **heading)
    made = PayrollList.objects.get()
    base = Component.objects.get(code="ZAS")
    cells = {f"amount-{base.pk}": "8 000,00", "name": "Ewa Most", "department": "BIURO"}
    said = followed(operator, f"/payroll/{made.pk}/people/", compute="1", **cells)
    assert "Ewa Most is on the list." in said
    assert "5,783.91" in page(operator, f"/payroll/{made.pk}/?check=1")
    assert "stands on the list already" in followed(operator, f"/payroll/{made.pk}/people/", **cells)


def test_amounts_are_changed_in_the_table(operator: Client, payroll_list: PayrollList) -> None:
    item = payroll_list.items.get(person_name="Jan Nowak", component__kind="pit")
    anchor = payroll_list.items.filter(person_name="Jan Nowak").earliest("id").pk
    cell = f"cell-{anchor}-{item.component_id}"
    address = f"/payroll/{payroll_list.pk}/amounts/"
    assert "marked amounts cannot be read" in followed(operator, address, **{cell: "1,2,3"})
    assert "Amounts changed: 1." in followed(operator, address, **{cell: "150,50"})
    item.refresh_from_db()
    assert item.amount == Decimal("150.50")
    close(payroll_list, "Anna")
    assert "is closed and does not change" in followed(operator, address, **{cell: "1"})


def test_an_open_list_is_deleted_and_a_closed_one_corrected(
    operator: Client, payroll_list: PayrollList
) -> None:
    close(payroll_list, "Anna")
    assert "does not change any more" in followed(operator, f"/payroll/{payroll_list.pk}/delete/")
    form = operator.get(f"/payroll/new/?corrects={payroll_list.pk}").content.decode()
    assert f'<option value="{payroll_list.pk}" selected>' in form
    assert "is open again" in followed(operator, f"/payroll/{payroll_list.pk}/reopen/")
    assert "is deleted" in followed(operator, f"/payroll/{payroll_list.pk}/delete/")
    assert not PayrollList.objects.exists()


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ("999", "The account 999 is not in the chart"),
        ("2", "only sums up others"),
        ("404-OLD", "is inactive"),
        ("231-PEOPLE", "too long to be posted to"),
    ],
)
def test_mistakes_are_shown_when_a_component_is_mapped(
    operator: Client, mapped: Company, account: str, sentence: str
) -> None:
    component = Component.objects.get(code="ZAS")
    posted = {"debit_account": account, "credit_account": "231", "cash_book": "wages"}
    assert sentence in followed(operator, f"/payroll/components/{component.pk}/posting/", **posted)
    component.refresh_from_db()
    assert component.debit_account == "404"


def test_the_catalogue_from_nothing_to_mapped(boss: Client, company: Company, ledger: Connection) -> None:
    assert "No pay components yet" in page(boss, "/payroll/components/")
    assert "Components added: 25." in followed(boss, "/payroll/components/standard/")
    assert "25 components cannot be posted yet" in page(boss, "/payroll/components/")
    preview = boss.get("/payroll/components/proposals/").content.decode()
    assert preview.count("checked") == 24, "240 is not in the chart"
    codes = [each.code for each in Component.objects.of(company)]
    assert "25 components have their accounts now." in followed(
        boss, "/payroll/components/proposals/", code=codes
    )
    added = followed(boss, "/payroll/components/new/", code="AUTO", name="Company car", kind="pay")
    assert "Now choose its accounts." in added
    assert "Another component has the code AUTO" in followed(
        boss, "/payroll/components/new/", code="AUTO", name="Again", kind="pay"
    )


def test_settings_choose_the_program_and_fetch_its_accounts(boss: Client, ledger: Connection) -> None:
    posted = {
        "connection": ledger.pk,
        "book": "cash_book",
        "entry_date": "payment",
        "accident_percent": "1.67",
    }
    assert "settings are saved" in followed(boss, "/payroll/settings/", **posted)
    assert settings_of(ledger.company).book == Book.CASH_BOOK
    assert "Waiting for a worker" in followed(boss, "/payroll/accounts/refresh/")
    assert Job.objects.get().kind == "ledger_chart"
    accounts = page(boss, "/payroll/accounts/")
    assert "404-OLD Old" in accounts
    assert "The account 2 only sums up others." in accounts


def test_without_a_program_the_wizard_is_offered(boss: Client, reader: Client, company: Company) -> None:
    assert 'href="/programs/merit360/add/"' in boss.get("/payroll/settings/").content.decode()
    assert "/add/" not in reader.get("/payroll/settings/").content.decode()


def test_a_cash_book_gets_its_rows_and_a_confirmation(boss: Client, payroll_list: PayrollList) -> None:
    settings = settings_of(payroll_list.company)
    settings.book = Book.CASH_BOOK
    settings.save()
    followed(boss, f"/payroll/{payroll_list.pk}/close/")
    card = page(boss, f"/payroll/{payroll_list.pk}/")
    assert "12,806.00" in card
    assert "14 · wages" in card
    assert "Handed over." in followed(boss, f"/payroll/{payroll_list.pk}/handed-over/")
    assert b"12806" in boss.get(f"/payroll/{payroll_list.pk}/book/csv/").content
    assert boss.get(f"/payroll/{payroll_list.pk}/book/pdf/").content.startswith(b"%PDF")
    assert "In the book: confirmed" in followed(boss, f"/payroll/{payroll_list.pk}/handed-over/", confirm="1")


@pytest.mark.parametrize(
    ("gross", "more", "net", "cost"),
    [
        ("4806", {}, "3,605.85", "5,790.28"),
        ("8 000,00", {}, "5,783.91", "9,638.40"),
        ("12700", {}, "8,987.54", "15,300.96"),
        (
            "8000",
            {
                "savings_employee_percent": "2",
                "savings_employer_percent": "1.5",
                "savings_transferred": "120",
            },
            "5,608.91",
            "9,758.40",
        ),
    ],
)
def test_the_calculator_gives_the_worked_examples(
    reader: Client, company: Company, gross: str, more: dict[str, str], net: str, cost: str
) -> None:
    boxes = dict.fromkeys(("pays_social", "pays_sickness", "pays_health", "pays_labour_fund"), "on")
    given = {
        "pay": gross,
        "contract": "employment",
        "on": "2026-10-30",
        "relief_parts": "12",
        **boxes,
        **more,
    }
    answer = reader.get("/payroll/calculator/", given)
    text = answer.content.decode()
    assert f'id="net">{net}' in text.replace("\xa0", " ")
    assert f'id="cost">{cost}' in text


def test_the_calculator_says_what_it_does_not_know(reader: Client, company: Company) -> None:
    given = {
        "pay": "8000",
        "contract": "mandate",
        "on": "2019-10-30",
        "relief_parts": "12",
        "costs": "raised",
    }
    assert "does not have the costs" in text_at(reader, given)
    assert "2025, 2026" in text_at(reader, given | {"costs": ""})


def text_at(client: Client, given: dict[str, str]) -> str:
    return client.get("/payroll/calculator/", given).content.decode()


def test_a_country_without_rules_is_told(boss: Client, payroll_list: PayrollList) -> None:
    Company.objects.update(country="DE")
    for address in ("/payroll/", "/payroll/components/", "/payroll/calculator/"):
        assert "no payroll rules for the country DE" in page(boss, address)
    assert boss.get(f"/payroll/{payroll_list.pk}/").headers["Location"] == "/payroll/"
