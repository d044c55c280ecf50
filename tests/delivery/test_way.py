"""One document all the way: issued here, booked there, its number and PDF back at the order."""

from decimal import Decimal
from typing import Any

import pytest

from mostek.delivery.models import State
from mostek.documents.issuing import issue
from mostek.orders.models import FieldValue
from tests.delivery.crew import deliver_all
from tests.delivery.shop import PRIVATE_BUYER, Shop, delivery_of, fresh, keys, story

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def amounts(each: Any) -> tuple[Decimal, Decimal, Decimal]:
    return each.net, each.vat, each.gross


@every_program
def test_number_totals_and_pdf_come_back(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    arrived, booked = fresh(document), shop.booked(document)
    assert (arrived.delivery.state, arrived.delivery.problems, arrived.delivery.warnings) == (
        "issued",
        [],
        [],
    )
    assert arrived.number == booked.number != ""
    assert amounts(arrived) == amounts(booked)
    assert (booked.buyer, booked.issue_date) == (document.buyer_name, document.issue_date)
    assert arrived.pdf is not None
    assert bytes(arrived.pdf.data).startswith(b"%PDF")
    value = FieldValue.objects.get(order=arrived.order)
    assert (value.field.name, value.file) == ("PDF", arrived.pdf)


@every_program
def test_the_order_tells_what_happened(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program, name="Nasze konto")))
    deliver_all()
    order = fresh(document).order
    assert order is not None
    issued, arrived = order.events.all()
    assert issued.text == "Document issued: %(document)s (series %(series)s)"
    assert arrived.text == "%(document)s is in %(program)s"
    assert arrived.values == {"document": fresh(document).number, "program": "Nasze konto"}


@pytest.mark.parametrize(
    ("program", "made"), [("infakt", ["create accepted", "await issued"]), ("ifirma", ["create issued"])]
)
def test_the_timeline_holds_every_step(shop: Shop, program: str, made: list[str]) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    deliver_all()
    assert story(document) == ["buyer not_found", "buyer done", *made, "fetch compared", "pdf done"]
    attempts = delivery_of(document).attempts.all()
    assert all(each.ended_at and each.worker == "worker-0" and each.exchanges for each in attempts)


def test_our_number_stands_at_the_program(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt"))
    first, second = shop.issue(series), shop.issue(series)
    deliver_all()
    day = first.issue_date
    assert [shop.booked(each).number for each in (first, second)] == [
        f"FV/1/{day:%m}/{day:%Y}",
        f"FV/2/{day:%m}/{day:%Y}",
    ]


@every_program
def test_prices_without_vat(shop: Shop, program: str) -> None:
    lines = (("Deska", 3, "33.33", "23"), ("Książka", 1, "10.10", "5"))
    document = shop.issue(shop.series(shop.connect(program)), *lines, basis="net", total=Decimal("133.60"))
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert amounts(shop.booked(document)) == (Decimal("110.09"), Decimal("23.51"), Decimal("133.60"))


@every_program
def test_an_order_in_euro(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program), language="en"), currency="EUR")
    deliver_all()
    booked = shop.booked(document)
    assert fresh(document).delivery.state == State.ISSUED
    assert (booked.currency, booked.gross) == ("EUR", Decimal("258.90"))


@every_program
def test_an_order_discount_is_split_over_mixed_rates(shop: Shop, program: str) -> None:
    lines = (("Stół", 1, "199.99", "23"), ("Miód", 3, "17.77", "5"), ("Bilet", 1, "8.01", "8"))
    discount = Decimal("10.01")
    document = shop.issue(shop.series(shop.connect(program)), *lines, discount=discount)
    deliver_all()
    assert fresh(document).delivery.warnings == []
    assert shop.booked(document).gross == Decimal("251.30")
    assert amounts(shop.booked(document)) == amounts(document)


@every_program
def test_an_exempt_line_carries_its_reason(shop: Shop, program: str) -> None:
    reason = "art. 113 ust. 1 ustawy o VAT"
    series = shop.series(shop.connect(program), exemption_reason=reason)
    document = shop.issue(series, ("Szkolenie", 1, "500.00", "zw"), ("Teczka", 1, "12.30", "23"))
    deliver_all()
    assert document.invoice().lines[0].vat.reason == reason
    assert fresh(document).delivery.state == State.ISSUED
    assert amounts(shop.booked(document)) == (Decimal("510.00"), Decimal("2.30"), Decimal("512.30"))


@every_program
@pytest.mark.parametrize("is_paid", [True, False])
def test_what_is_paid_is_marked_as_paid(shop: Shop, program: str, is_paid: bool) -> None:
    paid = Decimal("258.90") if is_paid else Decimal(0)
    document = shop.issue(shop.series(shop.connect(program)), paid=paid)
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert shop.booked(document).paid is is_paid


@every_program
def test_nothing_is_marked_as_paid_where_that_is_switched_off(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program, mark_paid=False)), paid=Decimal("258.90"))
    deliver_all()
    assert shop.booked(document).paid is False


@every_program
def test_a_part_payment_is_not_a_whole_one(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)), paid=Decimal("100.00"))
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert shop.booked(document).paid is False


@every_program
def test_no_pdf_where_none_is_wanted(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program, fetch_pdf=False)))
    deliver_all()
    assert fresh(document).pdf is None
    assert "pdf done" not in story(document)
    assert fresh(document).delivery.state == State.ISSUED


@every_program
def test_a_proforma_and_then_the_invoice(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    order = shop.order()
    made = []
    for kind in ("proforma", "invoice"):
        made.append(issue(order, shop.series(connection, kind=kind), "Anna"))
        deliver_all()
    assert [shop.booked(each).kind for each in made] == [
        "proforma",
        "vat" if program == "infakt" else "invoice",
    ]
    assert [fresh(each).delivery.state for each in made] == ["issued", "issued"]


@every_program
def test_a_private_buyer(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)), buyer=PRIVATE_BUYER)
    deliver_all()
    assert fresh(document).delivery.state == State.ISSUED
    assert shop.booked(document).buyer == "Jan Różycki"
    assert story(document)[0] == "buyer done", "nobody can have put our marker there before"


def test_two_connections_of_one_company_keep_apart(shop: Shop) -> None:
    made = {program: shop.issue(shop.series(shop.connect(program))) for program in PROGRAMS}
    deliver_all()
    for program, document in made.items():
        assert [each.reference for each in shop.books(program)] == [document.reference]


@every_program
def test_a_total_off_by_one_is_a_visible_warning(shop: Shop, program: str) -> None:
    document = shop.issue(shop.series(shop.connect(program)))
    shop.faults(program).upcoming["wrong_totals"] = 1
    deliver_all()
    delivery = fresh(document).delivery
    assert delivery.state == State.WARNING
    assert "delivery.differs_gross" in keys(delivery.warnings)
    gross = next(each for each in delivery.warnings if each["key"] == "delivery.differs_gross")
    assert gross["values"]["ours"] == "258.90"
    assert gross["values"]["theirs"] == str(shop.booked(document).gross) != "258.90"
    assert fresh(document).number == shop.booked(document).number
