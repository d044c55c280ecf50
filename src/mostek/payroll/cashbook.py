"""A closed list as rows of the book of income and expenses, for companies whose program takes no journal
entries: given out as a file, and confirmed by a person once it stands in the book."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mostek.companies.audit import record
from mostek.delivery import actions
from mostek.delivery.models import State
from mostek.invoicing.model import Neutral
from mostek.invoicing.pdf import Column, Sheet, render_sheet
from mostek.kernel.money import ZERO, rounded
from mostek.kernel.problems import Problem, ProblemError
from mostek.kernel.tables import Cell, csv_lines
from mostek.payroll.catalogue import rules_of, settings_of
from mostek.payroll.closing import entry_in_force, locked
from mostek.payroll.models import Book, CashBookHandover, EntryDate, ListState, PayrollList
from mostek.regimes.base.payroll import CashBook


class CashBookRow(Neutral):
    date: date
    document_number: str
    description: str
    meaning: CashBook
    column: str
    """The printed column's number on that day."""
    amount: Decimal


class CashBookEntry(Neutral):
    number: str
    company: str
    currency: str
    language: str
    """The book's."""
    rows: tuple[CashBookRow, ...]

    def total(self, meaning: CashBook) -> Decimal:
        return sum((row.amount for row in self.rows if row.meaning == meaning), ZERO)


def entry_of(payroll_list: PayrollList) -> CashBookEntry:
    """What the book should hold of the list; once handed over, what was handed over. Writes nothing.

    Raises ProblemError for a list of ready postings: they do not say what is pay.
    """
    handover = _handover(payroll_list)
    if handover:
        return CashBookEntry.model_validate(handover.content)
    if payroll_list.items.filter(component=None).exists():
        raise ProblemError(Problem("payroll.postings_for_cash_book", {"number": payroll_list.number}))
    company, rules = payroll_list.company, rules_of(payroll_list.company)
    with override(rules.language):
        return CashBookEntry(
            number=payroll_list.number,
            company=company.name,
            currency=company.currency,
            language=rules.language,
            rows=_rows(payroll_list),
        )


def _rows(payroll_list: PayrollList) -> tuple[CashBookRow, ...]:
    """One for each meaning and text, the wages first; zero is left out."""
    kinds, day = rules_of(payroll_list.company).kinds, _day(payroll_list)
    sums: dict[tuple[CashBook, str], Decimal] = defaultdict(lambda: ZERO)
    for meaning, key, amount in sorted(_amounts(payroll_list), key=_in_the_book(list(kinds))):
        text = kinds[key].cash_book_text or kinds[key].label
        sums[meaning, text] += rounded(amount, payroll_list.company.currency)
    about = {"period": f"{payroll_list.period:%m/%Y}", "number": payroll_list.number}
    return tuple(
        CashBookRow(
            date=day,
            document_number=payroll_list.number,
            description=_("%(what)s for %(period)s – payroll list %(number)s") % {"what": _(text), **about},
            meaning=meaning,
            column=rules_of(payroll_list.company).cash_book_column(meaning, day),
            amount=amount,
        )
        for (meaning, text), amount in sums.items()
        if amount
    )


Amount = tuple[CashBook, str, Decimal]


def _amounts(payroll_list: PayrollList) -> list[Amount]:
    """By meaning and kind."""
    items = payroll_list.items.exclude(component__cash_book=CashBook.NONE)
    grouped = items.values_list("component__cash_book", "component__kind").annotate(Sum("amount"))
    return [(CashBook(meaning), kind, amount) for meaning, kind, amount in grouped]


def _in_the_book(kinds: list[str]) -> Callable[[Amount], tuple[int, int]]:
    meanings = list(CashBook)
    return lambda each: (meanings.index(each[0]), kinds.index(each[1]))


def _day(payroll_list: PayrollList) -> date:
    """By law, unless the company books by the day of payment."""
    if settings_of(payroll_list.company).entry_date == EntryDate.PAYMENT:
        return payroll_list.payment_date
    rules = rules_of(payroll_list.company)
    return rules.cost_day(payroll_list.period, payroll_list.payment_date)


def obstacle(payroll_list: PayrollList) -> Problem | None:
    """Why the list cannot be handed over; None where it can. A journal entry that the program rejected is
    no obstacle: it is given up with the hand-over."""
    values = {"number": payroll_list.number}
    if settings_of(payroll_list.company).book != Book.CASH_BOOK:
        return Problem("payroll.no_cash_book")
    if payroll_list.state != ListState.CLOSED:
        return Problem("payroll.list_not_closed", values)
    if entry_in_force(payroll_list) and not _was_rejected(payroll_list):
        return Problem("payroll.list_has_document", values)
    return None


def _was_rejected(payroll_list: PayrollList) -> bool:
    document = payroll_list.document
    return document is not None and document.delivery.state == State.REJECTED


@transaction.atomic
def hand_over(payroll_list: PayrollList, actor: str) -> CashBookHandover:
    """Freezes what the book should hold, to be downloaded and entered there. Once; pressed again it returns
    the same record. Raises ProblemError."""
    row = locked(payroll_list)
    handover = _handover(row)
    if handover:
        return handover
    if problem := obstacle(row):
        raise ProblemError(problem)
    if row.document and _was_rejected(row) and not row.document.cancelled_at:
        actions.cancel(row.document.delivery, actor)
    content = entry_of(row).model_dump(mode="json")
    handover = CashBookHandover.objects.create(payroll_list=row, content=content, handed_over_by=actor[:200])
    record(row.company, actor, "hand_over", row)
    return handover


@transaction.atomic
def confirm(payroll_list: PayrollList, actor: str) -> CashBookHandover:
    """A person's word that it stands in the book. Raises ProblemError where nothing was handed over."""
    row = locked(payroll_list)
    handover = _handover(row)
    if handover is None:
        raise ProblemError(Problem("payroll.not_handed_over", {"number": row.number}))
    if handover.confirmed_at is None:
        handover.confirmed_by, handover.confirmed_at = actor[:200], timezone.now()
        handover.save(update_fields=["confirmed_by", "confirmed_at"])
        record(row.company, actor, "confirm_in_book", row)
    return handover


def _handover(payroll_list: PayrollList) -> CashBookHandover | None:
    return CashBookHandover.objects.filter(payroll_list=payroll_list).first()


def as_csv(entry: CashBookEntry) -> bytes:
    with override(entry.language):
        headings = [
            *(_("Date"), _("Document number"), _("Description"), _("Meaning"), _("Column")),
            *(_("Amount"), _("Currency")),
        ]
        rows: list[list[Cell]] = [
            [
                *(row.date, row.document_number, row.description, _meaning(row), row.column),
                *(row.amount, entry.currency),
            ]
            for row in entry.rows
        ]
        return "".join(csv_lines(headings, rows, entry.language)).encode()


def _meaning(row: CashBookRow) -> str:
    return _("wages") if row.meaning == CashBook.WAGES else _("other expenses")


def as_pdf(entry: CashBookEntry) -> bytes:
    """Its amounts stand below the columns of the book that they belong in."""
    with override(entry.language):
        meanings = list(dict.fromkeys((row.meaning, row.column) for row in entry.rows))
        names = {CashBook.WAGES: _("wages"), CashBook.OTHER_EXPENSES: _("other expenses")}
        columns = [Column(_("No.")), Column(_("Date")), Column(_("Description"), is_wide=True)]
        columns += [
            Column(_("Column %(number)s: %(name)s") % {"number": number, "name": names[meaning]}, True)
            for meaning, number in meanings
        ]
        return render_sheet(
            Sheet(
                title=_("Entry for the book of income and expenses"),
                number=entry.number,
                company=entry.company,
                language=entry.language,
                currency=entry.currency,
                facts=[(_("Document number"), entry.number), (_("Currency"), entry.currency)],
                columns=columns,
                rows=[
                    [
                        *(str(number), row.date.isoformat(), row.description),
                        *(row.amount if row.meaning == meaning else "" for meaning, _column in meanings),
                    ]
                    for number, row in enumerate(entry.rows, 1)
                ],
                total=["", "", _("Total"), *(entry.total(meaning) for meaning, _column in meanings)],
            )
        )
