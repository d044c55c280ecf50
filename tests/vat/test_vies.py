"""Questions to VIES: asked by a person or by themselves, answered, refused, or asked again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from mostek.delivery.errands import ErrandState, claim, work
from mostek.documents.drafting import draft
from mostek.events.telling import tell_a_portion
from mostek.kernel.problems import ProblemError
from mostek.orders.incoming import read
from mostek.orders.intake import take
from mostek.vat.asking import ask
from mostek.vat.models import NumberQuestion
from mostek.vat.vies import address_of
from tests.delivery.shop import Shop, keys
from tests.vat.conftest import DE, EL, buyer, choose


def answered(shop: Shop, number: str = EL) -> NumberQuestion:
    """Asked, and worked once as a worker would."""
    with transaction.atomic():
        ask(shop.company, number, "Anna")
    for row in claim(NumberQuestion, 4, "worker"):
        work(row)
    return NumberQuestion.objects.latest("id")


def told(question: NumberQuestion) -> dict[str, Any]:
    problem: dict[str, Any] | None = question.problem
    assert problem is not None
    return problem


def wdt(shop: Shop, number: str = EL) -> list[str]:
    order = shop.order(("Stół", 1, "100.00", "0"), buyer=buyer("GR", number))
    return keys(draft(order, shop.hub_series()).problems)


def test_a_valid_number_is_kept_as_evidence(shop: Shop) -> None:
    choose(shop.company, number_check="required")
    assert wdt(shop) == ["vat.vies_not_asked"]
    question = answered(shop)
    assert (question.state, question.valid, question.name) == ("done", True, f"SAMPLE {EL}")
    assert question.consultation.startswith("WAPI")
    assert shop.sandbox.vies.asked[0] == {"number": EL, "requester": "PL5260250274", "answer": "VALID"}
    assert wdt(shop) == []
    made = draft(shop.order(("Stół", 1, "9.00", "0"), buyer=buyer("GR", EL)), shop.hub_series())
    kept = made.reason["vat"]["vies"]
    assert (kept["valid"], kept["consultation"], kept["origin"]) == (True, question.consultation, "stand_in")


def test_a_country_may_hide_the_name(shop: Shop) -> None:
    choose(shop.company)
    assert (answered(shop, DE).valid, NumberQuestion.objects.get().name) == (True, "")


@pytest.mark.parametrize("check", ["required", "asked"])
def test_an_invalid_number_stops(shop: Shop, check: str) -> None:
    choose(shop.company, number_check=check)
    shop.sandbox.vies.invalid = {EL}
    assert answered(shop).valid is False
    assert wdt(shop) == ["vat.vies_invalid"]


@pytest.mark.parametrize(("check", "expected"), [("required", ["vat.vies_no_answer"]), ("asked", [])])
def test_a_country_that_is_down_is_asked_again_by_itself(shop: Shop, check: str, expected: list[str]) -> None:
    choose(shop.company, number_check=check)
    shop.sandbox.vies.down = {"EL"}
    question = answered(shop)
    assert (question.state, question.valid, question.failures) == (ErrandState.QUEUED, None, 1)
    assert told(question)["key"] == "vat.vies_unavailable"
    assert question.due_at is not None
    assert wdt(shop) == expected
    shop.sandbox.vies.down = set()
    assert answered(shop).valid is True
    assert NumberQuestion.objects.count() == 1
    assert wdt(shop) == []


def test_nobody_answers(shop: Shop, settings: Any) -> None:
    choose(shop.company)
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    question = answered(shop)
    assert (question.state, told(question)["raw"]) == ("queued", "NotSent")


def test_what_is_no_answer_is_none(shop: Shop, settings: Any) -> None:
    """A page in place of an answer, such as of a proxy."""
    choose(shop.company, number_check="required")
    settings.SANDBOX_URL = f"{settings.SANDBOX_URL}/nowhere"
    assert answered(shop).valid is None
    assert wdt(shop) == ["vat.vies_no_answer"]


def test_our_own_number_may_be_refused(shop: Shop) -> None:
    choose(shop.company)
    shop.company.tax_id = "5260250275"
    shop.company.save()
    question = answered(shop)
    assert (question.state, told(question)["key"]) == ("failed", "vat.vies_refused_requester")


def test_who_is_not_registered_does_not_name_itself(shop: Shop) -> None:
    choose(shop.company, eu_registered=False)
    assert (answered(shop).consultation, shop.sandbox.vies.asked[0]["requester"]) == ("", "")


def test_an_answer_grows_old(shop: Shop) -> None:
    choose(shop.company, number_check="required", answer_days=7)
    answered(shop)
    assert wdt(shop) == []
    NumberQuestion.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert wdt(shop) == ["vat.vies_not_asked"]


def test_the_stand_in_s_answer_is_no_answer_of_vies(shop: Shop) -> None:
    choose(shop.company, number_check="required")
    answered(shop)
    choose(shop.company, number_check="required", asks_stand_in=False)
    assert wdt(shop) == ["vat.vies_not_asked"]
    assert address_of("vies") == "https://ec.europa.eu/taxation_customs/vies/rest-api"


@pytest.mark.parametrize("number", ["", "1132191233", "DE1", "US123456789"])
def test_what_is_no_eu_number_is_not_asked(shop: Shop, number: str) -> None:
    with pytest.raises(ProblemError):
        ask(shop.company, number, "Anna")
    assert not NumberQuestion.objects.exists()


def incoming(number: str, party: dict[str, Any]) -> dict[str, Any]:
    line = {"name": "Stół", "quantity": 1, "unit_price": "100.00", "vat_code": "0"}
    return {
        "number": number,
        "placed_at": "2026-11-20T12:00:00",
        "currency": "EUR",
        "lines": [line],
        "buyer": party,
    }


@pytest.mark.parametrize("check", ["required", "off"])
def test_a_new_order_of_an_eu_company_is_asked_about_once(shop: Shop, check: str) -> None:
    choose(shop.company, number_check=check)
    for number, party in (("1", buyer("DE", DE)), ("2", buyer("DE", DE)), ("3", buyer("PL", "1132191233"))):
        take(shop.company, read(incoming(number, party)), "api", "shop")
    while tell_a_portion():
        pass
    asked = list(NumberQuestion.objects.values_list("number", "asked_by"))
    assert asked == ([(DE, "Mostek")] if check == "required" else [])


def test_of_another_company_nothing_is_known(shop: Shop, other_company: Any) -> None:
    choose(shop.company)
    answered(shop)
    choose(other_company, number_check="required")
    mine, shop.company = shop.company, other_company
    assert wdt(shop) == ["vat.vies_not_asked"]
    shop.company = mine
