"""What the API's calls about payroll take and answer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from mostek.api.answering import ProblemOut
from mostek.payroll.models import CashBookPlace, ListKind
from mostek.regimes.base.payroll import Contract

Amount = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
Positive = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Text = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=40)]


class ComponentIn(Schema):
    """What is left out of a change stays as it is."""

    code: Code | None = None
    name: Annotated[str, Field(max_length=120)] | None = None
    kind: str | None = None
    debit_account: Code | None = None
    credit_account: Code | None = None
    debit_by_department: bool | None = None
    credit_by_department: bool | None = None
    project: Code | None = None
    reverses_sign: bool | None = None
    cash_book: CashBookPlace | None = None
    archived: bool | None = None


class ComponentOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    debit_account: str
    credit_account: str
    debit_by_department: bool
    credit_by_department: bool
    project: str
    reverses_sign: bool
    cash_book: str
    archived: bool
    problems: list[ProblemOut]
    """Why it cannot be posted yet."""


class StandardIn(Schema):
    accept_accounts: bool = False
    """Whether the accounts of the common chart are filled in where there are none."""


class StandardOut(Schema):
    added: int
    mapped: int


class AccountOut(Schema):
    code: str
    name: str
    is_active: bool
    may_post: bool
    why_not: str


class ItemIn(Schema):
    """Of a component (`component`, or only its `kind`), or a ready posting (`account` and `side`)."""

    amount: Amount
    employee_ref: Annotated[str, Field(max_length=60)] = ""
    employee_name: Text = ""
    department: Code = ""
    project: Code = ""
    component: Code = ""
    name: Text = ""
    kind: str = ""
    account: Code = ""
    side: Annotated[str, Field(pattern="^(debit|credit)?$")] = ""


class ListIn(Schema):
    number: Annotated[str, Field(min_length=1, max_length=35)]
    period: date
    """Any day of the month the pay is for."""
    payment_date: date
    kind: ListKind = ListKind.EMPLOYMENT
    corrects: Annotated[str, Field(max_length=35)] = ""
    """The number of the closed list that this one corrects."""
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=200_000)]


class ListOut(Schema):
    id: int
    number: str
    kind: str
    period: date
    payment_date: date
    state: str
    """draft, closed."""
    people: int
    net: Decimal
    cost: Decimal
    corrects: str | None
    document_id: int | None
    document_state: str | None
    program_code: str
    """The program's own number of the entry, once it stands there."""
    created_at: datetime
    closed_at: datetime | None


class ListPage(Schema):
    items: list[ListOut]
    next_cursor: str | None


class TakenOut(Schema):
    outcome: str
    """new, changed (an open list was replaced), known (nothing was changed)."""
    new_components: list[str]
    list: ListOut


class RowOut(Schema):
    account: str
    department: str
    project: str
    debit: Decimal
    credit: Decimal


class EntryOut(Schema):
    number: str
    date: date
    currency: str
    memo: str
    rows: list[RowOut]
    problems: list[ProblemOut]
    """What keeps the list from being closed."""


class HintOut(Schema):
    employee_ref: str
    kind: str
    listed: Decimal
    computed: Decimal


class CheckOut(Schema):
    people: int
    not_checked: ProblemOut | None
    hints: list[HintOut]


class PayIn(Schema):
    """One person's month. Percentages are numbers such as 1.67; see the calculator in the panel."""

    on: date | None = None
    """The day of payment; today where it is left out."""
    contract: Contract = Contract.EMPLOYMENT
    pay: Positive
    sick_pay: Positive = Decimal(0)
    benefit: Positive = Decimal(0)
    addition: Positive = Decimal(0)
    deduction: Positive = Decimal(0)
    year_base: Positive = Decimal(0)
    year_income: Positive = Decimal(0)
    costs: str = ""
    """Employment: standard, raised, none; mandate: 20, 50, none. Empty: the usual ones."""
    relief_parts: Annotated[int, Field(ge=0, le=12)] = 12
    is_young: bool = False
    pays_social: bool = True
    pays_sickness: bool = True
    pays_health: bool = True
    pays_labour_fund: bool = True
    accident_percent: Percent | None = None
    savings_employee_percent: Percent = Decimal(0)
    savings_employer_percent: Percent = Decimal(0)
    savings_transferred: Positive = Decimal(0)


class PayslipOut(Schema):
    net: Decimal
    cost: Decimal
    amounts: dict[str, Decimal]
    """By kind."""
    bases: dict[str, Decimal]
