"""The company's own data and its bank accounts."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as OddNumber

from mostek.companies.models import BankAccount, Company
from mostek.delivery.words import card
from mostek.kernel.money import is_currency
from mostek.panel.forms.dressing import dress
from mostek.regimes.base.tax_ids import tax_id_problem


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country, ordered by name in the reader's language."""
    names = {str(code): name for code, name in _locale().territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES]
    return sorted(((code, f"{names[code]} ({code})") for code in codes), key=lambda pair: pair[1])


NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Two-letter codes of Unicode's list that are unions, tests or unknown."""


def currency_choices() -> list[tuple[str, str]]:
    names = _locale().currencies
    return [(code, f"{code} – {names[code]}") for code in sorted(names) if is_currency(code)]


def zone_choices() -> list[tuple[str, str]]:
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return [(name, name) for name in sorted(available_timezones()) if name.startswith(regions)]


def _choose(form: "forms.ModelForm[Any]", name: str, choices: list[tuple[str, str]]) -> None:
    """Turns a text field into a list; what is stored now can always be kept."""
    stored = getattr(form.instance, name)
    if stored and stored not in dict(choices):
        choices = [(stored, stored), *choices]
    old = form.fields[name]
    form.fields[name] = forms.ChoiceField(
        label=old.label, choices=[("", "–"), *choices], required=old.required, help_text=old.help_text
    )


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Company
        fields = [
            "name",
            "tax_id",
            "street",
            "postcode",
            "city",
            "country",
            "email",
            "phone",
            "time_zone",
            "currency",
        ]
        help_texts = {
            "name": _("As it stands on documents."),
            "time_zone": _("Dates of documents follow this zone's calendar."),
            "currency": _("The currency of new orders that name none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "country", country_choices())
        _choose(self, "time_zone", zone_choices())
        _choose(self, "currency", currency_choices())
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("tax_id") and cleaned.get("country"):
            company = Company(**{name: value for name, value in cleaned.items() if name in self.fields})
            problem = tax_id_problem(company.as_party(), "tax_id", cleaned["country"])
            if problem:
                shown = card(problem)
                self.add_error("tax_id", f"{shown.what} {shown.todo}")
        return cleaned


class BankAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BankAccount
        fields = ["iban", "bank", "swift", "currency"]
        help_texts = {
            "iban": _("With or without blanks; without the country at its front, the company's is taken."),
        }

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        # Room for blanks; the cleaned number is measured by its check digits.
        self.fields["iban"] = forms.CharField(
            label=_("Account number"), max_length=60, help_text=self.fields["iban"].help_text
        )
        self.fields["swift"] = forms.CharField(label=_("SWIFT"), max_length=20, required=False)
        _choose(self, "currency", currency_choices())
        if not self.instance.pk:
            self.initial.setdefault("currency", company.currency)
        dress(self)

    def clean_iban(self) -> str:
        number = iban.compact(self.cleaned_data["iban"]).upper()
        if number.isdigit():
            number = self.company.country + number
        try:
            number = iban.validate(number)
        except OddNumber:
            raise forms.ValidationError(
                _("This is not a valid account number: a digit is wrong, missing or too many.")
            ) from None
        others = BankAccount.objects.of(self.company).exclude(pk=self.instance.pk)
        if others.filter(iban=number).exists():
            raise forms.ValidationError(_("This account is on the list already."))
        return str(number)

    def clean_swift(self) -> str:
        code = self.cleaned_data["swift"]
        if not code:
            return ""
        try:
            return str(bic.validate(code))
        except OddNumber:
            raise forms.ValidationError(
                gettext("A SWIFT code has 8 or 11 characters, such as BPKOPLPW.")
            ) from None
