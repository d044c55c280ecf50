"""Words for what the audit trail records."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
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
    "two-step off": _("switched the two-step log-in off"),
    "bundle": _("made a support bundle of"),
    "create": _("created"),
    "revoke": _("revoked"),
    "switch on": _("switched on"),
    "import": _("started"),
    "issue": _("issued"),
    "mend": _("mended"),
    "leave": _("left as it is, although the order was changed"),
    "resend": _("sent again"),
    "release": _("released"),
    "hold": _("held"),
    "cancel": _("cancelled"),
    "again": _("tried again"),
    "cancelled": _("cancelled"),
    "changed": _("changed"),
    "wish_cancel": _("wants it cancelled at the program"),
    "wish_gone": _("says it was cancelled at the program"),
    "wish_change": _("wants it changed at the program"),
    "refused": _("turned away by the program"),
    "hand over": _("handed over"),
    "take back": _("taken back"),
    "adopt": _("adopted"),
    "undo adoption": _("adoption undone"),
    "it_exists": _("found at the program by a person"),
    "it_does_not": _("not found at the program by a person"),
    "invite": _("invited"),
    "join": _("joined by invitation"),
    "it_arrived": _("found to have arrived"),
    "withdraw": _("withdrawn"),
    "close": _("closed"),
    "reopen": _("opened again"),
    "map": _("chose the accounts"),
    "add_standard_components": _("added the standard pay components"),
    "create_document": _("created the journal entry"),
    "reverse": _("reversed"),
    "hand_over": _("handed over for the book"),
    "confirm_in_book": _("confirmed in the book"),
    "refresh_chart": _("fetched the accounts of"),
}
SUBJECTS = {
    "apicredential": _("API credentials"),
    "archiverule": _("archive rule"),
    "bankaccount": _("bank account"),
    "company": _("company"),
    "connection": _("account"),
    "call": _("webhook call"),
    "customfield": _("custom field"),
    "document": _("document"),
    "endpoint": _("webhook"),
    "importrun": _("import"),
    "invitation": _("invitation"),
    "membership": _("user"),
    "message": _("message"),
    "order": _("order"),
    "orderstatus": _("status"),
    "rule": _("automatic action"),
    "rulerun": _("run of an automatic action"),
    "sender": _("sender of messages"),
    "series": _("series"),
    "template": _("template"),
    "dayrate": _("exchange rate"),
    "vatsettings": _("VAT settings"),
    "component": _("pay component"),
    "payrolllist": _("payroll list"),
    "payrollsettings": _("payroll settings"),
}
FIELDS = {
    "credentials": _("credentials"),
    "connection": _("account"),
    "password": _("password"),
    "number_stays_used": _("the number stays used"),
    "position": _("position"),
    "scopes": _("scopes"),
    "secret": _("key"),
    "user": _("user"),
    "webhook_secret": _("webhook secret"),
}


def action_word(action: str) -> str:
    """The action in the reader's language; one without words here as it was recorded."""
    return str(ACTIONS.get(action, action))


def subject_word(subject: str) -> str:
    return str(SUBJECTS.get(subject, subject))


def field_word(subject: str, name: str) -> str:
    """A changed field as the forms call it; a program's own option by its name."""
    if name in FIELDS:
        return str(FIELDS[name])
    for model in apps.get_models():
        if model._meta.model_name == subject:
            try:
                return str(getattr(model._meta.get_field(name), "verbose_name", name))
            except FieldDoesNotExist:
                break
    return name


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
