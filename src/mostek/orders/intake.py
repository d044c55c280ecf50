"""Taking orders in: new, known already, changed, or refused with a reason. The same order twice is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import IntegrityError, transaction

from mostek.companies.models import Company
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders import checking
from mostek.orders.incoming import IncomingOrder
from mostek.orders.models import Order
from mostek.orders.storing import Ready, Shelf, prepare

Outcome = Literal["new", "known", "changed", "refused"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one incoming order. `problems` say why it was refused, `remarks` what its
    document will stop at; `order` is the one that stands, None where none does or where the content
    alone was refused."""

    number: str
    outcome: Outcome
    order: Order | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def take(company: Company, incoming: IncomingOrder, source: str, actor: str = "") -> Taken:
    """Takes one order in. `source` and its number name it: see `take_many`."""
    return take_many(company, source, [incoming], actor)[0]


def take_many(
    company: Company, source: str, batch: Sequence[IncomingOrder], actor: str = "", origin: str = ""
) -> list[Taken]:
    """Takes a batch in, in one transaction; the answers are in the batch's order.

    An order with the same content as before is `known` and nothing changes. A changed one is written
    anew. Its documents stay as they are: where they show something else now, the order is marked as
    differing. `origin` is what the order's timeline names as where it came from, such as a file; the
    source where empty.
    """
    try:
        with transaction.atomic():
            return _taken(company, Shelf(company, source, actor, origin or source), batch)
    except IntegrityError:
        # Somebody took one of these numbers in between our look and our write: now it is there to see.
        with transaction.atomic():
            return _taken(company, Shelf(company, source, actor, origin or source), batch)


def _taken(company: Company, shelf: Shelf, batch: Sequence[IncomingOrder]) -> list[Taken]:
    prepared = [_prepared(company, incoming) for incoming in batch]
    shelf.look_up(each.incoming.number for each in prepared if isinstance(each, Ready))
    taken = [_placed(shelf, each) if isinstance(each, Ready) else each for each in prepared]
    shelf.write()
    return taken


def _prepared(company: Company, incoming: IncomingOrder) -> Ready | Taken:
    try:
        return prepare(company, incoming)
    except ProblemError as error:
        return Taken(incoming.number, "refused", None, tuple(error.problems))


def _placed(shelf: Shelf, ready: Ready) -> Taken:
    number = ready.incoming.number
    remarks = tuple(checking.remarks(ready.incoming))
    order = shelf.known.get(number)
    if order is None:
        return Taken(number, "new", shelf.add(ready), (), remarks)
    if order.content_hash == ready.content_hash:
        return Taken(number, "known", order, (), remarks)
    try:
        shelf.change(order, ready)
    except ProblemError as error:
        return Taken(number, "refused", order, tuple(error.problems))
    return Taken(number, "changed", order, (), remarks)
