"""The connection card."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from mostek.connections import vault
from mostek.connections.addresses import CUSTOM, STAND_IN
from mostek.connections.models import Connection
from mostek.connections.webhooks import webhook_address
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Delivery
from mostek.delivery.outlook import waiting
from mostek.delivery.words import card
from mostek.documents.models import Document, SeriesHandover
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, member
from mostek.panel.forms.connections import (
    PAYMENT_MEANS,
    BasicConfigurationForm,
    CredentialsForm,
    NameForm,
    PaymentMapForm,
    WebhookSecretForm,
)
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.program_fields import WEBHOOK_SECRET
from mostek.panel.series_binding import series_choices
from mostek.panel.views.connection_depth import depth

ORDERS_LOOKED_AT = 2000
"""The latest orders, whose payment methods are shown beside the mapping."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    means: str
    program: str
    """The program's method that will be used, in words."""
    seen: str
    """The shop's own names for it in the latest orders."""
    input: forms.BoundField


@member
@require_GET
def connection(request: PanelRequest, pk: int) -> HttpResponseBase:
    return show(request, Connection.objects.get_of(request.company, pk=pk))


@member
@require_GET
def queue(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The queue's part of the card, which refreshes itself while documents wait."""
    found = Connection.objects.get_of(request.company, pk=pk)
    return render(request, "panel/setup/_queue.html", {"connection": found, "outlook": waiting(found)})


@member
@require_GET
def webhook_state(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The webhook's part of the card, which looks for the handshake until it has come."""
    found = Connection.objects.get_of(request.company, pk=pk)
    if found.program not in connectors():
        raise Http404
    context = {"manifest": found.connector.manifest, **_secrets(found), **_webhook(found)}
    return render(request, "panel/setup/_webhook_state.html", context)


def show(
    request: PanelRequest, connection: Connection, *, problems: Any = (), **bound: forms.BaseForm
) -> HttpResponse:
    """The whole card; `bound` holds the form that was sent and not taken, by its name in the page."""
    if connection.program not in connectors():
        return render(request, "panel/setup/connection_orphan.html", {"connection": connection})
    for form in bound.values():
        mark_errors(form)
    context = {
        **_health(connection),
        **_secrets(connection),
        "manifest": connection.connector.manifest,
        "cards": [card(problem) for problem in problems],
        **_series(connection),
        "unused": is_unused(connection),
        "activated": "activated" in request.GET,
        "webhook_address": webhook_address(connection, request),
        **depth(connection),
        **_forms(connection),
        **bound,
    }
    context["payments"] = _payment_rows(connection, context["payment_form"])
    return render(request, "panel/setup/connection.html", context)


def is_unused(connection: Connection) -> bool:
    """True while no document was ever meant for it: only then it can be deleted."""
    return not (
        Document.objects.filter(connection=connection).exists()
        or Delivery.objects.filter(connection=connection).exists()
        or SeriesHandover.objects.filter(before=connection).exists()
    )


def kept_credentials(connection: Connection) -> dict[str, str]:
    """Empty when the key that sealed them is lost: then all must be entered anew."""
    try:
        return connection.credentials()
    except vault.Unreadable:
        return {}


def _health(connection: Connection) -> dict[str, Any]:
    environments = {
        STAND_IN: gettext("built-in stand-in"),
        CUSTOM: connection.custom_url,
        **{each.key: gettext(each.label) for each in connection.connector.manifest.environments},
    }
    return {
        "problem": card(connection.problem) if connection.problem else None,
        "warnings": [card(warning) for warning in connection.warnings],
        **_webhook(connection),
        "outlook": waiting(connection),
        "environment": environments.get(connection.environment, ""),
        "stand_in_page": f"{settings.SANDBOX_URL}/{connection.program}/"
        if connection.environment == STAND_IN and settings.SANDBOX_URL
        else "",
    }


def _webhook(connection: Connection) -> dict[str, Any]:
    problem = connection.webhook_problem
    return {"connection": connection, "webhook_problem": card(problem) if problem else None}


def _secrets(connection: Connection) -> dict[str, Any]:
    return {
        "has_webhook_secret": bool(kept_credentials(connection).get(WEBHOOK_SECRET)),
        "secret_names": [
            gettext(field.label)
            for field in connection.connector.manifest.credentials
            if field.secret and field.name != WEBHOOK_SECRET
        ],
    }


def _series(connection: Connection) -> dict[str, Any]:
    choices = series_choices(connection.company, connection.connector.manifest)
    others = [choice for choice in choices if choice.series.connection_id != connection.pk]
    return {
        "bound_series": [choice for choice in choices if choice.series.connection_id == connection.pk],
        "other_series": others,
        "free_series": [choice for choice in others if not choice.obstacle],
    }


def _forms(connection: Connection) -> dict[str, forms.BaseForm]:
    webhook = connection.connector.manifest.webhook
    made: dict[str, forms.BaseForm] = {
        "name_form": NameForm(
            connection.company, initial={"name": connection.name}, besides=connection.pk, auto_id="rename_%s"
        ),
        "payment_form": PaymentMapForm(connection),
        "basic_form": BasicConfigurationForm(connection),
        "credentials_form": CredentialsForm(connection, kept_credentials(connection)),
    }
    if webhook:
        made["webhook_form"] = WebhookSecretForm(gettext(webhook.secret_label))
    return made


def _payment_rows(connection: Connection, form: forms.BaseForm) -> list[PaymentRow]:
    manifest = connection.connector.manifest
    labels = {choice.value: gettext(choice.label) for choice in manifest.payment_methods}
    seen = _payment_names(connection)
    rows = []
    for means, label in PAYMENT_MEANS.items():
        used = connection.payment_map.get(means.value) or manifest.payment_defaults.get(means, "")
        names = ", ".join(sorted(seen.get(means.value, set())))
        rows.append(PaymentRow(str(label), labels.get(used, used or "–"), names, form[means.value]))
    return rows


def _payment_names(connection: Connection) -> dict[str, set[str]]:
    latest = Order.objects.of(connection.company).order_by("-placed_at", "-id")
    seen: dict[str, set[str]] = {}
    for means, name in latest.values_list("payment_means", "payment_name")[:ORDERS_LOOKED_AT]:
        if name:
            seen.setdefault(means, set()).add(name)
    return seen
