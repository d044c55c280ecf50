"""The form of what may change on an issued document."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mostek.delivery.words import card
from mostek.documents.amending import CHANGEABLE
from mostek.documents.models import Document
from mostek.documents.repairing import LABELS, at
from mostek.kernel.problems import Problem
from mostek.orders.words import payment_means_choices
from mostek.panel.forms.dressing import dress, mark_errors


class DocumentForm(forms.Form):
    """A field for each path that may change; `buyer.email` is the input `buyer-email`."""

    def __init__(self, document: Document, data: Any = None) -> None:
        super().__init__(data)
        for path in CHANGEABLE:
            self.fields[_name(path)] = _field(path, at(document.content, path))
        dress(self)
        if self.is_bound:
            mark_errors(self)

    def values(self) -> dict[str, str]:
        """Path -> value, of a valid form."""
        return {path: str(self.cleaned_data[_name(path)] or "") for path in CHANGEABLE}

    def mark(self, problems: tuple[Problem, ...]) -> None:
        """Shows what the document would lack beside the fields concerned, else above the form."""
        for problem in problems:
            words = card(problem)
            name = _name(problem.field)
            self.add_error(name if name in self.fields else None, f"{words.what} {words.todo}")
        mark_errors(self)


def _name(path: str) -> str:
    return path.replace(".", "-")


def _field(path: str, value: Any) -> forms.Field:
    options: dict[str, Any] = {"label": _(LABELS[path]), "initial": value, "required": False}
    if path == "payment.means":
        return forms.ChoiceField(choices=payment_means_choices(), **options | {"required": True})
    if path == "payment.due_date":
        return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)
    if path == "notes":
        return forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=1000, **options)
    return forms.CharField(max_length=200, **options)
