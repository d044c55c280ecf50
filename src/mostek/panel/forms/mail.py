"""Sender, templates, messages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.mail.models import LANGUAGES, Environment, Sender
from mostek.mail.templates import Known
from mostek.panel.forms.dressing import dress, mark_errors
from mostek.panel.forms.log import Period
from mostek.panel.mail_words import WORDS


class SenderForm(forms.ModelForm):  # type: ignore[type-arg]
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    class Meta:
        model = Sender
        fields = (
            *("environment", "host", "port", "tls", "user", "password"),
            *("from_name", "from_address", "reply_to", "language"),
        )
        widgets = {
            "environment": forms.RadioSelect,
            "user": forms.TextInput({"autocomplete": "off"}),
            "host": forms.TextInput({"placeholder": "smtp.example.com"}),
        }

    def __init__(self, sender: Sender, data: Any = None) -> None:
        # Kept apart: checking the form writes what was typed into the row.
        self.before = {name: getattr(sender, name) for name in ("host", "port", "tls", "user", "environment")}
        self.has_password = bool(sender.sealed)
        super().__init__(data, instance=sender)
        field = self.fields["environment"]
        assert isinstance(field, forms.ChoiceField)
        offered = [each for each in Environment if each != Environment.STAND_IN or settings.SANDBOX_URL]
        field.choices = [(each.value, each.label) for each in offered]
        texts = {
            "user": _("Often the whole e-mail address. Empty: the server wants no log-in."),
            "from_name": _("Shown in the buyer's mailbox; empty: the address alone."),
            "reply_to": _("Where the buyer's answer goes; empty: to the sender."),
            "language": _("Of messages for which the document has no language of its own."),
        }
        for name, text in texts.items():
            self.fields[name].help_text = text
        if self.has_password:
            self.fields["password"].help_text = _("A password is set and is never shown. Empty: it stays.")
        dress(self)
        if self.is_bound:
            mark_errors(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("environment") != Environment.SERVER:
            return cleaned
        if not cleaned.get("host"):
            self.add_error("host", gettext("Enter the server for outgoing mail, as your provider names it."))
        if cleaned.get("user") and not cleaned.get("password") and not self._keeps_password(cleaned):
            sentence = (
                gettext("Enter the password again: it is only sent to the server that it was entered for.")
                if self.has_password
                else gettext("Enter the password of this user name.")
            )
            self.add_error("password", sentence)
        return cleaned

    def _keeps_password(self, cleaned: dict[str, Any]) -> bool:
        """Else a secret that nobody may read could be sent to a server of anyone's choice."""
        return self.has_password and all(cleaned.get(name) == was for name, was in self.before.items())


class TemplateForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea({"rows": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class NewTemplateForm(TemplateForm):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("How the template is called here."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    field_order = ("name", "language", "subject", "body")


class SendForm(forms.Form):
    """`once` makes two presses of the button one message."""

    template = forms.ChoiceField(label=_("Template"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    recipient = forms.CharField(
        label=_("To"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, known: list[Known], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.key, each.name) for each in known]
        dress(self)


class MessageFilters(Period):
    q = forms.CharField(label=_("Address or subject"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *WORDS.items()])
    template = forms.ChoiceField(label=_("Template"), required=False)

    def __init__(self, company: Company, known: list[Known], *args: Any, **kwargs: Any) -> None:
        super().__init__(company, *args, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((each.key, each.name) for each in known)]
        self.order_fields(["q", "state", "template", "since", "until"])
        dress(self)
