"""Settings: who works in the company, with which role."""

import secrets

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from mostek.companies import invitations
from mostek.companies.audit import SECRET, record
from mostek.companies.models import Company, Invitation, Membership, Role
from mostek.companies.two_step import forget_second_step
from mostek.mail.models import sender_of
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.confirmation import confirm
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.people import ROLE_SENTENCES, InviteForm, roles_for


@may_configure
@require_GET
def users(request: PanelRequest) -> HttpResponseBase:
    return show_people(request, InviteForm(request.membership))


def show_people(request: PanelRequest, form: InviteForm) -> HttpResponseBase:
    mark_errors(form)
    people = Membership.objects.of(request.company).select_related("user").order_by("user__email")
    authenticators = Authenticator.objects.filter(user__in=people.values("user"))
    rows = [(person, may_change(request.membership, person), has_only(person)) for person in people]
    context = {
        "form": form,
        "rows": rows,
        "two_steps": set(authenticators.values_list("user", flat=True)),
        "invitations": [
            (each, may_change(request.membership, each)) for each in invitations.pending(request.company)
        ],
        "has_sender": sender_of(request.company) is not None,
        "roles": roles_for(request.membership),
        "role_sentences": [(role.label, sentence) for role, sentence in ROLE_SENTENCES.items()],
    }
    return render(request, "panel/setup/users.html", context)


def may_change(actor: Membership, person: Membership | Invitation) -> bool:
    """Owners change everyone, administrators everyone but owners."""
    return actor.role == Role.OWNER or person.role != Role.OWNER


def has_only(person: Membership) -> bool:
    """Whether the person works in no other company: else a password set here would open that one too."""
    return not (
        person.user.is_superuser
        or Membership.objects.filter(user_id=person.user_id).exclude(pk=person.pk).exists()
    )


def _changeable(request: PanelRequest, pk: int) -> Membership:
    """The user's row, locked. Raises Http404, or PermissionDenied for an owner's row."""
    rows = Membership.objects.select_related("user").select_for_update(of=("self",))
    person = rows.get_of(request.company, pk=pk)
    if not may_change(request.membership, person):
        raise PermissionDenied(gettext("Only an owner may change another owner."))
    return person


def _owners(company: Company) -> QuerySet[Membership]:
    return Membership.objects.of(company).filter(role=Role.OWNER).select_for_update()


def _is_last_owner(person: Membership) -> bool:
    """Locks all owners, so that two of them cannot leave at once."""
    return person.role == Role.OWNER and len(_owners(person.company)) == 1


def _keep_last_owner(request: PanelRequest) -> HttpResponseBase:
    messages.error(
        request,
        gettext("This is the only owner, and a company needs one. Make another person an owner first."),
    )
    return redirect("users")


def new_password() -> str:
    """Four groups of four characters without look-alikes: some 80 bits, and easy to read aloud."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@may_configure
@require_POST
def set_password(request: PanelRequest, pk: int) -> HttpResponseBase:
    """For a person who forgot theirs; ends their sessions."""
    password = new_password()
    with transaction.atomic():
        person = _changeable(request, pk)
        if not has_only(person) or person.pk == request.membership.pk:
            raise PermissionDenied(
                gettext("This person's password cannot be set here: they change it themselves.")
            )
        person.user.set_password(password)
        person.user.save(update_fields=["password"])
        record(
            request.company,
            str(request.user),
            "new password",
            person,
            {"user": (person.user.email, person.user.email), "password": (SECRET, SECRET)},
        )
    return _show_password(request, person, password)


def _show_password(request: PanelRequest, person: Membership, password: str) -> HttpResponse:
    answer = render(request, "panel/setup/user_password.html", {"person": person, "password": password})
    answer["Cache-Control"] = "no-store"
    return answer


@may_configure
@require_POST
def change_role(request: PanelRequest, pk: int) -> HttpResponseBase:
    role = request.POST.get("role", "")
    if role not in dict(roles_for(request.membership)):
        raise PermissionDenied(gettext("You cannot give this role."))
    with transaction.atomic():
        person = _changeable(request, pk)
        if person.role == role:
            return redirect("users")
        if _is_last_owner(person):
            return _keep_last_owner(request)
        before, person.role = person.role, role
        person.save(update_fields=["role"])
        record(
            request.company,
            str(request.user),
            "role",
            person,
            {"user": (person.user.email, person.user.email), "role": (before, role)},
        )
    messages.success(
        request,
        gettext("%(person)s now has the role: %(role)s.")
        % {"person": person.user, "role": person.get_role_display()},
    )
    return redirect("users")


@may_configure
def forget_two_step(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Of somebody who lost the phone and the recovery codes, and works in this company only."""
    if request.method != "POST":
        person = Membership.objects.select_related("user").get_of(request.company, pk=pk)
        return confirm(
            request,
            gettext("Switch off the two-step log-in of %(person)s?") % {"person": person.user},
            [
                gettext("The password alone opens their account then; make sure that it is they who ask."),
                gettext("They can switch it on again with a new phone."),
            ],
            gettext("Switch off"),
            "users",
        )
    with transaction.atomic():
        person = _changeable(request, pk)
        if not has_only(person):
            raise PermissionDenied(
                gettext("This person works in another company too: only the operator may do that.")
            )
        if forget_second_step(person.user):
            changes = {"user": (person.user.email, person.user.email)}
            record(request.company, str(request.user), "two-step off", person, changes)
    messages.success(
        request, gettext("%(person)s logs in with the password alone.") % {"person": person.user}
    )
    return redirect("users")


@may_configure
def remove_user(request: PanelRequest, pk: int) -> HttpResponseBase:
    if request.method != "POST":
        person = Membership.objects.select_related("user").get_of(request.company, pk=pk)
        return confirm(
            request,
            gettext("Remove %(person)s?") % {"person": person.user},
            [
                gettext("They can no longer open this company; other companies are not touched."),
                gettext("What they did stays in the log under their name."),
            ],
            gettext("Remove"),
            "users",
        )
    with transaction.atomic():
        person = _changeable(request, pk)
        if _is_last_owner(person):
            return _keep_last_owner(request)
        record(request.company, str(request.user), "remove", person, {"user": (person.user.email, None)})
        person.delete()
    messages.success(request, gettext("%(person)s is removed.") % {"person": person.user})
    return redirect("users")
