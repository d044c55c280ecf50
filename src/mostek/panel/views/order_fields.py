"""An order's custom fields: texts and numbers set, files attached and taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.kernel.problems import ProblemError
from mostek.orders.fields import LARGEST, attach, detach, set_value
from mostek.orders.models import CustomField, FieldKind, FieldValue, Order
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.telling import tell


@may_issue
def edit(request: PanelRequest, pk: int) -> HttpResponse:
    """The form; posted, texts and numbers are saved."""
    order = Order.objects.select_related("company").get_of(request.company, pk=pk)
    fields = CustomField.objects.of(request.company)
    if request.method == "POST":
        return _save(request, order, [each for each in fields if each.kind != FieldKind.FILE])
    values = FieldValue.objects.filter(order=order).select_related("file").defer("file__data").order_by("id")
    held: dict[int, list[FieldValue]] = {}
    for value in values:
        held.setdefault(value.field_id, []).append(value)
    own = set(order.documents.exclude(pdf=None).values_list("pdf_id", flat=True))
    context = {
        "order": order,
        "plain": [(each, held.get(each.pk, [None])[0]) for each in fields if each.kind != FieldKind.FILE],
        "files": [(each, held.get(each.pk, [])) for each in fields if each.kind == FieldKind.FILE],
        "of_documents": own,
    }
    return render(request, "panel/order_fields/edit.html", context)


def _save(request: PanelRequest, order: Order, fields: list[CustomField]) -> HttpResponse:
    is_wrong = False
    for field in fields:
        try:
            if (text := request.POST.get(f"field-{field.pk}")) is not None:
                set_value(order, field, text, str(request.user))
        except ProblemError as error:
            is_wrong = True
            tell(request, error)
    if is_wrong:
        return redirect("order_fields", order.pk)
    messages.success(request, _("The custom fields are saved."))
    return redirect("order", order.pk)


@may_issue
@require_POST
def add_file(request: PanelRequest, pk: int, field_pk: int) -> HttpResponse:
    order = Order.objects.select_related("company").get_of(request.company, pk=pk)
    field = CustomField.objects.get_of(request.company, pk=field_pk)
    sent = request.FILES.get("file")
    if sent is None:
        messages.warning(request, _("Choose a file first."))
        return redirect("order_fields", pk)
    # One byte more than is allowed is enough to see that it is too large.
    data = sent.read(LARGEST + 1)
    try:
        attach(order, field, sent.name or "", data, str(request.user))
        messages.success(request, _("%(file)s is attached.") % {"file": sent.name})
    except ProblemError as error:
        tell(request, error)
    return redirect("order_fields", pk)


@may_issue
@require_POST
def remove_file(request: PanelRequest, pk: int, value_pk: int) -> HttpResponse:
    order = Order.objects.get_of(request.company, pk=pk)
    value = (
        FieldValue.objects.filter(order=order, pk=value_pk).select_related("file", "field", "order").first()
    )
    if value is not None:
        try:
            detach(value, str(request.user))
            messages.success(request, _("The file is removed."))
        except ProblemError as error:
            tell(request, error)
    return redirect("order_fields", pk)
