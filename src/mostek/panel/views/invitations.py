"""Inviting people into the company, and how they come in."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mostek.companies import invitations
from mostek.companies.models import Invitation, User
from mostek.delivery.words import card
from mostek.kernel.problems import ProblemError
from mostek.mail import senders
from mostek.mail.models import sender_of
from mostek.mail.smtp import Lost
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.forms.dressing import dress, mark_errors
from mostek.panel.forms.people import InviteForm
from mostek.panel.middleware import SESSION_KEY
from mostek.panel.views.users import may_change, show_people


@may_configure
@require_POST
def invite(request: PanelRequest) -> HttpResponseBase:
    form = InviteForm(request.membership, request.POST)
    if not form.is_valid():
        return show_people(request, form)
    made = invitations.invite(
        request.company, form.cleaned_data["email"], form.cleaned_data["role"], str(request.user)
    )
    _mail(request, made)
    return redirect("invitation", made.pk)


@may_configure
@require_GET
@never_cache
def show(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The link, to pass on by hand."""
    found = _changeable(request, pk)
    return render(
        request, "panel/setup/invitation.html", {"invitation": found, "link": _link(request, found)}
    )


@may_configure
@require_POST
def withdraw(request: PanelRequest, pk: int) -> HttpResponseBase:
    found = _changeable(request, pk)
    invitations.withdraw(found, str(request.user))
    messages.success(request, gettext("The invitation of %(person)s is withdrawn.") % {"person": found})
    return redirect("users")


def _changeable(request: PanelRequest, pk: int) -> Invitation:
    """The link makes whoever holds it what the invitation says: only an owner gets at an owner's."""
    found = invitations.pending(request.company).get_of(request.company, pk=pk)
    if not may_change(request.membership, found):
        raise PermissionDenied(gettext("Only an owner may see or withdraw the invitation of an owner."))
    return found


def _link(request: HttpRequest, invitation: Invitation) -> str:
    path = reverse("join", args=[invitations.token_of(invitation)])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _mail(request: PanelRequest, invitation: Invitation) -> None:
    """By the company's own sender, at once: the link stands in no log. Says what became of it."""
    sender = sender_of(request.company)
    if sender is None:
        return
    values = {"company": request.company.name, "person": request.user, "link": _link(request, invitation)}
    body = gettext(
        "Hello,\n\n%(person)s invites you to work in %(company)s with Mostek.\n\n"
        "Open this link within seven days, and choose your password:\n%(link)s\n\n"
        "If you do not expect this, leave it: without the link nothing happens."
    )
    subject = gettext("Invitation to %(company)s") % values
    try:
        senders.send_now(sender, invitation.email, subject, body % values)
        sentence = gettext("The invitation went to %(address)s.")
        messages.success(request, sentence % {"address": invitation.email})
    except ProblemError as error:
        what = card(error.problems[0]).what
        sentence = gettext("The invitation could not be mailed: %(what)s Pass the link on yourself.")
        messages.warning(request, sentence % {"what": what})
    except Lost:
        sentence = gettext(
            "The server did not confirm the mail; pass the link on yourself if it does not come."
        )
        messages.warning(request, sentence)


class JoinForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=150)
    password = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput, max_length=500)
    again = forms.CharField(
        label=_("Password once more"), strip=False, widget=forms.PasswordInput, max_length=500
    )

    def __init__(self, email: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.email = email
        dress(self)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        password = str(cleaned.get("password") or "")
        if password and "again" in cleaned and password != cleaned["again"]:
            self.add_error("again", gettext("The two passwords differ."))
        elif password:
            try:
                validate_password(password, User(email=self.email, name=str(cleaned.get("name", ""))))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link: a new person chooses name and password, a known one logs in first."""
    try:
        invitation = invitations.opened(token)
        account = invitations.account_of(invitation)
        if request.user.is_authenticated or account:
            return _join_as_known(request, invitation, account)
        return _join_as_new(request, invitation)
    except invitations.Closed:
        return render(request, "panel/join.html", {"invitation": None}, status=410)


def _join_as_known(request: HttpRequest, invitation: Invitation, account: User | None) -> HttpResponse:
    if request.method == "POST" and account and request.user == account:
        invitations.join(invitation, account)
        return _enter(request, invitation)
    context = {"invitation": invitation, "account": account, "is_them": request.user == account}
    return render(request, "panel/join.html", context)


def _join_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(invitation.email, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        mark_errors(form)
        return render(request, "panel/join.html", {"invitation": invitation, "form": form})
    user = invitations.join_as_new(invitation, form.cleaned_data["name"], form.cleaned_data["password"])
    user.language = (get_language() or "")[:5]
    user.save(update_fields=["language"])
    login(request, user, "allauth.account.auth_backends.AuthenticationBackend")
    return _enter(request, invitation)


def _enter(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session[SESSION_KEY] = invitation.company_id
    messages.success(request, gettext("Welcome to %(company)s.") % {"company": invitation.company})
    return redirect("dashboard")
