"""An order's discount, divided over its lines so that every VAT rate bears its share."""

from collections.abc import Sequence
from decimal import Decimal

from mostek.invoicing.model import Line, LineKind
from mostek.invoicing.totals import line_value
from mostek.kernel.money import ZERO, is_whole, split
from mostek.kernel.problems import Problem, ProblemError


def spread(
    discount: Decimal, lines: Sequence[Line], currency: str, *, include_shipping: bool = False
) -> tuple[Line, ...]:
    """The lines with the discount added to their allowances, in proportion to their values.

    The discount is on the same basis (net or gross) as the lines' prices. The lines' values fall
    together by exactly the discount, and no line's value falls below zero. Shipping lines bear a
    share only with `include_shipping`. Raises ProblemError when the discount is negative, has
    fractions of the smallest unit, or exceeds what the lines are worth.
    """
    if discount < 0 or not is_whole(discount, currency):
        raise ProblemError(Problem("invoicing.discount_amount", {"discount": f"{discount:f} {currency}"}))
    weights = [
        max(line_value(line, currency), ZERO)
        if include_shipping or line.kind is not LineKind.SHIPPING
        else ZERO
        for line in lines
    ]
    worth = sum(weights, ZERO)
    if discount > worth:
        values = {"discount": f"{discount:f} {currency}", "worth": f"{worth:f} {currency}"}
        raise ProblemError(Problem("invoicing.discount_above_value", values))
    if discount == 0:
        return tuple(lines)
    shares = split(discount, weights, currency)
    return tuple(_reduced(line, share) for line, share in zip(lines, shares, strict=True))


def _reduced(line: Line, share: Decimal) -> Line:
    """The line with the share on top of its allowance. Where the value was rounded up to a whole
    unit the allowance stops at the price, so that the value becomes zero and not less."""
    if share == 0:
        return line
    return line.model_copy(update={"allowance": min(line.allowance + share, line.quantity * line.unit_price)})
