"""The common VAT law of the EU: where a sale is taxed, and by whose rate (Directive 2006/112/EC).

Goods: art. 33 (distance sales), 138 (supplies within the EU), 146 (export).
Services: art. 44 and 45 (general rule), 58 (electronic services), 59 (buyers outside the EU).
"""

from dataclasses import dataclass

from mostek.invoicing.model import LineKind
from mostek.kernel.problems import Problem
from mostek.regimes.base.tax_ids import EU, compact, is_eu_number, prefix_country, with_prefix
from mostek.regimes.base.vat.case import (
    Case,
    Choice,
    Decision,
    NumberCheck,
    PrivateServices,
    Treatment,
    VatLaw,
)
from mostek.regimes.eu.lines import line_vat
from mostek.regimes.eu.places import VAT_AREA, goods_place, services_place, special_area, state

NUMBERED = {Treatment.EU_COMPANY_GOODS, Treatment.EU_COMPANY_SERVICE}
"""Sales whose documents must bear both parties' EU numbers."""


@dataclass(frozen=True, slots=True)
class Judged:
    treatment: Treatment
    place: str
    problems: tuple[Problem, ...] = ()
    number: str = ""
    """The buyer's EU number that it rests on."""


def decide(law: VatLaw, case: Case) -> Decision:
    """What VAT each line bears, or what is missing to know it."""
    country = state(case.seller.address.country)
    undecided = (Treatment.UNDECIDED,) * len(case.supplies)
    if country not in EU:
        return Decision(Treatment.UNDECIDED, (None,) * len(undecided), undecided, taxed_in=country)
    if not case.buyer.address.country:
        problem = Problem("vat.country_missing", field="buyer.address.country")
        return Decision(Treatment.UNDECIDED, (None,) * len(undecided), undecided, (problem,))
    sides = _sides(case)
    judged = {
        side: _goods(case, country) if side else _service(case, country) for side in dict.fromkeys(sides)
    }
    return _decision(law, case, judged, [judged[side] for side in sides])


def _sides(case: Case) -> list[bool]:
    """For each line whether it is judged as goods: shipping and fees follow what they belong to."""
    kinds = [supply.kind for supply in case.supplies]
    with_goods = LineKind.GOODS in kinds or LineKind.SERVICE not in kinds
    return [kind is LineKind.GOODS or (kind is not LineKind.SERVICE and with_goods) for kind in kinds]


def _decision(law: VatLaw, case: Case, judged: dict[bool, Judged], each: list[Judged]) -> Decision:
    home = case.seller.address.country
    main = judged.get(True) or judged.get(False) or Judged(Treatment.DOMESTIC, home)
    missing = [problem for found in judged.values() for problem in found.problems]
    lines = [line_vat(law, case, i, found.treatment, found.place) for i, found in enumerate(each)]
    contradictions = [problem for _, problem in lines if problem]
    treatments = tuple(found.treatment for found in each)
    return Decision(
        treatment=main.treatment,
        vats=tuple(vat for vat, _ in lines),
        treatments=treatments,
        problems=tuple(missing or _once(contradictions)),
        taxed_in=main.place if main.treatment is Treatment.EU_PRIVATE_OSS else home,
        number_needed=next((found.number for found in judged.values() if found.number), ""),
        seller_number=with_prefix(case.seller.tax_id, home) if NUMBERED & set(treatments) else "",
    )


def _once(problems: list[Problem]) -> list[Problem]:
    """Each problem once: some concern all lines alike."""
    return [problem for i, problem in enumerate(problems) if problem not in problems[:i]]


def _goods(case: Case, home: str) -> Judged:
    """By where the goods go, whoever buys them."""
    if not case.destination.country:
        problem = Problem("vat.destination_missing", field="recipient.address.country")
        return Judged(Treatment.UNDECIDED, home, (problem,))
    place = goods_place(case.destination)
    if place == home:
        return Judged(Treatment.DOMESTIC, home)
    area = special_area(case.destination)
    if area and case.choice is not Choice.SHOP:
        return Judged(Treatment.UNDECIDED, home, (Problem("vat.special_area", {"area": area}),))
    if place not in VAT_AREA:
        return Judged(Treatment.OUTSIDE_EU_GOODS, place)
    if case.buyer.is_company:
        return _company(case, home, place, Treatment.EU_COMPANY_GOODS)
    return Judged(Treatment.EU_PRIVATE_OSS if case.oss else Treatment.EU_PRIVATE_DOMESTIC_RATE, place)


def _service(case: Case, home: str) -> Judged:
    """By where the buyer is."""
    place = services_place(case.buyer.address)
    if place == home:
        return Judged(Treatment.DOMESTIC, home)
    if not case.buyer.is_company:
        return _private_service(case, place)
    if place not in EU:
        return Judged(Treatment.OUTSIDE_EU_SERVICE, place)
    if not case.eu_registered:
        problem = Problem("vat.not_registered", {"country": place})
        return Judged(Treatment.EU_COMPANY_SERVICE, place, (problem,))
    return _company(case, home, place, Treatment.EU_COMPANY_SERVICE)


def _private_service(case: Case, place: str) -> Judged:
    match case.private_services:
        case PrivateServices.GENERAL:
            return Judged(Treatment.PRIVATE_SERVICE_AT_HOME, place)
        case PrivateServices.ELECTRONIC if place not in EU:
            return Judged(Treatment.OUTSIDE_EU_SERVICE, place)
        case PrivateServices.ELECTRONIC:
            return Judged(Treatment.EU_PRIVATE_OSS if case.oss else Treatment.EU_PRIVATE_DOMESTIC_RATE, place)
    return Judged(Treatment.UNDECIDED, place, (Problem("vat.service_type", {"country": place}),))


def _company(case: Case, home: str, place: str, treatment: Treatment) -> Judged:
    """A sale to a company in another member state, as far as its number allows."""
    number = compact(case.buyer.tax_id)
    prefix = prefix_country(number)
    if not number:
        problem = Problem("vat.number_missing", {"country": place}, "buyer.tax_id")
        return Judged(treatment, place, (problem,))
    at_home = prefix == home or (not prefix and state(case.buyer.address.country) == home)
    if at_home or not case.eu_registered:
        return Judged(Treatment.EU_COMPANY_DOMESTIC_RATE, place)
    if not prefix:
        suggestion = with_prefix(number, state(case.buyer.address.country))
        values = {"number": case.buyer.tax_id.strip(), "suggestion": suggestion}
        return Judged(treatment, place, (Problem("vat.number_prefix", values, "buyer.tax_id"),))
    if not is_eu_number(number):
        values = {"number": case.buyer.tax_id.strip(), "country": prefix}
        return Judged(treatment, place, (Problem("vat.number_invalid", values, "buyer.tax_id"),))
    return Judged(treatment, place, _confirmed(case, number), number)


def _confirmed(case: Case, number: str) -> tuple[Problem, ...]:
    """What VIES has to say against the number; nothing where the company does not ask it."""
    answer = case.answer
    if case.number_check is NumberCheck.OFF:
        return ()
    if answer is not None and answer.valid is False:
        return (Problem("vat.vies_invalid", {"number": number, "date": answer.on}, "buyer.tax_id"),)
    if case.number_check is NumberCheck.ASKED or (answer is not None and answer.valid):
        return ()
    key = "vat.vies_not_asked" if answer is None else "vat.vies_no_answer"
    return (Problem(key, {"number": number}),)
