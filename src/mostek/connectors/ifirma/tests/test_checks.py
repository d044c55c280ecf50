"""What iFirma would refuse is found before anything is sent, with the field to mend."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mostek.connectors.ifirma.checks import latest_issue, problems
from mostek.connectors.ifirma.document_explanations import DOCUMENT
from mostek.connectors.ifirma.tests.builders import COMPANY, PERSON, TODAY, invoice, line, rate
from mostek.invoicing.model import (
    Address,
    BankAccount,
    Corrected,
    Kind,
    Payment,
    PaymentMeans,
    Vat,
    VatRounding,
)

CORRECTED = Corrected(
    reference="MSTK-0001",
    number="1/1/2026",
    issue_date=TODAY + timedelta(1),
    reason="",
    lines=(line("9.00"),),
)


def at(**address: str) -> Any:
    return PERSON.model_copy(update={"address": PERSON.address.model_copy(update=address)})


def named(**party: Any) -> Any:
    return PERSON.model_copy(update=party)


def paid(amount: str) -> Payment:
    return Payment(means=PaymentMeans.CARD, paid=Decimal(amount))


@pytest.mark.parametrize(
    ("changes", "key", "field"),
    [
        ({"buyer": at(postcode="")}, "buyer_incomplete", "buyer.address.postcode"),
        ({"buyer": at(city=" ")}, "buyer_incomplete", "buyer.address.city"),
        ({"buyer": named(name="")}, "buyer_incomplete", "buyer.name"),
        ({"buyer": named(name="N" * 151)}, "too_long", "buyer.name"),
        ({"buyer": at(city="N" * 66)}, "too_long", "buyer.address.city"),
        ({"buyer": at(street="N" * 66)}, "too_long", "buyer.address.street"),
        ({"buyer": at(postcode="1" * 17)}, "too_long", "buyer.address.postcode"),
        ({"buyer": named(email="e" * 66)}, "too_long", "buyer.email"),
        ({"buyer": named(phone="1" * 33)}, "too_long", "buyer.phone"),
        ({"buyer": named(tax_id="DE12345678901234")}, "too_long", "buyer.tax_id"),
        ({"notes": "N" * 990}, "too_long", "notes"),
        ({"place": "N" * 51}, "too_long", "place"),
        ({"number": "FV/1/2026"}, "number_given", "number"),
        ({"bank_account": BankAccount(iban="GB" + "1" * 30)}, "too_long", "bank_account"),
        ({"kind": Kind.PROFORMA, "order_number": "1" * 31}, "too_long", "order_number"),
        ({"issue_date": TODAY - timedelta(1)}, "issue_before_sale", "issue_date"),
        ({"sale_date": date(2026, 9, 30)}, "issue_too_late", "issue_date"),
        (
            {"payment": Payment(means=PaymentMeans.CARD, due_date=TODAY - timedelta(1))},
            "due_before_sale",
            "payment.due_date",
        ),
        ({"payment": paid("123.01")}, "paid_too_much", "payment.paid"),
        ({"payment": paid("-1")}, "paid_too_much", "payment.paid"),
        ({"currency": "EUR", "language": "uk"}, "language_unsupported", "language"),
        ({"lines": (line("0.00"),)}, "nothing_to_bill", "lines"),
        ({"lines": (line("5.00", name=" "),)}, "line_without_name", "lines.0.name"),
        ({"lines": (line("5.00"), line("-1.00"))}, "negative_line", "lines.1.unit_price"),
        ({"lines": (line("5.00", "-1"),)}, "quantity", "lines.0.quantity"),
        ({"lines": (line("5.00", unit="kilogramów!"),)}, "too_long", "lines.0.unit"),
        ({"lines": (line("100000000"),)}, "amount_too_large", "lines.0.unit_price"),
        ({"lines": (line("60000000"), line("60000000"))}, "amount_too_large", "lines"),
        ({"lines": (line("5.00", code="np"),)}, "vat_unsupported", "lines.0.vat"),
        ({"lines": (line("5.00", code="7"),)}, "vat_unsupported", "lines.0.vat"),
        (
            {"lines": (line("5.00", vat=Vat(code="19", percent=Decimal(19), country="DE")),)},
            "vat_abroad",
            "lines.0.vat",
        ),
        ({"lines": (line("5.00", vat=rate("zw")),)}, "legal_basis_missing", "lines.0.vat.reason"),
        ({"lines": (line("5.00", vat=rate("zw", "a" * 31)),)}, "too_long", "lines.0.vat.reason"),
        (
            {
                "lines": (line("5.00", code="0"),),
                "buyer": COMPANY.model_copy(
                    update={"address": Address(city="Berlin", postcode="10115", country="DE")}
                ),
            },
            "zero_rate_abroad",
            "lines.0.vat",
        ),
        ({"lines": (line("0.02"),) * 7, "rounding": VatRounding.LINE}, "vat_rounding", "rounding"),
        ({"kind": Kind.RECEIPT}, "kind_unsupported", "kind"),
        ({"kind": Kind.PROFORMA, "currency": "EUR"}, "kind_unsupported", "kind"),
        ({"kind": Kind.CORRECTION, "corrected": CORRECTED}, "original_unknown", "corrected"),
        ({"kind": Kind.CORRECTION, "corrected": CORRECTED}, "correction_before_original", "issue_date"),
    ],
)
def test_what_ifirma_would_refuse(changes: dict[str, Any], key: str, field: str) -> None:
    found = {(problem.key, problem.field): problem for problem in problems(invoice(**changes))}
    assert (f"ifirma.{key}", field) in found
    explained = DOCUMENT[f"ifirma.{key}"]
    sentences = (explained.what + explained.why + explained.todo) % found[f"ifirma.{key}", field].values
    assert "%(" not in sentences


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"buyer": COMPANY},
        {"currency": "EUR", "language": "pl"},
        {"lines": (line("5.00"), line("0.00", "0"))},
        {"lines": (line("5.00", vat=rate("zw", "art. 113 ust. 1 i 9 ustawy o VAT")),)},
        {"sale_date": date(2026, 10, 31), "issue_date": date(2026, 11, 15)},
        {"payment": paid("123.00")},
    ],
)
def test_what_ifirma_takes(changes: dict[str, Any]) -> None:
    assert problems(invoice(**changes)) == ()


def test_until_when_an_invoice_may_be_issued() -> None:
    assert latest_issue(date(2026, 12, 31)) == date(2027, 1, 15)
    assert latest_issue(date(2026, 2, 1)) == date(2026, 3, 15)
