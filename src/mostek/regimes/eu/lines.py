"""The VAT of one line, once it is known how and where the sale is taxed."""

from mostek.invoicing.model import Vat
from mostek.kernel.problems import Problem
from mostek.regimes.base.registry import regime
from mostek.regimes.base.vat.case import UNTAXED, Case, Choice, Policy, Treatment, VatLaw

Found = tuple[Vat | None, Problem | None]


def line_vat(law: VatLaw, case: Case, index: int, treatment: Treatment, place: str) -> Found:
    """The line's VAT, or None where the order's own code stands; and what contradicts it."""
    code = case.supplies[index].code
    is_exempt = code in law.exempt_codes and treatment is not Treatment.EU_COMPANY_SERVICE
    if treatment in (Treatment.DOMESTIC, Treatment.UNDECIDED) or is_exempt:
        return None, None
    if case.choice is Choice.SHOP:
        return _as_the_shop_says(case, code, place), None
    if not code and (case.policy is Policy.SHOP or treatment not in UNTAXED):
        return None, None
    if treatment in UNTAXED:
        return _untaxed(law, case, index, treatment)
    if treatment is Treatment.EU_PRIVATE_OSS:
        return _destination(case, index, place)
    return _home(case, index)


def _as_the_shop_says(case: Case, code: str, place: str) -> Vat | None:
    """A code of the seller's country stands; one that only the destination has is taken from there."""
    if regime(case.seller.address.country).vat(code, case.on):
        return None
    return regime(place).vat(code, case.on)


def _untaxed(law: VatLaw, case: Case, index: int, treatment: Treatment) -> Found:
    code, reason = law.untaxed[treatment]
    home = case.seller.address.country
    decided = regime(home).vat(code, case.on)
    assert decided is not None  # a regime's law names codes of its own table
    vat = decided.model_copy(update={"reason": reason})
    said = case.supplies[index].code
    if said in ("", code) or case.choice is Choice.DECISION:
        return vat, None
    charged = regime(home).vat(said, case.on) or next(
        (each for each in regime(case.destination.country).vats(case.on) if each.code == said), None
    )
    if charged is None or charged.percent:
        return vat, _problem("vat.charged_though_untaxed", index, said, code)
    return (
        (vat, None) if case.policy is Policy.DECIDE else (vat, _problem("vat.contradicts", index, said, code))
    )


def _destination(case: Case, index: int, place: str) -> Found:
    """The destination's rate (OSS): the shop's own, or the one that takes its place."""
    code = case.supplies[index].code
    there = {vat.code: vat for vat in regime(place).vats(case.on) if vat.percent}
    if not there:
        values = {"country": place, "date": case.on.isoformat()}
        return None, Problem("vat.rates_unknown", values, "sale_date")
    mapped = there.get(_mapped(case, code, place, next(iter(there))))
    if case.policy is Policy.SHOP and case.choice is not Choice.DECISION:
        if code in there:
            return there[code], None
        decided = mapped.code if mapped else ", ".join(there)
        return mapped, _problem("vat.contradicts", index, code, f"{decided} ({place})")
    if mapped:
        return mapped, None
    values = {"line": str(index + 1), "code": code, "country": place, "rates": ", ".join(there)}
    return None, Problem("vat.rate_unmapped", values, f"lines.{index}.vat")


def _mapped(case: Case, code: str, place: str, standard: str) -> str:
    """The destination's code for a code of the order: as the company mapped it, standard for standard,
    else the code itself where it is none of the seller's own."""
    if known := case.rate_map.get(place, {}).get(code):
        return known
    own = [vat.code for vat in regime(case.seller.address.country).vats(case.on)]
    return standard if code == own[0] else "" if code in own else code


def _home(case: Case, index: int) -> Found:
    """A rate of the seller's country is due: whatever else the order says contradicts."""
    code = case.supplies[index].code
    home = regime(case.seller.address.country)
    said = home.vat(code, case.on)
    if said and (said.percent or case.choice is Choice.DECISION):
        return None, None
    rates = ", ".join(vat.code for vat in home.vats(case.on) if vat.percent)
    return None, _problem("vat.contradicts", index, code, f"{rates} ({home.country})")


def _problem(key: str, index: int, code: str, decided: str) -> Problem:
    return Problem(key, {"line": str(index + 1), "code": code, "decided": decided}, f"lines.{index}.vat")
