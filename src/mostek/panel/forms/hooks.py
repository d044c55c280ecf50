"""The form of an outgoing webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mostek.delivery.words import card
from mostek.events.models import Kind
from mostek.hooks.models import Endpoint
from mostek.hooks.subscribing import refuse_odd
from mostek.kernel.problems import ProblemError
from mostek.panel.forms.dressing import dress

KIND_SENTENCES = {
    Kind.ORDER_CREATED: _("An order came in"),
    Kind.ORDER_CHANGED: _("An order was changed"),
    Kind.ORDER_STATUS_CHANGED: _("An order's status changed"),
    Kind.ORDER_PAID: _("An order was paid"),
    Kind.DOCUMENT_ISSUED: _("A document was issued"),
    Kind.DOCUMENT_DELIVERED: _("A document is in the accounting program"),
    Kind.DOCUMENT_REJECTED: _("A document was rejected"),
    Kind.DOCUMENT_IN_DOUBT: _("A document is in doubt"),
    Kind.DOCUMENT_CANCELLED: _("A document was cancelled"),
}


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("It gets a signed POST for each event. https only, outside this machine's network."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, sentence) for kind, sentence in KIND_SENTENCES.items()],
        error_messages={"required": _("Tick at least one event.")},
    )

    class Meta:
        model = Endpoint
        fields = ["description", "url", "kinds"]
        help_texts = {
            "description": _("Which program listens there, for example: Warehouse."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            refuse_odd(url, ())
        except ProblemError as error:
            said = card(error.problems[0])
            raise forms.ValidationError(f"{said.what} {said.todo}") from None
        return url
