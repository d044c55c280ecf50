"""Why the VAT of a sale is what it is, in words; and where what is missing is mended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from mostek.kernel.problems import Problem
from mostek.orders.models import Order
from mostek.regimes.base.vat.case import Choice, NumberCheck, Policy, Treatment
from mostek.vat.models import Origin

HEADLINES = {
    Treatment.DOMESTIC: gettext_noop("Domestic sale: the VAT rates of the order stand."),
    Treatment.EU_COMPANY_GOODS: gettext_noop("Goods to a company in another EU country: 0 per cent."),
    Treatment.EU_COMPANY_SERVICE: gettext_noop(
        "Service for a company in another EU country: no VAT, the buyer accounts for it (reverse charge)."
    ),
    Treatment.EU_COMPANY_DOMESTIC_RATE: gettext_noop(
        "Sale to a company in another EU country at our own rates: the conditions of 0 per cent are not met."
    ),
    Treatment.EU_PRIVATE_DOMESTIC_RATE: gettext_noop(
        "Sale to a private person in another EU country at our own rates: OSS is off."
    ),
    Treatment.EU_PRIVATE_OSS: gettext_noop(
        "Sale to a private person in another EU country at that country's rates (OSS)."
    ),
    Treatment.PRIVATE_SERVICE_AT_HOME: gettext_noop(
        "Service for a private person abroad, taxed where the seller is."
    ),
    Treatment.OUTSIDE_EU_GOODS: gettext_noop("Export of goods from the EU: 0 per cent."),
    Treatment.OUTSIDE_EU_SERVICE: gettext_noop("Service for a buyer outside the EU: not taxed here."),
    Treatment.UNDECIDED: gettext_noop("The VAT of this sale is not decided."),
}
MENDED_AT_ORDER = frozenset(
    {
        "vat.contradicts",
        "vat.charged_though_untaxed",
        "vat.special_area",
        "vat.destination_missing",
        "vat.vies_not_asked",
        "vat.vies_no_answer",
    }
)
MENDED_IN_SETTINGS = frozenset(
    {"vat.not_registered", "vat.service_type", "vat.rate_unmapped", "vat.exchange_missing"}
)


def headline(treatment: str) -> str:
    known = treatment if treatment in set(Treatment) else Treatment.UNDECIDED
    return _(HEADLINES[Treatment(known)])


def sentences(reason: Mapping[str, Any]) -> list[str]:
    """What was decided, then each fact with where it came from; [] for documents older than the decision."""
    if not reason:
        return []
    told = [headline(reason["treatment"]), *_places(reason)]
    if "lines" not in reason:
        return told
    return [*told, *_number(reason), *_settings(reason), *_rates(reason), *_choice(reason)]


def _places(reason: Mapping[str, Any]) -> list[str]:
    sources = {
        "recipient": _("the recipient's address in the order"),
        "buyer": _("the buyer's address in the order"),
        "person": _("entered by a person at the order"),
    }
    values = {
        "buyer": country_name(reason["buyer_country"]),
        "seller": country_name(reason["seller_country"]),
        "place": country_name(reason["destination"]),
        "source": sources.get(reason["destination_from"], ""),
    }
    buyer = (
        _("The buyer is a company in %(buyer)s, the seller is in %(seller)s.")
        if reason["company"]
        else _("The buyer is a private person in %(buyer)s, the seller is in %(seller)s.")
    )
    return [buyer % values, _("The goods go to %(place)s (%(source)s).") % values]


def _number(reason: Mapping[str, Any]) -> list[str]:
    if "vies" not in reason:
        return []
    return [answer_words(reason["vies"], reason["buyer_number"])]


def answer_words(vies: Mapping[str, Any], number: str) -> str:
    """What VIES said about a number, as evidence."""
    values = {
        "number": vies.get("number") or number,
        "date": _moment(vies.get("on", "")),
        "who": _("the stand-in of VIES") if vies.get("origin") == Origin.STAND_IN else "VIES",
        "consultation": vies.get("consultation", ""),
        "requester": vies.get("requester", ""),
    }
    if "valid" not in vies:
        if vies.get("check") == NumberCheck.OFF:
            return _("Number %(number)s: only its form was checked; VIES is off in the settings.") % values
        return _("Number %(number)s: VIES has not been asked.") % values
    if vies["valid"] is None:
        return _("Number %(number)s: %(who)s was asked and has not answered.") % values
    told = (
        _("Number %(number)s: valid, as %(who)s said on %(date)s.")
        if vies["valid"]
        else _("Number %(number)s: not valid, as %(who)s said on %(date)s.")
    ) % values
    if values["consultation"]:
        told += " " + _("Consultation number %(consultation)s, asked by %(requester)s.") % values
    return told


def _settings(reason: Mapping[str, Any]) -> list[str]:
    told = []
    if reason["company"]:
        told.append(
            _("The company is registered for trade within the EU (settings).")
            if reason["eu_registered"]
            else _("The company is not registered for trade within the EU (settings).")
        )
    elif reason["oss"]:
        told.append(_("OSS is on since %(date)s (settings).") % {"date": reason["oss_since"]})
    else:
        told.append(_("OSS is off (settings)."))
    told.append(
        _("Policy: Mostek decides the rates of orders from abroad (settings).")
        if reason["policy"] == Policy.DECIDE
        else _("Policy: the shop's rates stand unless they contradict the law (settings).")
    )
    return told


def _rates(reason: Mapping[str, Any]) -> list[str]:
    """Each rate that was decided, once, with the code that the order had and the reason in law."""
    told: dict[str, None] = {}
    for line, code in zip(reason["lines"], reason["codes"], strict=True):
        if "code" not in line:
            continue
        values = {"code": line["code"], "country": line["country"], "was": code or "–", "law": line["reason"]}
        words = (
            _("VAT %(code)s (%(country)s): %(law)s; the order said %(was)s.")
            if line["reason"]
            else _("VAT %(code)s (%(country)s); the order said %(was)s.")
        )
        told[words % values] = None
    return [*told]


def _choice(reason: Mapping[str, Any]) -> list[str]:
    chosen = reason.get("choice")
    if not chosen:
        return []
    values = {"who": chosen["by"], "when": _moment(chosen["at"]), "note": chosen["note"]}
    words = (
        _("%(who)s decided on %(when)s that the shop's rates stand.")
        if chosen["choice"] == Choice.SHOP
        else _("%(who)s decided on %(when)s that the decision stands, whatever the shop charged.")
    ) % values
    return [f"{words} {chosen['note']}".strip()]


def country_name(code: str) -> str:
    if not code:
        return _("an unknown country")
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    return str(names.get(code, code))


def _moment(text: str) -> str:
    """A moment or day as a short date; what is none, as it stands."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    return (timezone.localtime(moment) if moment.tzinfo else moment).strftime("%Y-%m-%d")


def remedy_of(problem: Problem, order: Order) -> tuple[str, str] | None:
    """Address and label of where a VAT problem is mended, if not where its kind is usually mended."""
    if problem.key in MENDED_AT_ORDER:
        return f"{reverse('order', args=[order.pk])}#vat", _("Open the order's VAT")
    if problem.key in MENDED_IN_SETTINGS:
        return reverse("settings_vat"), _("Open the VAT settings")
    return None
