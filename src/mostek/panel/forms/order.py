"""The form that mends an order."""

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mostek.invoicing.model import Address, Party
from mostek.kernel.dates import local_date
from mostek.orders.models import Order
from mostek.panel.forms.dressing import dress, mark_errors
from mostek.vat.deciding import codes_for

PARTY = ("name", "tax_id", "is_company", "email", "phone")
ADDRESS = ("street", "postcode", "city", "country")


class OrderForm(forms.Form):
    """The buyer's data, and a VAT rate for every line (`vat_<line id>`)."""

    name = forms.CharField(label=pgettext_lazy("of a buyer", "Name"), max_length=512)
    is_company = forms.BooleanField(label=_("The buyer is a company"), required=False)
    tax_id = forms.CharField(label=_("Tax ID"), max_length=30, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, order: Order, data: Any = None) -> None:
        self.order = order
        buyer = order.buyer_party()
        initial = {name: getattr(buyer, name) for name in PARTY}
        initial |= {name: getattr(buyer.address, name) for name in ADDRESS}
        super().__init__(data, initial=initial)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), choices=countries(buyer.address.country), required=False
        )
        self.lines = list(order.lines.all())
        codes = self._codes()
        for number, line in enumerate(self.lines, start=1):
            known = [*codes] if not line.vat_code or line.vat_code in codes else [line.vat_code, *codes]
            self.fields[f"vat_{line.pk}"] = forms.ChoiceField(
                label=_("VAT of line %(number)s") % {"number": number},
                choices=[("", "–"), *((code, code) for code in known)],
                initial=line.vat_code,
                required=False,
            )
        dress(self)
        self._mark_missing()
        if self.is_bound:
            mark_errors(self)

    @property
    def buyer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "tax_id", "is_company", *ADDRESS, "email", "phone")]

    @property
    def line_fields(self) -> list[tuple[Any, forms.BoundField]]:
        return [(line, self[f"vat_{line.pk}"]) for line in self.lines]

    def save(self) -> dict[str, tuple[Any, Any]]:
        """Writes what changed and says what it was before. Call in a transaction."""
        before = self.order.buyer_party()
        values = self.cleaned_data
        address = Address(**{name: values[name].strip() for name in ADDRESS})
        party = Party(**{name: values[name] for name in PARTY}, address=address)
        changes = _differences(before, party)
        if changes:
            self.order.buyer = party.model_dump(mode="json")
            self.order.buyer_name, self.order.buyer_email = party.name, party.email
            self.order.buyer_tax_id = party.tax_id
            self.order.save(update_fields=["buyer", "buyer_name", "buyer_email", "buyer_tax_id"])
        for number, line in enumerate(self.lines, start=1):
            code = values[f"vat_{line.pk}"]
            if code != line.vat_code:
                changes[f"lines.{number}.vat"] = (line.vat_code, code)
                line.vat_code = code
                line.save(update_fields=["vat_code"])
        return changes

    def _codes(self) -> list[str]:
        company = self.order.company
        on = local_date(self.order.placed_at, company.time_zone)
        return codes_for(self.order, on)

    def _mark_missing(self) -> None:
        """A line without VAT rate stops the document: it is red before anything is sent."""
        for line in self.lines:
            if not line.vat_code:
                self.fields[f"vat_{line.pk}"].widget.attrs["class"] = "form-select is-invalid"


def _differences(before: Party, after: Party) -> dict[str, tuple[Any, Any]]:
    old = {**before.model_dump(exclude={"address"}), **before.address.model_dump()}
    new = {**after.model_dump(exclude={"address"}), **after.address.model_dump()}
    return {f"buyer.{name}": (old[name], new[name]) for name in new if old[name] != new[name]}


def countries(present: str) -> list[tuple[str, str]]:
    """ISO countries by name in the reader's language; one that is no country stays choosable as it is."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    known = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    known = [pair for pair in known if pair[0] not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}]
    if present and present not in dict(known):
        known.append((present, present))
    return [("", "–"), *sorted(known, key=lambda pair: pair[1].casefold())]
