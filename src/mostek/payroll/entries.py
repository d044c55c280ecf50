"""A closed list as a journal entry: drawn up, put on its way once, and reversed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mostek.companies.audit import record
from mostek.connections.models import Connection
from mostek.delivery.models import IN_PROGRAM, Delivery, State
from mostek.delivery.queue import enqueue
from mostek.documents.models import JOURNAL, Document, Numbering, Series
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.invoicing.ledger import EntryRow, JournalEntry
from mostek.kernel.dates import today
from mostek.kernel.identifiers import new_reference
from mostek.kernel.money import ZERO
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.catalogue import rules_of, settings_of
from mostek.payroll.closing import ledger_preview, locked
from mostek.payroll.models import ListState, PayrollList
from mostek.payroll.posting import Row

LONGEST_MEMO = 150
LONGEST_NUMBER = 35
REVERSED = "/ST"
"""Ends the number of an entry that reverses another."""


def draft_entry(payroll_list: PayrollList) -> JournalEntry:
    """What would be sent, whatever stands in its way. Writes nothing. No names and no personal data."""
    return _entry(payroll_list, new_reference())


def _entry(payroll_list: PayrollList, reference: str) -> JournalEntry:
    made = ledger_preview(payroll_list)
    return JournalEntry(
        reference=reference,
        number=_number(payroll_list),
        date=made.date,
        currency=payroll_list.company.currency,
        memo=memo(payroll_list),
        rows=tuple(map(_row, made.rows)),
    )


def _number(payroll_list: PayrollList) -> str:
    """The list's; of a list that was posted, reversed and opened again with a count behind."""
    if not payroll_list.reversals:
        return payroll_list.number
    return _ending(payroll_list.number, f"/{payroll_list.reversals + 1}")


def _ending(number: str, end: str) -> str:
    return number[: LONGEST_NUMBER - len(end)] + end


def memo(payroll_list: PayrollList) -> str:
    """In the language of the company's books; the ledger shows it to people who may not see the pay."""
    with override(rules_of(payroll_list.company).language):
        text = _("Payroll %(period)s, list %(number)s") % {
            "period": f"{payroll_list.period:%m/%Y}",
            "number": payroll_list.number,
        }
    return text[:LONGEST_MEMO]


def _row(row: Row) -> EntryRow:
    return EntryRow(
        account=row.place.account,
        debit=row.debit,
        credit=row.credit,
        department=row.place.department,
        project=row.place.project,
    )


def target(payroll_list: PayrollList) -> Connection:
    """Where the company's entries go. Raises ProblemError where nothing takes them."""
    connection = settings_of(payroll_list.company).connection
    if connection is None:
        raise ProblemError(Problem("payroll.no_connection"))
    if "journal_entries" not in connection.connector.capabilities:
        program = connection.connector.manifest.name
        raise ProblemError(Problem("payroll.program_without_entries", {"program": program}))
    return connection


@transaction.atomic
def create_document(payroll_list: PayrollList, actor: str) -> Document:
    """Freezes the closed list's entry and puts it on its way, in one transaction. Pressed again it returns
    the same document; only one that was cancelled before it was sent makes room for another.

    Raises ProblemError: the list is open, was handed over for the cash book, or cannot be posted.
    """
    row = locked(payroll_list)
    if row.document and not row.document.cancelled_at:
        return row.document
    if row.state != ListState.CLOSED:
        raise ProblemError(Problem("payroll.list_not_closed", {"number": row.number}))
    if hasattr(row, "cash_book_handover"):
        raise ProblemError(Problem("payroll.list_handed_over", {"number": row.number}))
    connection = target(row)
    if problems := ledger_preview(row).problems:
        raise ProblemError(*problems)
    document = _freeze(row, draft_entry(row), connection, actor)
    row.document = document
    row.save(update_fields=["document"])
    payroll_list.document = document
    record(row.company, actor, "create_document", row, {"document": (None, document.reference)})
    return document


def _freeze(
    payroll_list: PayrollList,
    entry: JournalEntry,
    connection: Connection,
    actor: str,
    reverses: Document | None = None,
) -> Document:
    document = Document.objects.create(
        company=payroll_list.company,
        series=_series(connection),
        kind=JOURNAL,
        corrects=reverses,
        previous=reverses,
        reference=entry.reference,
        number=entry.number,
        connection=connection,
        issue_date=entry.date,
        sale_date=entry.date,
        currency=entry.currency,
        net=ZERO,
        vat=ZERO,
        gross=entry.total,
        content=entry.model_dump(mode="json"),
        reason={
            "why": "payroll",
            "by": actor,
            "payroll_list": payroll_list.pk,
            "list_number": payroll_list.number,
        },
        created_by=actor,
    )
    enqueue(document, connection)
    record(payroll_list.company, actor, "issue", document)
    happened([Happening(payroll_list.company_id, Kind.DOCUMENT_ISSUED, None, document.pk)])
    return document


def _series(connection: Connection) -> Series:
    """The connection's own, made with its first entry. Numbers are those of the lists."""
    series, _made = Series.every.get_or_create(
        company=connection.company,
        code=f"JOURNAL-{connection.pk}",
        defaults={
            "kind": JOURNAL,
            "name": connection.name,
            "connection": connection,
            "numbering": Numbering.HUB,
            "language": rules_of(connection.company).language,
        },
    )
    return series


@transaction.atomic
def reverse(payroll_list: PayrollList, actor: str, on: date | None = None) -> Document:
    """Posts the opposite of the list's entry, once; pressed again it returns the same document.

    Once the reversal stands in the program the list may be opened again (`closing.reopen`), corrected and
    posted anew, under its number with a count behind; or it stays closed and another list takes its place.
    Raises ProblemError where the entry does not stand in the program.
    """
    row = locked(payroll_list)
    document = row.document
    if document is None or document.cancelled_at:
        raise ProblemError(Problem("payroll.nothing_to_reverse", {"number": row.number}))
    reversal = document.followers.filter(cancelled_at=None).first()
    if reversal:
        return reversal
    delivery: Delivery = document.delivery
    if delivery.state not in IN_PROGRAM:
        values = {"number": row.number, "state": str(State(delivery.state).label)}
        raise ProblemError(Problem("payroll.entry_not_there", values))
    entry = document.entry()
    opposite = entry.model_copy(
        update={
            "reference": new_reference(),
            "number": _ending(entry.number, REVERSED),
            "date": on or today(row.company.time_zone),
            "memo": _reversal_memo(entry, rules_of(row.company).language),
            "rows": tuple(
                each.model_copy(update={"debit": each.credit, "credit": each.debit}) for each in entry.rows
            ),
        }
    )
    made = _freeze(row, opposite, delivery.connection, actor, reverses=document)
    record(row.company, actor, "reverse", row, {"document": (document.reference, made.reference)})
    return made


def _reversal_memo(entry: JournalEntry, language: str) -> str:
    with override(language):
        text = _("Reversal of %(number)s: %(memo)s") % {"number": entry.number, "memo": entry.memo}
    return text[:LONGEST_MEMO]


@transaction.atomic
def renew(document: Document) -> None:
    """Draws a rejected entry up anew before it is sent again: accounts and departments as they are mapped
    now. A reversal stays the opposite of what it reverses. Raises ProblemError."""
    payroll_list = document.payroll_lists.select_related("company").first()
    if payroll_list is None:
        return
    if problems := ledger_preview(payroll_list).problems:
        raise ProblemError(*problems)
    entry = _entry(payroll_list, document.reference).model_copy(update={"number": document.number})
    if entry == document.entry():
        return
    document.content, document.gross = entry.model_dump(mode="json"), entry.total
    document.issue_date = document.sale_date = entry.date
    document.revision += 1
    document.save(update_fields=["content", "gross", "issue_date", "sale_date", "revision"])
