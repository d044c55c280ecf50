"""Tax numbers of any country, told apart by their prefix or by the party's address."""

import re
from dataclasses import replace

from stdnum.eu import vat as eu_vat

from mostek.invoicing.model import Party
from mostek.kernel.problems import Problem
from mostek.regimes.base.registry import regime

EU = frozenset(code.upper() for code in eu_vat.MEMBER_STATES) - {"XI"}
"""The member states by ISO code."""

_PREFIXES = {**{country: country for country in EU - {"GR"}}, "EL": "GR", "XI": "XI"}
_SEPARATORS = re.compile(r"[\s.\-/]")


def compact(value: str) -> str:
    """The number in capitals, without blanks, dots, dashes and slashes."""
    return _SEPARATORS.sub("", value).upper()


def prefix_country(value: str) -> str:
    """The country that a number's EU prefix names (`EL` is GR, `XI` Northern Ireland), or ""."""
    number = compact(value)
    has_number = any(sign.isdigit() for sign in number[2:])
    return _PREFIXES.get(number[:2], "") if has_number else ""


def with_prefix(value: str, country: str) -> str:
    """The number as it counts within the EU: with the prefix of its country, `EL` for Greece."""
    number = compact(value)
    prefix = next((prefix for prefix, of in _PREFIXES.items() if of == country), country)
    return number if not number or prefix_country(number) else prefix + number


def is_eu_number(value: str) -> bool:
    """An EU VAT number with its prefix, its length and check digits as its country makes them."""
    number = compact(value)
    return bool(prefix_country(number)) and bool(eu_vat.is_valid(number))


def tax_id_country(party: Party, home: str) -> str:
    """Whose number it is: its prefix says, else the address, else the seller's country `home`."""
    return prefix_country(party.tax_id) or party.address.country or home


def tax_id_problem(party: Party, field: str, home: str) -> Problem | None:
    """What is wrong with a party's number by the rules of its own country; None if sound or absent."""
    if not party.tax_id.strip():
        return None
    problem = regime(tax_id_country(party, home)).check_tax_id(party.tax_id)
    return replace(problem, field=field) if problem else None
