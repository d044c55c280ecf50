"""Conditions: what they are called, what may be chosen, whether they hold, and how they read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from mostek.automation.facts import Facts
from mostek.companies.models import Company
from mostek.documents.models import KIND_NAMES, Series
from mostek.orders.importing.values import country
from mostek.orders.models import Order, OrderStatus
from mostek.orders.words import PAYMENT_MEANS

Choices = Sequence[tuple[str, str]]
Row = Mapping[str, Any]
"""A condition as a rule keeps it: {"key", "op", "value": [texts]}."""
RECENT = 300
"""Orders that are looked at for values to offer."""


class Op(StrEnum):
    IS = "is"  # one of the values
    IS_NOT = "is_not"  # none of the values
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


CHOOSING, MEASURING = (Op.IS, Op.IS_NOT), (Op.AT_LEAST, Op.AT_MOST)
OP_NAMES = {
    Op.IS: _("is (one of)"),
    Op.IS_NOT: _("is not (none of)"),
    Op.AT_LEAST: _("is at least"),
    Op.AT_MOST: _("is at most"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`read` gives the values that the order or document has: several for tags, none where there is
    nothing, a Decimal for an amount."""

    key: str
    label: Promise
    read: Callable[[Facts], tuple[str, ...] | Decimal | None]
    choices: Callable[[Company], Choices] = lambda _company: ()
    ops: tuple[Op, ...] = CHOOSING
    is_open: bool = False
    """Values beyond the choices may be written; capitals do not count."""
    tidy: Callable[[str], str | None] = str.strip
    """A written value as it is kept; None where it cannot be one."""
    sentences: Mapping[str, Promise] | None = None
    """For a plain yes or no: the whole sentence for each value."""
    about_document: bool = False
    is_many: bool = False
    """The order may have several of the values at once."""


def of_order(read: Callable[[Order], Any]) -> Callable[[Facts], Any]:
    """Nothing where there is no order."""

    def values(facts: Facts) -> Any:
        if facts.order is None:
            return ()
        found = read(facts.order)
        return found if isinstance(found, tuple | Decimal) else (found,) if found else ()

    return values


def _either(yes: bool) -> str:
    return "yes" if yes else "no"


def _seen(field: str) -> Callable[[Company], Choices]:
    """The values that the company's newest orders have."""

    def choices(company: Company) -> Choices:
        recent = Order.objects.of(company).order_by("-placed_at", "-id").values_list(field, flat=True)
        found: set[str] = set()
        for value in recent[:RECENT]:
            found.update(value if isinstance(value, list) else [value] if value else [])
        return [(value, value) for value in sorted(found, key=str.casefold)]

    return choices


def _countries(company: Company) -> Choices:
    codes = {code for code, _ in _seen("buyer__address__country")(company)} | {company.country}
    return sorted(((code, country_name(code)) for code in codes if code), key=lambda pair: pair[1])


def country_name(code: str) -> str:
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    return str(names.get(code.upper(), code))


def _statuses(company: Company) -> Choices:
    return [(str(each.pk), each.name) for each in OrderStatus.objects.of(company)]


def _series(company: Company) -> Choices:
    return [(str(each.pk), f"{each.code} – {each.name}") for each in Series.objects.of(company)]


def _statement(
    key: str, label: Promise, holds: Callable[[Facts], bool], yes: Promise, no: Promise
) -> Condition:
    return Condition(
        key,
        label,
        lambda facts: (_either(holds(facts)),) if facts.order else (),
        lambda _company: [("yes", str(yes)), ("no", str(no))],
        ops=(Op.IS,),
        sentences={"yes": yes, "no": no},
    )


CONDITIONS = {
    each.key: each
    for each in (
        Condition("status", _("Order status"), of_order(lambda o: str(o.status_id or "")), _statuses),
        _statement(
            "paid",
            _("Payment"),
            lambda facts: facts.order is not None and facts.order.is_paid,
            _("The order is paid in full"),
            _("The order is not paid in full"),
        ),
        _statement(
            "has_document",
            _("Document of the order"),
            lambda facts: facts.standing is not None,
            _("The order has an invoice or receipt already"),
            _("The order has no invoice or receipt yet"),
        ),
        Condition("amount", _("Order amount with VAT"), of_order(lambda o: o.total), ops=MEASURING),
        Condition(
            "currency",
            _("Currency"),
            of_order(lambda o: o.currency),
            _seen("currency"),
            is_open=True,
            tidy=lambda text: text.upper() if len(text) == 3 and text.isalpha() else None,
        ),
        Condition(
            "payment",
            _("Payment method"),
            of_order(lambda o: o.payment_means),
            lambda _company: [(means.value, str(name)) for means, name in PAYMENT_MEANS.items()],
        ),
        Condition(
            "payment_name",
            _("Payment method as the shop calls it"),
            of_order(lambda o: o.payment_name),
            _seen("payment_name"),
            is_open=True,
        ),
        Condition(
            "delivery_method",
            _("Delivery method"),
            of_order(lambda o: o.delivery_method),
            _seen("delivery_method"),
            is_open=True,
        ),
        Condition("source", _("Order source"), of_order(lambda o: o.source), _seen("source"), is_open=True),
        Condition(
            "country",
            _("Buyer's country"),
            of_order(lambda o: o.buyer.get("address", {}).get("country", "")),
            _countries,
            is_open=True,
            tidy=lambda text: country(text) or None,
        ),
        _statement(
            "is_company",
            _("Company or private person"),
            lambda facts: facts.order is not None and bool(facts.order.buyer.get("is_company")),
            _("The buyer is a company"),
            _("The buyer is a private person"),
        ),
        _statement(
            "tax_id",
            _("Buyer's tax ID"),
            lambda facts: facts.order is not None and bool(facts.order.buyer_tax_id),
            _("The buyer gave a tax ID"),
            _("The buyer gave no tax ID"),
        ),
        Condition(
            "tags",
            _("Tags"),
            of_order(lambda o: tuple(o.tags)),
            _seen("tags"),
            is_open=True,
            is_many=True,
        ),
        Condition(
            "kind",
            _("Kind of document"),
            lambda facts: (facts.document.kind,) if facts.document else (),
            lambda _company: [(kind, str(name)) for kind, name in KIND_NAMES],
            about_document=True,
        ),
        Condition(
            "series",
            _("Series of the document"),
            lambda facts: (str(facts.document.series_id),) if facts.document else (),
            _series,
            about_document=True,
        ),
    )
}


def holds(row: Row, facts: Facts) -> bool:
    """One that is not known any more holds never: a rule rather does nothing than the wrong thing."""
    condition = CONDITIONS.get(row["key"])
    actual = condition.read(facts) if condition else None
    if condition is None or actual is None:
        return False
    if isinstance(actual, Decimal):
        limit = Decimal(row["value"][0])
        return actual >= limit if row["op"] == Op.AT_LEAST else actual <= limit
    if row["op"] not in CHOOSING:
        return False
    wanted = row["value"]
    if condition.is_open:
        actual, wanted = tuple(map(folded, actual)), list(map(folded, wanted))
    return any(value in wanted for value in actual) is (row["op"] == Op.IS)


def all_hold(rows: Iterable[Row], facts: Facts) -> bool:
    return all(holds(row, facts) for row in rows)


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def exclude_each_other(one: Row, other: Row) -> bool:
    """Whether no order can fulfil both, as far as the two conditions tell."""
    condition = CONDITIONS.get(one["key"])
    if condition is None or one["key"] != other["key"]:
        return False
    ops = {one["op"]: one["value"], other["op"]: other["value"]}
    if set(ops) == set(MEASURING):
        return Decimal(ops[Op.AT_LEAST][0]) > Decimal(ops[Op.AT_MOST][0])
    if condition.ops == MEASURING:
        return False
    first, second = ({folded(value) for value in row["value"]} for row in (one, other))
    if one["op"] == other["op"] == Op.IS:
        return not condition.is_many and not first & second
    if one["op"] == other["op"]:
        return False
    return first <= second if one["op"] == Op.IS else second <= first


class Names:
    """What values are called, for one company; asked for once each."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._known: dict[str, dict[str, str]] = {}

    def choices(self, condition: Condition) -> dict[str, str]:
        if condition.key not in self._known:
            self._known[condition.key] = dict(condition.choices(self._company))
        return self._known[condition.key]

    def of(self, condition: Condition, values: Sequence[str], kept: Sequence[str] = ()) -> list[str]:
        """`kept` are the names of the time when they were written down: for what is gone since."""
        if condition.key == "country":
            return [country_name(value) for value in values]
        if condition.is_open or condition.ops == MEASURING:
            return [value if condition.is_open else _number(value) for value in values]
        known = self.choices(condition)
        spare = list(kept) or [gettext("(deleted)")] * len(values)
        return [known.get(value, spare[i] if i < len(spare) else value) for i, value in enumerate(values)]

    def sentence(self, row: Row) -> str:
        """The condition as a person would say it."""
        condition = CONDITIONS.get(row["key"])
        if condition is None:
            return gettext("A condition that this installation does not know: %(key)s") % {"key": row["key"]}
        if condition.sentences:
            return str(condition.sentences.get(row["value"][0], ""))
        names = self.of(condition, row["value"], row.get("names", ()))
        what = {"what": condition.label}
        match row["op"]:
            case Op.IS:
                return gettext("%(what)s is %(value)s") % (
                    what | {"value": _joined(names, pgettext("between alternatives", "or"))}
                )
            case Op.IS_NOT:
                return gettext("%(what)s is not %(value)s") % (
                    what | {"value": _joined(names, pgettext("between what is ruled out", "or"))}
                )
            case Op.AT_LEAST:
                return gettext("%(what)s is at least %(value)s") % (what | {"value": names[0]})
            case _:
                return gettext("%(what)s is at most %(value)s") % (what | {"value": names[0]})

    def actual(self, row: Row, facts: Facts) -> str:
        """What the order or document really has."""
        condition = CONDITIONS.get(row["key"])
        actual = condition.read(facts) if condition else None
        if condition is None or actual is None or actual == ():
            return gettext("nothing")
        if isinstance(actual, Decimal):
            return _number(str(actual)) + (f" {facts.order.currency}" if facts.order else "")
        if condition.sentences:
            return str(condition.sentences[actual[0]])
        return ", ".join(self.of(condition, actual))

    def kept(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """Conditions with the present names of their values, to be read when those are gone."""
        return [
            {**row, "names": self.of(CONDITIONS[row["key"]], row["value"])}
            for row in rows
            if row["key"] in CONDITIONS
        ]


def _joined(names: Sequence[str], word: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _number(text: str) -> str:
    return format_decimal(Decimal(text), format="#,##0.00", locale=(get_language() or "en").replace("-", "_"))
