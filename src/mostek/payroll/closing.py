"""Closing a list: what stands in the way, and the entry that it will become."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum as SumOf
from django.utils import timezone

from mostek.companies.audit import record
from mostek.delivery.models import IN_PROGRAM
from mostek.kernel.dates import local_date
from mostek.kernel.money import rounded
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.catalogue import account_problem, dimension_problem, settings_of
from mostek.payroll.models import (
    Book,
    Component,
    DimensionKind,
    EntryDate,
    ListState,
    PayrollList,
    PayrollSettings,
)
from mostek.payroll.posting import Posting, Row, Sum, difference, rows_of

DEPARTMENT, PROJECT = DimensionKind.DEPARTMENT, DimensionKind.PROJECT


@dataclass(frozen=True, slots=True)
class Preview:
    """The entry as it would be posted now, and what stops it."""

    date: date
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def debit(self) -> Decimal:
        return sum((row.debit for row in self.rows), Decimal(0))

    @property
    def credit(self) -> Decimal:
        return sum((row.credit for row in self.rows), Decimal(0))


def sums_of(payroll_list: PayrollList) -> tuple[Sum, ...]:
    """The list by component, department and project; by account and side where the file held postings."""
    currency = payroll_list.company.currency
    components = {each.pk: each for each in Component.objects.of(payroll_list.company)}
    grouped = payroll_list.items.values_list("component", "account", "side", "department", "project")
    return tuple(
        Sum(rounded(amount, currency), department, project, _posting(components.get(pk)), account, side)
        for pk, account, side, department, project, amount in grouped.annotate(SumOf("amount")).order_by(
            "component", "account", "side", "department", "project"
        )
        if amount
    )


def _posting(component: Component | None) -> Posting | None:
    if component is None:
        return None
    debit, credit = component.debit_account, component.credit_account
    by_department = component.debit_by_department, component.credit_by_department
    if component.reverses_sign:
        debit, credit, by_department = credit, debit, by_department[::-1]
    return Posting(debit, credit, *by_department, component.project)


def entry_date(payroll_list: PayrollList, settings: PayrollSettings) -> date:
    if settings.entry_date == EntryDate.PAYMENT:
        return payroll_list.payment_date
    if settings.entry_date == EntryDate.CLOSING:
        closed = payroll_list.closed_at or timezone.now()
        return local_date(closed, payroll_list.company.time_zone)
    period = payroll_list.period
    return period.replace(day=monthrange(period.year, period.month)[1])


def preview(payroll_list: PayrollList) -> Preview:
    """Writes nothing. Its problems keep the list from being closed; a cash book needs no accounts."""
    settings = settings_of(payroll_list.company)
    return _preview(payroll_list, settings, needs_accounts=settings.book == Book.LEDGER)


def ledger_preview(payroll_list: PayrollList) -> Preview:
    """The same, with what keeps it from being posted to a general ledger."""
    return _preview(payroll_list, settings_of(payroll_list.company), needs_accounts=True)


def _preview(payroll_list: PayrollList, settings: PayrollSettings, *, needs_accounts: bool) -> Preview:
    rows = rows_of(sums_of(payroll_list), settings.nets_accounts)
    if not payroll_list.items.exists():
        problems = [Problem("payroll.list_empty", {"number": payroll_list.number})]
    else:
        problems = _problems(payroll_list, settings, rows) if needs_accounts else []
    return Preview(entry_date(payroll_list, settings), rows, tuple(problems))


def _problems(payroll_list: PayrollList, settings: PayrollSettings, rows: tuple[Row, ...]) -> list[Problem]:
    found: dict[tuple[str, str], Problem] = {}
    used = Component.objects.filter(pk__in=payroll_list.items.values("component")).order_by("id")
    for component in used:
        if not (component.debit_account and component.credit_account):
            values = {"component": str(component)}
            found["component", component.code] = Problem("payroll.component_unmapped", values)
    for row in rows:
        place = row.place
        if place.account and (problem := account_problem(settings.connection, place.account)):
            found["account", place.account] = problem
        for kind, code in ((DEPARTMENT, place.department), (PROJECT, place.project)):
            if code and (problem := dimension_problem(settings.connection, kind, code)):
                found[kind, code] = problem
    if not found and (off := difference(rows)):
        found["balance", ""] = Problem("payroll.unbalanced", {"difference": f"{off:.2f}"})
    return list(found.values())


def locked(payroll_list: PayrollList) -> PayrollList:
    """The list read afresh, its row locked until the transaction ends."""
    rows = PayrollList.objects.select_for_update(of=("self",)).select_related("company", "document__delivery")
    return rows.get(pk=payroll_list.pk)


def entry_in_force(payroll_list: PayrollList) -> bool:
    """Whether the list's entry stands in the program or may come to stand there, and was not taken back: a
    reversal counts once it stands there itself."""
    document = payroll_list.document
    if document is None or document.cancelled_at:
        return False
    return not document.followers.filter(cancelled_at=None, delivery__state__in=IN_PROGRAM).exists()


@transaction.atomic
def close(payroll_list: PayrollList, actor: str) -> PayrollList:
    """Freezes the list. Raises ProblemError with everything that stands in the way."""
    row = locked(payroll_list)
    if row.state == ListState.CLOSED:
        return row
    if problems := preview(row).problems:
        raise ProblemError(*problems)
    row.state, row.closed_by, row.closed_at = ListState.CLOSED, actor[:200], timezone.now()
    row.save(update_fields=["state", "closed_by", "closed_at"])
    record(row.company, actor, "close", row)
    return row


@transaction.atomic
def reopen(payroll_list: PayrollList, actor: str) -> PayrollList:
    """Opens a closed list to be corrected. Raises ProblemError while its entry is in force, or once it was
    handed over for the cash book: then another list corrects it."""
    row = locked(payroll_list)
    if entry_in_force(row):
        raise ProblemError(Problem("payroll.list_has_document", {"number": row.number}))
    if hasattr(row, "cash_book_handover"):
        raise ProblemError(Problem("payroll.list_handed_over", {"number": row.number}))
    if row.document and not row.document.cancelled_at:
        row.reversals += 1
    row.document = None
    row.state, row.closed_by, row.closed_at = ListState.DRAFT, "", None
    row.save(update_fields=["document", "reversals", "state", "closed_by", "closed_at"])
    record(row.company, actor, "reopen", row)
    return row
