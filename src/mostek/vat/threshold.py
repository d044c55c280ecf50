"""The watch over distance sales: above 10 000 euros a year they are taxed where the buyers live.

Counted are documents (and their corrections) to private persons in other member states, without VAT, of the
current and of the last calendar year (Directive 2006/112/EC, art. 59c). Assumption: amounts in the seller's
currency, or converted to it by the rate on the document, become euros by one rate for the whole year: the
company's own, else that by which its law wrote the limit. Other currencies are named, not guessed.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from mostek.companies.models import Company
from mostek.kernel.dates import today
from mostek.regimes.base.registry import regime
from mostek.regimes.base.vat.case import DISTANCE_SALES
from mostek.vat.models import DistanceSale, settings_of

LIMIT = Decimal(10_000)
WARN_AT = Decimal("0.8")
EURO = "EUR"


def note_sale(instance: Any, created: bool, **_: Any) -> None:
    """Counts a document that has just been issued; heard from Django in the issuing transaction."""
    if not created:
        return
    told = instance.reason.get("vat", {}).get("treatment")
    counts = told in DISTANCE_SALES
    if instance.corrects_id and not counts:
        counts = DistanceSale.objects.filter(document=instance.corrects_id).exists()
    if not counts or instance.kind == "proforma":
        return
    currency, net = instance.currency, instance.net
    exchange = instance.content.get("exchange")
    if exchange and currency != EURO:
        currency, net = exchange["to"], round(net * Decimal(exchange["rate"]), 2)
    DistanceSale.objects.create(
        company=instance.company,
        document=instance,
        year=instance.sale_date.year,
        currency=currency,
        net=net,
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """How far the company is on its way to the limit, in euros."""

    this_year: Decimal
    last_year: Decimal
    left_out: tuple[str, ...]
    """Currencies that could not be converted."""
    rate: Decimal | None
    oss: bool

    @property
    def highest(self) -> Decimal:
        return max(self.this_year, self.last_year)

    @property
    def is_passed(self) -> bool:
        return self.highest > LIMIT

    @property
    def is_near(self) -> bool:
        return not self.is_passed and self.this_year >= LIMIT * WARN_AT

    @property
    def percent(self) -> int:
        return int(self.highest * 100 / LIMIT)


def watch(company: Company) -> Watch:
    chosen, day = settings_of(company), today(company.time_zone)
    law = regime(company.country).vat_law
    rate = chosen.euro_rate or (Decimal(law.euro_rate) if law and law.euro_rate else None)
    rows = (
        DistanceSale.objects.of(company)
        .filter(year__in=(day.year - 1, day.year), document__cancelled_at=None)
        .values_list("year", "currency")
        .annotate(total=Sum("net"))
    )
    sums = {day.year: Decimal(0), day.year - 1: Decimal(0)}
    left_out = set()
    for year, currency, total in rows:
        if currency == EURO:
            sums[year] += total
        elif currency == company.currency and rate:
            sums[year] += total / rate
        else:
            left_out.add(currency)
    oss = chosen.oss_since is not None and (chosen.oss_until is None or chosen.oss_until >= day)
    cent = Decimal("0.01")
    return Watch(
        sums[day.year].quantize(cent), sums[day.year - 1].quantize(cent), tuple(sorted(left_out)), rate, oss
    )
