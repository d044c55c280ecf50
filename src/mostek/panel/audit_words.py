"""Words for what the audit trail records."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "activate": _("activated"),
    "verify": _("verified"),
    "credentials": _("changed the credentials"),
    "webhook secret": _("changed the webhook's secret"),
    "map payments": _("changed the payment mapping"),
    "configure": _("changed the configuration"),
    "rename": _("renamed"),
    "switch off": _("switched off"),
    "pause": _("paused"),
    "resume": _("resumed"),
    "bind": _("bound to an account"),
    "unbind": _("taken from an account"),
    "add": _("added"),
    "change": _("changed"),
    "move": _("moved"),
    "delete": _("deleted"),
    "remove": _("removed"),
    "role": _("changed the role"),
    "new password": _("set a new password"),
    "create": _("created"),
    "revoke": _("revoked"),
    "import": _("started an import"),
}
SUBJECTS = {
    "apicredential": _("API credentials"),
    "bankaccount": _("bank account"),
    "company": _("company"),
    "connection": _("account"),
    "customfield": _("custom field"),
    "document": _("document"),
    "importrun": _("import"),
    "membership": _("user"),
    "order": _("order"),
    "orderstatus": _("status"),
    "series": _("series"),
}


def action_word(action: str) -> str:
    """The action in the reader's language; one without words here as it was recorded."""
    return str(ACTIONS.get(action, action))


def subject_word(subject: str) -> str:
    return str(SUBJECTS.get(subject, subject))


def changes_of(form: "forms.ModelForm[Any]") -> dict[str, tuple[Any, Any]]:
    """Field -> (before, after) of a bound, valid form, for `audit.record`."""
    return {name: (form.initial.get(name), form.cleaned_data.get(name)) for name in form.changed_data}


def value_word(value: Any) -> str:
    """A recorded value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
