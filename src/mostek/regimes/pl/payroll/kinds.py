"""The kinds of amounts on a Polish payroll list."""

from mostek.kernel.text import N_
from mostek.regimes.base.payroll import CashBook, Group, Kind

_WAGES = N_("Wages")
_ADDITIONS = N_("Allowances and reimbursements")
_CONTRIBUTIONS = N_("Employer's social contributions")
_SAVINGS = N_("Employer's PPK contributions")

_KINDS = (
    Kind("pay", N_("Pay"), Group.EARNING, CashBook.WAGES, _WAGES),
    Kind("sick", N_("Sick pay, paid by the employer"), Group.EARNING, CashBook.WAGES, _WAGES),
    Kind("zus_benefit", N_("Benefit, paid for ZUS"), Group.BENEFIT),
    Kind(
        "addition",
        N_("Addition outside contributions and tax"),
        Group.ADDITION,
        CashBook.OTHER_EXPENSES,
        _ADDITIONS,
    ),
    Kind("emp_pension", N_("Pension, employee"), Group.EMPLOYEE_CONTRIBUTION, is_computed=True),
    Kind("emp_disability", N_("Disability, employee"), Group.EMPLOYEE_CONTRIBUTION, is_computed=True),
    Kind("emp_sickness", N_("Sickness, employee"), Group.EMPLOYEE_CONTRIBUTION, is_computed=True),
    Kind("health", N_("Health contribution"), Group.EMPLOYEE_CONTRIBUTION, is_computed=True),
    Kind("pit", N_("Income tax advance"), Group.TAX, is_computed=True),
    Kind("ppk_emp", N_("PPK, employee"), Group.DEDUCTION),
    Kind("deduction", N_("Deduction"), Group.DEDUCTION),
    Kind(
        "er_pension",
        N_("Pension, employer"),
        Group.EMPLOYER_CONTRIBUTION,
        CashBook.OTHER_EXPENSES,
        _CONTRIBUTIONS,
        is_computed=True,
    ),
    Kind(
        "er_disability",
        N_("Disability, employer"),
        Group.EMPLOYER_CONTRIBUTION,
        CashBook.OTHER_EXPENSES,
        _CONTRIBUTIONS,
        is_computed=True,
    ),
    Kind(
        "er_accident",
        N_("Accident, employer"),
        Group.EMPLOYER_CONTRIBUTION,
        CashBook.OTHER_EXPENSES,
        _CONTRIBUTIONS,
    ),
    Kind("fp", N_("Labour Fund"), Group.EMPLOYER_CONTRIBUTION, CashBook.OTHER_EXPENSES, _CONTRIBUTIONS),
    Kind("fs", N_("Solidarity Fund"), Group.EMPLOYER_CONTRIBUTION, CashBook.OTHER_EXPENSES, _CONTRIBUTIONS),
    Kind(
        "fgsp",
        N_("Guaranteed Employee Benefits Fund"),
        Group.EMPLOYER_CONTRIBUTION,
        CashBook.OTHER_EXPENSES,
        _CONTRIBUTIONS,
    ),
    Kind(
        "fep",
        N_("Bridging Pensions Fund"),
        Group.EMPLOYER_CONTRIBUTION,
        CashBook.OTHER_EXPENSES,
        _CONTRIBUTIONS,
    ),
    Kind("ppk_er", N_("PPK, employer"), Group.EMPLOYER_CONTRIBUTION, CashBook.OTHER_EXPENSES, _SAVINGS),
)
KINDS = {kind.key: kind for kind in _KINDS}
