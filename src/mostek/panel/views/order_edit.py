"""Mending an order: the buyer, and the VAT of lines that came without. Its documents stay as they are."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.documents.differing import look
from mostek.orders.models import Order, add_event
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.forms.order import OrderForm


@may_issue
def edit(request: PanelRequest, pk: int) -> HttpResponse:
    order = Order.objects.select_related("company").get_of(request.company, pk=pk)
    form = OrderForm(order, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _save(request, order, form)
        messages.success(request, _("The order is mended."))
        return redirect("order", pk)
    return render(request, "panel/order_edit.html", {"order": order, "form": form})


def _save(request: PanelRequest, order: Order, form: OrderForm) -> None:
    actor = str(request.user)
    with transaction.atomic():
        changes: dict[str, tuple[Any, Any]] = form.save()
        if changes:
            record(request.company, actor, "change", order, changes)
            add_event(order, "order", gettext_noop("The order's data were changed"), actor)
            look(order)
