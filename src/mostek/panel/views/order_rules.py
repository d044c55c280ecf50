"""The order's tags, and what a person decides where a rule was in trouble."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.automation import running
from mostek.automation.models import TROUBLE, RuleRun
from mostek.orders import changing
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.rule_words import run_words


@may_issue
@require_POST
def set_tags(request: PanelRequest, pk: int) -> HttpResponse:
    order = Order.objects.get_of(request.company, pk=pk)
    written = request.POST.get("tags", "")[:1000].replace("\x00", "")
    changing.set_tags(order, written.split(","), str(request.user))
    return redirect("order", pk)


@may_issue
@require_POST
def again(request: PanelRequest, pk: int, run: int) -> HttpResponse:
    """The rules that were in trouble act once more on the order, as they are now."""
    row = RuleRun.objects.select_related("company").get_of(request.company, pk=run, order=pk)
    acted = running.again(row, str(request.user))
    for each in acted:
        if each.outcome not in TROUBLE:
            messages.success(request, run_words(each))
    if not acted:
        messages.info(
            request, _("Nothing was done: the rule is off, was changed, or does not fit the order any more.")
        )
    elif all(each.outcome in TROUBLE for each in acted):
        messages.warning(request, _("It still cannot be done; the reason stands below."))
    return redirect("order", pk)


@may_issue
@require_POST
def leave(request: PanelRequest, pk: int, run: int) -> HttpResponse:
    row = RuleRun.objects.select_related("company").get_of(request.company, pk=run, order=pk)
    running.leave(row, str(request.user))
    messages.info(request, _("Left as it is: the rule will not act on this any more."))
    return redirect("order", pk)
