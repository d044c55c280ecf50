"""The company's VAT settings, exchange rates, and a person's word about an order's VAT."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.kernel.dates import today
from mostek.orders.models import Order
from mostek.panel.forms.company import country_choices, currency_choices
from mostek.panel.forms.dressing import dress
from mostek.regimes.base.registry import regime
from mostek.vat.models import DayRate, VatSettings

_LINE = re.compile(r"([A-Z]{2})\s*:?\s+(\S+)\s*(?:=|->|→)\s*(\S+)")
DAY = {"type": "date"}


def written(rate_map: dict[str, dict[str, str]]) -> str:
    """The map as a person writes it: `DE 8 = 7`, a line each."""
    return "\n".join(
        f"{country} {own} = {code}" for country in sorted(rate_map) for own, code in rate_map[country].items()
    )


class VatForm(forms.ModelForm):  # type: ignore[type-arg]
    rate_lines = forms.CharField(
        label=_("Reduced rates of other countries"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "DE 8 = 7\nDE 5 = 7"}),
        help_text=_("A line each: country, our rate = its rate. The standard rate finds its like by itself."),
    )

    class Meta:
        model = VatSettings
        fields = [
            "eu_registered",
            "number_check",
            "answer_days",
            "asks_stand_in",
            "oss_since",
            "oss_until",
            "policy",
            "private_services",
            "euro_rate",
        ]
        widgets = {
            "oss_since": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "oss_until": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }
        help_texts = {
            "eu_registered": _(
                "Without it no sale to a company in another EU country is issued at 0 per cent."
            ),
            "asks_stand_in": _("For trying out: its answers prove nothing."),
            "oss_since": _("The first day of sales in the union scheme. Empty: OSS is off."),
            "oss_until": _("The last day. Empty: it goes on."),
            "policy": _("Domestic sales always keep the order's rates."),
            "private_services": _("Orders do not tell; goods are not concerned."),
            "euro_rate": _("To watch the limit of distance sales. Empty: as the law wrote the limit."),
        }

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        self.initial["rate_lines"] = written(self.instance.rate_map)
        if not settings.SANDBOX_URL:
            del self.fields["asks_stand_in"]
        dress(self)

    def clean_answer_days(self) -> int:
        days: int = self.cleaned_data["answer_days"]
        if not 1 <= days <= 366:
            raise forms.ValidationError(gettext("Between 1 and 366 days."))
        return days

    def clean_rate_lines(self) -> dict[str, dict[str, str]]:
        """Country -> our code -> its code. Each must hold today."""
        found: dict[str, dict[str, str]] = {}
        on = today(self.company.time_zone)
        for line in self.cleaned_data["rate_lines"].splitlines():
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise forms.ValidationError(gettext("Write it as “DE 8 = 7”: %(line)s") % {"line": line})
            country, own, code = match.groups()
            for where, each in ((self.company.country, own), (country, code)):
                _require_rate(where, each, on)
            found.setdefault(country, {})[own] = code
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("oss_since"), cleaned.get("oss_until")
        if until and (since is None or until < since):
            self.add_error("oss_until", gettext("The last day lies before the first."))
        return cleaned

    def save(self, commit: bool = True) -> VatSettings:
        self.instance.company = self.company
        self.instance.rate_map = self.cleaned_data["rate_lines"]
        saved: VatSettings = super().save(commit)
        return saved


def _require_rate(country: str, code: str, on: date) -> None:
    vat = regime(country).vat(code, on)
    if vat is None or not vat.percent:
        rates = ", ".join(each.code for each in regime(country).vats(on) if each.percent)
        values = {"country": country, "code": code, "rates": rates or "–"}
        raise forms.ValidationError(
            gettext("%(country)s has no rate %(code)s; there are: %(rates)s.") % values
        )


class DayRateForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = DayRate
        fields = ["currency", "on", "rate", "source"]
        widgets = {"on": forms.DateInput(attrs=DAY, format="%Y-%m-%d")}
        help_texts = {"source": _("As it is printed on documents, for example 223/A/NBP/2026.")}

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        choices = [pair for pair in currency_choices() if pair[0] != company.currency]
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=choices, initial="EUR")
        dress(self)

    def clean_rate(self) -> Any:
        rate = self.cleaned_data["rate"]
        if rate <= 0:
            raise forms.ValidationError(gettext("A rate is greater than zero."))
        return rate


class DestinationForm(forms.Form):
    destination = forms.ChoiceField(label=_("Country of the recipient"))

    def __init__(self, order: Order, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        field = forms.ChoiceField(
            label=_("Country of the recipient"), choices=[("", "–"), *country_choices()]
        )
        self.fields["destination"] = field
        dress(self)
