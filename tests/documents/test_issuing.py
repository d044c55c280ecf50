"""Issuing: one document for each order, frozen as it was, or a sentence and nothing at all."""

from decimal import Decimal
from typing import Any

import pytest

from mostek.companies.models import AuditEntry
from mostek.delivery.models import Delivery, Job
from mostek.delivery.words import card
from mostek.documents.drafting import draft
from mostek.documents.issuing import issue, issue_many
from mostek.documents.models import Document
from mostek.kernel.problems import ProblemError
from mostek.orders.models import OrderEvent
from tests.at_once import at_once
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, COMPANY_BUYER, Shop, keys


def refused(*arguments: Any) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        issue(*arguments)
    assert all(card(problem).key == problem.key for problem in raised.value.problems)
    assert all(card(problem).what for problem in raised.value.problems)
    return keys(raised.value.problems)


def test_two_people_and_a_bulk_job_get_one_document(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt"))
    order = shop.order()
    with Crew(2) as crew:
        errors = at_once(
            [
                lambda: issue(order, series, "Anna"),
                lambda: issue(order, series, "Piotr"),
                lambda: issue_many(shop.company, [order.pk], series, "Ewa"),
            ]
        )
        crew.until_idle()
    assert Document.objects.count() == len(shop.books("infakt")) == 1
    told = [keys(error.problems)[0] for error in errors if isinstance(error, ProblemError)]
    told += [item.problems[0]["key"] for item in Job.objects.get().items.all()]
    assert told == ["documents.already_issued"] * 2
    assert Document.objects.get().number.startswith("FV/1/")


def test_a_second_document_names_the_first(shop: Shop) -> None:
    series = shop.hub_series()
    document = shop.issue(series)
    assert document.order is not None
    with pytest.raises(ProblemError) as raised:
        issue(document.order, series, ACTOR)
    (problem,) = raised.value.problems
    assert (problem.key, problem.values["number"]) == ("documents.already_issued", document.number)


def test_across_connections_too(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    assert refused(document.order, shop.series(shop.connect("ifirma")), ACTOR) == ["documents.already_issued"]


def test_what_is_refused_leaves_nothing_behind(shop: Shop) -> None:
    refused(shop.order(("Stół", 1, "10.00", "")), shop.hub_series(shop.connect("infakt")), ACTOR)
    assert not Document.objects.exists()
    assert not Delivery.objects.exists()
    assert not OrderEvent.objects.exists()
    assert not AuditEntry.objects.filter(action="issue").exists()


def test_the_document_stays_as_it_was(shop: Shop) -> None:
    document = shop.issue(shop.hub_series())
    before = document.invoice()
    shop.company.name = "Zupełnie inna nazwa"
    shop.company.save()
    assert document.order is not None
    document.order.lines.update(unit_price=1, name="Co innego")
    document.order.buyer = COMPANY_BUYER | {"name": "Kto inny"}
    document.order.save()
    again = Document.objects.get().invoice()
    assert again == before
    assert (again.seller.name, again.lines[0].name) == ("Pracownia Mostowa sp. z o.o.", "Stół dębowy")


def test_why_and_who_are_kept(shop: Shop) -> None:
    document = shop.issue(shop.hub_series(shop.connect("infakt", name="Konto główne")))
    assert document.reason["why"] == "person"
    assert (document.reason["by"], document.reason["connection"]) == (ACTOR, "Konto główne")
    entry = AuditEntry.objects.get(action="issue")
    assert (entry.actor, entry.label, entry.company) == (ACTOR, document.number, shop.company)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"total": Decimal("258.91")}, "documents.total_differs"),
        ({"total": Decimal("258.89")}, "documents.total_differs"),
        ({"buyer": COMPANY_BUYER | {"tax_id": "1132191234"}}, "regime.pl.nip_checksum"),
        (
            {
                "buyer": COMPANY_BUYER
                | {"address": {"street": "Mostowa 3", "city": "Poznań", "country": "PL"}}
            },
            "regime.pl.buyer_postcode_missing",
        ),
    ],
)
def test_what_is_amiss_is_said(shop: Shop, fields: dict[str, Any], expected: str) -> None:
    assert refused(shop.order(**fields), shop.hub_series(), ACTOR) == [expected]


@pytest.mark.parametrize(
    ("vat", "expected"), [("", "documents.vat_missing"), ("24", "documents.vat_unknown")]
)
def test_the_line_without_a_rate_is_named(shop: Shop, vat: str, expected: str) -> None:
    order = shop.order(("Stół", 1, "10.00", "23"), ("Krzesło", 1, "5.00", vat))
    (problem,) = draft(order, shop.hub_series()).problems
    assert (problem.key, problem.field, problem.values["line"]) == (expected, "lines.1.vat", "2")


def test_a_company_without_country_assumes_none(shop: Shop) -> None:
    shop.company.country = ""
    shop.company.save()
    assert refused(shop.order(), shop.hub_series(), ACTOR) == ["documents.seller_country"]


def test_a_currency_that_the_program_does_not_take(shop: Shop) -> None:
    assert "documents.currency_unsupported" in refused(
        shop.order(currency="JPY"), shop.series(shop.connect("infakt")), ACTOR
    )


def test_a_field_is_marked_once(shop: Shop) -> None:
    """The law and the program both miss the postcode; a person needs to hear it once."""
    address = {"street": "Mostowa 3", "city": "Poznań", "country": "PL"}
    order = shop.order(buyer=COMPANY_BUYER | {"address": address})
    made = draft(order, shop.series(shop.connect("infakt")))
    assert [problem.field for problem in made.problems] == ["buyer.address.postcode"]


def test_drafting_writes_nothing(shop: Shop) -> None:
    series = shop.hub_series()
    made = draft(shop.order(), series)
    assert made.totals is not None
    assert made.totals.whole.gross == Decimal("258.90")
    assert not Document.objects.exists()
    assert not series.counters.exists()


def test_without_a_program_there_is_nothing_to_deliver(shop: Shop) -> None:
    document = shop.issue(shop.hub_series())
    deliver_all()
    assert not Delivery.objects.exists()
    assert document.number.startswith("FV/1/")
