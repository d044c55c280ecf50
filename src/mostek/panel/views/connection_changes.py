"""What is changed from the connection card. Each view takes one form and goes back to the card."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mostek.companies.audit import SECRET, record
from mostek.connections import vault
from mostek.connections.models import Connection, State
from mostek.connections.verifying import replace_credentials, reverify
from mostek.connectors.base.registry import connectors
from mostek.delivery.actions import pause_connection, resume_connection
from mostek.delivery.lanes import open_lane
from mostek.documents.models import Series
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.confirmation import confirm
from mostek.panel.forms.connections import (
    BasicConfigurationForm,
    CredentialsForm,
    NameForm,
    PaymentMapForm,
    WebhookSecretForm,
)
from mostek.panel.forms.program_fields import WEBHOOK_SECRET
from mostek.panel.series_binding import bind, unbind
from mostek.panel.views.connection_depth import pending_credentials
from mostek.panel.views.connections import is_unused, kept_credentials, show


def _found(request: PanelRequest, pk: int) -> Connection:
    found = Connection.objects.select_related("company").get_of(request.company, pk=pk)
    if found.program not in connectors():
        raise Http404
    return found


def _back(connection: Connection, section: str = "") -> HttpResponseRedirect:
    return redirect(reverse("connection", args=[connection.pk]) + (f"#{section}" if section else ""))


@may_configure
@require_POST
def verify(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    try:
        reached = reverify(connection, str(request.user))
    except ProblemError as error:
        return show(request, _found(request, pk), problems=error.problems)
    messages.success(request, gettext("The credentials work: %(account)s.") % {"account": reached.name})
    return _back(connection)


@may_configure
@require_POST
def credentials(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    form = CredentialsForm(connection, kept_credentials(connection), request.POST)
    if not form.is_valid():
        return show(request, connection, credentials_form=form)
    try:
        reached = replace_credentials(connection, form.cleaned_credentials, str(request.user))
    except ProblemError as error:
        if error.problems[0].key == "connections.other_account_unsaid":
            request.session[pending_credentials(pk)] = vault.seal(form.cleaned_credentials)
            return redirect("connection_other_account", pk)
        for problem in error.problems:
            if problem.field:
                form.group.mark(problem)
        return show(request, _found(request, pk), problems=error.problems, credentials_form=form)
    messages.success(request, gettext("The new credentials work: %(account)s.") % {"account": reached.name})
    return _back(connection)


@may_configure
@require_POST
def payment_mapping(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    form = PaymentMapForm(connection, request.POST)
    if not form.is_valid():
        return show(request, connection, payment_form=form)
    before, after = connection.payment_map, form.mapping()
    changes = {
        means: (before.get(means), after.get(means))
        for means in sorted(before.keys() | after.keys())
        if before.get(means) != after.get(means)
    }
    if changes:
        connection.payment_map = after
        connection.save(update_fields=["payment_map"])
        record(request.company, str(request.user), "map payments", connection, changes)
    messages.success(request, gettext("The payment mapping is saved."))
    return _back(connection, "payments")


@may_configure
@require_POST
def basic(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    stored = _found(request, pk)
    form = BasicConfigurationForm(connection, request.POST)
    if not form.is_valid():
        return show(request, stored, basic_form=form)
    connection.options = {**stored.options, **form.cleaned_options}
    changes = {
        name: (getattr(stored, name), getattr(connection, name))
        for name in form.plain_names
        if getattr(stored, name) != getattr(connection, name)
    }
    for name, value in form.cleaned_options.items():
        if stored.options.get(name, "") != value:
            changes[name] = (stored.options.get(name, ""), value)
    if changes:
        connection.save(update_fields=[*form.plain_names, "options"])
        record(request.company, str(request.user), "configure", connection, changes)
    messages.success(request, gettext("The configuration is saved."))
    return _back(connection, "basic")


@may_configure
@require_POST
def bind_series(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    for refused in bind(connection, request.POST.getlist("series"), str(request.user)):
        messages.error(
            request,
            gettext("Series %(series)s was not bound. %(reason)s")
            % {"series": refused.series.code, "reason": refused.obstacle},
        )
    return _back(connection, "series")


@may_configure
@require_POST
def unbind_series(request: PanelRequest, pk: int, series: int) -> HttpResponseBase:
    connection = _found(request, pk)
    unbind(connection, Series.objects.get_of(request.company, pk=series), str(request.user))
    return _back(connection, "series")


@may_configure
@require_POST
def webhook_secret(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    webhook = connection.connector.manifest.webhook
    if webhook is None:
        raise Http404
    form = WebhookSecretForm(gettext(webhook.secret_label), request.POST)
    if not form.is_valid():
        return show(request, connection, webhook_form=form)
    try:
        kept = connection.credentials()
    except vault.Unreadable:
        # Sealing the secret alone would throw the other credentials away.
        return show(request, connection, problems=[Problem("connections.unreadable")])
    connection.set_credentials({**kept, WEBHOOK_SECRET: form.cleaned_data["secret"]})
    connection.webhook_problem = None
    connection.save(update_fields=["sealed", "webhook_problem"])
    record(
        request.company,
        str(request.user),
        "webhook secret",
        connection,
        {WEBHOOK_SECRET: (SECRET, SECRET)},
    )
    messages.success(
        request, gettext("The webhook's secret is kept. Now confirm the webhook at the program.")
    )
    return _back(connection, "webhook")


@may_configure
@require_POST
def pause(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    pause_connection(connection, str(request.user))
    return _back(connection)


@may_configure
@require_POST
def resume(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    resume_connection(connection, str(request.user))
    return _back(connection)


@may_configure
@require_POST
def rename(request: PanelRequest, pk: int) -> HttpResponseBase:
    connection = _found(request, pk)
    form = NameForm(request.company, request.POST, besides=connection.pk, auto_id="rename_%s")
    if not form.is_valid():
        return show(request, connection, name_form=form)
    before, connection.name = connection.name, form.cleaned_data["name"]
    if before != connection.name:
        connection.save(update_fields=["name"])
        record(request.company, str(request.user), "rename", connection, {"name": (before, connection.name)})
    return _back(connection)


@may_configure
def switch_off(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Asks once, then closes the queue. Switching on again is verifying."""
    connection = _found(request, pk)
    if request.method != "POST":
        return confirm(
            request,
            gettext("Switch off %(account)s?") % {"account": connection.name},
            [
                gettext("Here: its documents wait and nothing is sent until you verify the account again."),
                gettext("At the program: nothing changes; what was booked stays booked."),
            ],
            gettext("Switch off"),
            "connection",
            connection.pk,
        )
    connection.state = State.OFF
    with transaction.atomic():
        connection.save(update_fields=["state"])
        open_lane(connection)
        record(request.company, str(request.user), "switch off", connection)
    return _back(connection)


@may_configure
def delete(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Asks once; only for an account that no document was ever meant for."""
    connection = _found(request, pk)
    if not is_unused(connection):
        messages.error(
            request,
            gettext("This account has documents and cannot be deleted. Switch it off instead."),
        )
        return _back(connection)
    if request.method != "POST":
        return confirm(
            request,
            gettext("Delete %(account)s?") % {"account": connection.name},
            [
                gettext("Here: its credentials and settings are deleted, and its series are free again."),
                gettext("At the program: nothing changes. Remove the key and the webhook there yourself."),
            ],
            gettext("Delete"),
            "connection",
            connection.pk,
        )
    with transaction.atomic():
        Series.objects.filter(connection=connection).update(connection=None)
        record(request.company, str(request.user), "delete", connection)
        connection.delete()
    messages.success(request, gettext("%(account)s is deleted.") % {"account": connection.name})
    return redirect("programs")
