"""From gross to net by Polish rules, for employment and mandate contracts.

Contributions are rounded to the grosz, each by itself; the tax base and the advance to full zlotys, half
up (Tax Ordinance art. 63 § 1). The month is that of payment. What is computed is a check on payroll
programs, which may differ for good reasons; it files nothing.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mostek.kernel.money import ZERO
from mostek.kernel.problems import Problem, ProblemError
from mostek.regimes.base.payroll import Contract, PayInput, Payslip, cost_of, net_of
from mostek.regimes.pl.payroll.kinds import KINDS
from mostek.regimes.pl.payroll.rates import Figures, figures

GROSZ = Decimal("0.01")


def _grosz(amount: Decimal) -> Decimal:
    return amount.quantize(GROSZ, ROUND_HALF_UP)


def _zloty(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def _percent(base: Decimal, percent: Decimal) -> Decimal:
    return _grosz(base * percent / 100)


@dataclass(frozen=True, slots=True)
class _Social:
    capped: Decimal
    """The pension and disability base, within the year's cap."""
    pension: Decimal
    disability: Decimal
    sickness: Decimal

    @property
    def whole(self) -> Decimal:
        return self.pension + self.disability + self.sickness


def calculate(given: PayInput) -> Payslip:
    """Raises ProblemError on a negative amount, or where the table has no rates for the day."""
    _refuse_odd(given)
    known = figures(given.on)
    social = _social(given, known)
    costs = _costs(given, known, social)
    income = given.pay + given.sick_pay + given.benefit + given.savings_transferred
    tax_base = _zloty(max(ZERO, income - social.whole - costs))
    tax = _tax(given, known, tax_base)
    health_base = max(ZERO, given.pay + given.sick_pay - social.whole) if given.pays_health else ZERO
    health = _health(given, known, health_base, income - social.whole - costs)
    amounts = {
        "pay": given.pay,
        "sick": given.sick_pay,
        "zus_benefit": given.benefit,
        "addition": given.addition,
        "emp_pension": social.pension,
        "emp_disability": social.disability,
        "emp_sickness": social.sickness,
        "health": health,
        "pit": tax,
        "ppk_emp": _percent(given.pay, given.savings_employee_percent),
        "deduction": given.deduction,
        **_employer(given, known, social),
    }
    bases = {
        "social": given.pay if given.pays_social else ZERO,
        "pension": social.capped,
        "health": health_base,
        "costs": costs,
        "tax": tax_base,
    }
    return Payslip(amounts, bases, net_of(amounts, KINDS), cost_of(amounts, KINDS))


def _refuse_odd(given: PayInput) -> None:
    amounts = (
        given.pay,
        given.sick_pay,
        given.benefit,
        given.addition,
        given.deduction,
        given.year_base,
        given.year_income,
        given.savings_transferred,
    )
    if any(amount < 0 for amount in amounts):
        raise ProblemError(Problem("regime.pl.payroll_negative"))


def _social(given: PayInput, known: Figures) -> _Social:
    if not given.pays_social:
        return _Social(ZERO, ZERO, ZERO, ZERO)
    capped = min(given.pay, max(ZERO, known.base_cap - given.year_base))
    sickness = _percent(given.pay, known.sickness) if given.pays_sickness else ZERO
    return _Social(
        capped, _percent(capped, known.pension), _percent(capped, known.disability_employee), sickness
    )


def _costs(given: PayInput, known: Figures, social: _Social) -> Decimal:
    """Employment: a fixed amount, not against benefits alone (PIT Act art. 22(2)). Mandate: a percentage
    of the pay less social contributions (art. 22(9)(4) and (9)(1)–(3))."""
    earned = given.pay + given.sick_pay
    if given.contract is Contract.MANDATE:
        percent = {"20": Decimal(20), "50": Decimal(50)}.get(given.costs, ZERO)
        return _percent(max(ZERO, earned - social.whole), percent)
    fixed = {"standard": known.costs_standard, "raised": known.costs_raised}.get(given.costs, ZERO)
    return min(fixed, earned) if earned else ZERO


def _tax(given: PayInput, known: Figures, base: Decimal) -> Decimal:
    if given.is_young:
        # Free of tax up to the limit of the year; what goes beyond it is taxed.
        free = max(ZERO, known.young_limit - given.year_income)
        base = max(ZERO, base - _zloty(free))
    below = min(base, max(ZERO, known.tax_threshold - given.year_income))
    relief = known.tax_relief_month * given.relief_parts / 12
    due = (below * known.tax_first + (base - below) * known.tax_second) / 100
    return _zloty(max(ZERO, due - relief))


def _health(given: PayInput, known: Figures, base: Decimal, income: Decimal) -> Decimal:
    """9 % of the base, but not more than the advance by the rules of 31 December 2021 would be
    (Act on publicly funded health care, art. 83)."""
    full = _percent(base, known.health)
    relief = known.health_ceiling_relief if given.relief_parts else ZERO
    advance_of_2021 = _zloty(max(ZERO, income)) * known.health_ceiling_percent / 100 - relief
    return min(full, _grosz(max(ZERO, advance_of_2021)))


def _employer(given: PayInput, known: Figures, social: _Social) -> dict[str, Decimal]:
    """Pension and disability within the cap; accident and the funds on the whole pay. The labour and
    solidarity funds are due from the minimum wage on."""
    accident = known.accident if given.accident_percent is None else given.accident_percent
    base = given.pay if given.pays_social else ZERO
    funds = base if given.pays_labour_fund and base >= known.minimum_wage else ZERO
    return {
        "er_pension": _percent(social.capped, known.pension),
        "er_disability": _percent(social.capped, known.disability_employer),
        "er_accident": _percent(base, accident),
        "fp": _percent(funds, known.labour_fund),
        "fs": _percent(funds, known.solidarity_fund),
        "fgsp": _percent(base, known.guaranteed_benefits_fund),
        "ppk_er": _percent(given.pay, given.savings_employer_percent),
    }
