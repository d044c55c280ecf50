"""From gross to net for whoever asks: the panel, the API and the command line."""

from dataclasses import dataclass, replace
from decimal import Decimal

from mostek.kernel.problems import Problem, ProblemError
from mostek.regimes.base.payroll import SIGN_IN_NET, Group, Kind, PayInput, PayrollRules, Payslip

EMPLOYER_SIDE = {Group.EARNING, Group.ADDITION, Group.EMPLOYER_CONTRIBUTION}


@dataclass(frozen=True, slots=True)
class Sides:
    """The amounts that are not zero, in the order of the country's kinds."""

    person: list[tuple[Kind, Decimal]]
    """They add up to net pay: what is withheld is below zero."""
    employer: list[tuple[Kind, Decimal]]
    """They add up to the whole cost."""


def calculate(rules: PayrollRules, given: PayInput) -> Payslip:
    """Empty `costs` stand for the contract's usual ones. Raises ProblemError on costs that the contract
    does not have, on a negative amount, and where no rates are known for the day."""
    known = rules.options[given.contract.value]
    costs = given.costs or known[0]
    if costs not in known:
        values = {"costs": costs, "known": ", ".join(known)}
        raise ProblemError(Problem("payroll.costs_unknown", values, "costs"))
    return rules.calculate(replace(given, costs=costs))


def sides(rules: PayrollRules, slip: Payslip) -> Sides:
    shown = [(kind, slip.amounts[key]) for key, kind in rules.kinds.items() if slip.amounts.get(key)]
    return Sides(
        [(kind, SIGN_IN_NET[kind.group] * amount) for kind, amount in shown if SIGN_IN_NET[kind.group]],
        [(kind, amount) for kind, amount in shown if kind.group in EMPLOYER_SIDE],
    )
