"""A change of accounting program in mid-year: each document in one program, the numbers without a gap."""

from datetime import timedelta

import pytest

from mostek.documents.handing_over import as_of, connection_on, hand_over, preflight, take_back
from mostek.documents.issuing import issue
from mostek.documents.models import Series
from mostek.kernel.dates import today
from mostek.kernel.problems import ProblemError
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, fresh, keys

DAY = today("Europe/Warsaw")
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


def again(series: Series) -> Series:
    return Series.objects.select_related("connection").get(pk=series.pk)


def test_the_issue_date_decides_where_a_document_goes(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("infakt", account=4)
    series = shop.hub_series(old)
    first = shop.issue(series)
    hand_over(series, new, DAY, ACTOR)
    series = again(series)
    assert (connection_on(series, YESTERDAY), connection_on(series, DAY)) == (old, new)
    second = shop.issue(series)
    late = issue(shop.order(), series, ACTOR, issue_date=YESTERDAY, sale_date=YESTERDAY)
    deliver_all()
    made = [fresh(each) for each in (first, second, late)]
    assert [each.connection for each in made] == [old, new, old]
    assert [each.delivery.connection for each in made] == [old, new, old]
    assert [each.reason["connection"] for each in made] == [old.name, new.name, old.name]
    assert len(shop.books("infakt")) == 3
    # Yesterday may lie in another month, which counts by itself.
    counts = [each.number.split("/")[1] for each in made[:2]]
    assert counts == ["1", "2"]


def test_what_is_in_memory_is_not_changed(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("ifirma")
    series = shop.series(old)
    hand_over(series, new, TOMORROW, ACTOR)
    series = again(series)
    assert as_of(series, DAY).connection == old
    assert series.connection == new


def test_preflight_names_what_is_unfinished(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("ifirma")
    series = shop.series(old)
    shop.issue(series)
    planned = preflight(series, new, DAY)
    assert (planned.waiting, planned.with_person, planned.dated_later) == (1, 0, 1)
    assert not planned.problems


def test_what_the_new_program_lacks_is_refused(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("ifirma")
    with pytest.raises(ProblemError) as raised:
        hand_over(shop.hub_series(old), new, DAY, ACTOR)
    assert keys(raised.value.problems) == ["documents.series_numbering"]
    with pytest.raises(ProblemError) as raised:
        hand_over(shop.series(old, kind="receipt"), new, DAY, ACTOR)
    assert keys(raised.value.problems) == ["documents.series_kind"]
    series = shop.series(old)
    with pytest.raises(ProblemError) as raised:
        hand_over(series, old, DAY, ACTOR)
    assert keys(raised.value.problems) == ["documents.handover_same"]
    new.state = "refused"
    assert keys(preflight(series, new, DAY).problems) == ["documents.handover_inactive"]


def test_hand_overs_follow_each_other(shop: Shop) -> None:
    one, two = shop.connect("infakt"), shop.connect("ifirma")
    series = shop.series(one)
    hand_over(series, two, DAY, ACTOR)
    with pytest.raises(ProblemError) as raised:
        hand_over(again(series), one, DAY, ACTOR)
    assert keys(raised.value.problems) == ["documents.handover_order"]
    hand_over(again(series), one, TOMORROW, ACTOR)
    series = again(series)
    assert [connection_on(series, day) for day in (YESTERDAY, DAY, TOMORROW)] == [one, two, one]


def test_taken_back_only_while_nothing_went_by_it(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("infakt", account=4)
    series = shop.series(old)
    made = hand_over(series, new, DAY, ACTOR)
    shop.issue(again(series))
    with pytest.raises(ProblemError) as raised:
        take_back(made, ACTOR)
    assert keys(raised.value.problems) == ["documents.handover_used"]
