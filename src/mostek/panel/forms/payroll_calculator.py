"""The form of the calculator from gross to net."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mostek.panel.forms.dressing import dress
from mostek.panel.forms.payroll import AmountField
from mostek.regimes.base.payroll import Contract, PayInput

CONTRACTS = [
    (Contract.EMPLOYMENT.value, _("employment contract")),
    (Contract.MANDATE.value, _("mandate contract")),
]
COSTS = [
    ("", _("the usual ones")),
    ("standard", _("standard (employment)")),
    ("raised", _("raised, for commuters (employment)")),
    ("20", _("20% (mandate)")),
    ("50", _("50%, copyright (mandate)")),
    ("none", _("none")),
]
RELIEF = [("12", _("whole")), ("6", _("half")), ("4", _("a third")), ("0", _("none"))]
AMOUNTS = ("pay", "sick_pay", "benefit", "addition", "deduction")
OF_THE_YEAR = ("year_base", "year_income", "savings_transferred")
SAVINGS = ("savings_employee_percent", "savings_employer_percent")
SWITCHES = ("pays_social", "pays_sickness", "pays_health", "pays_labour_fund", "is_young")


def _percent(label: Any, most: int, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=most, max_digits=4, decimal_places=2, required=False, **kwargs
    )


class CalculatorForm(forms.Form):
    """Sent by GET: the address is the calculation, to keep or to pass on."""

    contract = forms.ChoiceField(label=_("Contract"), choices=CONTRACTS)
    on = forms.DateField(
        label=_("Day of payment"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The rates of that day are taken."),
    )
    pay = AmountField(label=_("Gross pay"))
    costs = forms.ChoiceField(label=_("Costs of earning the income"), choices=COSTS, required=False)
    relief_parts = forms.ChoiceField(label=_("Tax relief of the month"), choices=RELIEF)
    sick_pay = AmountField(label=_("Sick pay, by the employer"))
    benefit = AmountField(label=_("Benefit, for the insurer"))
    addition = AmountField(label=_("Addition outside contributions and tax"))
    deduction = AmountField(label=_("Deductions"))
    savings_employee_percent = _percent(_("Pension savings of the employee, %"), 4)
    savings_employer_percent = _percent(_("Pension savings of the employer, %"), 4)
    savings_transferred = AmountField(
        label=_("Employer's savings transferred this month"), help_text=_("It is income of this month.")
    )
    accident_percent = _percent(
        _("Accident insurance, %"), 10, help_text=_("Empty: the rate of small payers.")
    )
    year_base = AmountField(
        label=_("Contribution base since January"), help_text=_("Before this month; for the year's cap.")
    )
    year_income = AmountField(
        label=_("Tax base since January"), help_text=_("Before this month; for the second tax rate.")
    )
    is_young = forms.BooleanField(label=_("under 26: free of income tax"), required=False)
    pays_social = forms.BooleanField(label=_("social contributions"), required=False)
    pays_sickness = forms.BooleanField(label=_("sickness insurance"), required=False)
    pays_health = forms.BooleanField(label=_("health contribution"), required=False)
    pays_labour_fund = forms.BooleanField(label=_("labour fund"), required=False)

    def __init__(self, data: Any, today: date, accident: Decimal | None) -> None:
        initial = {
            "contract": Contract.EMPLOYMENT.value,
            "on": today,
            "relief_parts": "12",
            "accident_percent": accident,
            **dict.fromkeys(SWITCHES[:-1], True),
        }
        super().__init__(data, initial=initial)
        dress(self)

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def given(self) -> PayInput:
        """Of a valid form."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in (*AMOUNTS, *OF_THE_YEAR, *SWITCHES, "on", "costs")}
        savings: dict[str, Any] = {name: cleaned[name] or Decimal(0) for name in SAVINGS}
        return PayInput(
            contract=Contract(cleaned["contract"]),
            relief_parts=int(cleaned["relief_parts"]),
            accident_percent=cleaned["accident_percent"],
            **plain,
            **savings,
        )
