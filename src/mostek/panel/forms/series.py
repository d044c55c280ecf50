"""The form of a document series."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import BankAccount, Company
from mostek.connections.models import Connection
from mostek.connectors.base.manifest import Manifest
from mostek.delivery.words import card
from mostek.documents.models import KIND_NAMES, Document, Numbering, Period, Series
from mostek.documents.series import check_pattern, example, missing
from mostek.invoicing.model import Kind
from mostek.kernel.dates import today
from mostek.panel.forms.dressing import dress, mark_errors

FIELDS = (
    "code",
    "name",
    "connection",
    "kind",
    "numbering",
    "pattern",
    "restart",
    "remote_series",
    "place",
    "payment_days",
    "bank_account",
    "language",
    "exemption_reason",
    "notes",
    "archived",
)


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a chosen program cannot do is said beside the field. With `quiet`, what is typed is shown and
    nothing is complained about yet; what a saved series lacks is marked all the same."""

    class Meta:
        model = Series
        fields = FIELDS

    def __init__(self, company: Company, series: Series, data: Any = None, *, quiet: bool = False) -> None:
        super().__init__(data, instance=series)
        self.company = company
        self.quiet = quiet
        self._narrow_choices()
        self._explain()
        dress(self)
        self.lacks: list[str] = []
        if quiet:
            self._mark_missing()
        elif self.is_bound:
            mark_errors(self)

    @property
    def manifest(self) -> Manifest | None:
        """Of the program chosen now."""
        connection = self._chosen_connection()
        return connection.connector.manifest if connection else None

    @property
    def example(self) -> str:
        """The next number by what is typed now."""
        typed = self._typed()
        return example(typed, today(self.company.time_zone))

    @property
    def is_numbered_here(self) -> bool:
        return self._typed().numbering == Numbering.HUB

    @property
    def limitations(self) -> list[str]:
        """What the chosen program cannot do, each one sentence."""
        return [gettext(sentence) for sentence in self.manifest.limitations] if self.manifest else []

    @property
    def kinds_not_offered(self) -> list[tuple[str, str]]:
        """(kind, why the program does not have it)."""
        if self.manifest is None:
            return []
        return [
            (str(name), gettext(support.reason) if support and support.reason else "")
            for kind, name in KIND_NAMES
            if not ((support := self.manifest.kinds.get(Kind(kind))) and support.supported)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.company = self.company
        if cleaned.get("numbering") == Numbering.HUB and cleaned.get("pattern"):
            period = Period(cleaned.get("restart") or Period.MONTH)
            for problem in check_pattern(cleaned["pattern"], period):
                words = card(problem)
                self.add_error("pattern", f"{words.what} {words.todo}")
        code = cleaned.get("code")
        if code and Series.every.of(self.company).filter(code=code).exclude(pk=self.instance.pk).exists():
            self.add_error("code", gettext("Another series has the code %(code)s.") % {"code": code})
        self._check_program(cleaned)
        return cleaned

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if self._has_documents() and kind != self.initial["kind"]:
            raise forms.ValidationError(
                gettext(
                    "Documents were issued in this series: its kind stays. Make a new series for another one."
                )
            )
        return kind

    def clean_connection(self) -> Connection | None:
        """A form that was open while the series was handed over would give it back unseen."""
        chosen: Connection | None = self.cleaned_data["connection"]
        moves = self.instance.pk and (chosen.pk if chosen else None) != self.initial["connection"]
        if moves and self.instance.handovers.exists():
            raise forms.ValidationError(
                gettext(
                    "This series was handed over from one account to another on a certain day. Hand it over"
                    " once more, or take that back, under “Hand over to another account…”."
                )
            )
        return chosen

    def _check_program(self, cleaned: dict[str, Any]) -> None:
        connection, kind, numbering = (cleaned.get(name) for name in ("connection", "kind", "numbering"))
        if connection is None:
            return
        manifest = connection.connector.manifest
        support = manifest.kinds.get(Kind(kind)) if kind else None
        if kind and not (support and support.supported):
            reason = gettext(support.reason) if support and support.reason else ""
            self.add_error(
                "kind",
                reason
                or gettext("%(program)s does not have this kind of document.") % {"program": manifest.name},
            )
        if numbering and numbering not in manifest.numbering:
            sentence = gettext("%(program)s cannot number this way; choose the other one.")
            self.add_error("numbering", sentence % {"program": manifest.name})

    def _narrow_choices(self) -> None:
        connections = Connection.objects.of(self.company)
        self.fields["connection"].queryset = connections  # type: ignore[attr-defined]
        self.fields["connection"].empty_label = gettext("none: documents stay here")  # type: ignore[attr-defined]
        accounts = BankAccount.objects.of(self.company)
        self.fields["bank_account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["bank_account"].empty_label = gettext(  # type: ignore[attr-defined]
            "the company's only one in the order's currency"
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the document"), choices=[("pl", "polski"), ("en", "English")]
        )
        self.fields["notes"].widget = forms.Textarea({"rows": 2})
        for name in ("kind", "numbering", "restart"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].choices = [pair for pair in choices if pair[0]]  # type: ignore[attr-defined]

    def _explain(self) -> None:
        texts = {
            "code": _("Short: it stands in lists and in the choice when issuing, for example FV."),
            "connection": _("A series goes to one account at most, so that no document is booked twice."),
            "pattern": _(
                "{number}, {month}, {year} and {year2} are filled in, for example FV/{number}/{month}/{year}."
            ),
            "restart": _("When the numbers begin at 1 again."),
            "remote_series": _("Only if the program has several series: the one that gives the number."),
            "place": _("Printed on every document."),
            "payment_days": _("For orders that are not paid yet; 0 means payable at once."),
            "exemption_reason": _("Printed where a line is exempt from VAT; empty: the reason of the rate."),
            "notes": _("Printed on every document of the series."),
            "archived": _("No new documents; those that are there stay."),
        }
        for name, text in texts.items():
            self.fields[name].help_text = text

    def _mark_missing(self) -> None:
        """Red fields are what keeps the series from being used. A new form begins without blame."""
        if self.instance.pk is None and not self.is_bound:
            return
        for problem in missing(self._typed()):
            words = card(problem)
            self.lacks.append(words.what)
            if problem.field in self.fields:
                attrs = self.fields[problem.field].widget.attrs
                attrs["class"] = f"{attrs.get('class', '')} is-invalid".strip()
                self[problem.field].lack = f"{words.what} {words.todo}"  # type: ignore[attr-defined]

    def _typed(self) -> Series:
        """The series as it would be by what is typed now, unchecked."""
        typed = Series(pk=self.instance.pk, company=self.company)
        for name in ("kind", "numbering", "pattern", "restart", "place", "payment_days"):
            setattr(typed, name, self[name].value() or None if name == "payment_days" else self[name].value())
        typed.numbering = typed.numbering or Numbering.HUB
        typed.restart = typed.restart or Period.MONTH
        typed.kind = typed.kind or Kind.INVOICE.value
        typed.connection = self._chosen_connection()
        return typed

    def _chosen_connection(self) -> Connection | None:
        value = self["connection"].value()
        if not value or not str(value).isdigit():
            return None
        return Connection.objects.of(self.company).filter(pk=value).first()

    def _has_documents(self) -> bool:
        return self.instance.pk is not None and Document.objects.filter(series=self.instance).exists()
