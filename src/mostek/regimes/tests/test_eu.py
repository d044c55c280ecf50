from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.invoicing.model import Party, Vat
from mostek.invoicing.tests.samples import BUYER, SELLER, invoice, line
from mostek.regimes.base.registry import regime
from mostek.regimes.base.tax_ids import EU, prefix_country

TODAY = date(2026, 11, 20)


def percents(country: str, on: date) -> list[str]:
    return [vat.code for vat in regime(country).vats(on) if vat.percent]


def test_every_member_state_has_destination_rates_with_source_and_confidence() -> None:
    assert len(EU) == 27
    for country in EU:
        rates = [rate for rate in regime(country).rates if rate.percent]
        assert rates, country
        assert all(rate.source and rate.confidence in ("high", "medium", "low") for rate in rates)
        assert max(rates, key=lambda rate: (rate.valid_from, rate.percent or 0)).percent == Decimal(
            percents(country, TODAY)[0]
        ), f"{country}: the standard rate comes first"


@given(st.sampled_from(sorted(EU)), st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_on_each_day_a_code_names_one_rate(country: str, on: date) -> None:
    codes = [vat.code for vat in regime(country).vats(on)]
    assert len(codes) == len(set(codes))
    assert percents(country, on)


@pytest.mark.parametrize(
    ("country", "first_day", "before", "after"),
    [
        ("EE", date(2025, 7, 1), ["22", "13", "9"], ["24", "13", "9"]),
        ("RO", date(2025, 8, 1), ["19", "9", "5"], ["21", "11"]),
        ("FI", date(2026, 1, 1), ["25.5", "14", "10"], ["25.5", "13.5", "10"]),
        ("LT", date(2026, 1, 1), ["21", "9", "5"], ["21", "12", "5"]),
    ],
)
def test_a_change_of_rates_falls_on_its_day(
    country: str, first_day: date, before: list[str], after: list[str]
) -> None:
    assert percents(country, first_day - timedelta(days=1)) == before
    assert percents(country, first_day) == after


def test_prefixes_name_countries() -> None:
    assert prefix_country("el 094259216") == "GR"
    assert prefix_country("XI 123 456 789") == "XI"
    assert prefix_country("PL526-000-12-46") == "PL"
    assert prefix_country("DEUTSCH") == prefix_country("GR094259216") == prefix_country("5260001246") == ""


@pytest.mark.parametrize(
    ("country", "number", "key"),
    [
        ("DE", "DE136695976", None),
        ("DE", "12/345/67890", None),
        ("GR", "EL 094259216", None),
        ("US", "12-3456789", None),
        ("DE", "DE136695975", "regime.tax_id_invalid"),
        ("AT", "DE136695976", "regime.tax_id_other_country"),
        ("DE", "none", "regime.tax_id_implausible"),
        ("US", "<script>1</script>", "regime.tax_id_implausible"),
    ],
)
def test_numbers_abroad(country: str, number: str, key: str | None) -> None:
    problem = regime(country).check_tax_id(number)
    assert (problem.key if problem else None) == key


def test_only_a_valid_prefixed_number_proves_a_company() -> None:
    assert regime("DE").is_company_id("DE 136695976")
    assert not regime("DE").is_company_id("136695976")


def test_a_seller_elsewhere_in_the_eu_is_served_by_the_common_law() -> None:
    rules = regime("DE")
    seller = SELLER.model_copy(update={"tax_id": "DE136695976"})
    found = [
        problem.key for problem in rules.required(invoice(line(), seller=seller, buyer=Party(name="Jan")))
    ]
    assert found == [f"regime.buyer_{part}_missing" for part in ("street", "city", "country")]
    reverse = line(vat=Vat(code="AE", percent=None, country="DE"))
    assert rules.legal_notes(invoice(reverse, buyer=BUYER), "en") == ("Reverse charge",)
    assert rules.payment_code(invoice()) == ""
    assert rules.amount_in_words(Decimal("12.00"), "EUR", "pl") == "twelve EUR 00/100"
