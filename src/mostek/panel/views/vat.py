"""VAT: the company's settings, the exchange rates, and what a person does about an order's VAT."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from mostek.companies.audit import record
from mostek.kernel.problems import ProblemError
from mostek.orders.models import Order, add_event
from mostek.panel.access import PanelRequest, changed_by, may_configure, may_issue, member
from mostek.panel.audit_words import changes_of
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.vat import DayRateForm, DestinationForm, VatForm
from mostek.panel.telling import tell
from mostek.regimes.base.vat.case import Choice
from mostek.vat import asking
from mostek.vat.deciding import say
from mostek.vat.models import DayRate, settings_of
from mostek.vat.threshold import LIMIT, watch

SHOWN_RATES = 20
SAID = {
    Choice.SHOP: gettext_noop("VAT: the shop's rates shall stand"),
    Choice.DECISION: gettext_noop("VAT: the decision shall stand"),
    Choice.NONE: gettext_noop("VAT: the word about the rates was taken back"),
}


@changed_by(may_configure)
def settings(request: PanelRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _save(request)
    return _show(request, VatForm(request.company, instance=settings_of(request.company)))


def _save(request: PanelRequest) -> HttpResponseBase:
    # A row of its own: a refused form must not change what the rest of the page shows.
    form = VatForm(request.company, request.POST, instance=settings_of(request.company))
    if not form.is_valid():
        mark_errors(form)
        return _show(request, form)
    changes = {name.replace("rate_lines", "rate_map"): pair for name, pair in changes_of(form).items()}
    with transaction.atomic():
        saved = form.save()
        record(request.company, str(request.user), "change", saved, changes)
    messages.success(request, _("The VAT settings are saved."))
    return redirect("settings_vat")


def _show(request: PanelRequest, form: VatForm, rate_form: DayRateForm | None = None) -> HttpResponse:
    context = {
        "form": form,
        "rate_form": rate_form or DayRateForm(request.company),
        "rates": DayRate.objects.of(request.company).order_by("-on", "currency")[:SHOWN_RATES],
        "watch": watch(request.company),
        "limit": LIMIT,
    }
    return render(request, "panel/vat/settings.html", context)


@may_issue
@require_POST
def add_rate(request: PanelRequest) -> HttpResponseBase:
    """Adds a day's exchange rate; the same day once more replaces it."""
    form = DayRateForm(request.company, request.POST)
    if not form.is_valid():
        mark_errors(form)
        return _show(request, VatForm(request.company, instance=settings_of(request.company)), form)
    values = form.cleaned_data
    with transaction.atomic():
        saved, _made = DayRate.objects.update_or_create(
            company=request.company,
            currency=values["currency"],
            on=values["on"],
            defaults={"rate": values["rate"], "source": values["source"]},
        )
        record(request.company, str(request.user), "add", saved, {"rate": (None, values["rate"])})
    messages.success(request, _("The exchange rate is saved."))
    return redirect(f"{reverse('settings_vat')}#rates")


@may_configure
@require_POST
def delete_rate(request: PanelRequest, pk: int) -> HttpResponseBase:
    rate = DayRate.objects.get_of(request.company, pk=pk)
    with transaction.atomic():
        record(request.company, str(request.user), "delete", rate)
        rate.delete()
    return redirect(f"{reverse('settings_vat')}#rates")


@member
def order_card(request: PanelRequest, pk: int) -> HttpResponse:
    """The order's VAT by itself; the page asks again while VIES has not answered."""
    order = Order.objects.get_of(request.company, pk=pk)
    return render(request, "panel/vat/card.html", {"order": order})


@may_issue
@require_POST
def check_number(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Asks VIES about the buyer's number."""
    order = Order.objects.get_of(request.company, pk=pk)
    try:
        with transaction.atomic():
            question = asking.ask(request.company, order.buyer_tax_id, str(request.user))
            text = gettext_noop("VIES is asked about %(number)s")
            add_event(order, "order", text, str(request.user), number=question.number)
        messages.success(request, _("VIES is asked; the answer will stand here in a moment."))
    except ProblemError as error:
        tell(request, error)
    return _back(pk)


@may_issue
@require_POST
def say_word(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Keeps which rates shall stand, or the recipient's country."""
    order = Order.objects.select_related("company").get_of(request.company, pk=pk)
    actor = str(request.user)
    if "destination" in request.POST:
        form = DestinationForm(order, request.POST)
        if form.is_valid():
            with transaction.atomic():
                say(order, actor, destination=form.cleaned_data["destination"])
                record(
                    request.company,
                    actor,
                    "change",
                    order,
                    {"destination": ("", form.cleaned_data["destination"])},
                )
        return _back(pk)
    choice = request.POST.get("choice", "")
    if choice in set(Choice):
        note = request.POST.get("note", "").strip()
        with transaction.atomic():
            say(order, actor, choice=choice, note=note)
            record(request.company, actor, "change", order, {"vat": ("", choice or "–")})
            add_event(order, "order", SAID[Choice(choice)], actor)
    return _back(pk)


def _back(pk: int) -> HttpResponseBase:
    return redirect(f"{reverse('order', args=[pk])}#vat")
