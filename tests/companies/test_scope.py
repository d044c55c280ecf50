"""One company never sees, changes or counts what belongs to another."""

import pytest
from django.apps import apps
from django.http import Http404

from mostek.companies.models import AuditEntry
from mostek.companies.scope import CompanyOwned
from mostek.connections.models import Connection
from mostek.delivery.actions import resend_all
from mostek.delivery.models import Delivery, State, company_counts
from mostek.documents import series as series_rules
from mostek.documents.models import Document, Series
from mostek.orders.models import Order
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop
from tests.factories import make_company

OWNED = [model for model in apps.get_models() if issubclass(model, CompanyOwned)]


@pytest.fixture
def neighbour(shop: Shop) -> Shop:
    return Shop(shop.sandbox, make_company(name="Sąsiad", tax_id="5252248481"))


@pytest.fixture
def both(shop: Shop, neighbour: Shop) -> tuple[Shop, Shop]:
    """Each with an account, a series and a document that arrived."""
    for each in (shop, neighbour):
        each.issue(each.series(each.connect("ifirma")))
    deliver_all()
    return shop, neighbour


def test_there_is_something_to_test() -> None:
    assert {Connection, Delivery, Document, Order, Series, AuditEntry} <= set(OWNED)


@pytest.mark.parametrize("model", [Connection, Delivery, Document, Order, Series, AuditEntry])
def test_queries_are_bound_to_the_company(both: tuple[Shop, Shop], model: type[CompanyOwned]) -> None:
    for shop in both:
        rows = list(model.objects.of(shop.company))
        assert rows
        assert {row.company for row in rows} == {shop.company}
    assert model.objects.count() == sum(model.objects.of(shop.company).count() for shop in both)


@pytest.mark.parametrize("model", [Connection, Delivery, Document, Order, Series, AuditEntry])
def test_another_companys_row_does_not_exist(both: tuple[Shop, Shop], model: type[CompanyOwned]) -> None:
    ours, theirs = both
    row = model.objects.of(theirs.company)[0]
    assert model.objects.get_of(theirs.company, pk=row.pk) == row
    with pytest.raises(Http404):
        model.objects.get_of(ours.company, pk=row.pk)


@pytest.mark.parametrize("odd", [0, -1, 10**30, "x", "1 OR 1=1", "", None])
def test_odd_identifiers_are_not_found(both: tuple[Shop, Shop], odd: object) -> None:
    with pytest.raises(Http404):
        Document.objects.get_of(both[0].company, pk=odd)


def test_counts_and_choices_are_the_companys_own(both: tuple[Shop, Shop]) -> None:
    for shop in both:
        assert company_counts(shop.company) == {"issued": 1}
        assert {series.company for series in series_rules.usable(shop.company)} == {shop.company}


def test_sending_all_again_concerns_one_company(both: tuple[Shop, Shop]) -> None:
    problem = {"key": "ifirma.month_closed", "values": {}, "field": "", "raw": ""}
    Delivery.objects.update(state=State.REJECTED, problems=[problem], remote_id="")
    ours, theirs = both
    assert resend_all(ours.company, "ifirma.month_closed", ACTOR) == 1
    assert Delivery.objects.of(theirs.company).get().state == State.REJECTED


def test_the_same_numbers_in_two_companies_do_not_meet(shop: Shop, neighbour: Shop) -> None:
    numbers = [each.issue(each.hub_series(code="FV")).number for each in (shop, neighbour)]
    assert numbers[0] == numbers[1]


def test_a_bank_account_of_another_company_is_not_printed(shop: Shop, neighbour: Shop) -> None:
    neighbour.connect("infakt")
    document = shop.issue(shop.hub_series(), payment_means="transfer")
    assert document.invoice().bank_account is None
