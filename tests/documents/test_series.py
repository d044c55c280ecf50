"""What a series lacks before it can be used."""

from typing import Any

import pytest

from mostek.documents import series as series_rules
from mostek.documents.drafting import draft
from mostek.invoicing.model import Kind
from tests.delivery.shop import Shop, keys


@pytest.mark.parametrize(
    ("fields", "field", "key"),
    [
        ({"place": ""}, "place", "documents.series_place"),
        ({"payment_days": None}, "payment_days", "documents.series_payment_days"),
        ({"numbering": "program"}, "connection", "documents.series_needs_program"),
        ({"pattern": "FV"}, "pattern", "documents.pattern_number"),
    ],
)
def test_each_missing_field_is_named(shop: Shop, fields: dict[str, Any], field: str, key: str) -> None:
    series = shop.hub_series(**fields)
    assert [(problem.field, problem.key) for problem in series_rules.missing(series)] == [(field, key)]
    assert "documents.series_incomplete" in keys(draft(shop.order(), series).problems)


def test_a_complete_series_lacks_nothing(shop: Shop) -> None:
    assert series_rules.missing(shop.hub_series()) == ()
    assert series_rules.missing(shop.series(shop.connect("infakt"))) == ()


def test_a_program_that_takes_no_number_of_ours(shop: Shop) -> None:
    problems = series_rules.missing(shop.hub_series(shop.connect("ifirma")))
    assert [(each.key, each.field, each.values["program"]) for each in problems] == [
        ("documents.series_numbering", "numbering", "iFirma")
    ]


@pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.ADVANCE, Kind.FINAL])
def test_a_kind_that_the_program_does_not_have(shop: Shop, kind: Kind) -> None:
    problems = series_rules.missing(shop.series(shop.connect("infakt"), kind=kind.value))
    assert keys(problems) == ["documents.series_kind"]


def test_an_archived_series_takes_no_more(shop: Shop) -> None:
    series = shop.hub_series(archived=True)
    assert keys(draft(shop.order(), series).problems) == ["documents.series_archived"]
    assert list(series_rules.usable(shop.company)) == []


def test_only_usable_series_of_the_kind_are_offered(shop: Shop) -> None:
    invoices, proformas = shop.hub_series(), shop.hub_series(kind="proforma")
    assert list(series_rules.usable(shop.company)) == [invoices, proformas]
    assert list(series_rules.usable(shop.company, Kind.PROFORMA)) == [proformas]
