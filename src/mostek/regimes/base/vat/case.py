"""VAT of one sale: the facts that decide, and what is decided. Pure data; the law is the regimes'."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mostek.invoicing.model import Address, LineKind, Party, Vat
from mostek.kernel.problems import Problem


class Treatment(StrEnum):
    """Stored with documents; never renamed."""

    DOMESTIC = "domestic"
    EU_COMPANY_GOODS = "eu_company_goods"
    EU_COMPANY_SERVICE = "eu_company_service"
    EU_COMPANY_DOMESTIC_RATE = "eu_company_domestic_rate"
    EU_PRIVATE_DOMESTIC_RATE = "eu_private_domestic_rate"
    EU_PRIVATE_OSS = "eu_private_oss"
    PRIVATE_SERVICE_AT_HOME = "private_service_at_home"
    OUTSIDE_EU_GOODS = "outside_eu_goods"
    OUTSIDE_EU_SERVICE = "outside_eu_service"
    UNDECIDED = "undecided"


UNTAXED = frozenset(
    {
        Treatment.EU_COMPANY_GOODS,
        Treatment.EU_COMPANY_SERVICE,
        Treatment.OUTSIDE_EU_GOODS,
        Treatment.OUTSIDE_EU_SERVICE,
    }
)
"""No VAT of the seller's country is charged."""
DISTANCE_SALES = frozenset({Treatment.EU_PRIVATE_DOMESTIC_RATE, Treatment.EU_PRIVATE_OSS})
"""What counts towards the limit of 10 000 euros (Directive 2006/112/EC, art. 59c)."""


class Policy(StrEnum):
    SHOP = "shop"
    """The order's rates stand; where they contradict the law the document stops."""
    DECIDE = "decide"
    """Cross-border, the decision replaces the order's rates."""


class NumberCheck(StrEnum):
    """Whether the buyer's EU number must be confirmed by VIES."""

    REQUIRED = "required"
    ASKED = "asked"
    OFF = "off"


class PrivateServices(StrEnum):
    """What the company's services to private persons abroad are; orders do not tell."""

    UNKNOWN = ""
    GENERAL = "general"
    ELECTRONIC = "electronic"


class Choice(StrEnum):
    """A person's word where the order's rates and the decision differ."""

    NONE = ""
    SHOP = "shop"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """What VIES said about a number; `valid` is None while there is no answer."""

    number: str
    valid: bool | None
    on: str = ""
    """The day of the answer, as VIES wrote it."""
    consultation: str = ""
    origin: str = "vies"
    requester: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """One line: what it is, and the VAT code that the order gives it."""

    kind: LineKind
    code: str


@dataclass(frozen=True, slots=True)
class Case:
    on: date
    seller: Party
    buyer: Party
    destination: Address
    """Where the goods go."""
    supplies: tuple[Supply, ...]
    eu_registered: bool = False
    """Whether the seller is registered for trade within the EU."""
    oss: bool = False
    policy: Policy = Policy.SHOP
    number_check: NumberCheck = NumberCheck.REQUIRED
    answer: NumberAnswer | None = None
    private_services: PrivateServices = PrivateServices.UNKNOWN
    rate_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Destination country -> the seller's code -> the destination's code, for reduced rates."""
    choice: Choice = Choice.NONE


@dataclass(frozen=True, slots=True)
class Decision:
    treatment: Treatment
    vats: tuple[Vat | None, ...]
    """For each line; None: the order's own code, a rate of the seller's country, stands."""
    treatments: tuple[Treatment, ...]
    """For each line."""
    problems: tuple[Problem, ...] = ()
    taxed_in: str = ""
    """The country whose rates apply; empty while that is not known."""
    number_needed: str = ""
    """The buyer's EU number that the decision rests on, to be asked at VIES."""
    seller_number: str = ""
    """The seller's number as it must be printed, with its prefix; empty: as it stands."""


@dataclass(frozen=True, slots=True)
class VatLaw:
    """What a country says about sales that its VAT does not tax: code and reason for each treatment."""

    untaxed: Mapping[Treatment, tuple[str, str]]
    exempt_codes: frozenset[str] = frozenset()
    """Codes of sales that are exempt wherever the goods go."""
    euro_rate: str = ""
    """Units of the national currency for a euro, by which the law wrote the limit of distance sales."""


Decide = Callable[[VatLaw, Case], Decision]
