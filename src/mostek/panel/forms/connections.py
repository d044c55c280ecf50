"""Forms of the wizard and of the connection card."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.connections.addresses import CUSTOM
from mostek.connections.models import Connection
from mostek.connections.verifying import choices_of_environment
from mostek.connectors.base.contract import Connector
from mostek.invoicing.model import PaymentMeans
from mostek.orders.models import CustomField, FieldKind, OrderStatus
from mostek.panel.forms.dressing import dress
from mostek.panel.forms.program_fields import ProgramFields, account_fields
from mostek.panel.series_binding import SeriesChoice

PAYMENT_MEANS = {
    PaymentMeans.TRANSFER: _("Transfer"),
    PaymentMeans.CARD: _("Card"),
    PaymentMeans.CASH: _("Cash"),
    PaymentMeans.CASH_ON_DELIVERY: _("Cash on delivery"),
    PaymentMeans.BLIK: _("BLIK"),
    PaymentMeans.ONLINE: _("Online payment"),
    PaymentMeans.PAYPAL: _("PayPal"),
    PaymentMeans.INSTALMENTS: _("Instalments"),
    PaymentMeans.OTHER: _("Other"),
}


class NameForm(forms.Form):
    name = forms.CharField(label=_("Account name"), max_length=100)

    def __init__(self, company: Company, *args: Any, besides: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Connection.objects.of(company).exclude(pk=besides or 0)
        dress(self)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("Another account has this name already; choose another."))
        return name


class AddAccountForm(NameForm):
    """The wizard's form: what every program needs, then what this one asks for."""

    name = forms.CharField(
        label=_("Account name"), max_length=100, help_text=_("How this account is called here.")
    )
    environment = forms.ChoiceField(label=_("Environment"), widget=forms.RadioSelect)
    custom_url = forms.URLField(
        label=_("Address"),
        required=False,
        assume_scheme="https",
        help_text=_("Where the program's interface answers, for example a proxy in front of it."),
    )

    def __init__(
        self,
        company: Company,
        connector: Connector,
        series: list[SeriesChoice],
        *args: Any,
        reveal: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(company, *args, **kwargs)
        manifest = connector.manifest
        environments = choices_of_environment(manifest)
        field = self.fields["environment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = environments
        field.initial = environments[0][0]
        if CUSTOM not in dict(environments):
            del self.fields["custom_url"]
        self.fields["series"] = forms.MultipleChoiceField(
            label=_("Document series"),
            required=False,
            choices=[(str(choice.series.pk), choice.label) for choice in series if not choice.obstacle],
            widget=forms.CheckboxSelectMultiple,
        )
        self.credentials = ProgramFields(
            self, "credentials", account_fields(manifest.credentials), reveal=reveal
        )
        self.options = ProgramFields(self, "options", manifest.options)
        self.credentials.require()
        self.cleaned_credentials: dict[str, str] = {}
        self.cleaned_options: dict[str, str] = {}
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_custom = cleaned.get("environment") == CUSTOM
        if is_custom and not cleaned.get("custom_url") and "custom_url" not in self.errors:
            self.add_error("custom_url", _("Enter the address, beginning with https://."))
        self.cleaned_credentials = self.credentials.clean()
        self.cleaned_options = self.options.clean()
        return cleaned


class CredentialsForm(forms.Form):
    """Replaces credentials. A secret that is left empty stays as it is."""

    def __init__(self, connection: Connection, kept: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        fields = account_fields(connection.connector.manifest.credentials)
        self.group = ProgramFields(self, "credentials", fields)
        self.group.fill({field.name: kept.get(field.name, "") for field in fields if not field.secret})
        for field, bound in zip(fields, self.group.bound(), strict=True):
            if field.secret and kept.get(field.name):
                bound.field.widget.attrs["placeholder"] = gettext("set – leave empty to keep it")
        self.cleaned_credentials: dict[str, str] = {}
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_credentials = {**self.kept, **self.group.clean(self.kept)}
        return cleaned


class WebhookSecretForm(forms.Form):
    secret = forms.CharField(
        label=_("Webhook secret"),
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "new-password", "spellcheck": "false"}),
    )

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].label = label
        dress(self)

    def clean_secret(self) -> str:
        return "".join(str(self.cleaned_data["secret"]).split())


class PaymentMapForm(forms.Form):
    """Each way of paying -> the program's own method. What is left at the default is not stored."""

    def __init__(self, connection: Connection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manifest = connection.connector.manifest
        labels = {choice.value: gettext(choice.label) for choice in manifest.payment_methods}
        for means, label in PAYMENT_MEANS.items():
            default = manifest.payment_defaults.get(means, "")
            standard = gettext("%(method)s (default)") % {"method": labels.get(default, "–")}
            self.fields[means.value] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[
                    ("", standard),
                    *((value, name) for value, name in labels.items() if value != default),
                ],
                initial=connection.payment_map.get(means.value, ""),
            )
        dress(self)

    def mapping(self) -> dict[str, str]:
        return {means: value for means, value in self.cleaned_data.items() if value}


class BasicConfigurationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Connection
        fields = [
            "error_status",
            "document_field",
            "correction_field",
            "fetch_pdf",
            "auto_send",
            "mark_paid",
        ]
        help_texts = {
            "error_status": _("Orders get this status when their document needs a person."),
            "document_field": _("A field of the kind file, where the PDF of the document is kept."),
            "correction_field": _("A field of the kind file, where the PDF of the correction is kept."),
            "auto_send": _("Otherwise issued documents are held until someone releases them."),
        }

    def __init__(self, connection: Connection, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, instance=connection)
        files = CustomField.objects.of(connection.company).filter(kind=FieldKind.FILE)
        for name, rows in (
            ("error_status", OrderStatus.objects.of(connection.company)),
            ("document_field", files),
            ("correction_field", files),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = gettext("– none –")
        capabilities = connection.connector.capabilities
        for name, needed in (("fetch_pdf", "pdf"), ("mark_paid", "mark_paid")):
            if needed not in capabilities:
                del self.fields[name]
        self.plain_names = list(self.fields)
        self.options = ProgramFields(self, "options", connection.connector.manifest.options)
        self.options.fill(connection.options)
        self.cleaned_options: dict[str, str] = {}
        dress(self)

    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in self.plain_names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_options = self.options.clean()
        return cleaned
