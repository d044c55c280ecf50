"""Forms of payroll: lists, people and amounts, components and their posting, settings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.words import card
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.values import amount as number_of
from mostek.panel.forms.dressing import dress
from mostek.payroll.catalogue import rules_of
from mostek.payroll.components import problems_of
from mostek.payroll.importing.reading import LARGEST
from mostek.payroll.models import CashBookPlace, Component, ListState, PayrollList, PayrollSettings

MOST = Decimal(10) ** 10


def sentence(problem: Problem) -> str:
    told = card(problem)
    return f"{told.what} {told.todo}"


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        cleaned: date | None = super().clean(value)
        return cleaned.replace(day=1) if cleaned else None


class AmountField(forms.CharField):
    """An amount as people type it, in the smallest unit at the finest; empty is zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Decimal:
        text = str(super().clean(value) or "").strip()
        if not text:
            return Decimal(0)
        try:
            found = number_of(text)
        except ProblemError as error:
            raise forms.ValidationError(sentence(error.problems[0])) from None
        if abs(found) >= MOST or found != found.quantize(Decimal("0.01")):
            raise forms.ValidationError(
                gettext("“%(value)s” is no amount with at most two decimals.") % {"value": text}
            )
        return found


class PayrollFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("XML of Comarch ERP Optima, text in the Symfonia form, CSV or XLSX."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "max_length": _("The file's name is too long: at most 200 characters."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xml,.txt,.csv,.xlsx"
        dress(self)

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            values = {"megabytes": str(LARGEST // 1_000_000)}
            raise forms.ValidationError(sentence(Problem("payroll.file_too_large", values)))
        return file


class ListForm(forms.ModelForm):  # type: ignore[type-arg]
    period = MonthField(label=_("Month the pay is for"))
    payment_date = forms.DateField(
        label=_("Day of payment"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = PayrollList
        fields = ("number", "kind", "period", "payment_date", "corrects", "notes")
        labels = {"corrects": _("Corrects")}
        help_texts = {
            "number": _("As in the payroll program, for example LP/11/2026. It becomes the entry's number."),
            "corrects": _("Only of a list that corrects a closed one: it holds the differences."),
        }

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        closed = PayrollList.objects.of(company).filter(state=ListState.CLOSED).exclude(pk=self.instance.pk)
        corrects: Any = self.fields["corrects"]
        corrects.queryset, corrects.empty_label = closed, gettext("none")
        self.fields["notes"].widget = forms.Textarea({"rows": 2})
        dress(self)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        others = PayrollList.objects.of(self.company).exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise forms.ValidationError(sentence(Problem("payroll.number_taken", {"number": number})))
        return number


class PersonForm(forms.Form):
    """A person with amounts of some components: the fields `amount-<component>`."""

    ref = forms.CharField(label=_("Number in the records"), max_length=60, required=False)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200, required=False)
    department = forms.CharField(label=pgettext_lazy("payroll", "Department"), max_length=40, required=False)
    project = forms.CharField(label=_("Project"), max_length=40, required=False)

    def __init__(self, components: Iterable[Component], data: Any = None) -> None:
        super().__init__(data)
        self.components = list(components)
        for each in self.components:
            self.fields[f"amount-{each.pk}"] = AmountField(label=str(each))
        self.fields["department"].widget.attrs["list"] = "departments"
        self.fields["project"].widget.attrs["list"] = "projects"
        dress(self)

    def amounts(self) -> dict[int, Decimal]:
        return {each.pk: self.cleaned_data[f"amount-{each.pk}"] for each in self.components}

    def cells(self) -> list[forms.BoundField]:
        return [self[f"amount-{each.pk}"] for each in self.components]


class _ComponentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Shows at its own fields what `problems_of` finds; the rest stands above the form."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        for problem in problems_of(self.instance):
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, sentence(problem))


class ComponentForm(_ComponentForm):
    kind = forms.ChoiceField(label=_("Kind"), help_text=_("Says what it is to net pay and to cost."))

    class Meta:
        model = Component
        fields = ("code", "name", "kind", "archived")
        help_texts = {
            "code": _("As payroll files name it."),
            "archived": _("It is offered no more; lists that hold it stay."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = rules_of(self.instance.company).kinds
        choices: Any = self.fields["kind"]
        choices.choices = [(key, gettext(kind.label)) for key, kind in kinds.items()]
        dress(self)


class PostingForm(_ComponentForm):
    cash_book = forms.ChoiceField(
        label=_("In the book of income and expenses"), choices=CashBookPlace.choices
    )

    class Meta:
        model = Component
        fields = (
            "debit_account",
            "debit_by_department",
            "credit_account",
            "credit_by_department",
            "project",
            "reverses_sign",
            "cash_book",
        )
        help_texts = {
            "debit_account": _("Type a part of the code or the name, and choose."),
            "debit_by_department": _("A row for each department of the people on the list."),
            "credit_by_department": _("A row for each department of the people on the list."),
            "project": _("For amounts that name none. Empty: without a project."),
            "reverses_sign": _(
                "Debit and credit change places, as for amounts that the file gives with a minus."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("debit_account", "credit_account"):
            self.fields[name].widget.attrs |= {"list": "accounts", "autocomplete": "off"}
        self.fields["project"].widget.attrs["list"] = "projects"
        dress(self)


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PayrollSettings
        fields = ("connection", "book", "entry_date", "nets_accounts", "accident_percent")
        help_texts = {
            "connection": _("The account that the entries go to and the chart of accounts comes from."),
            "book": _("A book of income and expenses gets its rows as a file or a printout."),
            "entry_date": _("It decides the accounting month."),
            "nets_accounts": _(
                "Amounts on both sides of an account are set off: the liability to people shows net pay only."
            ),
            "accident_percent": _("The company's own rate, for checking lists. Empty: that of small payers."),
        }

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [each.pk for each in connections_with_ledger(company)]
        connection: Any = self.fields["connection"]
        connection.queryset = Connection.objects.of(company).filter(pk__in=fitting)
        connection.empty_label = gettext("none yet")
        self.fields["accident_percent"].widget = forms.NumberInput({"min": 0, "max": 10, "step": "0.01"})
        dress(self)

    def clean_accident_percent(self) -> Decimal | None:
        percent: Decimal | None = self.cleaned_data["accident_percent"]
        if percent is not None and not 0 <= percent <= 10:
            raise forms.ValidationError(gettext("The rate lies between 0 and 10 per cent."))
        return percent


def connections_with_ledger(company: Company) -> list[Connection]:
    """Accounts at programs that take journal entries."""
    return [
        each
        for each in Connection.objects.of(company).order_by("name")
        if "journal_entries" in each.connector.capabilities
    ]
