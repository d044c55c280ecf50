"""The inputs a program asks for in its manifest, as form fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from mostek.connections.verifying import clean
from mostek.connectors.base.manifest import Field
from mostek.delivery.words import card
from mostek.kernel.problems import Problem, ProblemError

WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - a field's name


def account_fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The credentials without the webhook's secret, which is known only once the webhook stands."""
    return tuple(field for field in fields if field.name != WEBHOOK_SECRET)


def form_field(field: Field, *, reveal: bool = False) -> forms.Field:
    """`reveal` lets a secret's first value stand in the page: for the stand-in's ready-made accounts only."""
    about: dict[str, Any] = {
        "label": gettext(field.label),
        "help_text": gettext(field.help),
        "required": False,
        "initial": field.default,
    }
    if field.choices:
        choices = [(choice.value, gettext(choice.label)) for choice in field.choices]
        if not field.required:
            choices.insert(0, ("", "–"))
        return forms.ChoiceField(choices=choices, **about)
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if field.secret:
        attrs["autocomplete"] = "new-password"
        return forms.CharField(widget=forms.PasswordInput(attrs, render_value=reveal), **about)
    return forms.CharField(widget=forms.TextInput(attrs), strip=False, **about)


class ProgramFields:
    """A group of a program's fields inside a form, named `<prefix>-<name>` there."""

    def __init__(self, form: forms.BaseForm, prefix: str, fields: tuple[Field, ...], *, reveal: bool = False):
        self.form, self.prefix, self.fields = form, prefix, fields
        for field in fields:
            form.fields[self._input(field.name)] = form_field(field, reveal=reveal)

    def _input(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def bound(self) -> list[forms.BoundField]:
        return [self.form[self._input(field.name)] for field in self.fields]

    def fill(self, values: Mapping[str, str]) -> None:
        """First values of the inputs."""
        for name, value in values.items():
            if self._input(name) in self.form.fields:
                self.form.initial[self._input(name)] = value

    def require(self) -> None:
        """Marks the required inputs for the browser and the reader."""
        for field in self.fields:
            if field.required:
                self.form.fields[self._input(field.name)].widget.attrs["required"] = True

    def clean(self, kept: Mapping[str, str] | None = None) -> dict[str, str]:
        """The cleaned values; where an input was left empty, the kept one. Puts errors into the form."""
        given = {field.name: self.form.cleaned_data.get(self._input(field.name), "") for field in self.fields}
        raw = {name: value or (kept or {}).get(name, "") for name, value in given.items()}
        try:
            return clean(self.fields, raw)
        except ProblemError as error:
            for problem in error.problems:
                self.mark(problem)
            return {}

    def mark(self, problem: Problem) -> None:
        """Puts the problem's sentence at its field, or at the form where it names none of ours."""
        # Labels and rules come from the manifest in English; inside a sentence they are the reader's too.
        values = {name: gettext(value) for name, value in problem.values.items()}
        shown = card(Problem(problem.key, values, problem.field, problem.raw))
        name = self._input(problem.field)
        self.form.add_error(name if name in self.form.fields else None, f"{shown.what} {shown.why}")
