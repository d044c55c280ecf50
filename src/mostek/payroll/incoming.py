"""A payroll list as it comes in, whatever file it came from."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class IncomingItem:
    """Of a component (`code`, and `kind` where the file says it), or a ready posting (`account`, `side`)."""

    amount: Decimal
    person_ref: str = ""
    person_name: str = ""
    department: str = ""
    project: str = ""
    code: str = ""
    name: str = ""
    kind: str = ""
    account: str = ""
    side: str = ""


@dataclass(slots=True)
class IncomingList:
    number: str
    period: date
    """First day of the month the pay is for."""
    payment_date: date
    kind: str = "employment"
    items: list[IncomingItem] = field(default_factory=list)
