"""The sample company: whole, believable, the same when asked for again."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker
from stdnum.pl import nip

from mostek.automation.clashes import overlaps
from mostek.automation.models import Rule
from mostek.automation.running import troubles
from mostek.companies.models import Company, Membership, Role, User
from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, Lane
from mostek.demo import logins
from mostek.demo.making import DemoResult, make_demo
from mostek.demo.rules import JUST_SENT
from mostek.demo.shop import BAD_TAX_ID, BY_TRANSFER, CLOSED_MONTH, NO_POSTCODE, orders, shop
from mostek.documents.drafting import draft
from mostek.documents.models import Document, Series
from mostek.documents.series import missing
from mostek.events.telling import tell_a_portion
from mostek.orders.checking import check
from mostek.orders.models import Order
from mostek.payroll.checking import check as check_list
from mostek.payroll.closing import preview
from mostek.payroll.models import ListState, PayrollList

TROUBLED = {BAD_TAX_ID, NO_POSTCODE, BY_TRANSFER, CLOSED_MONTH}


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoResult]:
    """Made once for all; what a test changes in it is taken back."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "HOME", tmp_path_factory.mktemp("home"))
        yield make_demo()
        transaction.set_rollback(True)


def test_it_is_made_once_and_its_log_ins_are_kept(db: None, made: DemoResult) -> None:
    assert make_demo() == made
    assert Company.objects.count() == 1
    assert User.objects.get(email=made.email).check_password(made.password)
    reader = User.objects.get(email=made.reader_email)
    assert reader.check_password(made.reader_password)
    assert Membership.objects.get(user=reader).role == Role.READER
    assert (settings.HOME / "demo-login").stat().st_mode & 0o777 == 0o600


def test_a_lost_file_of_log_ins_gives_new_passwords(
    db: None, made: DemoResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    again = make_demo()
    assert again.password != made.password
    assert User.objects.get(email=made.email).check_password(again.password)


def test_every_installation_has_passwords_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = set()
    for name in ("a", "b"):
        monkeypatch.setattr(settings, "HOME", tmp_path / name)
        settings.HOME.mkdir()
        both = logins.make()
        passwords |= {both.password, both.reader_password}
    assert len(passwords) == 4


def test_series_and_connections_stand_as_described(db: None, made: DemoResult) -> None:
    company = made.company
    assert {c.program for c in Connection.objects.of(company)} == {"infakt", "ifirma", "merit360"}
    assert Lane.objects.filter(open=True).count() == Connection.objects.count()
    incomplete = [series.code for series in Series.objects.of(company) if missing(series)]
    assert incomplete == ["FVS"]
    assert all(connection.error_status for connection in Connection.objects.all())


def test_documents_are_on_their_way_and_plenty_of_orders_are_left(db: None, made: DemoResult) -> None:
    company = made.company
    on_their_way = Document.objects.exclude(connection=None)
    assert Delivery.objects.of(company).count() == on_their_way.count() > 40
    kinds = Counter(Document.objects.values_list("kind", flat=True))
    assert (kinds["proforma"], kinds["advance"]) == (4, 1)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}
    left = Order.objects.of(company).filter(documents=None)
    assert left.count() >= 220
    issued = set(Document.objects.values_list("order__number", flat=True))
    assert issued >= TROUBLED


def test_a_rule_issues_for_the_orders_that_were_just_sent(db: None, made: DemoResult) -> None:
    company = made.company
    assert list(Rule.objects.of(company).values_list("on", flat=True)) == [True, True, False]
    assert not any(overlaps(rule, Rule.objects.of(company)) for rule in Rule.objects.of(company))
    while tell_a_portion():
        pass
    by_rule = Document.objects.of(company).filter(reason__why="rule")
    assert by_rule.count() == JUST_SENT
    assert set(by_rule.values_list("order__status__name", flat=True)) == {"Wysłane"}
    assert not troubles(company).exists()


def test_every_order_that_is_left_can_be_issued(db: None, made: DemoResult) -> None:
    """But for the two from abroad, which show what stops them."""
    company = made.company
    series = Series.objects.get(code="FV")
    problems = Counter(
        problem.key
        for order in Order.objects.of(company).filter(documents=None).prefetch_related("lines")
        for problem in draft(order, series).problems
    )
    assert problems == Counter({"vat.vies_not_asked": 1, "vat.charged_though_untaxed": 1})


def test_the_incomplete_documents_miss_what_their_names_say(db: None, made: DemoResult) -> None:
    company = made.company
    buyers = {d.order.number: d.invoice().buyer for d in Document.objects.of(company) if d.order}
    assert not nip.is_valid(buyers[BAD_TAX_ID].tax_id)
    assert buyers[NO_POSTCODE].address.postcode == ""


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_orders_of_thirty_days_at_any_hour(hour: int) -> None:
    now = datetime(2026, 11, 21, hour, 7, tzinfo=UTC)
    made = orders(now, "Europe/Warsaw")
    assert 300 <= len(made) <= 360
    assert len({order.number for order in made}) == len(made)
    assert all(now - timedelta(days=32) < order.placed_at <= now for order in made)
    assert [problem for order in made for problem in check(order)] == []


def test_the_shop_is_believable() -> None:
    made = [order for order in orders(datetime.now(UTC), "Europe/Warsaw") if order.number not in TROUBLED]
    codes = {line.vat_code for order in made for line in order.lines}
    assert codes == {"23", "8", "5"}
    assert {order.currency for order in made} == {"PLN", "EUR"}
    means = Counter(order.payment_means.value for order in made if order.payment_means)
    assert min(means[name] for name in ("blik", "card", "online", "transfer", "cash_on_delivery")) > 10
    mixed = [o for o in made if o.discount and len({line.vat_code for line in o.lines}) > 1]
    assert mixed
    assert any(line.allowance for order in made for line in order.lines)
    companies = [order.buyer for order in made if order.buyer.is_company]
    assert len(companies) > 40
    assert all(nip.is_valid(buyer.tax_id) and buyer.tax_id.startswith("999") for buyer in companies)
    towns = {(place["city"], place["postcode"]) for place in shop()["places"]}
    at_home = [order.buyer.address for order in made if order.currency == "PLN"]
    assert {(address.city, address.postcode) for address in at_home} <= towns
    assert all(re.fullmatch(r"\d\d-\d{3}", address.postcode) for address in at_home)
    assert all(
        order.lines and sum((line.unit_price for line in order.lines), Decimal(0)) > 0 for order in made
    )


def test_returns_are_corrected_and_some_orders_were_changed_since(db: None, made: DemoResult) -> None:
    company = made.company
    corrections = Document.objects.of(company).filter(kind="correction")
    assert {each.series.code: each.gross < 0 for each in corrections} == {"KOR": True, "KORI": True}
    assert all(each.connection == each.corrects.connection for each in corrections if each.corrects)
    assert Order.objects.of(company).filter(differs=True).count() == 2


def test_one_payroll_list_is_posted_and_one_is_open(db: None, made: DemoResult) -> None:
    company = made.company
    open_list, posted = PayrollList.objects.of(company)
    assert (open_list.state, posted.state) == (ListState.DRAFT, ListState.CLOSED)
    assert posted.document
    assert posted.document.delivery.state == "queued"
    assert [hint.person_name for hint in check_list(open_list).hints] == ["Jan Krawiec"]
    assert check_list(posted).hints == []
    assert preview(open_list).problems == ()
