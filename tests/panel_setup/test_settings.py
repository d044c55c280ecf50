"""Company, bank accounts, statuses and fields."""

import pytest
from django.test import Client

from mostek.companies.models import AuditEntry, BankAccount, Company
from mostek.connections.models import Connection
from mostek.orders.models import CustomField, FieldKind, OrderStatus

IBAN = "PL61109010140000071219812874"
SELLER = {
    "name": "Pracownia Mostowa sp. z o.o.",
    "tax_id": "5260250274",
    "street": "ul. Nowa 1",
    "postcode": "61-850",
    "city": "Poznań",
    "country": "PL",
    "time_zone": "Europe/Warsaw",
    "currency": "PLN",
}


def test_company_is_changed_and_audited(boss: Client, company: Company) -> None:
    boss.post("/settings/company/", SELLER)
    company.refresh_from_db()
    assert company.street == "ul. Nowa 1"
    assert AuditEntry.objects.get().changes["street"] == ["ul. Długa 12", "ul. Nowa 1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tax_id", "5260250275"),
        ("country", "XX"),
        ("time_zone", "Mars/Base"),
        ("currency", "ABC"),
        ("name", ""),
    ],
)
def test_odd_seller_data_are_refused(boss: Client, company: Company, field: str, value: str) -> None:
    page = boss.post("/settings/company/", SELLER | {field: value}).content.decode()
    assert "is-invalid" in page
    company.refresh_from_db()
    assert company.street == "ul. Długa 12"


def test_reader_reads_the_company_and_changes_nothing(reader: Client, company: Company) -> None:
    page = reader.get("/settings/company/").content.decode()
    assert company.name in page
    assert 'name="tax_id"' not in page
    reader.post("/settings/company/", SELLER)
    company.refresh_from_db()
    assert company.street == "ul. Długa 12"
    assert reader.get("/settings/company/accounts/new/").status_code == 403


@pytest.mark.parametrize(
    "written", [IBAN, "61 1090 1014 0000 0712 1981 2874", "pl61109010140000071219812874"]
)
def test_account_number_in_any_writing(boss: Client, company: Company, written: str) -> None:
    boss.post("/settings/company/accounts/new/", {"iban": written, "currency": "PLN", "swift": "wbkpplpp"})
    account = BankAccount.objects.get()
    assert account.iban == IBAN
    assert account.swift == "WBKPPLPP"
    assert account.company == company


def test_wrong_account_number_and_swift_are_told(boss: Client) -> None:
    form = {"iban": IBAN[:-1] + "5", "currency": "PLN", "swift": "NOPE"}
    page = boss.post("/settings/company/accounts/new/", form).content.decode()
    assert "This is not a valid account number" in page
    assert "A SWIFT code has 8 or 11 characters" in page
    assert not BankAccount.objects.exists()


def test_account_stands_once(boss: Client, company: Company) -> None:
    BankAccount.objects.create(company=company, iban=IBAN, currency="PLN")
    page = boss.post("/settings/company/accounts/new/", {"iban": IBAN, "currency": "PLN"}).content.decode()
    assert "This account is on the list already." in page


def test_account_is_changed_and_deleted_with_a_question(boss: Client, company: Company) -> None:
    account = BankAccount.objects.create(company=company, iban=IBAN, currency="PLN")
    address = f"/settings/company/accounts/{account.pk}/"
    boss.post(address, {"iban": IBAN, "currency": "EUR"})
    account.refresh_from_db()
    assert account.currency == "EUR"
    assert f"Delete account {IBAN}?" in boss.get(f"{address}delete/").content.decode()
    assert BankAccount.objects.exists()
    boss.post(f"{address}delete/")
    assert not BankAccount.objects.exists()


def test_rows_of_another_company_do_not_exist(boss: Client, other_company: Company) -> None:
    account = BankAccount.objects.create(company=other_company, iban=IBAN, currency="PLN")
    status = OrderStatus.objects.create(company=other_company, name="Theirs")
    field = CustomField.objects.create(company=other_company, name="Theirs", kind=FieldKind.TEXT)
    for address in (
        f"/settings/company/accounts/{account.pk}/",
        f"/settings/company/accounts/{account.pk}/delete/",
        f"/settings/statuses/{status.pk}/",
        f"/settings/statuses/{status.pk}/move/",
        f"/settings/statuses/{status.pk}/delete/",
        f"/settings/fields/{field.pk}/",
        f"/settings/fields/{field.pk}/delete/",
    ):
        assert boss.post(address, {"name": "Mine now"}).status_code == 404
    assert "Theirs" not in boss.get("/settings/statuses/").content.decode()
    assert OrderStatus.objects.get().name == "Theirs"


def test_statuses_are_added_renamed_and_moved(boss: Client, company: Company) -> None:
    for name in ("New", "Paid", "Sent"):
        boss.post("/settings/statuses/add/", {"status-name": name, "status-color": "blue"})
    sent = OrderStatus.objects.get(name="Sent")
    boss.post(f"/settings/statuses/{sent.pk}/move/", {"way": "up"})
    assert [each.name for each in OrderStatus.objects.of(company)] == ["New", "Sent", "Paid"]
    boss.post(f"/settings/statuses/{sent.pk}/", {"name": "Shipped", "color": "green"})
    sent.refresh_from_db()
    assert (sent.name, sent.color) == ("Shipped", "green")
    boss.post(f"/settings/statuses/{sent.pk}/delete/")
    assert not OrderStatus.objects.filter(pk=sent.pk).exists()


def test_status_stands_once(boss: Client, company: Company) -> None:
    OrderStatus.objects.create(company=company, name="New")
    page = boss.post(
        "/settings/statuses/add/", {"status-name": "New", "status-color": "blue"}
    ).content.decode()
    assert "There is a status of this name already." in page


def test_what_is_in_use_is_not_deleted(boss: Client, company: Company) -> None:
    status = OrderStatus.objects.create(company=company, name="Failed")
    field = CustomField.objects.create(company=company, name="PDF", kind=FieldKind.FILE)
    Connection.objects.create(
        company=company,
        program="infakt",
        name="Main",
        environment="production",
        error_status=status,
        document_field=field,
    )
    page = boss.post(f"/settings/statuses/{status.pk}/delete/", follow=True).content.decode()
    assert "“Failed” is in use and was not deleted. Main sets it on errors." in page
    boss.post(f"/settings/fields/{field.pk}/delete/")
    assert OrderStatus.objects.exists()
    assert CustomField.objects.exists()


def test_fields_are_added_and_renamed_but_keep_their_kind(boss: Client, company: Company) -> None:
    boss.post("/settings/fields/add/", {"field-name": "Parcel", "field-kind": "text"})
    field = CustomField.objects.get()
    boss.post(f"/settings/fields/{field.pk}/", {"name": "Parcel number", "kind": "file"})
    field.refresh_from_db()
    assert (field.name, field.kind) == ("Parcel number", "text")


def test_reader_sees_statuses_without_buttons(reader: Client, company: Company) -> None:
    status = OrderStatus.objects.create(company=company, name="New")
    page = reader.get("/settings/statuses/").content.decode()
    assert "New" in page
    assert f"/settings/statuses/{status.pk}/" not in page
    assert reader.post(f"/settings/statuses/{status.pk}/delete/").status_code == 403
    assert reader.post("/settings/statuses/add/", {"status-name": "X"}).status_code == 403
