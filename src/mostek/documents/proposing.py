"""The correction that brings a document in line with its order as the order stands now."""

from collections.abc import Sequence
from dataclasses import dataclass

from mostek.documents.chains import Chain, chain_of
from mostek.documents.differing import has_other_buyer, last_document
from mostek.documents.drafting import lines_of
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.model import Invoice, Kind, Line, Party
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order
from mostek.regimes.base.registry import regime
from mostek.vat.deciding import decide


@dataclass(frozen=True, slots=True)
class Proposal:
    """`lines` as a correction's `Change` takes them; `buyer` only where the order's was changed."""

    chain: Chain
    lines: tuple[Line, ...]
    buyer: Party | None
    is_by_hand: bool
    """Whether a correction that did not come from the order stands: following the order may undo it."""


def propose(order: Order) -> Proposal:
    """Raises ProblemError where the order has no document, or none that could follow it."""
    last = last_document(order)
    if last is None:
        raise ProblemError(Problem("documents.no_document", {"order": order.number}))
    chain = chain_of(last)
    by_hand = bool(chain.last.reason.get("by_hand"))
    return Proposal(chain, wanted_lines(order, chain), wanted_buyer(order, chain), by_hand)


def wanted_lines(order: Order, chain: Chain) -> tuple[Line, ...]:
    """The order's lines now, with its discount divided over them, beside the lines that they change."""
    invoice = chain.invoice
    if (order.currency, order.basis) != (invoice.currency, invoice.basis.value):
        raise ProblemError(Problem("documents.order_in_other_money", {"document": str(chain.first)}))
    rules = regime(invoice.seller.address.country)
    decision = decide(order, invoice.sale_date, Kind(chain.first.kind)).decision
    now = lines_of(order, chain.first.series, rules, invoice.sale_date, decision)
    return matched(chain.lines, now)


def wanted_buyer(order: Order, chain: Chain) -> Party | None:
    buyer = order.buyer_party()
    return buyer if has_other_buyer(chain.last, order) and buyer != chain.invoice.buyer else None


def matched(before: Sequence[Line], now: Sequence[Line]) -> tuple[Line, ...]:
    """For each line before the one that it became, at quantity 0 where it is gone; then the new ones.

    Lines are the same by article number, or by name where either has none; of several the most alike.
    """
    left = list(now)
    after: list[Line] = []
    for line in before:
        alike = [each for each in left if _is_same(each, line)]
        if alike:
            best = max(alike, key=lambda each: _likeness(each, line))
            left.remove(best)
            after.append(best)
        else:
            after += cancelled([line])
    return (*after, *left)


def _is_same(one: Line, other: Line) -> bool:
    if one.sku and other.sku:
        return one.sku == other.sku
    return one.name == other.name


def _likeness(one: Line, other: Line) -> tuple[bool, bool, bool]:
    return one == other, one.vat == other.vat, one.unit_price == other.unit_price


def agrees(order: Order, chain: Chain, correction: Invoice) -> bool:
    """Whether the correction leaves the document as the order would have it."""
    try:
        wanted = wanted_lines(order, chain)
    except ProblemError:
        return False
    same_lines = _without_zeros(wanted) == _without_zeros(correction.lines)
    return same_lines and (wanted_buyer(order, chain) or correction.buyer) == correction.buyer


def _without_zeros(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.quantity]
