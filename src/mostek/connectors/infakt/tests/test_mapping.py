"""The payload that inFakt gets, and what is read back from its answers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.connectors.infakt.mapping import booked, document_body, is_marked, reference_of
from mostek.connectors.infakt.parties import bare_tax_id, client_record, is_same_business, written_tax_id
from mostek.connectors.infakt.tests.examples import (
    COMPANY,
    DAY,
    PERSON,
    account,
    correction,
    fixture,
    invoice,
    line,
    vat,
)
from mostek.invoicing.model import (
    Invoice,
    Kind,
    Line,
    LineKind,
    Payment,
    PaymentMeans,
    PriceBasis,
    VatRounding,
)
from mostek.invoicing.totals import payable, totals
from mostek.kernel.money import to_minor


def test_a_transfer_invoice_says_everything_explicitly() -> None:
    document = invoice(line("61.50", "23", "2", allowance=Decimal("3.00")), buyer=COMPANY, notes="Dziękujemy")
    body = document_body(document, "206667", account())
    assert body == {
        "invoice": {
            "kind": "vat",
            "currency": "PLN",
            "payment_method": "transfer",
            "status": "printed",
            "invoice_date": "2026-03-08",
            "sale_date": "2026-03-07",
            "invoice_date_kind": "sale_date",
            "payment_date": "2026-03-22",
            "notes": f"Dziękujemy\n[{document.reference}]",
            "transaction_terms": {"orders": [{"number": "1001"}, {"number": document.reference}]},
            "client_id": 206667,
            "client_business_activity_kind": "other_business",
            "client_company_name": "Żółw sp. z o.o.",
            "client_street": "Długa 7/3",
            "client_city": "Kraków",
            "client_post_code": "30-001",
            "client_country": "PL",
            "client_tax_code": "5260250274",
            "bank_account": "PL61109010140000071219812874",
            "bank_name": "Bank Próbny",
            "services": [
                {"name": "Kubek", "tax_symbol": "23", "unit": "szt.", "quantity": 2, "gross_price": 12000}
            ],
        },
        "send_to_ksef": False,
    }


def test_net_prices_are_sent_as_net() -> None:
    (sent,) = _sent(invoice(line("100.005", quantity="2"), basis=PriceBasis.NET))["services"]
    assert sent["net_price"] == 20001
    assert "gross_price" not in sent


def test_a_person_has_first_and_last_name() -> None:
    sent = _sent(invoice())
    assert (sent["client_first_name"], sent["client_last_name"]) == ("Jan Maria", "Nowak")
    assert sent["client_business_activity_kind"] == "private_person"
    assert sent["client_tax_code"] == ""


def test_our_number_is_checked_for_doubles() -> None:
    sent = _sent(invoice(number="FV/1/03/2026"))
    assert (sent["number"], sent["check_duplicate_number"]) == ("FV/1/03/2026", True)
    assert "number" not in _sent(invoice())


def test_a_paid_order_is_paid_and_not_before_its_day_of_issue() -> None:
    early = Payment(means=PaymentMeans.CARD, paid=Decimal(123), paid_on=DAY - timedelta(days=3))
    sent = _sent(invoice(payment=early))
    assert (sent["status"], sent["paid_date"], sent["payment_method"]) == ("paid", "2026-03-08", "card")
    assert "bank_account" not in sent
    unmarked = replace(account(), mark_paid=False)
    body = document_body(invoice(payment=early), "", unmarked)
    assert body["invoice"]["status"] == "printed"
    assert _sent(invoice(payment=early), document_status="draft")["status"] == "draft"


def test_a_part_payment_is_stated_and_not_marked_as_paid() -> None:
    sent = _sent(invoice(payment=Payment(means=PaymentMeans.CARD, paid=Decimal("20.50"), paid_on=DAY)))
    assert (sent["status"], sent["paid_price"]) == ("printed", 2050)


def test_the_connections_own_payment_map_wins() -> None:
    mapped = replace(account(), payment_map={"card": "payu"})
    body = document_body(invoice(payment=Payment(means=PaymentMeans.CARD)), "", mapped)
    assert body["invoice"]["payment_method"] == "payu"


def test_foreign_currency_names_its_rate() -> None:
    sent = _sent(invoice(currency="EUR"))
    assert (sent["currency"], sent["vat_exchange_date_kind"]) == ("EUR", "vat")


def test_exempt_lines_name_their_basis() -> None:
    plain = line(code="zw")
    reason = plain.vat.model_copy(update={"reason": "art. 113 ust. 1 ustawy o VAT"})
    assert "vat_exemption_reason" not in _sent(invoice(plain))
    assert _sent(invoice(plain.model_copy(update={"vat": reason})))["vat_exemption_reason"] == 1
    assert _sent(invoice(plain), vat_exemption_reason="7")["vat_exemption_reason"] == 7
    assert "vat_exemption_reason" not in _sent(invoice(), vat_exemption_reason="7")


def test_a_correction_has_pairs_and_its_reason_in_the_notes() -> None:
    cup, plate = line(name="Kubek"), line("10.00", name="Talerz")
    document = correction((cup, plate), (plate,))
    body = document_body(document, "5", account())["corrective_invoice"]
    shown = [
        (s["group"], s["correction"], s["name"], s["quantity"], s["gross_price"]) for s in body["services"]
    ]
    assert shown == [
        ("1", False, "Kubek", 1, 12300),
        ("1", True, "Kubek", 0, 0),
        ("2", False, "Talerz", 1, 1000),
        ("2", True, "Talerz", 1, 1000),
    ]
    assert body["corrected_invoice_uuid"] == "uuid-1"
    assert body["notes"] == f"Zwrot towaru\n[{document.reference}]"
    assert body["correction_reason"] == "other"


prices = st.decimals(min_value=0, max_value=100_000, places=2)
lines = st.builds(
    lambda price, quantity, code: line(str(price), code, str(quantity)),
    prices,
    st.decimals(min_value="0.001", max_value=1000, places=3),
    st.sampled_from(["23", "8", "5", "0", "np"]),
)


@given(st.lists(lines, min_size=1, max_size=12))
def test_lines_make_exactly_the_documents_gross(each: list[Line]) -> None:
    document = invoice(*each)
    sent = _sent(document)["services"]
    assert sum(service["gross_price"] for service in sent) == to_minor(totals(document).whole.gross, "PLN")


@given(st.lists(lines, min_size=1, max_size=6), st.lists(lines, min_size=1, max_size=6))
def test_pairs_of_a_correction_make_exactly_its_difference(before: list[Line], after: list[Line]) -> None:
    document = correction(tuple(before), tuple(after))
    services = document_body(document, "", account())["corrective_invoice"]["services"]
    booked_gross = sum(each["gross_price"] * (1 if each["correction"] else -1) for each in services)
    assert booked_gross == to_minor(payable(document).gross, "PLN")


def test_a_document_is_read_as_booked() -> None:
    found = booked(fixture("invoice__vat"))
    assert (found.remote_id, found.number) == ("282ebe68-80aa-495e-aee4-66c5c0faa001", "16/03/2026")
    assert (found.net, found.vat, found.gross) == (Decimal("66.23"), Decimal("15.23"), Decimal("81.46"))
    assert (found.issue_date, found.sale_date) == (DAY, DAY - timedelta(days=1))
    assert (found.line_count, found.buyer_tax_id, found.is_paid) == (1, "5260250274", False)
    assert found.reference == "MST-7K2M9QX4AB"


def test_what_a_draft_does_not_tell_stays_open() -> None:
    found = booked(fixture("invoice__draft_without_number"))
    assert (found.number, found.currency, found.reference) == ("", "EUR", "MST-7K2M9QX4AC")


def test_a_correction_is_read_with_its_difference() -> None:
    found = booked(fixture("invoice__correction"))
    assert (found.gross, found.line_count, found.sale_date) == (Decimal("-81.46"), None, None)


def test_a_reference_that_begins_alike_is_another_one() -> None:
    row = {"notes": "[MST-AAAAAAAAAA0]", "transaction_terms": {"orders": [{"number": "MST-AAAAAAAAAA0"}]}}
    assert not is_marked(row, "MST-AAAAAAAAAA")
    assert is_marked(row, "MST-AAAAAAAAAA0")


def test_a_marker_copied_into_the_notes_does_not_hide_ours() -> None:
    document = invoice(notes="wie [MST-FREMD00001] schon")
    assert reference_of(_sent(document)) == document.reference
    assert reference_of({"notes": None, "transaction_terms": None}) == ""


def test_tax_ids_are_compared_without_their_dress() -> None:
    assert bare_tax_id("PL 526-025-02-74") == bare_tax_id("5260250274") == "5260250274"
    german = COMPANY.model_copy(
        update={"tax_id": "DE 123456789", "address": COMPANY.address.model_copy(update={"country": "DE"})}
    )
    assert written_tax_id(german) == "DE123456789"
    assert is_same_business({"nip": "DE123456789", "country": "DE"}, german)
    assert not is_same_business({"nip": "123456789", "country": "FR"}, german)


def test_a_client_record_carries_the_marker_and_no_empty_tax_id() -> None:
    record = client_record(PERSON, "Mostek [MST-X]")
    assert (record["note"], record["email"], record["country"]) == ("Mostek [MST-X]", "jan@example.com", "PL")
    assert "nip" not in record


def test_a_proforma_is_one_and_is_never_paid() -> None:
    paid = Payment(means=PaymentMeans.CARD, paid=Decimal(123), paid_on=DAY)
    sent = _sent(invoice(kind=Kind.PROFORMA, payment=paid))
    assert (sent["kind"], sent["status"]) == ("proforma", "printed")


def test_a_series_bound_to_infakt_is_rounded_per_line() -> None:
    document = invoice(*[line("9.99")] * 7)
    assert document.rounding is VatRounding.LINE
    assert totals(document).whole.vat == sum(each.vat for each in totals(document).lines)


def _sent(document: Invoice, **options: str) -> dict[str, Any]:
    sent: dict[str, Any] = document_body(document, "", account(**options))["invoice"]
    return sent


@pytest.mark.parametrize(
    ("country", "code", "kind", "expected"),
    [
        ("DE", "0", "goods", "merchandise"),
        ("US", "0", "goods", "merchandise"),
        ("DE", "np", "service", "service"),
        ("DE", "23", "goods", None),
        ("PL", "0", "goods", None),
    ],
)
def test_untaxed_sales_abroad_say_what_is_sold(
    country: str, code: str, kind: str, expected: str | None
) -> None:
    address = COMPANY.address.model_copy(update={"country": country})
    buyer = COMPANY.model_copy(update={"address": address})
    made = line(vat=vat(code), kind=LineKind(kind))
    sent = document_body(invoice(made, buyer=buyer), "", account())["invoice"]
    assert sent.get("sale_type") == expected
