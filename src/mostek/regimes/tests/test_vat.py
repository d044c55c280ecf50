"""The VAT decision of a Polish seller, case by case."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mostek.invoicing.model import Address, LineKind, Party
from mostek.regimes.base.registry import decide_vat, regime
from mostek.regimes.base.vat.case import (
    UNTAXED,
    Case,
    Choice,
    Decision,
    NumberAnswer,
    NumberCheck,
    Policy,
    PrivateServices,
    Supply,
    Treatment,
)

GOODS, SERVICE, SHIPPING, FEE = LineKind.GOODS, LineKind.SERVICE, LineKind.SHIPPING, LineKind.FEE
SELLER = Party(name="Most", tax_id="526-025-02-74", is_company=True, address=Address(country="PL"))
NUMBERS = {
    "AT": "ATU13585627", "BE": "BE0428759497", "BG": "BG175074752", "CY": "CY10259033P", "CZ": "CZ25596641",
    "DE": "DE136695976", "DK": "DK13585628", "EE": "EE100931558", "ES": "ESB58378431", "FI": "FI20774740",
    "FR": "FR40303265045", "GR": "EL094259216", "HR": "HR33392005961", "HU": "HU12892312", "IE": "IE6388047V",
    "IT": "IT00743110157", "LT": "LT119511515", "LU": "LU15027442", "LV": "LV40003521600", "MT": "MT11679112",
    "NL": "NL004495445B01", "PT": "PT501964843", "RO": "RO18547290", "SE": "SE556188840401",
    "SI": "SI50223054", "SK": "SK2020317068", "XI": "XI110305878",
}  # fmt: skip
DAY = date(2026, 11, 20)


def case(country: str, *supplies: tuple[LineKind, str], number: str = "", **more: Any) -> Case:
    """A buyer of that country, a company where it has a number, to whom the lines are shipped."""
    address = Address(country=country, postcode=more.pop("postcode", ""))
    company = more.pop("company", bool(number))
    values: dict[str, Any] = {
        "on": DAY,
        "seller": SELLER,
        "buyer": Party(name="Kupiec", tax_id=number, is_company=company, address=address),
        "destination": address,
        "supplies": tuple(Supply(kind, code) for kind, code in supplies) or (Supply(GOODS, "23"),),
        "eu_registered": True,
        "number_check": NumberCheck.OFF,
    }
    return Case(**(values | more))


def told(decision: Decision) -> str:
    """`treatment: code country, …` where sound, else the problems' keys."""
    if decision.problems:
        return " ".join(problem.key for problem in decision.problems)
    codes = [f"{vat.code} {vat.country}" if vat else "own" for vat in decision.vats]
    return f"{decision.treatment}: {', '.join(codes)}"


def answer(valid: bool | None, country: str = "DE") -> NumberAnswer:
    return NumberAnswer(NUMBERS[country], valid, "2026-11-19", "WAPI1")


DE = NUMBERS["DE"]
OSS: dict[str, Any] = {"oss": True}
DECIDE: dict[str, Any] = {"policy": Policy.DECIDE}
REQUIRED: dict[str, Any] = {"number_check": NumberCheck.REQUIRED}
ASKED: dict[str, Any] = {"number_check": NumberCheck.ASKED}
GENERAL: dict[str, Any] = {"private_services": PrivateServices.GENERAL}
ELECTRONIC: dict[str, Any] = {"private_services": PrivateServices.ELECTRONIC}
HOME_RATE = "eu_private_domestic_rate: own"
CASES: dict[str, tuple[Case, str]] = {
    # At home the order's codes stand, whatever they are.
    "home, private": (case("PL"), "domestic: own"),
    "home, company": (case("PL", number="1132191233"), "domestic: own"),
    "home, service": (case("PL", (SERVICE, "8")), "domestic: own"),
    "home, exempt": (case("PL", (GOODS, "zw")), "domestic: own"),
    "home, OSS on": (case("PL", **OSS), "domestic: own"),
    "home, no code": (case("PL", (GOODS, "")), "domestic: own"),
    "foreign company, goods stay here": (
        case("DE", number=DE, destination=Address(country="PL")), "domestic: own"),
    # What is missing stops.
    "no country": (case(""), "vat.country_missing"),
    "no country, company": (case("", number=DE), "vat.country_missing"),
    "no destination": (case("DE", destination=Address()), "vat.destination_missing"),
    # Goods to companies in the EU.
    "company, goods at 0": (case("DE", (GOODS, "0"), number=DE), "eu_company_goods: 0 PL"),
    "company, Greece": (case("GR", (GOODS, "0"), number=NUMBERS["GR"]), "eu_company_goods: 0 PL"),
    "company, Greece as EL": (case("EL", (GOODS, "0"), number=NUMBERS["GR"]), "eu_company_goods: 0 PL"),
    "company, Northern Ireland": (
        case("GB", (GOODS, "0"), number=NUMBERS["XI"], postcode="BT1 5GS"), "eu_company_goods: 0 PL"),
    "company, Northern Ireland as XI": (
        case("XI", (GOODS, "0"), number=NUMBERS["XI"]), "eu_company_goods: 0 PL"),
    "company, number of a third state": (
        case("FR", (GOODS, "0"), number=DE), "eu_company_goods: 0 PL"),
    "company, shipping follows goods": (
        case("DE", (GOODS, "0"), (SHIPPING, "0"), (FEE, "0"), number=DE),
        "eu_company_goods: 0 PL, 0 PL, 0 PL"),
    "company, shop charged 23": (case("DE", number=DE), "vat.charged_though_untaxed"),
    "company, shop charged 23, we decide": (case("DE", number=DE, **DECIDE), "vat.charged_though_untaxed"),
    "company, shop charged 19": (case("DE", (GOODS, "19"), number=DE), "vat.charged_though_untaxed"),
    "company, price is net, by a person": (
        case("DE", number=DE, choice=Choice.DECISION), "eu_company_goods: 0 PL"),
    "company, shop's rate, by a person": (
        case("DE", number=DE, choice=Choice.SHOP), "eu_company_goods: own"),
    "company, shop says np": (case("DE", (GOODS, "np"), number=DE), "vat.contradicts"),
    "company, shop says np, we decide": (
        case("DE", (GOODS, "np"), number=DE, **DECIDE), "eu_company_goods: 0 PL"),
    "company, no code": (case("DE", (GOODS, ""), number=DE), "eu_company_goods: own"),
    "company, no code, we decide": (case("DE", (GOODS, ""), number=DE, **DECIDE), "eu_company_goods: 0 PL"),
    "company without number": (case("DE", (GOODS, "0"), company=True), "vat.number_missing"),
    "company, number without prefix": (case("DE", (GOODS, "0"), number="136695976"), "vat.number_prefix"),
    "company, wrong check digit": (case("DE", (GOODS, "0"), number="DE136695977"), "vat.number_invalid"),
    "company, number too short": (case("CZ", (GOODS, "0"), number="CZ255"), "vat.number_invalid"),
    "company, we are not registered": (
        case("DE", number=DE, eu_registered=False), "eu_company_domestic_rate: own"),
    "company, not registered, shop says 0": (
        case("DE", (GOODS, "0"), number=DE, eu_registered=False), "vat.contradicts"),
    "Polish company, goods go to Germany": (
        case("PL", number="1132191233", destination=Address(country="DE")), "eu_company_domestic_rate: own"),
    "company, exempt goods": (case("DE", (GOODS, "zw"), number=DE), "eu_company_goods: own"),
    # VIES.
    "VIES required, not asked": (case("DE", (GOODS, "0"), number=DE, **REQUIRED), "vat.vies_not_asked"),
    "VIES required, no answer yet": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(None), **REQUIRED), "vat.vies_no_answer"),
    "VIES required, valid": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(True), **REQUIRED), "eu_company_goods: 0 PL"),
    "VIES required, invalid": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(False), **REQUIRED), "vat.vies_invalid"),
    "VIES asked, not yet": (case("DE", (GOODS, "0"), number=DE, **ASKED), "eu_company_goods: 0 PL"),
    "VIES asked, down": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(None), **ASKED), "eu_company_goods: 0 PL"),
    "VIES asked, invalid": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(False), **ASKED), "vat.vies_invalid"),
    "VIES off, invalid once": (
        case("DE", (GOODS, "0"), number=DE, answer=answer(False)), "eu_company_goods: 0 PL"),
    "VIES is nothing to private buyers": (case("DE", **REQUIRED), HOME_RATE),
    # Services to companies.
    "service, company": (case("DE", (SERVICE, "np"), number=DE), "eu_company_service: np PL"),
    "service, company, charged": (case("DE", (SERVICE, "23"), number=DE), "vat.charged_though_untaxed"),
    "service, company, VIES not asked": (
        case("DE", (SERVICE, "np"), number=DE, **REQUIRED), "vat.vies_not_asked"),
    "service, company, we are not registered": (
        case("DE", (SERVICE, "np"), number=DE, eu_registered=False), "vat.not_registered"),
    "service, company without number": (case("DE", (SERVICE, "np"), company=True), "vat.number_missing"),
    "service, company outside the EU": (
        case("US", (SERVICE, "np"), company=True), "outside_eu_service: np PL"),
    "service, Swiss company, charged": (
        case("CH", (SERVICE, "23"), company=True), "vat.charged_though_untaxed"),
    "service, Northern Ireland is outside": (
        case("GB", (SERVICE, "np"), number=NUMBERS["XI"], postcode="BT1"), "outside_eu_service: np PL"),
    "goods and service, company": (
        case("DE", (GOODS, "0"), (SERVICE, "np"), (SHIPPING, "0"), number=DE),
        "eu_company_goods: 0 PL, np PL, 0 PL"),
    "fee of a service": (
        case("DE", (SERVICE, "np"), (FEE, "np"), number=DE), "eu_company_service: np PL, np PL"),
    # Services to private persons.
    "service, private, unknown kind": (case("DE", (SERVICE, "23")), "vat.service_type"),
    "service, private outside, unknown kind": (case("US", (SERVICE, "23")), "vat.service_type"),
    "service, private, general": (case("DE", (SERVICE, "23"), **GENERAL), "private_service_at_home: own"),
    "service, private, electronic": (case("DE", (SERVICE, "23"), **ELECTRONIC), HOME_RATE),
    "service, private, electronic, OSS": (
        case("DE", (SERVICE, "19"), **ELECTRONIC, **OSS), "eu_private_oss: 19 DE"),
    "service, private outside, electronic": (
        case("US", (SERVICE, "np"), **ELECTRONIC), "outside_eu_service: np PL"),
    # Goods to private persons in the EU.
    "private, OSS off": (case("DE"), HOME_RATE),
    "private, OSS off, reduced": (case("CZ", (GOODS, "5")), HOME_RATE),
    "private, OSS off, shop says 19": (case("DE", (GOODS, "19")), "vat.contradicts"),
    "private, OSS off, shop says 0": (case("DE", (GOODS, "0")), "vat.contradicts"),
    "Pole, goods go to Germany, OSS": (
        case("PL", (GOODS, "19"), destination=Address(country="DE"), **OSS), "eu_private_oss: 19 DE"),
    "private, OSS, shop says 19": (case("DE", (GOODS, "19"), **OSS), "eu_private_oss: 19 DE"),
    "private, OSS, shop says 7": (case("DE", (GOODS, "7"), **OSS), "eu_private_oss: 7 DE"),
    "private, OSS, shop says 23": (case("DE", **OSS), "vat.contradicts"),
    "private, OSS, shop says 23, we decide": (case("DE", **OSS, **DECIDE), "eu_private_oss: 19 DE"),
    "private, OSS, shop says 23, a person decides": (
        case("DE", choice=Choice.DECISION, **OSS), "eu_private_oss: 19 DE"),
    "private, OSS, shop's rate by a person": (case("DE", choice=Choice.SHOP, **OSS), "eu_private_oss: own"),
    "private, OSS, reduced unmapped": (case("DE", (GOODS, "8"), **OSS, **DECIDE), "vat.rate_unmapped"),
    "private, OSS, reduced mapped": (
        case("DE", (GOODS, "8"), rate_map={"DE": {"8": "7"}}, **OSS, **DECIDE), "eu_private_oss: 7 DE"),
    "private, OSS, mapped to no rate": (
        case("DE", (GOODS, "8"), rate_map={"DE": {"8": "6"}}, **OSS, **DECIDE), "vat.rate_unmapped"),
    "private, OSS, no code": (case("DE", (GOODS, ""), **OSS, **DECIDE), "eu_private_oss: own"),
    "private, OSS, mixed": (
        case("FR", (GOODS, "5.5"), (SHIPPING, "20"), **OSS), "eu_private_oss: 5.5 FR, 20 FR"),
    "private, OSS, Northern Ireland": (
        case("GB", (GOODS, "20"), postcode="BT9", **OSS), "eu_private_oss: 20 XI"),
    # Rates change.
    "EE before July 2025": (case("EE", **OSS, **DECIDE, on=date(2025, 6, 30)), "eu_private_oss: 22 EE"),
    "EE from July 2025": (case("EE", **OSS, **DECIDE, on=date(2025, 7, 1)), "eu_private_oss: 24 EE"),
    "EE, old rate too late": (case("EE", (GOODS, "22"), **OSS, on=date(2025, 7, 1)), "vat.contradicts"),
    "RO before August 2025": (case("RO", **OSS, **DECIDE, on=date(2025, 7, 31)), "eu_private_oss: 19 RO"),
    "RO from August 2025": (case("RO", **OSS, **DECIDE, on=date(2025, 8, 1)), "eu_private_oss: 21 RO"),
    "RO, old reduced rate": (case("RO", (GOODS, "9"), **OSS, on=date(2025, 8, 1)), "vat.contradicts"),
    "FI reduced in 2025": (case("FI", (GOODS, "14"), **OSS, on=date(2025, 12, 31)), "eu_private_oss: 14 FI"),
    "FI reduced in 2026": (
        case("FI", (GOODS, "13.5"), **OSS, on=date(2026, 1, 1)), "eu_private_oss: 13.5 FI"),
    "FI, old reduced rate": (case("FI", (GOODS, "14"), **OSS, on=date(2026, 1, 1)), "vat.contradicts"),
    "LT reduced in 2026": (case("LT", (GOODS, "12"), **OSS, on=date(2026, 1, 1)), "eu_private_oss: 12 LT"),
    "SK in 2025": (case("SK", **OSS, **DECIDE, on=date(2025, 1, 1)), "eu_private_oss: 23 SK"),
    "SK before the table": (case("SK", **OSS, **DECIDE, on=date(2024, 12, 31)), "vat.rates_unknown"),
    # Outside the EU.
    "outside, goods at 0": (case("US", (GOODS, "0")), "outside_eu_goods: 0 PL"),
    "outside, company": (case("CH", (GOODS, "0"), company=True), "outside_eu_goods: 0 PL"),
    "outside, Great Britain": (case("GB", (GOODS, "0"), postcode="SW1A 1AA"), "outside_eu_goods: 0 PL"),
    "outside, charged": (case("US"), "vat.charged_though_untaxed"),
    "outside, price is net by a person": (case("US", choice=Choice.DECISION), "outside_eu_goods: 0 PL"),
    # Areas of their own.
    "Canary Islands": (case("ES", (GOODS, "0"), postcode="35001"), "vat.special_area"),
    "Åland": (case("FI", (GOODS, "0"), postcode="22100"), "vat.special_area"),
    "Büsingen": (case("DE", (GOODS, "19"), postcode="78266", **OSS), "vat.special_area"),
    "Madeira": (case("PT", (GOODS, "23"), postcode="9000-001", **OSS), "vat.special_area"),
    "mainland Spain": (case("ES", (GOODS, "21"), postcode="28001", **OSS), "eu_private_oss: 21 ES"),
    "Canary Islands, by a person": (
        case("ES", (GOODS, "0"), postcode="35001", choice=Choice.SHOP), HOME_RATE),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    given, expected = CASES[name]
    assert told(decide_vat(given)) == expected


@pytest.mark.parametrize("country", NUMBERS)
def test_a_number_of_each_member_state_is_taken(country: str) -> None:
    found = decide_vat(case(country, (GOODS, "0"), number=NUMBERS[country]))
    assert (told(found), found.number_needed) == ("eu_company_goods: 0 PL", NUMBERS[country])
    spoilt = NUMBERS[country] + "9"
    assert told(decide_vat(case(country, (GOODS, "0"), number=spoilt))) == "vat.number_invalid"


@pytest.mark.parametrize("country", sorted({*NUMBERS} - {"XI"}))
def test_each_member_state_has_a_standard_rate_today(country: str) -> None:
    found = decide_vat(case(country, **OSS, **DECIDE))
    (vat,) = found.vats
    assert vat == regime(country).vats(DAY)[0]
    assert found.taxed_in == country


def test_what_is_untaxed_says_why_and_numbers_both_parties() -> None:
    for each, _ in CASES.values():
        found = decide_vat(each)
        if found.treatment in UNTAXED and not found.problems:
            assert all(vat is None or vat.reason for vat in found.vats)
    supply = decide_vat(case("DE", (GOODS, "0"), number=DE))
    assert supply.seller_number == "PL5260250274"
    assert decide_vat(case("US", (GOODS, "0"))).seller_number == ""


def test_another_seller_decides_by_the_common_law() -> None:
    german = SELLER.model_copy(update={"tax_id": DE, "address": Address(country="DE")})
    given = replace(case("FR", (SERVICE, "AE"), number=NUMBERS["FR"]), seller=german)
    found = decide_vat(given)
    assert (told(found), found.seller_number) == ("eu_company_service: AE DE", DE)
    assert told(decide_vat(replace(given, supplies=(Supply(GOODS, "0"),)))) == "eu_company_goods: 0 DE"


def test_a_seller_outside_the_eu_keeps_what_the_order_says() -> None:
    given = replace(case("DE"), seller=SELLER.model_copy(update={"address": Address(country="CH")}))
    assert decide_vat(given).treatment is Treatment.UNDECIDED
    assert told(decide_vat(given)) == "undecided: own"
