"""What a country's payroll rules are made of: kinds of pay components, a standard catalogue, and the way
from gross to net. Rates are dated data; the core knows kinds only by their group."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mostek.kernel.money import ZERO


class Group(StrEnum):
    """What an amount of the payroll list is to the person's net pay and to the employer's cost."""

    EARNING = "earning"
    """Pay: adds to net and to cost."""
    BENEFIT = "benefit"
    """Paid out on behalf of the insurer: adds to net, no cost."""
    ADDITION = "addition"
    """Paid out beside the pay, outside contributions and tax: adds to net and to cost."""
    EMPLOYEE_CONTRIBUTION = "employee_contribution"
    TAX = "tax"
    DEDUCTION = "deduction"
    EMPLOYER_CONTRIBUTION = "employer_contribution"
    """The employer's cost on top of the pay; not part of net."""


SIGN_IN_NET = {
    Group.EARNING: 1,
    Group.BENEFIT: 1,
    Group.ADDITION: 1,
    Group.EMPLOYEE_CONTRIBUTION: -1,
    Group.TAX: -1,
    Group.DEDUCTION: -1,
    Group.EMPLOYER_CONTRIBUTION: 0,
}


class CashBook(StrEnum):
    """Where an amount stands in a cash book of income and expenses: a meaning, never a column's number."""

    NONE = "none"
    WAGES = "wages"
    OTHER_EXPENSES = "other_expenses"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of amount on a payroll list. `key` is what files and the API call it."""

    key: str
    label: str
    """Marked for translation."""
    group: Group
    cash_book: CashBook = CashBook.NONE
    cash_book_text: str = ""
    """What its row in the cash book is about, marked for translation; kinds of one text are one row."""
    is_computed: bool = False
    """Comes out of the way from gross to net, and can be checked by it."""


@dataclass(frozen=True, slots=True)
class StandardComponent:
    """One of the catalogue that a new company starts with; accounts are the common chart's, to be accepted
    or changed."""

    code: str
    names: Mapping[str, str]
    kind: str
    debit: str
    credit: str
    by_department: bool = False
    """The debit side is kept by department."""


class Contract(StrEnum):
    EMPLOYMENT = "employment"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class PayInput:
    """One person's month, by the month of payment. Amounts in the country's currency, gross.

    Percentages are numbers such as 1.67. `year_base` and `year_income` are what this payer has taken into
    account since January: of the capped contribution base, and of the tax base.
    """

    on: date
    contract: Contract = Contract.EMPLOYMENT
    pay: Decimal = ZERO
    sick_pay: Decimal = ZERO
    """Paid by the employer; outside social contributions."""
    benefit: Decimal = ZERO
    """Paid for the insurer."""
    addition: Decimal = ZERO
    """Outside contributions and tax."""
    deduction: Decimal = ZERO
    year_base: Decimal = ZERO
    year_income: Decimal = ZERO
    costs: str = "standard"
    """Employment: `standard`, `raised` or `none`; mandate: `20`, `50` or `none`."""
    relief_parts: int = 12
    """How many twelfths of the month's tax relief this payer applies: 12, 6, 4 or 0."""
    is_young: bool = False
    """Under the age up to which earnings are free of income tax."""
    pays_social: bool = True
    pays_sickness: bool = True
    pays_health: bool = True
    pays_labour_fund: bool = True
    accident_percent: Decimal | None = None
    """None: the rate of small payers."""
    savings_employee_percent: Decimal = ZERO
    savings_employer_percent: Decimal = ZERO
    savings_transferred: Decimal = ZERO
    """The employer's savings contribution that becomes income this month."""


@dataclass(frozen=True, slots=True)
class Payslip:
    """`amounts` by kind, all computed ones included; `bases` say what they were computed from."""

    amounts: Mapping[str, Decimal]
    bases: Mapping[str, Decimal]
    net: Decimal
    cost: Decimal
    """What the person costs the employer in all."""


@dataclass(frozen=True, slots=True)
class PayrollRules:
    """`calculate` raises ProblemError where no rates are known for the day."""

    kinds: Mapping[str, Kind]
    components: tuple[StandardComponent, ...]
    calculate: Callable[[PayInput], Payslip]
    cash_book_column: Callable[[CashBook, date], str]
    """The printed column's number on a day; "" for CashBook.NONE."""
    cost_day: Callable[[date, date], date]
    """(first day of the month the pay is for, day of payment) -> when it counts as a cost."""
    years: Callable[[], tuple[int, ...]]
    """Of which rates are known."""
    language: str
    """In which the law wants books to be kept."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Choices of `PayInput.costs` by contract."""


def net_of(amounts: Mapping[str, Decimal], kinds: Mapping[str, Kind]) -> Decimal:
    """What is paid out, by the amounts' groups. Raises KeyError on a kind that is not known."""
    return sum((amount * SIGN_IN_NET[kinds[kind].group] for kind, amount in amounts.items()), ZERO)


def cost_of(amounts: Mapping[str, Decimal], kinds: Mapping[str, Kind]) -> Decimal:
    """What the employer bears: pay, additions and the employer's contributions."""
    bears = {Group.EARNING, Group.ADDITION, Group.EMPLOYER_CONTRIBUTION}
    return sum((amount for kind, amount in amounts.items() if kinds[kind].group in bears), ZERO)
