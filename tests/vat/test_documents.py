"""From an order abroad to the document: rates, numbers, notes, evidence; or a stop."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mostek.documents.drafting import Draft, draft
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.documents.rendering import pdf
from mostek.invoicing.totals import totals
from mostek.kernel.problems import ProblemError
from mostek.orders.models import Order
from mostek.regimes.base.printing import texts
from mostek.sandbox.server import Sandbox
from mostek.vat.deciding import say
from mostek.vat.models import DayRate
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, keys
from tests.vat.conftest import DE, EL, buyer, choose

SOLD = date(2026, 11, 20)


def drafted(shop: Shop, order: Order, **fields: Any) -> Draft:
    return draft(order, shop.hub_series(**fields), issue_date=SOLD, sale_date=SOLD)


def issued(shop: Shop, order: Order, **fields: Any) -> Document:
    return issue(order, shop.hub_series(**fields), ACTOR, issue_date=SOLD, sale_date=SOLD)


def test_goods_for_an_eu_company_bear_both_numbers_and_the_reason(shop: Shop) -> None:
    choose(shop.company)
    order = shop.order(("Stół", 2, "100.00", "0"), buyer=buyer("GR", EL, "Gefyra AE"))
    document = issued(shop, order)
    invoice = document.invoice()
    assert (document.vat, document.gross, document.net) == (Decimal(0), Decimal(200), Decimal(200))
    assert (invoice.seller.tax_id, invoice.buyer.tax_id) == ("PL5260250274", EL)
    (line,) = invoice.lines
    assert (line.vat.code, line.vat.percent, line.vat.country) == ("0", Decimal(0), "PL")
    assert any("art. 42" in note for note in texts(invoice).notes)
    kept = document.reason["vat"]
    assert kept["treatment"] == "eu_company_goods"
    assert (kept["destination"], kept["destination_from"]) == ("GR", "buyer")
    assert kept["vies"] == {"check": "off"}
    assert pdf(document).startswith(b"%PDF")


def test_a_service_for_an_eu_company_says_reverse_charge(shop: Shop) -> None:
    choose(shop.company)
    order = shop.order(("Projekt", 1, "500.00", "np"), buyer=buyer("DE", DE, "Brücke GmbH"))
    order.lines.update(kind="service")
    invoice = issued(shop, order).invoice()
    assert totals(invoice).whole.vat == 0
    assert any("odwrotne obciążenie" in note for note in texts(invoice).notes)


def test_it_arrives_at_the_program(transactional_db: None, sandbox: Sandbox) -> None:
    shop = Shop(sandbox)
    choose(shop.company)
    order = shop.order(("Stół", 1, "100.00", "0"), buyer=buyer("DE", DE, "Brücke GmbH"))
    document = issue(order, shop.series(shop.connect("infakt")), ACTOR)
    deliver_all()
    booked = shop.booked(document)
    assert (booked.net, booked.vat, booked.gross) == (Decimal(100), Decimal(0), Decimal(100))


def test_the_destination_s_rate_keeps_the_total(shop: Shop) -> None:
    choose(shop.company, oss_since=date(2026, 1, 1), policy="decide", rate_map={"DE": {"5": "7"}})
    order = shop.order(("Stół", 1, "119.00", "23"), ("Książka", 1, "107.00", "5"), buyer=buyer("DE"))
    document = issued(shop, order)
    assert (document.gross, document.vat) == (order.total, Decimal("26.00"))
    assert [line.vat.code for line in document.invoice().lines] == ["19", "7"]
    assert document.reason["vat"]["taxed_in"] == "DE"


def test_what_the_shop_charged_stops_what_is_untaxed(shop: Shop) -> None:
    choose(shop.company)
    order = shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("DE", DE))
    made = drafted(shop, order)
    assert keys(made.problems) == ["vat.charged_though_untaxed"]
    with pytest.raises(ProblemError):
        issued(shop, order)
    say(order, "Anna", choice="decision", note="cena netto uzgodniona")
    document = issued(shop, order)
    assert (document.net, document.vat, document.gross) == (Decimal(123), Decimal(0), Decimal(123))
    assert document.reason["vat"]["choice"]["by"] == "Anna"


def test_a_person_s_word_falls_when_the_order_changes(shop: Shop) -> None:
    choose(shop.company)
    order = shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("DE", DE))
    say(order, "Anna", choice="shop")
    assert not drafted(shop, order).problems
    order.buyer = buyer("GR", EL)
    order.save()
    assert keys(drafted(shop, order).problems) == ["vat.charged_though_untaxed"]


def test_a_recipient_without_country_stops_until_a_person_says_it(shop: Shop) -> None:
    recipient = {"name": "Karl", "address": {"city": "Dresden"}}
    order = shop.order(buyer=buyer("PL"), recipient=recipient)
    assert keys(drafted(shop, order).problems) == ["vat.destination_missing"]
    say(order, "Anna", destination="DE")
    made = drafted(shop, order)
    assert not made.problems
    assert made.reason["vat"]["destination_from"] == "person"
    assert made.reason["vat"]["treatment"] == "eu_private_domestic_rate"


def test_the_country_is_missed_once(shop: Shop) -> None:
    party = buyer("DE") | {"address": {"street": "Polna 1", "city": "Poznań", "postcode": "61-854"}}
    assert keys(drafted(shop, shop.order(buyer=party)).problems) == ["vat.country_missing"]


def test_net_prices_stop_where_the_total_would_change(shop: Shop) -> None:
    choose(shop.company, oss_since=date(2026, 1, 1), policy="decide")
    order = shop.order(("Stół", 1, "100.00", "23"), buyer=buyer("DE"), basis="net", total=Decimal(123))
    assert keys(drafted(shop, order).problems) == ["documents.total_differs"]


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_a_program_that_has_no_foreign_rates_says_so_before(shop: Shop, program: str) -> None:
    choose(shop.company, oss_since=date(2026, 1, 1))
    order = shop.order(("Stół", 1, "119.00", "19"), buyer=buyer("DE"))
    made = draft(order, shop.series(shop.connect(program)))
    (problem,) = made.problems
    assert problem.key in ("infakt.vat_foreign", "ifirma.vat_abroad")


@pytest.mark.parametrize("oss_since", [None, date(2026, 11, 21)])
def test_oss_begins_on_its_day(shop: Shop, oss_since: date | None) -> None:
    choose(shop.company, oss_since=oss_since)
    assert not drafted(shop, shop.order(buyer=buyer("DE"))).problems


def test_oss_ends_after_its_last_day(shop: Shop) -> None:
    choose(shop.company, oss_since=date(2026, 1, 1), oss_until=date(2026, 11, 19))
    assert not drafted(shop, shop.order(buyer=buyer("DE"))).problems


LINES = st.lists(
    st.tuples(st.integers(1, 9), st.decimals("0.01", "999.99", places=2), st.sampled_from(["23", "8", "5"])),
    min_size=1,
    max_size=6,
)


@given(lines=LINES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_is_what_the_buyer_paid_whatever_the_rates(shop: Shop, lines: Any) -> None:
    choose(shop.company, oss_since=date(2026, 1, 1), policy="decide", rate_map={"DE": {"8": "7", "5": "7"}})
    data = [("Rzecz", quantity, str(price), code) for quantity, price, code in lines]
    order = shop.order(*data, buyer=buyer("DE"))
    series = shop.hub_series()
    made = draft(order, series, issue_date=SOLD, sale_date=SOLD)
    assert made.totals is not None
    assert not made.problems
    whole = made.totals.whole
    assert (whole.gross, whole.net + whole.vat) == (order.total, order.total)
    assert {vat.country for vat, _ in made.totals.rates} == {"DE"}
    untaxed = shop.order(*data, buyer=buyer("US"))
    say(untaxed, "Anna", choice="decision")
    zero = draft(untaxed, series, issue_date=SOLD, sale_date=SOLD)
    assert zero.totals is not None
    assert (zero.totals.whole.net, zero.totals.whole.vat) == (order.total, Decimal(0))


def euro(shop: Shop, **fields: Any) -> Order:
    return shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("DE"), currency="EUR", **fields)


def test_vat_in_the_national_currency_needs_the_day_s_rate(shop: Shop) -> None:
    order = euro(shop)
    (problem,) = drafted(shop, order).problems
    assert (problem.key, problem.values["date"]) == ("vat.exchange_missing", "2026-11-19")
    values = {"company": shop.company, "currency": "EUR", "rate": "4.2713"}
    DayRate.objects.create(on=date(2026, 11, 18), source="222/A/NBP/2026", **values)
    assert keys(drafted(shop, order).problems) == ["vat.exchange_missing"]
    DayRate.objects.create(on=date(2026, 11, 19), source="223/A/NBP/2026", **values)
    exchange = issued(shop, order).invoice().exchange
    assert exchange is not None
    assert (exchange.rate, exchange.to, exchange.source) == (Decimal("4.2713"), "PLN", "223/A/NBP/2026")


def test_no_rate_is_asked_where_there_is_no_vat_or_a_program(shop: Shop) -> None:
    choose(shop.company)
    untaxed = shop.order(("Stół", 1, "100.00", "0"), buyer=buyer("DE", DE), currency="EUR")
    assert not drafted(shop, untaxed).problems
    assert not draft(euro(shop), shop.series(shop.connect("infakt"), language="en")).problems
