"""A partial refund: what is taken back of a document's lines, to the smallest unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mostek.invoicing.discounts import spread
from mostek.invoicing.model import Invoice, Line, LineKind, PriceBasis
from mostek.invoicing.totals import totals_of
from mostek.kernel.money import ZERO, is_whole, rounded, smallest
from mostek.kernel.problems import Problem, ProblemError

NEAR = 60
"""How many smallest units around the likely net amount are tried for one that makes the gross amount."""


@dataclass(frozen=True, slots=True)
class Refund:
    """Amounts contain VAT."""

    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    """Position of a line, from 0, -> how much of it came back."""
    amount: Decimal = ZERO
    """Given back besides, of all that stays but shipping: every line bears its share."""
    shipping: Decimal = ZERO
    """Given back of the shipping that stays."""


def refunded(state: Invoice, refund: Refund) -> tuple[Line, ...]:
    """The lines after. They are worth less than before by exactly the lines that came back, the amount
    and the shipping. Raises ProblemError where that cannot be."""
    lines = tuple(
        _returned(line, refund.quantities.get(i, ZERO), i, state.currency)
        for i, line in enumerate(state.lines)
    )
    goods = [i for i, line in enumerate(lines) if line.kind is not LineKind.SHIPPING]
    shipping = [i for i, line in enumerate(lines) if line.kind is LineKind.SHIPPING]
    lines = _lowered(state, lines, goods, refund.amount, "amount")
    return _lowered(state, lines, shipping, refund.shipping, "shipping")


def _returned(line: Line, quantity: Decimal, position: int, currency: str) -> Line:
    """The line with less of it; its discount shrinks in proportion."""
    if not 0 <= quantity <= line.quantity:
        values = {"line": str(position + 1), "quantity": f"{quantity:f}", "most": f"{line.quantity:f}"}
        raise ProblemError(Problem("documents.returned_too_many", values, f"quantities.{position}"))
    if not quantity:
        return line
    left = line.quantity - quantity
    allowance = min(rounded(line.allowance * left / line.quantity, currency), left * line.unit_price)
    return line.model_copy(update={"quantity": left, "allowance": allowance})


def _lowered(
    state: Invoice, lines: tuple[Line, ...], positions: Sequence[int], amount: Decimal, name: str
) -> tuple[Line, ...]:
    """The lines worth less by a gross amount, which those at the positions bear in proportion."""
    if not amount:
        return lines
    chosen = [lines[i] for i in positions]
    worth = _gross(state, chosen)
    if amount < 0 or not is_whole(amount, state.currency) or amount > worth:
        values = {"amount": f"{amount:f} {state.currency}", "worth": f"{worth:f} {state.currency}"}
        raise ProblemError(Problem("documents.refund_above_worth", values, name))
    for discount in _discounts(state, chosen, amount, worth):
        lower = spread(discount, chosen, state.currency, include_shipping=True)
        after = list(lines)
        for position, line in zip(positions, lower, strict=True):
            after[position] = line
        if _gross(state, lines) - _gross(state, after) == amount:
            return tuple(after)
    raise ProblemError(Problem("documents.refund_unreachable", {"amount": f"{amount:f}"}, name))


def _gross(state: Invoice, lines: Sequence[Line]) -> Decimal:
    return totals_of(tuple(lines), state.basis, state.rounding, state.currency).whole.gross


def _discounts(state: Invoice, lines: Sequence[Line], amount: Decimal, worth: Decimal) -> Iterator[Decimal]:
    """What to take off, on the document's own basis. On prices without VAT the discount that makes a
    gross amount lies near its net share; rounding decides which one it is."""
    if state.basis is PriceBasis.GROSS:
        yield amount
        return
    net = totals_of(tuple(lines), state.basis, state.rounding, state.currency).whole.net
    likely, unit = rounded(amount * net / worth, state.currency), smallest(state.currency)
    for step in range(NEAR):
        for discount in {likely + step * unit, likely - step * unit}:
            if 0 <= discount <= net:
                yield discount
