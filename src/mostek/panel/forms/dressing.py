"""Gives form widgets the classes and attributes that the panel's style wants."""

from typing import Any

from django import forms


def dress(form: forms.BaseForm) -> None:
    """Sets classes by the kind of widget. Call last in a form's `__init__`."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
            widget.attrs.setdefault("class", "form-check-input")
        elif isinstance(widget, forms.Select):
            widget.attrs.setdefault("class", "form-select")
        else:
            widget.attrs.setdefault("class", "form-control")


def mark_errors(form: forms.BaseForm) -> None:
    """Marks the fields that have errors and puts the cursor into the first. Call once the form is checked."""
    first = True
    for name in form.errors:
        if name not in form.fields:
            continue
        attrs: dict[str, Any] = form.fields[name].widget.attrs
        attrs["class"] = f"{attrs.get('class', '')} is-invalid".strip()
        attrs["aria-invalid"] = "true"
        if first:
            attrs["autofocus"] = True
            first = False
