from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.invoicing.model import (
    Address,
    BankAccount,
    Invoice,
    Kind,
    Line,
    LineKind,
    Party,
    Payment,
    PaymentMeans,
    Vat,
)
from mostek.invoicing.tests.samples import BUYER, SELLER, invoice, line
from mostek.kernel.problems import explanation
from mostek.regimes.base.registry import regime
from mostek.regimes.pl.transfer_code import account_digits, transfer_code

PL = regime("PL")
TODAY = date(2026, 11, 20)
WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def vat(code: str, **changes: Any) -> Vat:
    found = PL.vat(code, TODAY)
    assert found is not None
    return found.model_copy(update=changes)


def company(tax_id: str, country: str = "DE") -> Party:
    home = Address(street="Hafenstraße 5", city="Hamburg", postcode="20095", country=country)
    return Party(name="Müller GmbH", tax_id=tax_id, is_company=True, address=home)


def found(*lines: Line, **changes: Any) -> list[tuple[str, str]]:
    return [(problem.key, problem.field) for problem in PL.required(invoice(*lines, **changes))]


def with_buyer(**changes: Any) -> dict[str, Any]:
    return {"buyer": BUYER.model_copy(update=changes)}


def with_address(**changes: str) -> dict[str, Any]:
    return with_buyer(address=BUYER.address.model_copy(update=changes))


@pytest.mark.parametrize(
    "written", ["5260001246", "526-000-12-46", "PL 526-000-12-46", "pl5260001246", " 526 000 12 46 "]
)
def test_a_nip_is_read_however_it_is_written(written: str) -> None:
    assert PL.check_tax_id(written) is None
    assert PL.normalise_tax_id(written) == "5260001246"
    assert PL.is_company_id(written)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("526000124", "nip_length"),
        ("52600012466", "nip_length"),
        ("DE136695976", "nip_length"),
        ("५२६०००१२४६", "nip_length"),
        ("", "nip_length"),
        ("5260001247", "nip_checksum"),
        ("0000000000", "nip_checksum"),
    ],
)
def test_a_bad_nip_says_what_is_wrong(written: str, key: str) -> None:
    problem = PL.check_tax_id(written)
    assert problem is not None
    assert problem.key == f"regime.pl.{key}"
    assert written in explanation(problem.key).what % problem.values
    assert not PL.is_company_id(written)


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_the_check_digit_follows_the_published_weights(digits: list[int]) -> None:
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False))
    is_sound = total % 11 == digits[9] and digits[:3] != [0, 0, 0]
    assert PL.is_company_id("".join(map(str, digits))) is is_sound


def test_rates_have_dates() -> None:
    assert [each.code for each in PL.vats(TODAY)] == ["23", "8", "5", "0", "zw", "np", "oo"]
    assert [each.code for each in PL.vats(date(2010, 12, 31))] == ["0", "zw", "np"]
    assert PL.vat("22", TODAY) is None
    assert vat("zw").percent is None
    assert all(rate.source for rate in PL.rates)
    assert {each.code for each in PL.exemptions} == {"zw"}
    assert all(each.titles["pl"] and each.titles["en"] for each in PL.exemptions)


def test_a_complete_invoice_misses_nothing() -> None:
    assert found() == []


MISSING: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"seller": SELLER.model_copy(update={"tax_id": ""})}, ("regime.seller_tax_id_missing", "seller.tax_id")),
    (with_buyer(tax_id=" "), ("regime.buyer_tax_id_missing", "buyer.tax_id")),
    (with_buyer(tax_id="5252248482"), ("regime.pl.nip_checksum", "buyer.tax_id")),
    (with_address(street=""), ("regime.buyer_street_missing", "buyer.address.street")),
    (with_address(city=""), ("regime.buyer_city_missing", "buyer.address.city")),
    (with_address(country=""), ("regime.buyer_country_missing", "buyer.address.country")),
    (with_address(postcode=""), ("regime.pl.buyer_postcode_missing", "buyer.address.postcode")),
    (with_address(postcode="00950"), ("regime.pl.buyer_postcode_format", "buyer.address.postcode")),
    (with_address(postcode="٠٠-٩٥٠"), ("regime.pl.buyer_postcode_format", "buyer.address.postcode")),
    ({"sale_date": date(2027, 1, 20)}, ("regime.pl.issued_too_early", "sale_date")),
    ({"buyer": company("DE136695975")}, ("regime.tax_id_invalid", "buyer.tax_id")),
    ({"buyer": company("ATU57194904")}, ("regime.tax_id_invalid", "buyer.tax_id")),
    ({"buyer": company("brak")}, ("regime.tax_id_implausible", "buyer.tax_id")),
]


@pytest.mark.parametrize(("changes", "expected"), MISSING, ids=[str(row[1]) for row in MISSING])
def test_what_the_law_misses_is_named_with_its_field(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert found(**changes) == [expected]


def test_the_60th_day_before_the_sale_is_early_enough() -> None:
    assert found(sale_date=date(2027, 1, 19)) == []


def test_a_private_buyer_needs_no_number() -> None:
    assert found(**with_buyer(tax_id="", is_company=False)) == []


@pytest.mark.parametrize(
    "buyer",
    [
        company("DE136695976"),
        company("DE 136 695 976", "PL"),
        company("12/345/67890"),
        company("", "US"),
        company("EL094259216", "GR"),
    ],
)
def test_foreign_numbers_follow_their_own_country(buyer: Party) -> None:
    address = buyer.address.model_copy(update={"postcode": "00-950"})
    assert found(buyer=buyer.model_copy(update={"address": address})) == []


def test_a_polish_number_abroad_is_still_checked_as_polish() -> None:
    assert found(buyer=company("PL5252248481")) == []
    assert found(buyer=company("PL5252248482")) == [("regime.pl.nip_checksum", "buyer.tax_id")]


def test_a_rate_must_hold_on_the_day_of_sale_in_its_country() -> None:
    assert found(line(vat=Vat(code="19", percent=Decimal(19), country="DE"))) == []
    assert found(line(), line(vat=Vat(code="22", percent=Decimal(22), country="PL"))) == [
        ("regime.rate_unknown", "lines.1.vat")
    ]
    assert found(line(vat=vat("8", percent=Decimal(23)))) == [("regime.rate_percent", "lines.0.vat")]
    assert found(line(vat=Vat(code="8.1", percent=Decimal("8.1"), country="CH"))) == []


def test_an_exempt_line_needs_its_legal_basis() -> None:
    assert found(line(vat=vat("zw"))) == [("regime.pl.exemption_basis", "lines.0.vat")]
    assert found(line(vat=vat("zw", reason=PL.exemptions[0].basis))) == []


def test_goods_to_another_member_state_at_0_need_the_eu_number() -> None:
    missing = [("regime.pl.eu_number_missing", "buyer.tax_id")]
    assert found(line(vat=vat("0")), buyer=company("12/345/67890")) == missing
    assert found(line(vat=vat("0")), buyer=company("DE136695976")) == []
    assert found(line(vat=vat("0"), kind=LineKind.SERVICE), buyer=company("12/345/67890")) == []
    assert found(line(vat=vat("0")), buyer=company("", "US")) == []


def test_a_pro_forma_and_a_receipt_are_no_invoices() -> None:
    bare = {"buyer": Party(name="Jan"), "seller": Party(name="Sklep")}
    assert found(kind=Kind.PROFORMA, **bare) == []
    assert found(kind=Kind.RECEIPT, **bare) == []
    assert found(kind=Kind.PROFORMA, **with_buyer(tax_id="123")) == [("regime.pl.nip_length", "buyer.tax_id")]


def notes(*lines: Line, language: str = "pl", **changes: Any) -> tuple[str, ...]:
    return PL.legal_notes(invoice(*lines, **changes), language)


def test_the_law_s_sentences_are_printed_once() -> None:
    exempt = line(vat=vat("zw", reason="art. 113 ust. 1 ustawy o VAT"))
    assert notes(exempt, exempt) == ("Podstawa zwolnienia z VAT: art. 113 ust. 1 ustawy o VAT",)
    assert notes(line(vat=vat("oo"))) == ("odwrotne obciążenie",)
    service = line(vat=vat("np"), kind=LineKind.SERVICE)
    assert notes(service, buyer=company("DE136695976"), language="en") == (
        "odwrotne obciążenie / reverse charge",
    )
    assert notes(service, buyer=company("", "US")) == ()
    assert notes(line(unit_price=20_000)) == ()


def unpaid(**changes: Any) -> Invoice:
    return invoice(line(unit_price="123.45"), **changes)


CODE = "5260001246|PL|61109010140000071219812874|012345|Żółty Kajak Sp. z o.|FV/17/11/2026|||"


def test_the_transfer_code_has_the_banks_nine_fields() -> None:
    assert PL.payment_code(unpaid()) == CODE
    assert CODE.count("|") == 8


def test_the_transfer_code_asks_for_what_is_left() -> None:
    payment = Payment(means=PaymentMeans.TRANSFER, paid=Decimal("100.00"))
    assert "|002345|" in PL.payment_code(unpaid(payment=payment))
    mistyped = payment.model_copy(update={"paid": Decimal("100.001")})
    assert "|002345|" in PL.payment_code(unpaid(payment=mistyped))


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "EUR"},
        {"payment": Payment(means=PaymentMeans.CARD)},
        {"payment": Payment(means=PaymentMeans.TRANSFER, paid=Decimal("123.45"))},
        {"bank_account": None},
        {"bank_account": BankAccount(iban="PL61109010140000071219812875")},
        {"bank_account": BankAccount(iban="DE89370400440532013000")},
        {"kind": Kind.RECEIPT},
        {"lines": (line(unit_price="10000.00"),)},
    ],
    ids=[
        "euro",
        "card",
        "paid",
        "no account",
        "mistyped account",
        "foreign account",
        "receipt",
        "seven digits",
    ],
)
def test_where_a_transfer_code_cannot_help_there_is_none(changes: dict[str, Any]) -> None:
    assert PL.payment_code(unpaid().model_copy(update=changes)) == ""


def test_foreign_signs_cannot_break_the_transfer_code_apart() -> None:
    code = transfer_code("DE136695976", "6" * 26, Decimal("1.00"), "A|B\nC " + "x" * 40, "y" * 50 + "|")
    assert code.split("|") == ["", "PL", "6" * 26, "000100", "A B C " + "x" * 14, "y" * 32, "", "", ""]


def test_an_account_number_is_read_with_and_without_pl_and_blanks() -> None:
    digits = "61109010140000071219812874"
    assert account_digits("PL 61 1090 1014 0000 0712 1981 2874") == account_digits(digits) == digits
