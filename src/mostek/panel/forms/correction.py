"""The form of a correction: what the document should be, line by line, beside what it is."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mostek.documents.chains import Chain, series_for
from mostek.documents.correcting import Change
from mostek.documents.models import Series
from mostek.documents.refunding import Refund
from mostek.documents.series import missing
from mostek.invoicing.model import Address, Line, LineKind, Party
from mostek.kernel.dates import today
from mostek.kernel.money import ZERO
from mostek.panel.forms.dressing import dress, mark_errors
from mostek.panel.forms.order import ADDRESS, PARTY, countries
from mostek.regimes.base.registry import regime

EMPTY_ROWS = 2
MOST_ROWS = 10_000
REASONS = (
    _("Return of goods"),
    _("Price reduction granted after the sale"),
    _("Mistake in the quantity"),
    _("Mistake in the price"),
    _("Mistake in the VAT rate"),
    _("Mistake in the buyer's data"),
    _("The order was cancelled"),
    _("The order was changed"),
)
ORDER_CHANGED, CANCELLED, RETURNED = REASONS[7], REASONS[6], REASONS[0]


def in_language(sentence: Any, language: str) -> str:
    """A reason is printed on the document: in the document's language."""
    with translation.override(language):
        return str(sentence)


class AmountField(forms.DecimalField):
    """A number as people type it: 1 234,5 or 1234.5."""

    widget = forms.TextInput

    def __init__(self, *, shown: str | None = None, **options: Any) -> None:
        """`shown` is the pattern in which the form shows the number; None: as many decimals as it has."""
        super().__init__(**options)
        self.shown = shown
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        locale = (get_language() or "en").replace("-", "_")
        return format_decimal(
            value, self.shown, locale=locale, decimal_quantization=False, group_separator=False
        )


class LineForm(forms.Form):
    """One line as it should be. `before` is the line as it stands; None on a row for a line more."""

    name = forms.CharField(label=_("Name"), max_length=512, required=False)
    quantity = AmountField(label=_("Quantity"), required=False, max_digits=16, decimal_places=6)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    unit_price = AmountField(
        label=_("Unit price"), required=False, max_digits=18, decimal_places=6, shown="0.00####"
    )
    allowance = AmountField(
        label=_("Discount"), required=False, max_digits=22, decimal_places=10, shown="0.00####"
    )
    vat = forms.ChoiceField(label=_("VAT"), required=False)
    sku = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in LineKind], required=False, widget=forms.HiddenInput
    )

    def __init__(self, chain: Chain, before: Line | None, wanted: Line | None, data: Any, prefix: str):
        shown = wanted or before
        initial = {name: getattr(shown, name) for name in self.base_fields if name != "vat"} if shown else {}
        if shown:
            initial["vat"] = shown.vat.code
        super().__init__(data, initial=initial, prefix=prefix)
        self.chain, self.before = chain, before
        own = [line.vat.code for line in (before, wanted) if line]
        codes = [vat.code for vat in _rules(chain).vats(chain.invoice.sale_date)]
        known = [(code, code) for code in dict.fromkeys([*own, *codes])]
        self.fields["vat"] = forms.ChoiceField(label=_("VAT"), choices=known, required=False)
        dress(self)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = str(field.label or name)
        if self.is_bound:
            mark_errors(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.before is None and not cleaned.get("name") and not cleaned.get("unit_price"):
            return cleaned
        for name in ("name", "quantity", "unit_price"):
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, gettext("This line needs it."))
        return cleaned

    def line(self) -> Line | None:
        """The line as typed; None for a row that was left empty."""
        typed = self.cleaned_data
        if not typed.get("name"):
            return None
        own = self.before.name if self.before else ""
        return Line(
            # The browser strips blanks: that alone corrects nothing.
            name=own if own.split() == typed["name"].split() else typed["name"],
            sku=typed["sku"],
            quantity=typed["quantity"],
            unit=typed["unit"],
            unit_price=typed["unit_price"],
            allowance=typed["allowance"] or ZERO,
            vat=self._vat(typed["vat"]),
            kind=LineKind(typed["kind"] or LineKind.GOODS),
        )

    def _vat(self, code: str) -> Any:
        """The line's own while the code stays: it carries the reason that was printed."""
        if self.before and self.before.vat.code == code:
            return self.before.vat
        vat = _rules(self.chain).vat(code, self.chain.invoice.sale_date)
        if vat is None:
            return next(line.vat for line in self.chain.lines if line.vat.code == code)
        reason = self.chain.first.series.exemption_reason
        return vat.model_copy(update={"reason": reason}) if vat.percent is None and reason else vat


class CorrectionForm(forms.Form):
    """`lines` and `buyer` are what is proposed; without them the document as it stands."""

    state = forms.CharField(widget=forms.HiddenInput)
    rows = forms.IntegerField(min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput)
    series = forms.ChoiceField(label=_("Series"))
    reason = forms.CharField(label=_("Reason"), max_length=256, required=False)
    issue_date = forms.DateField(
        label=_("Issue date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Name"), max_length=512)
    is_company = forms.BooleanField(label=_("The buyer is a company"), required=False)
    tax_id = forms.CharField(label=_("Tax ID"), max_length=30, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(
        self,
        chain: Chain,
        data: Any = None,
        *,
        lines: Sequence[Line] | None = None,
        buyer: Party | None = None,
        reason: str = "",
    ) -> None:
        self.chain = chain
        self.is_blank = lines is None
        wanted = list(chain.lines if lines is None else lines)
        party = buyer or chain.invoice.buyer
        self.offered = {str(each.pk): each for each in series_for(chain.first)}
        usable = [key for key, each in self.offered.items() if not missing(each)]
        initial: dict[str, Any] = {name: getattr(party, name) for name in PARTY}
        initial |= {name: getattr(party.address, name) for name in ADDRESS}
        initial |= {
            "state": chain.state,
            "rows": len(wanted) + EMPTY_ROWS,
            "reason": reason,
            "issue_date": today(chain.first.company.time_zone),
            "series": usable[0] if usable else "",
        }
        super().__init__(data, initial=initial)
        series = [(key, f"{each.code} – {each.name}") for key, each in self.offered.items()]
        self.fields["series"] = forms.ChoiceField(label=_("Series"), choices=series)
        known = countries(party.address.country)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=known, required=False)
        self.fields["reason"].widget.attrs["list"] = "reasons"
        dress(self)
        if self.is_bound:
            mark_errors(self)
        self.line_forms = self._line_forms(wanted)

    def _line_forms(self, wanted: list[Line]) -> list[LineForm]:
        typed = self["rows"].value() if self.is_bound else self.initial["rows"]
        count = int(typed) if str(typed).isdecimal() and int(typed) <= MOST_ROWS else len(wanted)
        before = self.chain.lines
        made = []
        for i in range(max(count, len(before))):
            own = before[i] if i < len(before) else None
            proposed = wanted[i] if i < len(wanted) else None
            data = self.data if self.is_bound else None
            made.append(LineForm(self.chain, own, proposed, data, f"line-{i}"))
        return made

    @property
    def is_of_now(self) -> bool:
        """Whether what was typed was typed for what stands last."""
        return not self.is_bound or self.data.get("state") == self.chain.state

    def is_valid(self) -> bool:
        lines_valid = [each.is_valid() for each in self.line_forms]
        return super().is_valid() and all(lines_valid)

    @property
    def buyer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "tax_id", "is_company", *ADDRESS, "email", "phone")]

    @property
    def reasons(self) -> list[str]:
        return [in_language(reason, self.chain.invoice.language) for reason in REASONS]

    @property
    def chosen_series(self) -> Series:
        return self.offered[self.cleaned_data["series"]]

    def change(self) -> Change:
        """Call once the form is valid."""
        typed = self.cleaned_data
        buyer = self.chain.invoice.buyer.model_copy(
            update={**{name: typed[name] for name in PARTY}, "address": self._address()}
        )
        lines = [line for form in self.line_forms if (line := form.line())]
        changed = buyer if buyer != self.chain.invoice.buyer else None
        return Change(lines, typed["reason"], typed["state"], changed, typed["issue_date"])

    def _address(self) -> Address:
        return Address(**{name: self.cleaned_data[name].strip() for name in ADDRESS})


def _rules(chain: Chain) -> Any:
    return regime(chain.invoice.seller.address.country)


class RefundForm(forms.Form):
    """Quantities that came back (`back_<position>`), an amount besides, and a share of the shipping."""

    amount = AmountField(
        label=_("Price reduction, with VAT"),
        help_text=_("Taken off all that the buyer keeps, every line in proportion; shipping left out."),
        required=False,
    )
    shipping = AmountField(
        label=_("Given back of the shipping, with VAT"),
        help_text=_("Leave it empty where the buyer still pays the shipping."),
        required=False,
    )

    def __init__(self, chain: Chain, data: Any = None) -> None:
        super().__init__(data)
        self.lines = chain.lines
        for i, line in enumerate(chain.lines):
            self.fields[f"back_{i}"] = AmountField(
                label=_("Came back of %(name)s") % {"name": line.name}, required=False, min_value=0
            )
        dress(self)
        if self.is_bound:
            mark_errors(self)

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """Lines of which something can come back."""
        return [(line, self[f"back_{i}"]) for i, line in enumerate(self.lines) if line.quantity]

    @property
    def amount_fields(self) -> list[forms.BoundField]:
        ships = any(line.kind is LineKind.SHIPPING and line.quantity for line in self.lines)
        return [self["amount"], *([self["shipping"]] if ships else [])]

    def refund(self) -> Refund:
        typed = self.cleaned_data
        back = {i: typed[f"back_{i}"] for i in range(len(self.lines)) if typed.get(f"back_{i}")}
        return Refund(back, typed["amount"] or ZERO, typed["shipping"] or ZERO)
