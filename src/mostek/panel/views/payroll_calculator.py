"""From gross to net, for one person and month. Nothing is kept."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from mostek.kernel.dates import today
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, member
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.payroll_calculator import OF_THE_YEAR, SAVINGS, SWITCHES, CalculatorForm
from mostek.payroll.calculator import calculate, sides
from mostek.payroll.catalogue import rules_of, settings_of

MAIN = ("contract", "pay", "on", "costs", "relief_parts")


@member
@require_GET
def calculator(request: PanelRequest) -> HttpResponseBase:
    company = request.company
    asked = "pay" in request.GET
    day, accident = today(company.time_zone), settings_of(company).accident_percent
    form = CalculatorForm(request.GET if asked else None, day, accident)
    context: dict[str, Any] = {
        "form": form,
        "main": form.group(*MAIN),
        "switches": form.group(*SWITCHES),
        "more": form.group("sick_pay", "benefit", "addition", "deduction", "accident_percent"),
        "savings": form.group(*SAVINGS, "savings_transferred"),
        "year": form.group(*(name for name in OF_THE_YEAR if name != "savings_transferred")),
    }
    try:
        rules = rules_of(company)
        context["years"] = rules.years()
        if asked and form.is_valid():
            slip = calculate(rules, form.given())
            shown = sides(rules, slip)
            context |= {
                "slip": slip,
                "person": [(gettext(kind.label), amount) for kind, amount in shown.person],
                "employer": [(gettext(kind.label), amount) for kind, amount in shown.employer],
                "currency": company.currency,
            }
    except ProblemError as error:
        context["problems"] = error.problems
    mark_errors(form)
    return render(request, "panel/payroll/calculator.html", context)
