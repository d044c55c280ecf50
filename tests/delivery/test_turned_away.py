"""429: the program asks for a pause. Nothing was made, nothing is in doubt, nothing is lost."""

import pytest

from mostek.delivery.models import Attempt, RateBucket, State
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import Shop, delivery_of, fresh, keys, story
from tests.delivery.variants import impatient

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


@every_program
def test_a_create_that_is_turned_away_is_never_in_doubt(
    shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch, shop.sandbox.programs[program].stand_in)
    document = shop.issue(shop.series(shop.connect(program)))
    faults = shop.faults(program)
    faults.creates_only, faults.upcoming["too_many_requests"] = True, 2
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    assert (delivery_of(document).state, delivery_of(document).sends) == (State.ISSUED, 1)
    made = "create accepted" if program == "infakt" else "create issued"
    assert story(document)[2:5] == ["create later", "create later", made]


@every_program
def test_any_call_may_be_turned_away(shop: Shop, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch, shop.sandbox.programs[program].stand_in)
    series = shop.series(shop.connect(program))
    documents = [shop.issue(series) for _ in range(4)]
    shop.faults(program).share["too_many_requests"] = 0.4
    deliver_all()
    assert {fresh(each).delivery.state for each in documents} == {"issued"}
    assert {fresh(each).number for each in documents} == {each.number for each in shop.books(program)}
    outcomes = set(Attempt.objects.values_list("outcome", flat=True))
    assert "later" in outcomes
    assert outcomes.isdisjoint({"unknown", "in_doubt", "rejected", "fault"})
    assert {each.sends for each in map(delivery_of, documents)} == {1}


def test_the_pause_that_the_program_names_is_kept_by_all(shop: Shop, settings: object) -> None:
    """iFirma's 429 names five seconds: until then the bucket that all workers share gives no slot."""
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]
    document = shop.issue(shop.series(shop.connect("ifirma")))
    shop.faults("ifirma").upcoming["too_many_requests"] = 1
    with Crew() as crew:
        crew.until(lambda: story(document))
        delivery = delivery_of(document)
        assert (delivery.state, keys(delivery.problems)) == (State.QUEUED, ["delivery.limited"])
        bucket = RateBucket.objects.get(name__startswith="ifirma")
        assert bucket.blocked_until == pytest.approx(delivery.due_at, abs=1)
        assert bucket.blocked_until - delivery.changed_at == pytest.approx(5, abs=1)
