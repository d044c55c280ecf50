"""Finds regimes: this package's folders, and foreign ones by the entry point `mostek.regimes`.

A folder offers `REGIME` for one country. The one that offers `generic(country) -> Regime` serves
every country that has no folder of its own.
"""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

import mostek.regimes
from mostek.regimes.base.contract import Regime
from mostek.regimes.base.vat.case import Case, Decision


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(
        importlib.import_module(f"{mostek.regimes.__name__}.{module.name}")
        for module in pkgutil.iter_modules(mostek.regimes.__path__)
        if module.ispkg and module.name != "base"
    )


@cache
def regimes() -> dict[str, Regime]:
    """The regimes with a folder of their own, by country. Raises ValueError when two claim a country.

    Loading them registers their explanations: call it once when a program starts.
    """
    found = [module.REGIME for module in _modules() if hasattr(module, "REGIME")]
    found += [point.load() for point in entry_points(group="mostek.regimes")]
    by_country: dict[str, Regime] = {}
    for each in found:
        if by_country.setdefault(each.country, each) is not each:
            raise ValueError(f"two regimes claim the country {each.country}")
    return by_country


@cache
def regime(country: str) -> Regime:
    """The rules of a country (ISO code; `EL` is taken for Greece, empty for unknown). Never fails."""
    code = {"EL": "GR"}.get(country.upper(), country.upper())
    own = regimes().get(code)
    if own:
        return own
    return _generic(code)


@cache
def _generic(code: str) -> Regime:
    generic = next(module.generic for module in _modules() if hasattr(module, "generic"))
    found: Regime = generic(code)
    return found


def decide_vat(case: Case) -> Decision:
    """The VAT of a sale by the law of the seller's country; what that leaves open, by the EU's common law."""
    own = regime(case.seller.address.country)
    common = _generic(own.country)
    decide, law = own.decide_vat or common.decide_vat, own.vat_law or common.vat_law
    assert decide is not None  # the generic regime has both
    assert law is not None
    return decide(law, case)
