"""Advance, final and pro forma invoices of an order: what may follow what; nothing is billed twice."""

from decimal import Decimal

import pytest
from django.utils.translation import gettext

from mostek.delivery.models import Delivery, State
from mostek.documents.cancelling import cancel
from mostek.documents.drafting import draft
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.documents.series import missing
from mostek.documents.settling import to_advance
from mostek.invoicing.model import Kind
from mostek.invoicing.totals import added, booked_per_rate
from mostek.kernel.problems import ProblemError
from mostek.orders.models import Order
from tests.at_once import at_once
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, fresh, keys
from tests.documents.test_issuing import refused


class Desk:
    """Series of every kind that stay here, and an order of 258.90 of which 100 are paid."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.order = shop.order(paid=Decimal(100), paid_on="2026-11-20")
        self.kinds = {
            kind: shop.hub_series(kind=kind, pattern=f"{kind.upper()}/{{number}}/{{month}}/{{year}}")
            for kind in ("invoice", "proforma", "advance", "final", "receipt")
        }

    def issue(self, kind: str, amount: str | None = None) -> Document:
        return issue(self.order, self.kinds[kind], ACTOR, amount=Decimal(amount) if amount else None)

    def refused(self, kind: str) -> list[str]:
        return refused(self.order, self.kinds[kind], ACTOR)

    def pay(self, amount: str) -> None:
        Order.objects.filter(pk=self.order.pk).update(paid=Decimal(amount))
        self.order.refresh_from_db()


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


def test_an_advance_is_what_was_paid_and_the_final_invoice_is_the_rest(desk: Desk) -> None:
    first = desk.issue("advance")
    assert first.gross == Decimal("100.00")
    assert first.left_to_pay == to_advance(desk.order) == 0
    assert str(first.sale_date) == "2026-11-20"
    desk.pay("150")
    second = desk.issue("advance")
    assert second.gross == Decimal("50.00")
    assert [each.number for each in second.invoice().advances] == [first.number]
    final = desk.issue("final")
    assert [each.number for each in final.invoice().advances] == [first.number, second.number]
    assert (final.gross, final.left_to_pay) == (Decimal("108.90"), Decimal("108.90"))
    chain = [each.invoice() for each in (first, second, final)]
    summed = {vat.code: sums for vat, sums in added(part for each in chain for part in booked_per_rate(each))}
    assert summed["23"].gross == Decimal("199.00")
    assert summed["5"].gross == Decimal("59.90")
    ordinary = draft(desk.shop.order(), desk.kinds["invoice"]).totals
    assert ordinary is not None
    assert {vat.code: sums for vat, sums in ordinary.rates} == summed


def test_an_invoice_after_an_advance_is_refused(desk: Desk) -> None:
    desk.issue("advance")
    assert desk.refused("invoice") == desk.refused("receipt") == ["documents.invoice_after_advance"]


def test_a_final_invoice_without_advances_is_refused(desk: Desk) -> None:
    assert desk.refused("final") == ["invoicing.final_without_advances"]


def test_advances_that_cover_everything_need_no_final_invoice(desk: Desk) -> None:
    desk.issue("advance")
    last = desk.issue("advance", "158.90")
    assert [each.reference for each in last.invoice().advances]
    assert desk.refused("final") == desk.refused("invoice") == ["invoicing.advances_cover_all"]
    assert desk.refused("advance") == ["documents.nothing_received"]


def test_after_the_final_invoice_nothing_more(desk: Desk) -> None:
    desk.issue("advance")
    desk.issue("final")
    for kind in ("invoice", "final", "advance", "receipt"):
        assert desk.refused(kind)[0] == "documents.already_issued"


def test_an_advance_is_more_than_nothing_and_at_most_the_order(desk: Desk) -> None:
    for amount in ("258.91", "0", "-5", "0.001"):
        with pytest.raises(ProblemError) as raised:
            desk.issue("advance", amount)
        assert keys(raised.value.problems) == ["invoicing.advance_amount"]


def test_two_advances_at_once_are_never_more_than_the_order(desk: Desk) -> None:
    errors = at_once([lambda: desk.issue("advance", "200"), lambda: desk.issue("advance", "200")])
    assert [keys(error.problems) for error in errors if isinstance(error, ProblemError)] == [
        ["invoicing.advance_amount"]
    ]
    assert Document.objects.get().gross == 200


def test_an_advance_and_an_invoice_at_once_are_one_of_them(desk: Desk) -> None:
    at_once([lambda: desk.issue("advance", "200"), lambda: desk.issue("invoice")])
    assert Document.objects.count() == 1


def test_a_cancelled_advance_counts_no_more(desk: Desk) -> None:
    cancel(desk.issue("advance"), ACTOR)
    assert desk.issue("invoice").gross == Decimal("258.90")


def test_an_advance_of_a_final_invoice_is_not_cancelled(desk: Desk) -> None:
    advance = desk.issue("advance")
    final = desk.issue("final")
    with pytest.raises(ProblemError) as raised:
        cancel(advance, ACTOR)
    assert keys(raised.value.problems) == ["documents.is_settled"]
    cancel(final, ACTOR)
    cancel(advance, ACTOR)


def test_proformas_are_no_invoices(desk: Desk) -> None:
    first, second = desk.issue("proforma"), desk.issue("proforma")
    assert first.number != second.number
    assert desk.issue("invoice").gross == first.gross == Decimal("258.90")


def test_an_order_that_changed_after_its_advance_stops_the_final_invoice(desk: Desk) -> None:
    desk.issue("advance")
    desk.order.lines.filter(vat_code="5").delete()
    Order.objects.filter(pk=desk.order.pk).update(total=Decimal("199.00"))
    assert desk.refused("final") == ["invoicing.advances_above_order"]


def test_a_net_order_is_settled_to_the_unit_too(desk: Desk) -> None:
    lines = (("Stół", 1, "199.99", "23"), ("Książka", 3, "29.95", "5"))
    order = desk.shop.order(*lines, basis="net", total=Decimal("340.33"))
    desk.order = order
    advance, final = desk.issue("advance", "77.77"), desk.issue("final")
    assert advance.gross + final.gross == order.total
    assert advance.net + final.net == Decimal("289.84")


def test_an_advance_on_its_way_holds_back_what_follows(shop: Shop) -> None:
    desk = Desk(shop)
    connection = shop.connect("infakt")
    advance = desk.issue("advance")
    Delivery.objects.create(company=shop.company, connection=connection, document=advance, state=State.QUEUED)
    assert desk.refused("final") == ["documents.advance_on_its_way"]
    assert desk.refused("advance")[0] == "documents.advance_on_its_way"
    Delivery.objects.update(state=State.ISSUED)
    assert desk.issue("final").gross == Decimal("158.90")


def test_a_program_without_the_kind_says_why(shop: Shop) -> None:
    for connection in (shop.connect("infakt"), shop.connect("ifirma")):
        for kind in (Kind.ADVANCE, Kind.FINAL, Kind.RECEIPT):
            (problem,) = missing(shop.series(connection, kind=kind.value))
            reason = connection.connector.manifest.kinds[kind].reason
            assert (problem.key, problem.values["reason"]) == ("documents.series_kind", gettext(reason))


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_proformas_reach_the_program_and_are_not_marked_as_paid(shop: Shop, program: str) -> None:
    series = shop.series(shop.connect(program), kind="proforma")
    order = shop.order(paid=Decimal("258.90"))
    documents = [issue(order, series, ACTOR) for _ in range(2)]
    deliver_all()
    for document in documents:
        assert fresh(document).delivery.state == State.ISSUED
        row = shop.booked(document)
        assert (row.kind, row.paid) == ("proforma", False)
    invoice = issue(order, shop.series(series.connection), ACTOR)
    deliver_all()
    assert shop.booked(invoice).kind != "proforma"
