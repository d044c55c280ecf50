"""Settings: credentials of programs that call the API."""

from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from mostek.companies.audit import SECRET, record
from mostek.companies.credentials import create_credential
from mostek.companies.models import ApiCredential
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.confirmation import confirm
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.people import SCOPE_SENTENCES, ApiCredentialForm


@may_configure
def api_credentials(request: PanelRequest) -> HttpResponseBase:
    found = ApiCredential.objects.of(request.company).select_related("created_by").order_by("-id")
    rows = [
        (each, [SCOPE_SENTENCES.get(scope, scope) for scope in each.scopes], _state(each)) for each in found
    ]
    return render(request, "panel/setup/api_credentials.html", {"rows": rows})


def _state(credential: ApiCredential) -> str:
    if credential.revoked_at:
        return "revoked"
    return "valid" if credential.is_valid else "expired"


@may_configure
def create_api_credential(request: PanelRequest) -> HttpResponseBase:
    form = ApiCredentialForm(request.company, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        mark_errors(form)
        return render(request, "panel/setup/api_credential_new.html", {"form": form})
    with transaction.atomic():
        credential, secret = create_credential(
            request.company,
            form.cleaned_data["purpose"],
            form.cleaned_data["scopes"],
            request.user,
            form.expires_at,
        )
        record(
            request.company,
            str(request.user),
            "create",
            credential,
            {"scopes": (None, ", ".join(credential.scopes)), "secret": (None, SECRET)},
        )
    answer = render(
        request, "panel/setup/api_credential_created.html", {"credential": credential, "secret": secret}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@may_configure
def revoke_api_credential(request: PanelRequest, pk: int) -> HttpResponseBase:
    credential = ApiCredential.objects.get_of(request.company, pk=pk)
    if request.method != "POST":
        return confirm(
            request,
            gettext("Revoke “%(purpose)s”?") % {"purpose": credential.purpose},
            [
                gettext("The program that uses these credentials can no longer call the API, from now on."),
                gettext("This cannot be undone; new credentials can be created at any time."),
            ],
            gettext("Revoke"),
            "api_credentials",
        )
    with transaction.atomic():
        if ApiCredential.objects.filter(pk=credential.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(request.company, str(request.user), "revoke", credential)
    messages.success(request, gettext("“%(purpose)s” is revoked.") % {"purpose": credential.purpose})
    return redirect("api_credentials")
