"""Payroll of the sample company: last month's list stands in the ledger, this month's waits to be closed."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.kernel.dates import add_months, today
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals, rules_of, settings_of
from mostek.payroll.charts import refresh
from mostek.payroll.closing import close
from mostek.payroll.entries import create_document
from mostek.payroll.incoming import IncomingItem, IncomingList
from mostek.payroll.models import Component, PayrollList
from mostek.payroll.taking import take
from mostek.regimes.base.payroll import PayInput


@dataclass(frozen=True, slots=True)
class Worker:
    ref: str
    name: str
    department: str
    pay: Decimal


WORKERS = (
    Worker("1", "Anna Bławat", "BIURO", Decimal(9800)),
    Worker("2", "Ewa Księgowska", "BIURO", Decimal(7600)),
    Worker("3", "Piotr Tkacz", "PROD", Decimal(6450)),
    Worker("4", "Maria Szwaczka", "PROD", Decimal(5900)),
    Worker("5", "Jan Krawiec", "PROD", Decimal(4806)),
)
FILE = "lista-plac.csv"
OWN_ACCOUNTS = {"POTR": "234"}
"""Where the company's chart differs from what is proposed."""
WRONG_TAX = Decimal(100)
"""By how much the open list's last advance is too low: something to find with the check."""


def make_payroll(company: Company, connection: Connection, actor: str) -> None:
    """Writes nothing to the program: chart and entry wait until a worker asks for them."""
    settings = settings_of(company)
    settings.connection = connection
    settings.save()
    add_standard(company, actor)
    for code, account in OWN_ACCOUNTS.items():
        Component.objects.of(company).filter(code=code).update(credit_account=account)
    accept_proposals(company, proposals(company), actor)
    refresh(connection, actor)
    month = _month(company)
    last = _taken(company, add_months(month, -1), actor)
    create_document(close(last, actor), actor)
    _mistake(_taken(company, month, actor))


def _month(company: Company) -> date:
    """This month, or the last one of which the rates are known."""
    return min(today(company.time_zone).replace(day=1), date(rules_of(company).years()[-1], 12, 1))


def _taken(company: Company, period: date, actor: str) -> PayrollList:
    paid = period.replace(day=monthrange(period.year, period.month)[1])
    incoming = IncomingList(f"LP/{period:%m/%Y}", period, paid)
    incoming.items = [item for worker in WORKERS for item in _items(company, worker, paid)]
    return take(company, [incoming], actor, FILE)[0].payroll_list


def _items(company: Company, worker: Worker, paid: date) -> Iterator[IncomingItem]:
    slip = rules_of(company).calculate(PayInput(on=paid, pay=worker.pay))
    for kind, amount in slip.amounts.items():
        if amount:
            yield IncomingItem(
                amount=amount,
                person_ref=worker.ref,
                person_name=worker.name,
                department=worker.department,
                kind=kind,
            )


def _mistake(payroll_list: PayrollList) -> None:
    advance = payroll_list.items.filter(component__code="PIT").latest("id")
    advance.amount -= WRONG_TAX
    advance.save(update_fields=["amount"])
