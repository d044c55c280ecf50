"""What must be right about an order before it is taken in, and what its lines make."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from mostek.invoicing.discounts import spread
from mostek.invoicing.model import Line, Party, PriceBasis, Vat, VatRounding
from mostek.invoicing.rules import LARGEST, LONGEST_NAME, MOST_LINES
from mostek.invoicing.totals import line_value, totals_of
from mostek.kernel.money import ZERO, exponent, is_currency, is_whole, rounded
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.incoming import IncomingLine, IncomingOrder

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_COUNTRY = re.compile("[A-Z]{2}")
_LONGEST = {"tax_id": 30, "email": 254, "phone": 40, "street": 200, "city": 100, "postcode": 16}
QUANTITY_STEP = Decimal("0.0001")
PRICE_STEP = Decimal("0.000001")
ALLOWANCE_STEP = Decimal("0.01")

VatOf = Callable[[str, date], Vat | None]
"""The seller's VAT category of a code on a day."""


def check(incoming: IncomingOrder) -> list[Problem]:
    """Everything that keeps the order out, in the order's own order. Empty when it may come in."""
    problems = [problem for rule in _RULES for problem in rule(incoming)]
    for index, line in enumerate(incoming.lines):
        for problem in _line(line):
            values = {"line": str(index + 1), **problem.values}
            problems.append(Problem(problem.key, values, f"lines.{index}.{problem.field}"))
    return problems


def remarks(incoming: IncomingOrder) -> list[Problem]:
    """What does not keep the order out but will stop its document."""
    without = [str(i + 1) for i, line in enumerate(incoming.lines) if not line.vat_code]
    return [Problem("orders.vat_missing", {"lines": _listed(without)}, "lines")] if without else []


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 10 else ", ".join(names[:10]) + "…"


def _head(incoming: IncomingOrder) -> Iterator[Problem]:
    if not incoming.number:
        yield Problem("orders.number_empty", field="number")
    if not 2000 <= incoming.placed_at.year <= 2100:
        yield Problem("orders.placed_at", {"date": incoming.placed_at.isoformat()}, "placed_at")
    if not is_currency(incoming.currency):
        yield Problem("orders.currency_unknown", {"currency": incoming.currency[:60]}, "currency")
    elif exponent(incoming.currency) > 2:
        yield Problem("orders.currency_decimals", {"currency": incoming.currency}, "currency")
    if not incoming.lines and incoming.total != 0:
        yield Problem("orders.no_lines", field="lines")
    if len(incoming.lines) > MOST_LINES:
        values = {"count": str(len(incoming.lines)), "most": str(MOST_LINES)}
        yield Problem("orders.too_many_lines", values, "lines")


def _money(incoming: IncomingOrder) -> Iterator[Problem]:
    for name in ("discount", "paid", "total"):
        amount: Decimal | None = getattr(incoming, name)
        if amount is None:
            continue
        values = {"field": name, "amount": f"{amount:f}", "currency": incoming.currency}
        if abs(amount) >= LARGEST:
            yield Problem("orders.amount_too_large", values, name)
        elif amount < 0:
            yield Problem("orders.amount_negative", values, name)
        elif is_currency(incoming.currency) and not is_whole(amount, incoming.currency):
            decimals = {"decimals": str(exponent(incoming.currency))}
            yield Problem("orders.amount_decimals", {**values, **decimals}, name)


def _texts(incoming: IncomingOrder) -> Iterator[Problem]:
    texts = {
        name: getattr(incoming, name)
        for name in ("number", "payment_name", "delivery_method", "notes", "status")
    }
    for name, party in (("buyer", incoming.buyer), ("recipient", incoming.recipient)):
        if party is not None:
            yield from _party(name, party)
            texts |= {f"{name}.{part}": text for part, text in _parts(party).items()}
    for path, text in texts.items():
        if text and _UNPRINTABLE.search(text):
            yield Problem("orders.unprintable", {"field": path}, path)


def _parts(party: Party) -> dict[str, str]:
    address = party.address
    return {
        "name": party.name,
        "tax_id": party.tax_id,
        "email": party.email,
        "phone": party.phone,
        "street": address.street,
        "city": address.city,
        "postcode": address.postcode,
    }


def _party(path: str, party: Party) -> Iterator[Problem]:
    country = party.address.country
    if country and not _COUNTRY.fullmatch(country):
        yield Problem("orders.country_code", {"country": country[:60]}, f"{path}.address.country")
    for part, text in _parts(party).items():
        longest = _LONGEST.get(part, LONGEST_NAME)
        if len(text) > longest:
            field = f"{path}.address.{part}" if part in ("street", "city", "postcode") else f"{path}.{part}"
            values = {"field": field, "length": str(len(text)), "longest": str(longest)}
            yield Problem("orders.text_too_long", values, field)


_RULES = (_head, _money, _texts)


def _line(line: IncomingLine) -> Iterator[Problem]:
    if not line.name:
        yield Problem("orders.line_without_name", field="name")
    elif _UNPRINTABLE.search(line.name):
        yield Problem("orders.unprintable", {"field": "name"}, "name")
    for field in ("sku", "unit", "vat_code"):
        if _UNPRINTABLE.search(getattr(line, field)):
            yield Problem("orders.unprintable", {"field": field}, field)
    amounts = (line.quantity, line.unit_price, line.allowance)
    if any(abs(amount) >= LARGEST for amount in amounts):
        yield Problem("orders.line_amount_too_large", field="quantity")
        return
    if line.quantity == 0:
        yield Problem("orders.quantity_zero", field="quantity")
    elif line.quantity < 0:
        yield Problem("orders.quantity_negative", {"quantity": f"{line.quantity:f}"}, "quantity")
    elif not _fits(line.quantity, QUANTITY_STEP):
        yield Problem("orders.quantity_decimals", {"quantity": f"{line.quantity:f}"}, "quantity")
    if line.unit_price < 0:
        yield Problem("orders.price_negative", {"price": f"{line.unit_price:f}"}, "unit_price")
    elif not _fits(line.unit_price, PRICE_STEP):
        yield Problem("orders.price_decimals", {"price": f"{line.unit_price:f}"}, "unit_price")
    if line.allowance:
        yield from _allowance(line)


def _allowance(line: IncomingLine) -> Iterator[Problem]:
    values = {"allowance": f"{line.allowance:f}"}
    if line.allowance < 0:
        yield Problem("orders.allowance_negative", values, "allowance")
    elif not _fits(line.allowance, ALLOWANCE_STEP):
        yield Problem("orders.allowance_decimals", values, "allowance")
    elif line.quantity > 0 and line.unit_price >= 0 and line.allowance > line.quantity * line.unit_price:
        yield Problem("orders.allowance_above_value", values, "allowance")


def _fits(number: Decimal, step: Decimal) -> bool:
    return number % step == 0


def total(incoming: IncomingOrder, vat_of: VatOf, on: date) -> Decimal:
    """The order's gross total: the given one if the lines make it, else what they make.

    Raises ProblemError when the two differ, when the discount is more than the lines are worth, or
    when prices are net and a VAT code is missing or unknown, so that the total cannot be known.
    """
    if incoming.basis is PriceBasis.GROSS:
        sums = [_gross_sum(incoming)]
    else:
        lines = spread(incoming.discount, list(_with_vat(incoming, vat_of, on)), incoming.currency)
        # Either way of rounding is lawful; the accounting program's way decides on the document.
        sums = [
            totals_of(lines, incoming.basis, rounding, incoming.currency).whole.gross
            for rounding in (VatRounding.RATE, VatRounding.LINE)
        ]
    if incoming.total is None:
        return sums[0]
    if incoming.total not in sums:
        values = {
            "lines": f"{sums[0]:f} {incoming.currency}",
            "total": f"{incoming.total:f} {incoming.currency}",
            "difference": f"{abs(incoming.total - sums[0]):f} {incoming.currency}",
        }
        raise ProblemError(Problem("orders.total_differs", values, "total"))
    return incoming.total


def _gross_sum(incoming: IncomingOrder) -> Decimal:
    worth = rounded(ZERO, incoming.currency)
    for line in incoming.lines:
        worth += line_value(line, incoming.currency)
    if incoming.discount > worth:
        money = {"discount": f"{incoming.discount:f}", "worth": f"{worth:f}", "currency": incoming.currency}
        raise ProblemError(Problem("orders.discount_above_value", money, "discount"))
    return worth - incoming.discount


def _with_vat(incoming: IncomingOrder, vat_of: VatOf, on: date) -> Iterator[Line]:
    for index, line in enumerate(incoming.lines):
        vat = vat_of(line.vat_code, on) if line.vat_code else None
        if vat is None:
            key = "orders.net_with_unknown_vat" if line.vat_code else "orders.net_without_vat"
            values = {"line": str(index + 1), "code": line.vat_code}
            raise ProblemError(Problem(key, values, f"lines.{index}.vat_code"))
        yield Line(
            name=line.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            allowance=line.allowance,
            vat=vat,
            kind=line.kind,
        )
