"""From sums by component to the rows of a balanced entry. Pure.

Each component posts its amount to its debit and its credit account; what falls on the same account,
department and project is one row a side, or one row in all where accounts are set off (the net method).
Amounts are rounded once, where they came from; adding up cannot unbalance the entry.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mostek.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Posting:
    """How a component is posted."""

    debit: str
    credit: str
    debit_by_department: bool = False
    credit_by_department: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a component comes to in one department and project; `side` marks a ready posting to `account`."""

    amount: Decimal
    department: str = ""
    project: str = ""
    posting: Posting | None = None
    account: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    account: str
    department: str
    project: str


@dataclass(frozen=True, slots=True)
class Row:
    place: Place
    debit: Decimal
    credit: Decimal


def rows_of(sums: Iterable[Sum], nets_accounts: bool) -> tuple[Row, ...]:
    """Debits first, then credits, by account, department and project; rows of zero are left out. A
    negative amount stands on the other side."""
    debits: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    credits: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    for each in sums:
        for place, is_debit in _places(each):
            (debits if is_debit else credits)[place] += each.amount
    if nets_accounts:
        balances: dict[Place, Decimal] = defaultdict(lambda: ZERO)
        for place, amount in debits.items():
            balances[place] += amount
        for place, amount in credits.items():
            balances[place] -= amount
        debits, credits = balances, defaultdict(lambda: ZERO)
    rows = [Row(place, amount, ZERO) for place, amount in debits.items() if amount > 0]
    rows += [Row(place, -amount, ZERO) for place, amount in credits.items() if amount < 0]
    rows += [Row(place, ZERO, amount) for place, amount in credits.items() if amount > 0]
    rows += [Row(place, ZERO, -amount) for place, amount in debits.items() if amount < 0]
    return tuple(sorted(rows, key=lambda row: (row.debit == 0, row.place)))


def _places(each: Sum) -> list[tuple[Place, bool]]:
    if each.posting is None:
        return [(Place(each.account, each.department, each.project), each.side == "debit")]
    posting, project = each.posting, each.project or each.posting.project
    return [
        (Place(posting.debit, each.department if posting.debit_by_department else "", project), True),
        (Place(posting.credit, each.department if posting.credit_by_department else "", ""), False),
    ]


def difference(rows: Iterable[Row]) -> Decimal:
    """Debit less credit: zero in a balanced entry."""
    return sum((row.debit - row.credit for row in rows), ZERO)


def reversed_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The opposite entry: what was debited is credited."""
    return tuple(
        sorted(
            (Row(row.place, row.credit, row.debit) for row in rows),
            key=lambda row: (row.debit == 0, row.place),
        )
    )
