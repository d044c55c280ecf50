"""An order as it comes in, from whatever source: the neutral shape that API, files and stores share."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from mostek.invoicing.model import Address, LineKind, Party, PaymentMeans, PriceBasis
from mostek.kernel.problems import Problem, ProblemError


def _short(length: int) -> Any:
    return StringConstraints(strip_whitespace=True, max_length=length)


def _tidy(party: Party) -> Party:
    """Without blanks around, the country in capitals; whoever has a tax ID is a company unless it is
    said that they are not."""
    address = party.address
    return party.model_copy(
        update={
            "name": party.name.strip(),
            "tax_id": party.tax_id.strip(),
            "is_company": party.is_company
            or (bool(party.tax_id.strip()) and "is_company" not in party.model_fields_set),
            "email": party.email.strip(),
            "phone": party.phone.strip(),
            "address": Address(
                street=address.street.strip(),
                city=address.city.strip(),
                postcode=address.postcode.strip(),
                country=address.country.strip().upper(),
            ),
        }
    )


MOST_OF_A_TAG = 40


def tidy_tags(tags: Sequence[str]) -> list[str]:
    """Without blanks around, each once, whatever its capitals."""
    bare = (" ".join(tag.split()) for tag in tags)
    return list({tag.casefold(): tag for tag in bare if tag}.values())


TidyParty = Annotated[Party, AfterValidator(_tidy)]


class IncomingLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, _short(512)]
    sku: Annotated[str, _short(60)] = ""
    quantity: Decimal
    unit: Annotated[str, _short(20)] = ""
    unit_price: Decimal
    """On the order's price basis, at most six decimals."""
    allowance: Decimal = Decimal(0)
    """Taken off `quantity × unit_price`, on the same basis."""
    vat_code: Annotated[str, _short(10)] = ""
    """As the seller's country names it (`23`, `8`, `zw`); empty: not known, the document will wait."""
    kind: LineKind = LineKind.GOODS


class IncomingOrder(BaseModel):
    """Moments without an offset are in the company's time zone."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[str, _short(60)]
    placed_at: datetime
    currency: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True)]
    basis: PriceBasis = PriceBasis.GROSS
    lines: list[IncomingLine]
    """Empty only together with a `total` of 0: an order that was called off."""
    discount: Decimal = Decimal(0)
    """Taken off the whole order, on its price basis; divided over the lines when a document is issued."""
    total: Decimal | None = None
    """Gross, as the buyer was told. Compared with the lines; computed from them when missing."""
    paid: Decimal = Decimal(0)
    fully_paid: bool = False
    """Sets `paid` to the total."""
    paid_on: date | None = None
    payment_means: PaymentMeans | None = None
    """When missing, read from `payment_name` where that is understood, else `other`."""
    payment_name: Annotated[str, _short(100)] = ""
    delivery_method: Annotated[str, _short(100)] = ""
    buyer: TidyParty = Party()
    recipient: TidyParty | None = None
    notes: Annotated[str, _short(5000)] = ""
    status: Annotated[str, _short(60)] = ""
    """Name of one of the company's statuses; made if it is new. Empty: the first of the list."""
    tags: Annotated[list[Annotated[str, _short(MOST_OF_A_TAG)]], AfterValidator(tidy_tags)] | None = None
    """Words to sort by. Missing: those that the order has stay as they are."""


class _Numbered(BaseModel):
    number: Annotated[str | int, AfterValidator(str)] = Field(default="")


def read(data: Any) -> IncomingOrder:
    """The order in a parsed JSON object. Raises ProblemError with a problem for each wrong field."""
    if not isinstance(data, Mapping):
        raise ProblemError(Problem("orders.not_an_object"))
    try:
        return IncomingOrder.model_validate(data)
    except ValidationError as error:
        raise ProblemError(*problems_of(error)) from None


def number_of(data: Any) -> str:
    """The order's number in a parsed JSON object, as far as it can be told."""
    try:
        return str(_Numbered.model_validate(data).number)[:60]
    except ValidationError:
        return ""


_KEYS = {
    "missing": "orders.field_missing",
    "extra_forbidden": "orders.field_unknown",
    "string_too_long": "orders.text_too_long",
    "string_type": "orders.text_expected",
    "string_unicode": "orders.unprintable",
    "enum": "orders.choice_unknown",
    "bool_parsing": "orders.yes_or_no",
    "bool_type": "orders.yes_or_no",
    "list_type": "orders.list_expected",
    "model_type": "orders.object_expected",
    "model_attributes_type": "orders.object_expected",
}
_KEYS_BY_BEGINNING = {
    "decimal": "orders.number_expected",
    "finite_number": "orders.number_expected",
    "date": "orders.date_expected",
}


def problems_of(error: ValidationError) -> list[Problem]:
    """What pydantic found, in our words; the path counts lines from 0."""
    return [_problem(each) for each in error.errors(include_url=False)]


def _problem(found: Any) -> Problem:
    kind: str = found["type"]
    path = ".".join(str(step) for step in found["loc"])
    key = _KEYS.get(kind) or next(
        (key for beginning, key in _KEYS_BY_BEGINNING.items() if kind.startswith(beginning)),
        "orders.field_wrong",
    )
    values = {"field": path}
    context = found.get("ctx", {})
    if key == "orders.text_too_long":
        values |= {"length": str(len(found["input"].strip())), "longest": str(context["max_length"])}
    elif key == "orders.choice_unknown":
        values |= {"value": _shown(found["input"]), "choices": context["expected"]}
    elif key not in ("orders.field_missing", "orders.field_unknown", "orders.unprintable"):
        values["value"] = _shown(found["input"])
    return Problem(key, values, path)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
