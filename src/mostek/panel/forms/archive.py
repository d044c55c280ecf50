"""The company's archive rule."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from mostek.delivery.words import card
from mostek.documents.models import KIND_NAMES
from mostek.files.models import ArchiveRule
from mostek.files.naming import check_pattern
from mostek.panel.forms.dressing import dress


class ArchiveForm(forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds"), choices=KIND_NAMES, widget=forms.CheckboxSelectMultiple
    )
    keep_months = forms.IntegerField(
        label=_("Months for which PDFs stay in the database"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_(
            "Empty: for ever. Later the program's PDF comes from the archive, or is fetched again when it is "
            "needed; the document itself always stays."
        ),
    )

    class Meta:
        model = ArchiveRule
        fields = ["on", "pattern", "kinds", "keep_months"]
        help_texts = {
            "pattern": _(
                "Slashes make folders. Known are {year}, {month}, {day}, {number}, {reference}, {order}, "
                "{buyer}, {kind} and {series}. Files already there keep their names."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"].strip()
        for problem in check_pattern(pattern):
            told = card(problem)
            raise forms.ValidationError(f"{told.what} {told.todo}")
        return pattern
