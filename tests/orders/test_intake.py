"""Orders come in once, whole, or not at all and with a reason."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.companies.models import Company
from mostek.delivery.words import card
from mostek.documents.models import Document, Series
from mostek.invoicing.model import Line, PaymentMeans, PriceBasis, VatRounding
from mostek.invoicing.totals import totals_of
from mostek.kernel.problems import Problem, ProblemError, explained_keys
from mostek.orders import checking
from mostek.orders.explanations import EXPLANATIONS
from mostek.orders.incoming import IncomingOrder, read
from mostek.orders.intake import take, take_many
from mostek.orders.models import Order, OrderLine, OrderStatus
from mostek.orders.payment_words import means_of
from mostek.regimes.base.registry import regime

from .conftest import Order as Make


def keys(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.key for problem in problems]


def document_for(order: Order) -> Document:
    series = Series.objects.create(company=order.company, code="FV", name="Faktury", numbering="hub")
    return Document.objects.create(
        company=order.company,
        series=series,
        kind="invoice",
        order=order,
        reference="MST-0000000001",
        number="FV/1/11/2026",
        issue_date=date(2026, 11, 21),
        sale_date=date(2026, 11, 20),
        currency="PLN",
        buyer_name=order.buyer_name,
        net=Decimal(100),
        vat=Decimal(23),
        gross=Decimal(123),
        content={},
        created_by="test",
    )


def test_new_order_stands_with_its_lines_and_total(company: Company, incoming: Make) -> None:
    taken = take(company, incoming(discount="3.00", payment_name="Za pobraniem"), "shop", "Anna")
    assert (taken.outcome, taken.problems, taken.remarks) == ("new", (), ())
    order = Order.objects.of(company).get()
    assert order.total == Decimal("120.00")
    assert order.placed_at == datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # Warsaw is an hour ahead
    assert order.payment_means == PaymentMeans.CASH_ON_DELIVERY
    assert (order.buyer_name, order.buyer_party().address.city) == ("Jan Kowalski", "Łódź")
    line = order.lines.get()
    assert (line.position, line.name, line.unit_price, line.vat_code) == (1, "Lampa", Decimal(123), "23")
    event = order.events.get()
    assert event.text % event.values == "Order taken in from shop"
    assert event.actor == "Anna"


def test_same_order_again_changes_nothing(company: Company, incoming: Make) -> None:
    take(company, incoming(), "shop")
    again = take(company, incoming(total="123", line={"unit_price": "123.0"}), "shop")
    assert again.outcome == "known"
    assert (Order.objects.count(), OrderLine.objects.count()) == (1, 1)
    assert again.order is not None
    assert again.order.events.count() == 1


def test_same_number_from_another_source_or_company_is_another_order(
    company: Company, other_company: Company, incoming: Make
) -> None:
    assert take(company, incoming(), "shop").outcome == "new"
    assert take(company, incoming(), "allegro").outcome == "new"
    assert take(other_company, incoming(), "shop").outcome == "new"


def test_changed_order_is_written_anew_while_it_has_no_document(company: Company, incoming: Make) -> None:
    take(company, incoming(), "shop")
    taken = take(company, incoming(line={"quantity": "2"}, status="Opłacone"), "shop")
    assert taken.outcome == "changed"
    order = Order.objects.get()
    assert order.total == Decimal(246)
    assert [line.quantity for line in order.lines.all()] == [Decimal(2)]
    assert order.status
    assert order.status.name == "Opłacone"


def test_changed_order_with_a_document_is_taken_and_marked(company: Company, incoming: Make) -> None:
    order = take(company, incoming(), "shop").order
    assert order
    document = document_for(order)
    assert take(company, incoming(line={"quantity": "2"}), "shop").outcome == "changed"
    order.refresh_from_db()
    assert (order.total, order.differs) == (Decimal(246), True)
    document.refresh_from_db()
    assert document.gross == Decimal(123)
    last = order.events.last()
    assert last
    assert last.text % last.values == "The order differs from FV/1/11/2026 now"
    # The shop takes its change back: nothing is left to correct.
    assert take(company, incoming(), "shop").outcome == "changed"
    order.refresh_from_db()
    assert not order.differs


def test_an_order_called_off_comes_as_one_without_lines(company: Company, incoming: Make) -> None:
    order = take(company, incoming(), "shop").order
    assert order
    document_for(order)
    assert take(company, incoming(lines=[], total="0"), "shop").outcome == "changed"
    order.refresh_from_db()
    assert (order.total, order.lines.count(), order.differs) == (Decimal(0), 0, True)
    assert take(company, incoming(lines=[]), "shop").outcome == "refused"


def test_payment_of_an_order_with_a_document_may_still_come_in(company: Company, incoming: Make) -> None:
    order = take(company, incoming(), "shop").order
    assert order
    document_for(order)
    taken = take(company, incoming(fully_paid=True, paid_on="2026-11-21"), "shop")
    assert taken.outcome == "changed"
    order.refresh_from_db()
    assert (order.paid, order.paid_on) == (Decimal(123), date(2026, 11, 21))
    assert (order.lines.count(), order.differs) == (1, False)


def test_a_cancelled_document_is_nothing_to_differ_from(company: Company, incoming: Make) -> None:
    order = take(company, incoming(), "shop").order
    assert order
    document = document_for(order)
    document.cancelled_at = datetime.now(UTC)
    document.save()
    assert take(company, incoming(line={"quantity": "2"}), "shop").outcome == "changed"
    order.refresh_from_db()
    assert not order.differs


def test_status_goes_under_the_error_status(company: Company, incoming: Make) -> None:
    error = OrderStatus.objects.create(company=company, name="Błąd", position=5)
    order = take(company, incoming(status="Nowe"), "shop").order
    assert order
    order.status_before_error, order.status = order.status, error
    order.save()
    take(company, incoming(status="Wysłane"), "shop")
    order.refresh_from_db()
    assert order.status == error
    assert order.status_before_error
    assert order.status_before_error.name == "Wysłane"


def test_order_without_status_gets_the_first_of_the_list(company: Company, incoming: Make) -> None:
    OrderStatus.objects.create(company=company, name="Drugi", position=2)
    first = OrderStatus.objects.create(company=company, name="Pierwszy", position=1)
    order = take(company, incoming(), "shop").order
    assert order
    assert order.status == first


def test_missing_vat_is_remarked_not_refused(company: Company, incoming: Make) -> None:
    taken = take(company, incoming(line={"vat_code": ""}), "shop")
    assert (taken.outcome, keys(taken.remarks)) == ("new", ["orders.vat_missing"])
    assert "1" in card(taken.remarks[0]).what


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"number": "  "}, "orders.number_empty"),
        ({"placed_at": "1026-11-20T10:00:00"}, "orders.placed_at"),
        ({"currency": "ABC"}, "orders.currency_unknown"),
        ({"currency": "KWD"}, "orders.currency_decimals"),
        ({"lines": []}, "orders.no_lines"),
        ({"discount": "-1"}, "orders.amount_negative"),
        ({"discount": "1.001"}, "orders.amount_decimals"),
        ({"paid": "1e13"}, "orders.amount_too_large"),
        ({"discount": "124"}, "orders.discount_above_value"),
        ({"total": "122.99"}, "orders.total_differs"),
        ({"notes": "a\x00b"}, "orders.unprintable"),
        ({"buyer": {"name": "x" * 513}}, "orders.text_too_long"),
        ({"buyer": {"name": "a\x07"}}, "orders.unprintable"),
        ({"buyer": {"address": {"country": "Polska"}}}, "orders.country_code"),
        ({"line": {"name": ""}}, "orders.line_without_name"),
        ({"line": {"name": "a\x00"}}, "orders.unprintable"),
        ({"line": {"quantity": "0"}}, "orders.quantity_zero"),
        ({"line": {"quantity": "-1"}}, "orders.quantity_negative"),
        ({"line": {"quantity": "0.00001"}}, "orders.quantity_decimals"),
        ({"line": {"unit_price": "-0.01"}}, "orders.price_negative"),
        ({"line": {"unit_price": "0.0000001"}}, "orders.price_decimals"),
        ({"line": {"unit_price": "1e15"}}, "orders.line_amount_too_large"),
        ({"line": {"allowance": "-1"}}, "orders.allowance_negative"),
        ({"line": {"allowance": "0.001"}}, "orders.allowance_decimals"),
        ({"line": {"allowance": "200"}}, "orders.allowance_above_value"),
        ({"basis": "net", "line": {"vat_code": ""}}, "orders.net_without_vat"),
        ({"basis": "net", "line": {"vat_code": "24"}}, "orders.net_with_unknown_vat"),
    ],
)
def test_wrong_orders_are_refused_with_a_sentence(
    company: Company, incoming: Make, changes: dict[str, Any], key: str
) -> None:
    taken = take(company, incoming(**changes), "shop")
    assert (taken.outcome, keys(taken.problems)) == ("refused", [key])
    said = card(taken.problems[0])
    assert said.key in explained_keys()
    assert "–" not in said.what  # no value is missing from the sentence
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "key", "field"),
    [
        ([], "orders.not_an_object", ""),
        ({"numer": "1"}, "orders.field_unknown", "numer"),
        ({"number": None}, "orders.text_expected", "number"),
        ({"number": "x" * 61}, "orders.text_too_long", "number"),
        ({"placed_at": "21/11/2026"}, "orders.date_expected", "placed_at"),
        ({"discount": "dużo"}, "orders.number_expected", "discount"),
        ({"discount": "NaN"}, "orders.number_expected", "discount"),
        ({"basis": "vat"}, "orders.choice_unknown", "basis"),
        ({"fully_paid": "chyba"}, "orders.yes_or_no", "fully_paid"),
        ({"lines": "Lampa"}, "orders.list_expected", "lines"),
        ({"buyer": "Jan"}, "orders.object_expected", "buyer"),
        (
            {"lines": [{"name": "x" * 513, "quantity": 1, "unit_price": 1}]},
            "orders.text_too_long",
            "lines.0.name",
        ),
        ({"lines": [{"name": "Lampa", "quantity": 1}]}, "orders.field_missing", "lines.0.unit_price"),
    ],
)
def test_wrong_fields_are_named(data: Any, key: str, field: str) -> None:
    good = {"number": "1", "placed_at": "2026-11-20", "currency": "PLN", "lines": []}
    with pytest.raises(ProblemError) as caught:
        read({**good, **data} if isinstance(data, dict) else data)
    problem = caught.value.problems[0]
    assert (problem.key, problem.field) == (key, field)
    assert "–" not in card(problem).what + card(problem).why


def test_name_of_500_characters_emoji_sql_and_html_are_kept_as_they_are(
    company: Company, incoming: Make
) -> None:
    name = ("<b>Lampa</b> '; DROP TABLE orders;-- 🕯️ " + "ż" * 500)[:500]
    order = take(company, incoming(line={"name": name}), "shop").order
    assert order
    assert order.lines.get().name == name


def test_net_prices_make_a_gross_total(company: Company, incoming: Make) -> None:
    order = take(company, incoming(basis="net", line={"unit_price": "100"}), "shop").order
    assert order
    assert order.total == Decimal(123)


def test_batch_keeps_its_order_and_refuses_only_the_wrong_one(company: Company, incoming: Make) -> None:
    batch = [incoming(number="1"), incoming(number="2", currency="XYZ"), incoming(number="3")]
    assert [taken.outcome for taken in take_many(company, "shop", batch)] == ["new", "refused", "new"]
    assert set(Order.objects.values_list("number", flat=True)) == {"1", "3"}


def test_number_twice_in_a_batch(company: Company, incoming: Make) -> None:
    batch = [incoming(), incoming(), incoming(line={"quantity": "2"})]
    taken = take_many(company, "shop", batch)
    assert [each.outcome for each in taken] == ["new", "known", "refused"]
    assert keys(taken[2].problems) == ["orders.number_twice"]
    assert OrderLine.objects.count() == 1


def test_whoever_has_a_tax_id_is_a_company_unless_said_otherwise(incoming: Make) -> None:
    assert incoming(buyer={"name": "A", "tax_id": "5260250274"}).buyer.is_company
    assert not incoming(buyer={"name": "A", "tax_id": "5260250274", "is_company": False}).buyer.is_company
    assert not incoming(buyer={"name": "A"}).buyer.is_company


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Płatność za pobraniem", PaymentMeans.CASH_ON_DELIVERY),
        ("BLIK (Przelewy24)", PaymentMeans.BLIK),
        ("Karta płatnicza", PaymentMeans.CARD),
        ("Szybki przelew PayU", PaymentMeans.ONLINE),
        ("Przelew tradycyjny", PaymentMeans.TRANSFER),
        ("Dobírka", PaymentMeans.CASH_ON_DELIVERY),
        ("Gotówka", PaymentMeans.CASH),
        ("", PaymentMeans.OTHER),
        ("ziarna kakao", PaymentMeans.OTHER),
    ],
)
def test_payment_names_are_understood(name: str, means: PaymentMeans) -> None:
    assert means_of(name) == means


def test_every_explanation_can_be_shown() -> None:
    for key in EXPLANATIONS:
        said = card(Problem(key))
        assert said.what
        assert said.why
        assert said.todo


prices = st.decimals(min_value=0, max_value=10_000, places=3)
quantities = st.decimals(min_value=Decimal("0.001"), max_value=500, places=3)
lines = st.lists(
    st.tuples(quantities, prices, st.sampled_from(["23", "8", "5", "0"])), min_size=1, max_size=8
)


@given(lines=lines, share=st.integers(min_value=0, max_value=100))
def test_gross_total_is_what_the_document_will_have(
    lines: list[tuple[Decimal, Decimal, str]], share: int
) -> None:
    """Whatever the rates and the discount: the total at intake is the total of invoicing's own sums."""
    rules, on = regime("PL"), date(2026, 11, 20)
    incoming = IncomingOrder.model_validate(
        {
            "number": "1",
            "placed_at": "2026-11-20T10:00:00",
            "currency": "PLN",
            "lines": [
                {"name": "x", "quantity": quantity, "unit_price": price, "vat_code": code}
                for quantity, price, code in lines
            ],
        }
    )
    worth = checking.total(incoming, rules.vat, on)
    discount = (worth * share / 100).quantize(Decimal("0.01"))
    discounted = incoming.model_copy(update={"discount": discount})
    assert checking.total(discounted, rules.vat, on) == worth - discount
    neutral = []
    for line in incoming.lines:
        vat = rules.vat(line.vat_code, on)
        assert vat
        neutral.append(Line(name="x", quantity=line.quantity, unit_price=line.unit_price, vat=vat))
    sums = totals_of(tuple(neutral), PriceBasis.GROSS, VatRounding.RATE, "PLN")
    assert worth == sums.whole.gross
