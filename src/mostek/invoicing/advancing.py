"""Advance and final invoices: an amount received shared over VAT rates, and what is left at the end.

An advance's VAT is counted out of it, rate by rate: VAT = amount × r / (100 + r). A final invoice books the
order's totals minus all its advance invoices, net and VAT apart (for Poland: art. 106f(1) and (3)), so
advances and final together are the order, to the last unit, at every rate.
"""

from decimal import Decimal

from mostek.invoicing.model import AdvancePaid, Invoice, Kind, Line, Ordered, PriceBasis, RateAmounts
from mostek.invoicing.totals import NOTHING, Rates, advanced, left_of, totals
from mostek.kernel.money import is_whole, split
from mostek.kernel.problems import Problem, ProblemError


def left_to_invoice(whole: Invoice, advances: tuple[AdvancePaid, ...]) -> Rates:
    """What no advance invoice covers yet of a document with the whole order's lines, per rate. Raises
    ProblemError where advances booked more at a rate than the order has: it was changed since."""
    left = left_of(totals(whole).rates, advanced(whole.model_copy(update={"advances": advances})))
    for vat, amounts in left:
        if amounts.gross < 0:
            values = {"rate": vat.code, "above": f"{-amounts.gross} {whole.currency}"}
            raise ProblemError(Problem("invoicing.advances_above_order", values, "advances"))
    return left


def advance_of(whole: Invoice, amount: Decimal, advances: tuple[AdvancePaid, ...], name: str) -> Invoice:
    """The advance invoice for a gross amount received towards the order that `whole` is the document of.

    The amount is shared over the rates in proportion to what is left of each, so the advance that
    completes the order leaves nothing anywhere. `name` is what its lines are called, with `%(rate)s`.
    Raises ProblemError unless 0 < amount ≤ what is left, in whole smallest units.
    """
    left = left_to_invoice(whole, advances)
    most = sum((amounts for _, amounts in left), NOTHING).gross
    if amount <= 0 or amount > most or not is_whole(amount, whole.currency):
        values = {"amount": f"{amount:f} {whole.currency}", "most": f"{most} {whole.currency}"}
        raise ProblemError(Problem("invoicing.advance_amount", values, "amount"))
    shares = split(amount, [amounts.gross for _, amounts in left], whole.currency)
    kinds = {(line.vat.country, line.vat.code): line.kind for line in reversed(whole.lines)}
    lines = tuple(
        Line(
            name=name % {"rate": vat.code if vat.percent is None else f"{vat.percent:f}%"},
            quantity=Decimal(1),
            unit_price=share,
            vat=vat,
            kind=kinds[vat.country, vat.code],
        )
        for (vat, _), share in zip(left, shares, strict=True)
        if share
    )
    return whole.model_copy(
        update={
            "kind": Kind.ADVANCE,
            "basis": PriceBasis.GROSS,
            "lines": lines,
            "ordered": Ordered(lines=whole.lines, basis=whole.basis),
            "advances": advances,
            "payment": whole.payment.model_copy(update={"paid": amount}),
        }
    )


def final_of(whole: Invoice, advances: tuple[AdvancePaid, ...]) -> Invoice:
    """The final invoice of the order that `whole` is the document of. What the order has paid beyond its
    advances counts as paid on it. Raises ProblemError when advances leave nothing, or booked too much."""
    left = sum((amounts for _, amounts in left_to_invoice(whole, advances)), NOTHING).gross
    if left <= 0:
        raise ProblemError(Problem("invoicing.advances_cover_all", field="advances"))
    covered = totals(whole).whole.gross - left
    payment = whole.payment.model_copy(update={"paid": max(whole.payment.paid - covered, Decimal(0))})
    return whole.model_copy(update={"kind": Kind.FINAL, "advances": advances, "payment": payment})


def as_rates(rates: Rates) -> tuple[RateAmounts, ...]:
    return tuple(
        RateAmounts(vat=vat, net=amounts.net, tax=amounts.vat, gross=amounts.gross) for vat, amounts in rates
    )
