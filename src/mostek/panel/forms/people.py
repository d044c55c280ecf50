"""Users of a company and credentials for programs."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.companies.credentials import SCOPES
from mostek.companies.models import Company, Membership, Role
from mostek.kernel.dates import today
from mostek.panel.forms.dressing import dress

ROLE_SENTENCES = {
    Role.OWNER: _("Everything, and naming other owners."),
    Role.ADMINISTRATOR: _("Everything except naming owners: programs, series, users, API."),
    Role.OPERATOR: _("Orders, documents, sending and repairing."),
    Role.ACCOUNTANT: _("Orders, documents, sending and repairing."),
    Role.READER: _("Sees everything, changes nothing."),
}
SCOPE_SENTENCES = {
    "orders:read": _("Read orders"),
    "orders:write": _("Add and change orders"),
    "documents:read": _("Read documents and their PDFs"),
    "documents:issue": pgettext_lazy("scope", "Issue documents"),
    "webhooks:write": _("Add and remove webhooks"),
    "payroll:read": _("Read payroll: sums, components and accounts, no names"),
    "payroll:write": _("Take in, close and post payroll lists"),
    "rules:read": _("Read and test automatic actions"),
    "rules:write": _("Add and change automatic actions"),
    "messages:send": _("Write to buyers, change the templates"),
}


def roles_for(actor: Membership) -> list[tuple[str, str]]:
    """The roles this person may give: only an owner makes owners."""
    return [
        (role.value, str(role.label)) for role in Role if role is not Role.OWNER or actor.role == Role.OWNER
    ]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), initial=Role.OPERATOR)

    def __init__(self, actor: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = actor.company
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = roles_for(actor)
        dress(self)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Membership.objects.of(self.company).filter(user__email__iexact=email).exists():
            raise forms.ValidationError(_("This person is a user of the company already."))
        return email


class ApiCredentialForm(forms.Form):
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("Which program will use it, for example: Shop, orders in."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope, SCOPE_SENTENCES[scope]) for scope in SCOPES],
        error_messages={"required": _("Tick at least one: without a scope it may do nothing.")},
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("The last day on which it works. Empty: until it is revoked."),
    )

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        dress(self)

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < today(self.company.time_zone):
            raise forms.ValidationError(_("This day has passed; choose today or a later day."))
        return day

    @property
    def expires_at(self) -> datetime | None:
        """The end of the chosen day in the company's time zone."""
        day: date | None = self.cleaned_data["expires_on"]
        if day is None:
            return None
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.company.time_zone))
