"""Settings: outgoing webhooks, their secrets, and the log of what was told."""

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mostek.companies.audit import SECRET, record
from mostek.connections.vault import seal
from mostek.delivery.errands import ErrandState, again
from mostek.delivery.queue import wake
from mostek.hooks.models import Call, Endpoint
from mostek.hooks.signing import new_secret
from mostek.hooks.telling import ping
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.audit_words import changes_of
from mostek.panel.confirmation import confirm
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.hooks import EndpointForm
from mostek.panel.paging import page

COLORS = {
    ErrandState.DONE: "green",
    ErrandState.QUEUED: "cyan",
    ErrandState.FAILED: "red",
    ErrandState.UNSURE: "orange",
}


@may_configure
def hooks(request: PanelRequest) -> HttpResponseBase:
    waiting = Count("calls", filter=Q(calls__state=ErrandState.QUEUED))
    failed = Count("calls", filter=Q(calls__state=ErrandState.FAILED))
    found = Endpoint.objects.of(request.company).annotate(waiting=waiting, failed=failed)
    return render(request, "panel/hooks/list.html", {"endpoints": found})


@may_configure
def add_hook(request: PanelRequest) -> HttpResponseBase:
    form = EndpointForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        mark_errors(form)
        return render(request, "panel/hooks/edit.html", {"form": form})
    secret = new_secret()
    endpoint = form.save(commit=False)
    endpoint.company, endpoint.created_by = request.company, str(request.user)
    endpoint.sealed = seal({"secret": secret})
    with transaction.atomic():
        endpoint.save()
        changes = {"url": (None, endpoint.url), "secret": (None, SECRET)}
        record(request.company, str(request.user), "create", endpoint, changes)
    return _with_secret(request, endpoint, secret)


def _with_secret(request: PanelRequest, endpoint: Endpoint, secret: str) -> HttpResponseBase:
    answer = render(request, "panel/hooks/secret.html", {"endpoint": endpoint, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


@may_configure
def hook(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The endpoint's form above the log of its calls."""
    endpoint = Endpoint.objects.get_of(request.company, pk=pk)
    form = EndpointForm(request.POST or None, instance=endpoint)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(request.company, str(request.user), "change", endpoint, changes_of(form))
        messages.success(request, gettext("Saved."))
        return redirect("hook", pk)
    mark_errors(form)
    calls = page(Call.objects.of(request.company).filter(endpoint=endpoint), "id", request.GET)
    context: dict[str, Any] = {
        "endpoint": endpoint,
        "form": form,
        "page": calls,
        "rows": [
            (call, COLORS[ErrandState(call.state)], json.dumps(call.payload, indent=2, ensure_ascii=False))
            for call in calls.rows
        ],
    }
    return render(request, "panel/hooks/edit.html", context)


@may_configure
@require_POST
def switch_hook(request: PanelRequest, pk: int) -> HttpResponseBase:
    endpoint = Endpoint.objects.get_of(request.company, pk=pk)
    with transaction.atomic():
        endpoint.active, endpoint.problem = not endpoint.active, None
        endpoint.save(update_fields=["active", "problem"])
        action = "switch on" if endpoint.active else "switch off"
        record(request.company, str(request.user), action, endpoint)
    return redirect("hook", pk)


@may_configure
@require_POST
def try_hook(request: PanelRequest, pk: int) -> HttpResponseBase:
    endpoint = Endpoint.objects.get_of(request.company, pk=pk)
    with transaction.atomic():
        ping(request.company, endpoint, timezone.now().isoformat())
        wake()
    messages.success(request, gettext("A test event is on its way; what came of it stands below."))
    return redirect("hook", pk)


@may_configure
@require_POST
def resend_call(request: PanelRequest, pk: int) -> HttpResponseBase:
    call = Call.objects.get_of(request.company, pk=pk)
    with transaction.atomic():
        again(call)
        record(request.company, str(request.user), "resend", call)
        wake()
    messages.success(request, gettext("The event is sent again."))
    return redirect("hook", call.endpoint_id)


@may_configure
def new_hook_secret(request: PanelRequest, pk: int) -> HttpResponseBase:
    endpoint = Endpoint.objects.get_of(request.company, pk=pk)
    if request.method != "POST":
        return confirm(
            request,
            gettext("Make a new secret for “%(endpoint)s”?") % {"endpoint": endpoint},
            [gettext("From now on every event is signed with the new one; the old one is worthless.")],
            gettext("Make a new secret"),
            "hook",
            pk,
        )
    secret = new_secret()
    with transaction.atomic():
        Endpoint.objects.filter(pk=pk).update(sealed=seal({"secret": secret}))
        record(request.company, str(request.user), "change", endpoint, {"secret": (SECRET, SECRET)})
    return _with_secret(request, endpoint, secret)


@may_configure
def delete_hook(request: PanelRequest, pk: int) -> HttpResponseBase:
    endpoint = Endpoint.objects.get_of(request.company, pk=pk)
    if request.method != "POST":
        return confirm(
            request,
            gettext("Delete “%(endpoint)s”?") % {"endpoint": endpoint},
            [gettext("It is told nothing more, and the log of what it was told goes with it.")],
            gettext("Delete"),
            "hook",
            pk,
        )
    with transaction.atomic():
        record(request.company, str(request.user), "delete", endpoint)
        endpoint.delete()
    messages.success(request, gettext("“%(endpoint)s” is deleted.") % {"endpoint": endpoint})
    return redirect("hooks")
