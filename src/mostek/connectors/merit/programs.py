"""Two programs of one maker: the same API below another address. https://api.merit.ee/"""

from collections.abc import Mapping
from dataclasses import dataclass

from mostek.connectors.base.manifest import Environment
from mostek.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Program:
    key: str
    name: str
    countries: tuple[str, ...]
    currency: str
    website: str
    docs_url: str
    summary: str
    environments: tuple[Environment, ...]
    tax_codes: Mapping[str, str]
    """Our code of a category without VAT -> how the program's own codes of it begin."""
    has_kpir: bool
    """Whether a company may keep the Polish tax book of income and expenses instead of a ledger."""


MERIT = Program(
    key="merit",
    name="Merit Aktiva",
    countries=("EE", "FI"),
    currency="EUR",
    website="https://www.merit.ee/",
    docs_url="https://api.merit.ee/connecting-robots/reference-manual/",
    summary=N_("Sales invoices, credit invoices and journal entries in Merit Aktiva, Estonia and Finland."),
    environments=(
        Environment("production", N_("Merit Aktiva in Estonia"), "https://aktiva.merit.ee/api"),
        Environment("finland", N_("Merit Aktiva in Finland"), "https://app.passelimerit.fi/api"),
    ),
    tax_codes={},
    has_kpir=False,
)

MERIT360 = Program(
    key="merit360",
    name="360 Księgowość",
    countries=("PL",),
    currency="PLN",
    website="https://360ksiegowosc.pl/",
    docs_url="https://api.merit.ee/connecting-robots/reference-manual/",
    summary=N_("Sales invoices, credit invoices and payroll entries in 360 Księgowość."),
    environments=(Environment("production", N_("360 Księgowość"), "https://program.360ksiegowosc.pl/api"),),
    tax_codes={"zw": "ZW", "np": "NP", "oo": "OO"},
    has_kpir=True,
)

PROGRAMS = (MERIT360, MERIT)
