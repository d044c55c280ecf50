"""Forms of an import: which file, then how to read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mostek.delivery.words import card
from mostek.kernel.problems import Problem
from mostek.orders.importing.headings import MAPPABLE
from mostek.orders.importing.opening import LARGEST
from mostek.orders.importing.presets import Preset, presets
from mostek.panel.forms.dressing import dress
from mostek.panel.forms.program_fields import ProgramFields

GROUPS = {
    "order": _("Order"),
    "line": pgettext_lazy("of an order", "Line"),
    "buyer": _("Buyer"),
    "recipient": _("Delivery"),
}


class UploadForm(forms.Form):
    preset = forms.ChoiceField(label=_("Kind of file"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "max_length": _("The file's name is too long: at most 200 characters."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            too_large = card(Problem("orders.import_too_large", {"megabytes": str(LARGEST // 1_000_000)}))
            raise forms.ValidationError(f"{too_large.what} {too_large.todo}")
        return file

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["preset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(preset.key, gettext(preset.name)) for preset in presets()]
        field.initial = presets()[0].key
        self.fields["file"].widget.attrs["accept"] = ",".join(
            dict.fromkeys(ending for preset in presets() for ending in preset.accepts.split(","))
        )
        dress(self)


class ReadingForm(forms.Form):
    """The preset's own settings, and for a table which column is what (`map-<field>`)."""

    def __init__(
        self,
        preset: Preset,
        data: Mapping[str, Any] | None = None,
        *,
        settings: Mapping[str, str],
        headings: Sequence[str] = (),
        mapping: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.preset = preset
        self.group = ProgramFields(self, "settings", preset.fields)
        self.group.require()
        self.group.fill(settings)
        if preset.has_mapping:
            columns = [(heading, heading) for heading in headings if heading]
            for each in MAPPABLE:
                self.fields[f"map-{each.key}"] = forms.ChoiceField(
                    label=gettext(each.label),
                    choices=[("", "–"), *columns],
                    required=each.required,
                    initial=mapping.get(each.key, ""),
                    error_messages={"required": _("Say which column holds this.")},
                )
        self.cleaned_settings: dict[str, Any] = {}
        dress(self)

    def columns(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The inputs of the mapping by group."""
        if not self.preset.has_mapping:
            return []
        return [
            (str(label), [self[f"map-{each.key}"] for each in MAPPABLE if each.group == group])
            for group, label in GROUPS.items()
        ]

    def mark(self, problem: Problem) -> None:
        """Puts what the importer says at its field, or at the form."""
        shown = card(problem)
        name = problem.field.removeprefix("mapping.")
        field = f"settings-{name}" if name == problem.field else f"map-{name}"
        self.add_error(field if field in self.fields else None, f"{shown.what} {shown.todo}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_settings = dict(self.group.clean())
        if self.preset.has_mapping:
            self.cleaned_settings["mapping"] = self._mapping(cleaned)
        return cleaned

    def _mapping(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        mapping = {
            each.key: cleaned[f"map-{each.key}"] for each in MAPPABLE if cleaned.get(f"map-{each.key}")
        }
        used: dict[str, str] = {}
        for key, heading in mapping.items():
            if heading in used:
                self.add_error(
                    f"map-{key}",
                    gettext("This column is taken already: %(field)s.")
                    % {"field": self.fields[f"map-{used[heading]}"].label},
                )
            used.setdefault(heading, key)
        for missing, setting, sentence in (
            ("line_vat", "vat_code", _("Choose a rate for all lines here, or the column that holds it.")),
            ("currency", "currency", _("Enter the currency here, or choose the column that holds it.")),
        ):
            name = f"settings-{setting}"
            if missing not in mapping and not self.cleaned_settings.get(setting) and name not in self.errors:
                self.add_error(name, sentence)
        return mapping
