"""The gates by themselves, on thousands of invented books."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given
from hypothesis import settings as sampling
from hypothesis import strategies as st

from mostek.reconcile.matching import Here, There, Verdict, buyer_key, fits, match, same_buyer

# On a machine with much to do, inventing books takes its time.
patiently = sampling(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 11, 10)
days = st.integers(-20, 20).map(lambda n: DAY + timedelta(days=n))
grosses = st.sampled_from([Decimal("10.00"), Decimal("10.01")])
currencies = st.sampled_from(["PLN", "EUR"])
tax_ids = st.sampled_from(["", "1132191233", "PL 113-219-12-33", "5260250274"])
names = st.sampled_from(["Jan Różycki", "jan  różycki", "Ewa Nowak"])
postcodes = st.sampled_from(["30-001", "30001", "61-854", ""])


@st.composite
def orders(draw: st.DrawFn) -> list[Here]:
    count = draw(st.integers(0, 5))
    return [
        Here(
            i,
            f"Z-{i}",
            draw(grosses),
            draw(currencies),
            draw(days),
            draw(tax_ids),
            draw(names),
            draw(postcodes),
        )
        for i in range(count)
    ]


@st.composite
def documents(draw: st.DrawFn) -> list[There]:
    count = draw(st.integers(0, 5))
    return [
        There(
            id=i,
            gross=draw(st.one_of(st.none(), grosses)),
            currency=draw(currencies),
            day=draw(days),
            tax_id=draw(tax_ids),
            name=draw(names),
            postcode=draw(postcodes),
            named=frozenset(draw(st.sets(st.integers(0, 5), max_size=2))),
            is_whole=draw(st.booleans()),
            obstacle=draw(st.sampled_from(["", "", "", "draft"])),
        )
        for i in range(count)
    ]


@patiently
@given(documents(), orders(), orders(), st.integers(1, 30))
def test_what_is_adopted_passes_every_gate_and_has_no_rival(
    theirs: list[There], ours: list[Here], moving: list[Here], window: int
) -> None:
    matches = match(theirs, ours, moving, window)
    assert [each.there for each in matches] == theirs
    adopted = [each for each in matches if each.verdict is Verdict.ADOPT]
    taken = [each.orders[0].id for each in adopted]
    assert len(taken) == len(set(taken))
    for each in adopted:
        (order,) = each.orders
        there = each.there
        assert (there.gross, there.currency) == (order.total, order.currency)
        assert abs((there.day - order.day).days) <= window
        assert same_buyer(there, order)
        assert not there.obstacle
        assert there.is_whole
        assert [here for here in ours if fits(there, here, window)] == [order]
        assert [other for other in theirs if fits(other, order, window)] == [there]
        assert not there.named or order.id in there.named
        assert not any(
            (o.total, o.currency) == (there.gross, there.currency) and same_buyer(there, o) for o in moving
        )


@patiently
@given(documents(), orders(), st.integers(1, 30))
def test_order_of_rows_decides_nothing(theirs: list[There], ours: list[Here], window: int) -> None:
    forwards = {each.there.id: each.verdict for each in match(theirs, ours, [], window)}
    backwards = {each.there.id: each.verdict for each in match(theirs[::-1], ours[::-1], [], window)}
    assert forwards == backwards


@patiently
@given(documents(), orders())
def test_every_verdict_against_has_a_reason(theirs: list[There], ours: list[Here]) -> None:
    for each in match(theirs, ours, []):
        assert bool(each.reason) == (each.verdict is not Verdict.ADOPT)


def test_buyers() -> None:
    assert buyer_key("PL113-219-12-33", "", "") == buyer_key("113 219 12 33", "Kawiarnia", "30-001")
    assert buyer_key("", "Jan  Różycki", "30-001") == buyer_key("", "JAN RÓŻYCKI", "30001")
    assert buyer_key("", "Jan Różycki", "") == ""
    assert buyer_key("", "Jan Różycki", "30-001") != buyer_key("1132191233", "Jan Różycki", "30-001")
