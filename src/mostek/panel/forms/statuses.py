"""The company's own order statuses and custom fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.orders.models import CustomField, FieldKind, OrderStatus
from mostek.panel.forms.dressing import dress

COLORS = [
    ("blue", _("blue")),
    ("azure", _("light blue")),
    ("indigo", _("indigo")),
    ("purple", _("purple")),
    ("pink", _("pink")),
    ("red", _("red")),
    ("orange", _("orange")),
    ("yellow", _("yellow")),
    ("lime", _("lime")),
    ("green", _("green")),
    ("teal", _("teal")),
    ("cyan", _("cyan")),
    ("secondary", _("grey")),
]


class StatusForm(forms.ModelForm):  # type: ignore[type-arg]
    color = forms.ChoiceField(label=_("Colour"), choices=COLORS, initial="blue")

    class Meta:
        model = OrderStatus
        fields = ["name", "color"]

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = OrderStatus.objects.of(company).exclude(pk=self.instance.pk)
        dress(self)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("There is a status of this name already."))
        return name


class CustomFieldForm(forms.ModelForm):  # type: ignore[type-arg]
    """The kind is chosen once: values of another kind could not be kept."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FieldKind.choices, initial=FieldKind.TEXT)

    class Meta:
        model = CustomField
        fields = ["name", "kind"]

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = CustomField.objects.of(company).exclude(pk=self.instance.pk)
        if self.instance.pk:
            del self.fields["kind"]
        dress(self)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("There is a field of this name already."))
        return name
