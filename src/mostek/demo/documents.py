"""Documents of the sample company: most arrive, four need a person."""

from django.db.models import QuerySet

from mostek.companies.models import Company
from mostek.demo.shop import BAD_TAX_ID, BY_TRANSFER, CLOSED_MONTH, NO_POSTCODE
from mostek.documents.drafting import draft
from mostek.documents.issuing import freeze, issue
from mostek.documents.models import Series
from mostek.kernel.dates import local_date, today
from mostek.kernel.money import rounded
from mostek.orders.models import Order

EVERY = 7
"""One order in so many has its invoice in the first series; plenty are left to issue."""
IN_SECOND_PROGRAM = 8
ASKED_TO_PAY = 4
"""Unpaid orders with a pro forma invoice."""
REFUSED_BY_ACCOUNT = {BY_TRANSFER: "FVB", CLOSED_MONTH: "FVM"}
"""Sound documents that the program's account will refuse."""
INCOMPLETE = (BAD_TAX_ID, NO_POSTCODE)


def issue_samples(company: Company, actor: str) -> None:
    series = {
        each.code: each for each in Series.objects.of(company).select_related("connection", "bank_account")
    }
    ordinary = [order for order in _orders(company) if order.number not in {*REFUSED_BY_ACCOUNT, *INCOMPLETE}]
    for order in ordinary[::EVERY]:
        placed = local_date(order.placed_at, company.time_zone)
        issue(order, series["FV"], actor, issue_date=placed, sale_date=placed)
    unpaid = [order for i, order in enumerate(ordinary) if i % EVERY > 1 and not order.paid]
    _asked_and_advanced(company, unpaid, series, actor)
    _in_second_program(company, [o for o in ordinary[1::EVERY] if o.currency == "PLN"], series["FVI"], actor)
    troubled = {order.number: order for order in _orders(company).filter(number__startswith="BL-")}
    for number, code in REFUSED_BY_ACCOUNT.items():
        day = today(company.time_zone)
        issue(troubled[number], series[code], actor, issue_date=day, sale_date=day)
    for number in INCOMPLETE:
        _issue_incomplete(troubled[number], series["FV"], actor)


def _in_second_program(company: Company, orders: list[Order], series: Series, actor: str) -> None:
    """The program takes only the month that is set: the newest orders, sold today."""
    day = today(company.time_zone)
    for order in orders[-IN_SECOND_PROGRAM:]:
        issue(order, series, actor, issue_date=day, sale_date=day)


def _asked_and_advanced(company: Company, orders: list[Order], series: dict[str, Series], actor: str) -> None:
    """Unpaid orders with a pro forma invoice; the newest has then paid a third of it, in advance."""
    for order in orders[-ASKED_TO_PAY:]:
        issue(order, series["PRO"], actor)
    if orders:
        newest = orders[-1]
        newest.paid = rounded(newest.total / 3, newest.currency)
        newest.paid_on = today(company.time_zone)
        newest.save(update_fields=["paid", "paid_on"])
        issue(newest, series["ZAL"], actor)


def _issue_incomplete(order: Order, series: Series, actor: str) -> None:
    """As a document stands that was issued before anybody knew what it lacks: issuing today would
    refuse it at once, and there would be nothing to mend."""
    made = draft(order, series)
    freeze(order, series, made, actor, "person")


def _orders(company: Company) -> "QuerySet[Order]":
    return (
        Order.objects.of(company)
        .select_related("company")
        .prefetch_related("lines")
        .order_by("placed_at", "pk")
    )
