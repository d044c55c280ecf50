"""Filters of the log."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.panel.forms.dressing import dress

OUTCOMES = {
    "issued": _("document made"),
    "accepted": _("accepted, will be made"),
    "pending": _("not made yet"),
    "rejected": _("rejected"),
    "unknown": _("no certain answer"),
    "found": _("found at the program"),
    "not_found": _("not found at the program"),
    "in_doubt": _("in doubt"),
    "compared": _("compared"),
    "done": _("done"),
    "later": _("to be tried later"),
    "refused": _("access refused"),
    "fault": _("failed unexpectedly"),
    "resend": _("sent again"),
    "release": _("released"),
    "hold": _("held"),
    "cancel": _("cancelled"),
    "it_exists": _("a person found it"),
    "it_does_not": _("a person did not find it"),
}
STEPS = {
    "check": _("check"),
    "buyer": _("buyer"),
    "create": _("sending"),
    "prove": _("looking for proof"),
    "await": _("waiting for the program"),
    "fetch": _("reading back"),
    "pdf": _("PDF"),
    "payment": _("payment"),
    "person": _("a person"),
}


class Period(forms.Form):
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(company.time_zone)

    def moment(self, name: str, *, end: bool = False) -> datetime | None:
        """The beginning of the chosen day in the company's time zone, or its end."""
        day: date | None = self.cleaned_data.get(name)
        return datetime.combine(day + timedelta(days=end), time(), self.zone) if day else None


class ExchangeFilters(Period):
    connection = forms.ModelChoiceField(
        label=_("Account"), required=False, queryset=Connection.objects.none(), empty_label=_("all")
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all")), *OUTCOMES.items()]
    )
    document = forms.CharField(label=_("Document"), required=False, max_length=60)

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(company, *args, **kwargs)
        field = self.fields["connection"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Connection.objects.of(company)
        dress(self)


class ChangeFilters(Period):
    actor = forms.CharField(label=_("Who"), required=False, max_length=200)
    label = forms.CharField(label=_("What"), required=False, max_length=300)

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(company, *args, **kwargs)
        dress(self)
