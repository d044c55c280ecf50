"""What inFakt would refuse is said before anything is sent, with the field it belongs to."""

from decimal import Decimal
from typing import Any

import pytest

from mostek.connectors.infakt.checks import problems_in
from mostek.connectors.infakt.explanations import EXPLANATIONS
from mostek.connectors.infakt.tests.examples import (
    ADDRESS,
    COMPANY,
    PERSON,
    account,
    correction,
    invoice,
    line,
    vat,
)
from mostek.invoicing.model import Invoice, Kind


def _found(document: Invoice) -> list[tuple[str, str]]:
    problems = problems_in(document, account())
    assert all(each.key in EXPLANATIONS for each in problems)
    return [(each.key.removeprefix("infakt."), each.field) for each in problems]


def _lives(**parts: str) -> Any:
    return PERSON.model_copy(update={"address": ADDRESS.model_copy(update=parts)})


def test_sound_documents_pass() -> None:
    assert _found(invoice()) == []
    assert _found(invoice(buyer=COMPANY, currency="EUR", number="FV/1")) == []
    assert _found(correction((line(),), (line(quantity="0"),))) == []


@pytest.mark.parametrize("part", ["street", "postcode", "city", "country"])
def test_every_part_of_the_buyers_address_is_needed(part: str) -> None:
    assert _found(invoice(buyer=_lives(**{part: " "}))) == [
        (f"buyer_{part}_missing", f"buyer.address.{part}")
    ]


def test_a_buyer_has_a_name_a_person_two() -> None:
    assert _found(invoice(buyer=PERSON.model_copy(update={"name": " "}))) == [
        ("buyer_name_missing", "buyer.name")
    ]
    single = PERSON.model_copy(update={"name": "Nowak"})
    assert _found(invoice(buyer=single)) == [("buyer_last_name_missing", "buyer.name")]
    assert _found(invoice(buyer=single.model_copy(update={"is_company": True}))) == []


@pytest.mark.parametrize("tax_id", ["5260250275", "526025027", "abc", "PL5260250275"])
def test_a_polish_tax_id_must_be_one(tax_id: str) -> None:
    assert _found(invoice(buyer=COMPANY.model_copy(update={"tax_id": tax_id}))) == [
        ("nip_invalid", "buyer.tax_id")
    ]


def test_foreign_tax_ids_are_left_to_others() -> None:
    abroad = COMPANY.model_copy(
        update={"tax_id": "DE123456789", "address": ADDRESS.model_copy(update={"country": "DE"})}
    )
    assert _found(invoice(buyer=abroad)) == []


@pytest.mark.parametrize("currency", ["XAF", "JPY", "pln"])
def test_only_currencies_whose_unit_is_certain(currency: str) -> None:
    assert ("currency_unknown", "currency") in _found(invoice(currency=currency))


def test_lines_are_looked_at_one_by_one() -> None:
    odd = (
        line(),
        line(name=" "),
        line(name="x" * 257),
        line(quantity="0"),
        line(vat=vat("19")),
        line(vat=vat().model_copy(update={"country": "DE"})),
    )
    assert _found(invoice(*odd)) == [
        ("line_name_refused", "lines.1.name"),
        ("line_name_refused", "lines.2.name"),
        ("quantity_not_positive", "lines.3.quantity"),
        ("vat_unknown", "lines.4.vat"),
        ("vat_foreign", "lines.5.vat"),
    ]


def test_notes_leave_room_for_the_marker() -> None:
    room = 3500 - len("\n[MST-TEST000001]")
    assert _found(invoice(notes="x" * room)) == []
    assert _found(invoice(notes="x" * (room + 1))) == [("notes_too_long", "notes")]


@pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.ADVANCE, Kind.FINAL])
def test_kinds_it_does_not_have_are_named(kind: Kind) -> None:
    assert _found(invoice(kind=kind)) == [("kind_unsupported", "kind")]


def test_a_correction_changes_something_known() -> None:
    assert _found(correction((line(),), (line(),))) == [("correction_empty", "lines")]
    assert _found(correction((line(),), (line("1.00"),), remote_id="")) == [("original_unknown", "corrected")]
    assert _found(correction((line(),), (line(quantity="-1"),))) == [
        ("quantity_not_positive", "lines.0.quantity")
    ]


def test_amounts_stay_exact_with_odd_quantities() -> None:
    assert _found(invoice(line("47.99", quantity="0.375", allowance=Decimal("0.01")))) == []
