"""How payroll lists look and where what stops them is mended."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mostek.delivery.words import card
from mostek.kernel.problems import Problem
from mostek.panel.remedies import Told
from mostek.panel.states import Look
from mostek.payroll.components import using
from mostek.payroll.models import Component, ListState, PayrollList

LOOKS = {
    ListState.DRAFT: Look(pgettext_lazy("payroll list", "open"), "azure", "pencil"),
    ListState.CLOSED: Look(pgettext_lazy("payroll list", "closed"), "green", "lock"),
}
NO_PROGRAM = ("payroll.no_connection", "payroll.program_without_entries", "payroll.no_rules")


def told(problem: Problem, payroll_list: PayrollList) -> Told:
    """What stops a list from being closed or posted, with the link to where that is mended."""
    words = card(problem)
    if problem.key == "payroll.component_unmapped":
        component = _named(payroll_list, problem.values["component"])
        return Told(words, _posting(component), _("Choose the accounts")) if component else Told(words)
    if "account" in problem.values:
        component = using(payroll_list, problem.values["account"].partition(" ")[0])
        return Told(words, _posting(component), _("Choose another account")) if component else Told(words)
    if "department" in problem.values:
        return Told(words, reverse("payroll_edit", args=[payroll_list.pk]), _("Open the list's amounts"))
    if problem.key == "payroll.list_empty":
        return Told(words, reverse("payroll_edit", args=[payroll_list.pk]), _("Add people and amounts"))
    if problem.key in NO_PROGRAM:
        return Told(words, reverse("payroll_settings"), _("Open the payroll settings"))
    return Told(words)


def _posting(component: Component) -> str:
    return reverse("payroll_posting", args=[component.pk])


def _named(payroll_list: PayrollList, name: str) -> Component | None:
    return next((each for each in Component.objects.of(payroll_list.company) if str(each) == name), None)


def correction_address(payroll_list: PayrollList) -> str:
    """Where a new list is begun that corrects this one."""
    return f"{reverse('payroll_new')}?{urlencode({'corrects': payroll_list.pk})}"
