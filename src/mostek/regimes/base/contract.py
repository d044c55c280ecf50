"""What a country's rules are made of. A regime is data and pure functions; it reaches no network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mostek.invoicing.model import Invoice, Vat
from mostek.kernel.problems import Problem
from mostek.regimes.base.payroll import PayrollRules
from mostek.regimes.base.vat.case import Decide, VatLaw


@dataclass(frozen=True, slots=True)
class Rate:
    """A VAT rate and the days on which it holds, both ends included."""

    country: str
    code: str
    percent: Decimal | None
    """None where no VAT is charged at all."""
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str = "high"
    """`high`, `medium` or `low`: how sure the source is."""
    reason: str = ""
    """Printed on the document wherever the rate is used; from the law."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By language; for rates whose code does not speak for itself."""

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def vat(self) -> Vat:
        return Vat(code=self.code, percent=self.percent, country=self.country, reason=self.reason)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A legal basis for charging no VAT, to choose from. `basis` is printed: it becomes `Vat.reason`."""

    key: str
    code: str
    """The VAT code it belongs to."""
    basis: str
    titles: Mapping[str, str]
    """What it is about, by language."""


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules of one country.

    Problems of `check_tax_id` have no field: the caller knows which party's number it was.
    """

    country: str
    """ISO 3166-1 alpha-2; empty for a country that is not known."""
    name: str
    """Marked for translation."""
    tax_id_labels: Mapping[str, str]
    """What the number is called on a document, by language; English always there."""
    check_tax_id: Callable[[str], Problem | None]
    """What is wrong with a written number; None when it may stand. Blanks and dashes do not matter."""
    normalise_tax_id: Callable[[str], str]
    """The number without blanks and dashes; a prefix stays only where the country needs it."""
    is_company_id: Callable[[str], bool]
    """Whether the number is a sound one of a business in this country."""
    required: Callable[[Invoice], tuple[Problem, ...]]
    """What the seller's law misses in a document."""
    legal_notes: Callable[[Invoice, str], tuple[str, ...]]
    """Sentences that the law wants printed on this document, in a language."""
    words: Mapping[str, Callable[[Decimal, str], str]]
    """Amount and currency to words, by language; English always there."""
    payment_code: Callable[[Invoice], str]
    """What a QR code for paying the document carries, or "" where none helps."""
    payment_code_captions: Mapping[str, str]
    rates: tuple[Rate, ...] = ()
    """The standard rate first."""
    exemptions: tuple[Exemption, ...] = ()
    payroll: PayrollRules | None = None
    legal_forms: Mapping[str, str] = field(default_factory=dict)
    """Short ends of company names -> what they stand for, longer ones first."""
    decide_vat: Decide | None = None
    vat_law: VatLaw | None = None
    """None: the common law of the EU; either of the two."""
    exchange_day: Callable[[date], date] | None = None
    """The day whose exchange rate a sale of that day takes; None where the law wants no VAT in the national
    currency."""
    exchange_source: str = ""
    """Where that rate is published, as documents name it."""

    def vats(self, on: date) -> tuple[Vat, ...]:
        """The VAT categories that hold on a day, the standard rate first."""
        return tuple(rate.vat() for rate in self.rates if rate.holds(on))

    def vat(self, code: str, on: date) -> Vat | None:
        """The category of a code on a day; None where there is no such rate."""
        return next((vat for vat in self.vats(on) if vat.code == code), None)

    def tax_id_label(self, language: str) -> str:
        return self.tax_id_labels.get(language) or self.tax_id_labels["en"]

    def amount_in_words(self, amount: Decimal, currency: str, language: str) -> str:
        """The amount spelled out; in English where the regime does not have the language."""
        return (self.words.get(language) or self.words["en"])(amount, currency)
