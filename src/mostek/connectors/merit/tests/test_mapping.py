"""Neutral documents and entries as payloads, and the program's records as ours."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mostek.connectors.base.contract import Account
from mostek.connectors.merit import booking, checks, entries, lists, mapping, taxes
from mostek.connectors.merit.buyers import record_of
from mostek.connectors.merit.programs import MERIT, MERIT360
from mostek.connectors.merit.simulator import charts
from mostek.connectors.merit.tests.builders import (
    COMPANY,
    PERSON,
    REFERENCE,
    TODAY,
    correction,
    entry,
    invoice,
    line,
    rate,
)
from mostek.invoicing.ledger import EntryRow
from mostek.invoicing.model import ExchangeRate, Invoice, Kind, Payment, PaymentMeans

FIXTURES = Path(__file__).parent / "fixtures"
TAXES = charts.taxes("good", "PL")


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


def account(**options: str) -> Account:
    return Account("https://example", {}, options, {"cash": "cash"})


def payload(document: Invoice, **options: str) -> dict[str, Any]:
    ids, problems = taxes.ids_of(document, TAXES, account(), MERIT360)
    assert problems == ()
    return mapping.payload(document, ids, "", account(**options), MERIT360)


def tax(code: str) -> str:
    return str(next(each["Id"] for each in TAXES if each["Code"] == code))


def test_a_gross_price_becomes_a_net_one_that_adds_up() -> None:
    sent = payload(invoice(line("33.33", "3"), line("5.00", code="8")))
    first, second = sent["InvoiceRow"]
    assert (first["Quantity"], first["Price"]) == (Decimal(3), Decimal("27.0966667"))
    assert (first["Quantity"] * first["Price"]).quantize(Decimal("0.01")) == Decimal("81.29")
    assert second["Price"] == Decimal("4.63")
    assert sent["TotalAmount"] == Decimal("85.92")
    assert sent["TaxAmount"] == [
        {"TaxId": tax("23%"), "Amount": Decimal("18.70")},
        {"TaxId": tax("8%"), "Amount": Decimal("0.37")},
    ]


def test_a_quantity_too_fine_becomes_one_with_the_quantity_in_the_name() -> None:
    row = payload(invoice(line("10.00", "0.0005", name="Nić", unit="km")))["InvoiceRow"][0]
    assert (row["Quantity"], row["Item"]["Description"]) == (1, "Nić (0.0005 km)")


def test_the_reference_is_the_last_line_of_the_footer() -> None:
    assert payload(invoice(notes="Dziękujemy"))["Fcomment"] == f"Dziękujemy\nRef.: {REFERENCE}"


def test_a_rate_of_exchange_goes_with_the_newer_interface_only() -> None:
    exchange = ExchangeRate(to="PLN", rate=Decimal("4.2713"), source="NBP", on=TODAY)
    document = invoice(currency="EUR", exchange=exchange)
    assert payload(document)["CurrencyRate"] == Decimal("4.2713")
    assert "CurrencyRate" not in payload(document, version="v1")


def test_accounts_departments_and_articles_of_the_settings() -> None:
    sent = payload(invoice(), sales_account="700", department="BIURO", item_code="SKLEP")
    row = sent["InvoiceRow"][0]
    assert (row["GLAccountCode"], row["DepartmentCode"], sent["DepartmentCode"]) == ("700", "BIURO", "BIURO")
    assert row["Item"]["Code"] == "SKLEP"


def test_long_skus_stay_apart() -> None:
    codes = {mapping.item_code(f"KUBEK-CERAMICZNY-ZIELONY-{size}") for size in range(50)}
    assert len(codes) == 50
    assert {len(code) for code in codes} == {20}


def test_cash_is_paid_at_once_where_the_method_is_named() -> None:
    paid = Payment(means=PaymentMeans.CASH, paid=Decimal("123.00"), paid_on=TODAY)
    document = invoice(payment=paid)
    assert "Payment" not in payload(document)
    told = payload(document, cash_method="Gotówka")["Payment"]
    assert told == {
        "PaymentMethod": "Gotówka",
        "PaidAmount": Decimal("123.00"),
        "PaymDate": f"{TODAY:%Y%m%d}",
    }


def test_a_credit_invoice_takes_back_and_states_anew_what_changed() -> None:
    before = (line("33.33", "3", sku="A"), line("5.00", code="8", sku="B"))
    document = correction(before, line("33.33", "2", sku="A"), before[1])
    sent = payload(document)
    assert sent["AccountingDoc"] == mapping.CREDIT
    assert [(row["Quantity"], row["Item"]["Code"]) for row in sent["InvoiceRow"]] == [(-3, "A"), (2, "A")]
    assert sent["TotalAmount"] == Decimal("-27.09")
    assert sent["TaxAmount"][0]["Amount"] == Decimal("-6.24")
    assert payload(document, credit_tax="positive")["TaxAmount"][0]["Amount"] == Decimal("6.24")
    assert sent["Hcomment"] == f"Korekta do FV/1/11/2026 z dnia {TODAY.isoformat()}\nZwrot towaru"


@pytest.mark.parametrize(
    ("code", "options", "expected"),
    [
        ("23", {}, "23%"),
        ("0", {}, "0%"),
        ("zw", {}, "ZW"),
        ("zw", {"tax_codes": "zw=NP, 8=5%"}, "NP"),
        ("8", {"tax_codes": "zw=NP, 8=5%"}, "5%"),
        ("22", {}, ""),
        ("7", {}, ""),
        ("oss", {}, ""),
    ],
)
def test_the_tax_of_a_rate(code: str, options: dict[str, str], expected: str) -> None:
    found = taxes.tax_id(rate(code), TAXES, account(**options), MERIT360)
    assert found == (tax(expected) if expected else "")


def test_a_rate_that_two_taxes_share_is_not_guessed() -> None:
    two = [{"Id": str(n), "Code": f"KM{n}", "TaxPct": 24.0, "NonActive": False} for n in range(2)]
    assert taxes.tax_id(rate("24"), two, account(), MERIT) == ""
    assert taxes.tax_id(rate("24"), two[:1], account(), MERIT) == "0"


def test_a_national_number_is_the_register_number_in_poland_only() -> None:
    assert record_of(COMPANY, MERIT360)["RegNo"] == "5260250274"
    assert "RegNo" not in record_of(COMPANY, MERIT)
    assert record_of(PERSON, MERIT360)["NotTDCustomer"] is True


@pytest.mark.parametrize(
    ("document", "key", "field"),
    [
        (invoice(number="x" * 36), "merit.too_long", "number"),
        (invoice(kind=Kind.PROFORMA), "merit.kind_unsupported", "kind"),
        (invoice(buyer=PERSON.model_copy(update={"name": ""})), "merit.buyer_name_missing", "buyer.name"),
        (invoice(line("1.00", code="oss")), "merit.tax_unnamed", "lines.0.vat"),
        (invoice(*[line("1.00")] * 501), "merit.too_many_lines", "lines"),
        (correction((line("1.00"),), line("2.00")), "merit.credit_upwards", "lines"),
        (correction((line("1.00"),), line("1.00")), "merit.credit_empty", "lines"),
    ],
)
def test_what_would_be_refused_is_found_before(document: Invoice, key: str, field: str) -> None:
    (problem,) = checks.problems(document, account(), MERIT360)
    assert (problem.key, problem.field) == (key, field)


def test_a_foreign_rate_is_not_taken_for_a_domestic_one() -> None:
    foreign = line("1.00", vat=rate("23").model_copy(update={"country": "IE"}))
    (problem,) = checks.problems(invoice(foreign), account(), MERIT360)
    assert problem.key == "merit.vat_abroad"


def test_an_entry_as_a_batch() -> None:
    sent = entries.payload(entry())
    assert (sent["DocNo"], sent["BatchDate"], sent["CurrencyCode"]) == (
        "LP/10/2026",
        f"{TODAY:%Y%m%d}",
        "PLN",
    )
    first, second = sent["EntryRow"]
    assert first == {
        "AccountCode": "404",
        "DepartmentCode": "BIURO",
        "Debit": Decimal("8000.10"),
        "Credit": Decimal(0),
        "Memo": f"Wynagrodzenia brutto {REFERENCE}",
    }
    assert second["Memo"] == f"Lista płac LP/10/2026 {REFERENCE}"
    assert "DepartmentCode" not in second


def test_a_long_text_leaves_room_for_the_reference() -> None:
    memo = entries.payload(entry(memo="x" * 200))["EntryRow"][1]["Memo"]
    assert len(memo) == 150
    assert memo.endswith(f" {REFERENCE}")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": "231-PRACOWNICY"}, "rows.0.account"),
        ({"department": "x" * 17}, "rows.0.department"),
        ({"project": "x" * 21}, "rows.0.project"),
        ({"cost_centre": "x" * 21}, "rows.0.cost_centre"),
    ],
)
def test_codes_too_long_are_named_at_their_row(change: dict[str, str], field: str) -> None:
    rows = entry().rows
    (problem,) = entries.problems(entry(rows[0].model_copy(update=change), rows[1]))
    assert (problem.key, problem.field) == ("merit.code_too_long", field)


def test_long_numbers_and_too_many_rows() -> None:
    rows = [EntryRow(account="404", debit=Decimal(1)), EntryRow(account="231", credit=Decimal(1))] * 251
    keys = [problem.key for problem in entries.problems(entry(*rows, number="x" * 36))]
    assert keys == ["merit.entry_number_long", "merit.entry_too_many_rows"]


def test_a_batch_as_it_is_read() -> None:
    booked = booking.entry_of(fixture("batch__manual"))
    assert (booked.code, booked.number, booked.reference) == ("PK-123", "LP/10/2026", REFERENCE)
    assert (booked.total, booked.row_count) == (Decimal("8000.1"), 2)


def test_an_invoice_as_it_is_read() -> None:
    document = fixture("invoice__sales")
    booked = booking.booked(document["Header"], document["Lines"])
    assert (booked.number, booked.reference, booked.is_paid) == ("FV/1/11/2026", REFERENCE, True)
    assert (booked.net, booked.vat, booked.gross) == (Decimal(100), Decimal(23), Decimal(123))
    assert booked.line_count == 1
    assert booked.issue_date is not None
    assert booked.sale_date is not None
    assert (booked.issue_date - booked.sale_date).days == 1


def test_flags_of_the_chart_in_the_users_language() -> None:
    finnish = [lists.account(row) for row in fixture("accounts__finland")]
    assert [each.is_active for each in finnish] == [True, False]
    polish = [lists.account(row) for row in fixture("accounts__poland")]
    assert [each.may_post for each in polish] == [True, False, False, False]
    assert (polish[1].is_active, polish[2].is_parent, polish[3].fits) == (False, True, False)
