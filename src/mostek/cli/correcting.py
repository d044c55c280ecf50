"""The correction that `mostek documents correct` asks for."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import ACTOR
from mostek.documents.chains import Chain, blocks, chain_of, series_for
from mostek.documents.correcting import Change, draft, issue
from mostek.documents.models import Document, Series
from mostek.documents.proposing import propose
from mostek.invoicing.correcting import cancelled
from mostek.invoicing.model import Line, Party
from mostek.invoicing.totals import payable
from mostek.kernel.problems import ProblemError


def correct_one(
    document: Document, reason: str, code: str | None, to_zero: bool, wanted: Sequence[str], dry_run: bool
) -> Document | None:
    """To zero, to the quantities `N=QUANTITY`, or, with neither, to what the order says now. None after
    a dry run. Raises Stop and ProblemError."""
    chain = chain_of(document)
    series = _series(chain, code)
    buyer: Party | None = None
    lines: Sequence[Line]
    if to_zero:
        lines = cancelled(chain.lines)
    elif wanted:
        lines = _with_quantities(chain, wanted)
    elif chain.first.order is None:
        raise Stop(f"{chain.first} has no order to follow.")
    else:
        proposal = propose(chain.first.order)
        lines, buyer = proposal.lines, proposal.buyer
    change = Change(lines, reason, chain.state, buyer)
    if not dry_run:
        return issue(chain.first, series, change, ACTOR)
    made = draft(chain, series, change)
    if made.problems or made.invoice is None:
        raise ProblemError(*made.problems)
    difference = payable(made.invoice)
    click.echo(
        f"Net {difference.net}, VAT {difference.vat}, gross {difference.gross} {made.invoice.currency}"
    )
    return None


def _series(chain: Chain, code: str | None) -> Series:
    offered = {each.code: each for each in series_for(chain.first)}
    if code is None and len(offered) == 1:
        return next(iter(offered.values()))
    if code in offered:
        return offered[code]
    if problems := blocks(chain):
        raise ProblemError(*problems)
    raise Stop(f"Say with --series which series of corrections is meant: {', '.join(offered)}")


def _with_quantities(chain: Chain, wanted: Sequence[str]) -> list[Line]:
    lines = list(chain.lines)
    for each in wanted:
        number, _, quantity = each.partition("=")
        try:
            position, count = int(number) - 1, Decimal(quantity)
        except (ValueError, InvalidOperation):
            raise Stop(f'"{each}" is not of the form N=QUANTITY, such as 2=0.') from None
        if not 0 <= position < len(lines) or not count.is_finite():
            raise Stop(f"{chain.last} has lines 1 to {len(lines)}; there is no {each}.")
        lines[position] = lines[position].model_copy(update={"quantity": count})
    return lines
