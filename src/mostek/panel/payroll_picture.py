"""The make-up of a payroll list as one bar: what people get, what is withheld, what the employer adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.kernel.money import ZERO
from mostek.regimes.base.payroll import Group

WIDTH = 720


@dataclass(frozen=True, slots=True)
class Share:
    name: str | Promise
    css: str
    amount: Decimal
    percent: float
    x: float
    width: float


WITHHELD = (
    (_("contributions of the people"), "bar-1", Group.EMPLOYEE_CONTRIBUTION),
    (_("income tax"), "bar-2", Group.TAX),
    (_("deductions"), "bar-3", Group.DEDUCTION),
    (_("contributions of the employer"), "bar-4", Group.EMPLOYER_CONTRIBUTION),
)


def shares(by_group: Mapping[Group, Decimal], net: Decimal) -> list[Share]:
    """Of all that the list moves: net pay, benefits for the insurer in it, and what goes elsewhere. Empty
    where an amount is below zero, as on a correcting list: a bar cannot show that."""
    parts = [(_("paid out"), "bar-0", net)]
    parts += [(name, css, by_group.get(group, ZERO)) for name, css, group in WITHHELD]
    whole = sum((amount for *_rest, amount in parts), ZERO)
    if whole <= 0 or any(amount < 0 for *_rest, amount in parts):
        return []
    found, x = [], 0.0
    for name, css, amount in parts:
        if amount:
            part = float(amount / whole)
            found.append(Share(name, css, amount, round(100 * part, 1), round(x, 1), round(WIDTH * part, 1)))
            x += WIDTH * part
    return found
