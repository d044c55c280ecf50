"""Settings: the company's order statuses and custom fields."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mostek.automation.saving import users_of
from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.orders.models import CustomField, FieldValue, Order, OrderStatus
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.audit_words import changes_of
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.statuses import CustomFieldForm, StatusForm

Form = StatusForm | CustomFieldForm


@member
def statuses(request: PanelRequest) -> HttpResponseBase:
    return _show(
        request,
        StatusForm(request.company, prefix="status"),
        CustomFieldForm(request.company, prefix="field"),
    )


def _show(request: PanelRequest, status_form: StatusForm, field_form: CustomFieldForm) -> HttpResponseBase:
    mark_errors(status_form)
    mark_errors(field_form)
    context = {
        "statuses": [(each, status_use(each)) for each in OrderStatus.objects.of(request.company)],
        "fields": [(each, field_use(each)) for each in CustomField.objects.of(request.company)],
        "status_form": status_form,
        "field_form": field_form,
    }
    return render(request, "panel/setup/statuses.html", context)


def status_use(status: OrderStatus) -> str:
    """Why the status cannot be deleted, as a sentence; empty when it can."""
    account = Connection.objects.filter(error_status=status).first()
    if account:
        return gettext("%(account)s sets it on errors.") % {"account": account.name}
    if rules := users_of(status.company, "status", status.pk):
        return gettext("The rule %(rule)s uses it.") % {"rule": rules[0]}
    orders = Order.objects.of(status.company)
    if orders.filter(status=status).exists() or orders.filter(status_before_error=status).exists():
        return gettext("Used by orders.")
    return ""


def field_use(field: CustomField) -> str:
    """Why the field cannot be deleted, as a sentence; empty when it can."""
    account = Connection.objects.filter(Q(document_field=field) | Q(correction_field=field)).first()
    if account:
        return gettext("%(account)s keeps PDFs in it.") % {"account": account.name}
    if rules := users_of(field.company, "field", field.pk):
        return gettext("The rule %(rule)s uses it.") % {"rule": rules[0]}
    if FieldValue.objects.filter(field=field).exists():
        return gettext("Orders have values in it.")
    return ""


@may_configure
@require_POST
def add_status(request: PanelRequest) -> HttpResponseBase:
    form = StatusForm(request.company, request.POST, prefix="status")
    if not form.is_valid():
        return _show(request, form, CustomFieldForm(request.company, prefix="field"))
    form.instance.position = _last_position(request.company) + 1
    _save(request, form, "add")
    return redirect("statuses")


@may_configure
@require_POST
def add_field(request: PanelRequest) -> HttpResponseBase:
    form = CustomFieldForm(request.company, request.POST, prefix="field")
    if not form.is_valid():
        return _show(request, StatusForm(request.company, prefix="status"), form)
    _save(request, form, "add")
    return redirect("statuses")


@may_configure
def edit_status(request: PanelRequest, pk: int) -> HttpResponseBase:
    status = OrderStatus.objects.get_of(request.company, pk=pk)
    return _edit(request, StatusForm(request.company, request.POST or None, instance=status))


@may_configure
def edit_field(request: PanelRequest, pk: int) -> HttpResponseBase:
    field = CustomField.objects.get_of(request.company, pk=pk)
    return _edit(request, CustomFieldForm(request.company, request.POST or None, instance=field))


def _edit(request: PanelRequest, form: Form) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        _save(request, form, "change")
        return redirect("statuses")
    mark_errors(form)
    title = gettext("Status") if isinstance(form, StatusForm) else gettext("Custom field")
    return render(request, "panel/setup/status_edit.html", {"form": form, "title": title})


def _save(request: PanelRequest, form: Form, action: str) -> None:
    form.instance.company = request.company
    with transaction.atomic():
        saved = form.save()
        record(request.company, str(request.user), action, saved, changes_of(form))
    messages.success(request, gettext("“%(name)s” is saved.") % {"name": saved.name})


def _last_position(company: Company) -> int:
    last: int | None = OrderStatus.objects.of(company).aggregate(last=Max("position"))["last"]
    return last or 0


@may_configure
@require_POST
def move_status(request: PanelRequest, pk: int) -> HttpResponseBase:
    """One place up or down; all positions are written anew, so that equal ones are sorted out too."""
    with transaction.atomic():
        moved = OrderStatus.objects.get_of(request.company, pk=pk)
        order = list(OrderStatus.objects.of(request.company).select_for_update())
        place = next(i for i, each in enumerate(order) if each.pk == moved.pk)
        target = place + (-1 if request.POST.get("way") == "up" else 1)
        if 0 <= target < len(order):
            order.insert(target, order.pop(place))
            for position, status in enumerate(order):
                status.position = position
            OrderStatus.objects.bulk_update(order, ["position"])
            record(request.company, str(request.user), "move", moved, {"position": (place + 1, target + 1)})
    return redirect("statuses")


@may_configure
@require_POST
def delete_status(request: PanelRequest, pk: int) -> HttpResponseBase:
    status = OrderStatus.objects.get_of(request.company, pk=pk)
    return _delete(request, status, status_use(status))


@may_configure
@require_POST
def delete_field(request: PanelRequest, pk: int) -> HttpResponseBase:
    field = CustomField.objects.get_of(request.company, pk=pk)
    return _delete(request, field, field_use(field))


def _delete(request: PanelRequest, row: OrderStatus | CustomField, use: str) -> HttpResponseBase:
    if not use:
        try:
            with transaction.atomic():
                record(request.company, str(request.user), "delete", row)
                row.delete()
        except ProtectedError:
            use = gettext("Used by orders.")
    if use:
        messages.error(
            request,
            gettext("“%(name)s” is in use and was not deleted. %(use)s") % {"name": row.name, "use": use},
        )
    else:
        messages.success(request, gettext("“%(name)s” is deleted.") % {"name": row.name})
    return redirect("statuses")
