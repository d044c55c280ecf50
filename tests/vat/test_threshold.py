"""The watch over distance sales."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.kernel.dates import today
from mostek.vat.models import DistanceSale
from mostek.vat.threshold import Watch, watch
from tests.delivery.shop import ACTOR, Shop
from tests.vat.conftest import DE, buyer, choose

THIS = today("Europe/Warsaw")
LAST = date(THIS.year - 1, 12, 30)


def sell(
    shop: Shop, gross: str, on: date = THIS, party: dict[str, Any] | None = None, **fields: Any
) -> Document:
    order = shop.order(("Stół", 1, gross, "23"), buyer=party or buyer("DE"), **fields)
    return issue(order, shop.hub_series(), ACTOR, issue_date=on, sale_date=on)


def seen(shop: Shop) -> Watch:
    return watch(shop.company)


def test_only_private_buyers_in_other_member_states_count(shop: Shop) -> None:
    choose(shop.company, eu_registered=False)
    sell(shop, "1230.00")
    sell(shop, "1230.00", party=buyer("PL"))
    sell(shop, "1230.00", party=buyer("DE", DE))
    sell(shop, "4920.00", on=LAST)
    assert (seen(shop).this_year, seen(shop).last_year) == (Decimal("238.10"), Decimal("952.38"))
    assert not seen(shop).is_near


def test_near_and_passed(shop: Shop) -> None:
    choose(shop.company, euro_rate=Decimal(4))
    sell(shop, "39360.00")
    assert (seen(shop).this_year, seen(shop).is_near, seen(shop).is_passed) == (Decimal(8000), True, False)
    sell(shop, "9840.00")
    assert (seen(shop).percent, seen(shop).is_near, seen(shop).is_passed) == (100, True, False)
    sell(shop, "0.10")
    assert (seen(shop).is_near, seen(shop).is_passed) == (False, True)


def test_last_year_s_passing_holds_this_year(shop: Shop) -> None:
    sell(shop, "61500.00", on=LAST)
    assert seen(shop).is_passed
    assert seen(shop).this_year == 0


def test_cancelled_documents_do_not_count(shop: Shop) -> None:
    document = sell(shop, "1230.00")
    Document.objects.filter(pk=document.pk).update(cancelled_at=timezone.now())
    assert seen(shop).this_year == 0


def test_a_correction_counts_with_its_difference(shop: Shop) -> None:
    document = sell(shop, "1230.00")
    values = {
        name: getattr(document, name)
        for name in ("company", "series", "issue_date", "sale_date", "currency", "buyer_name", "content")
    }
    Document.objects.create(
        **values, kind="correction", corrects=document, reference="MST-KOR", net=-1000, vat=-230, gross=-1230
    )
    assert seen(shop).this_year == 0
    assert DistanceSale.objects.count() == 2


def test_euros_count_as_they_are_and_other_currencies_are_named(shop: Shop) -> None:
    connection = shop.connect("infakt")
    for currency in ("EUR", "USD"):
        order = shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("DE"), currency=currency)
        issue(order, shop.series(connection, language="en"), ACTOR)
    assert (seen(shop).this_year, seen(shop).left_out) == (Decimal("100.00"), ("USD",))


@pytest.mark.parametrize(("since", "oss"), [(None, False), (date(2026, 1, 1), True)])
def test_oss_sales_count_too(shop: Shop, since: date | None, oss: bool) -> None:
    choose(shop.company, oss_since=since, policy="decide")
    sell(shop, "119.00")
    assert DistanceSale.objects.count() == 1
    assert seen(shop).oss is oss
