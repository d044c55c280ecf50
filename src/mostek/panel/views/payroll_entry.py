"""What becomes of a payroll list: closed, a journal entry in the program, or rows for the cash book."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mostek.delivery.models import IN_PROGRAM
from mostek.documents.models import Document
from mostek.invoicing.ledger import JournalEntry
from mostek.kernel.money import ZERO
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.answers import file_answer, file_name
from mostek.panel.confirmation import confirm
from mostek.panel.remedies import told as told_delivery
from mostek.panel.states import is_moving
from mostek.panel.telling import tell
from mostek.payroll import cashbook, entries
from mostek.payroll.catalogue import settings_of
from mostek.payroll.closing import close, entry_in_force, ledger_preview, preview, reopen
from mostek.payroll.models import Book, CashBookHandover, ListState, PayrollList

BOOK_FILES = {
    "pdf": ("application/pdf", cashbook.as_pdf),
    "csv": ("text/csv; charset=utf-8", cashbook.as_csv),
}


@dataclass(frozen=True, slots=True)
class Posted:
    """The entry, or the one that reverses it, on its way or there."""

    document: Document
    code: str
    """The program's own number of it."""
    problems: list[Any]

    @property
    def moves(self) -> bool:
        return is_moving(self.document)


def _posted(document: Document) -> Posted:
    delivery = getattr(document, "delivery", None)
    problems = delivery.problems if delivery else []
    code = delivery.remote_number if delivery else ""
    return Posted(document, code, [told_delivery(each, document.connection) for each in problems])


def entry_context(payroll_list: PayrollList) -> dict[str, Any]:
    """`stops` are the problems that keep the list from its next step."""
    settings = settings_of(payroll_list.company)
    is_book = settings.book == Book.CASH_BOOK
    is_closed = payroll_list.state == ListState.CLOSED
    context: dict[str, Any] = {
        "settings": settings,
        "is_book": is_book,
        "is_closed": is_closed,
        **_result(payroll_list),
    }
    handover = CashBookHandover.objects.filter(payroll_list=payroll_list).first()
    in_force = entry_in_force(payroll_list)
    if is_book and is_closed:
        context |= _book(payroll_list, handover)
    elif in_force and payroll_list.document:
        context |= _shown(payroll_list.document.entry())
    else:
        context |= _drafted(payroll_list, is_closed=is_closed)
    return context | {"may_reopen": is_closed and handover is None and not in_force, "in_force": in_force}


def _drafted(payroll_list: PayrollList, *, is_closed: bool) -> dict[str, Any]:
    """The entry as it would be made now."""
    stops = list((ledger_preview if is_closed else preview)(payroll_list).problems)
    if is_closed:
        try:
            entries.target(payroll_list)
        except ProblemError as error:
            stops += error.problems
    return {**_shown(entries.draft_entry(payroll_list)), "stops": stops}


def _shown(entry: JournalEntry) -> dict[str, Any]:
    return {"entry": entry, "credit": sum((row.credit for row in entry.rows), ZERO)}


def _book(payroll_list: PayrollList, handover: CashBookHandover | None) -> dict[str, Any]:
    try:
        rows = cashbook.entry_of(payroll_list)
    except ProblemError as error:
        return {"stops": error.problems, "handover": handover}
    may = handover is None and cashbook.obstacle(payroll_list) is None
    return {"book": rows, "handover": handover, "may_hand_over": may}


def _result(payroll_list: PayrollList) -> dict[str, Any]:
    document = payroll_list.document
    if document is None:
        return {"posted": [], "moves": False, "may_reverse": False}
    reversals = document.followers.filter(cancelled_at=None).select_related("delivery", "connection")
    posted = [_posted(document), *map(_posted, reversals)]
    stands = getattr(document, "delivery", None) is not None and document.delivery.state in IN_PROGRAM
    return {
        "posted": posted,
        "moves": any(each.moves for each in posted),
        "may_reverse": stands and len(posted) == 1,
    }


@member
@require_GET
def state(request: PanelRequest, pk: int) -> HttpResponseBase:
    """The entry's state by itself; it asks again while the entry is on its way. Once it has arrived the
    browser is told to load the page, whose buttons have changed."""
    payroll_list = list_of(request, pk)
    context = {"list": payroll_list, **_result(payroll_list)}
    answer = render(request, "panel/payroll/_posted.html", context)
    if not context["moves"]:
        answer["HX-Refresh"] = "true"
    return answer


@may_issue
@require_POST
def close_list(request: PanelRequest, pk: int) -> HttpResponseBase:
    payroll_list = list_of(request, pk)
    try:
        close(payroll_list, str(request.user))
    except ProblemError:
        messages.error(request, _("The list is not closed: mend what is named below first."))
        return redirect(f"{reverse('payroll_list', args=[pk])}#problems")
    messages.success(request, _("The list %(number)s is closed.") % {"number": payroll_list})
    return redirect("payroll_list", pk)


@may_issue
@require_POST
def reopen_list(request: PanelRequest, pk: int) -> HttpResponseBase:
    payroll_list = list_of(request, pk)
    try:
        reopen(payroll_list, str(request.user))
        messages.success(request, _("The list %(number)s is open again.") % {"number": payroll_list})
    except ProblemError as error:
        tell(request, error)
    return redirect("payroll_list", pk)


@may_issue
@require_POST
def create(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Pressed twice it makes one entry."""
    try:
        document = entries.create_document(list_of(request, pk), str(request.user))
        messages.success(request, _("The journal entry %(number)s is on its way.") % {"number": document})
    except ProblemError as error:
        tell(request, error)
    return redirect("payroll_list", pk)


@may_issue
def take_back(request: PanelRequest, pk: int) -> HttpResponseBase:
    payroll_list = list_of(request, pk)
    if request.method != "POST":
        where = str(payroll_list.document.connection) if payroll_list.document else "–"
        return confirm(
            request,
            _("Reverse the entry of the list %(number)s?") % {"number": payroll_list},
            [
                _("A second entry with the sides swapped goes to %(program)s; the first one stays there.")
                % {"program": where},
                _("Once it stands there, the list can be opened again, corrected and posted anew."),
            ],
            _("Reverse the entry"),
            "payroll_list",
            pk,
        )
    try:
        document = entries.reverse(payroll_list, str(request.user))
        messages.success(request, _("The reversal %(number)s is on its way.") % {"number": document})
    except ProblemError as error:
        tell(request, error)
    return redirect("payroll_list", pk)


@may_issue
@require_GET
def book_file(request: PanelRequest, pk: int, form: str) -> HttpResponseBase:
    if form not in BOOK_FILES:
        raise Http404
    payroll_list = list_of(request, pk)
    content_type, written = BOOK_FILES[form]
    try:
        data = written(cashbook.entry_of(payroll_list))
    except ProblemError as error:
        tell(request, error)
        return redirect("payroll_list", pk)
    name = file_name(_("book entry %(number)s") % {"number": payroll_list}, form)
    return file_answer(data, name, content_type, download=True)


@may_issue
@require_POST
def handed_over(request: PanelRequest, pk: int) -> HttpResponseBase:
    """First freezes the rows and hands them over; pressed with `confirm`, takes a person's word that they
    stand in the book."""
    payroll_list = list_of(request, pk)
    try:
        if "confirm" in request.POST:
            cashbook.confirm(payroll_list, str(request.user))
            messages.success(request, _("Noted: the rows stand in the book."))
        else:
            cashbook.hand_over(payroll_list, str(request.user))
            messages.success(
                request, _("Handed over. Download the file, enter it in the book, then confirm.")
            )
    except ProblemError as error:
        tell(request, error)
    return redirect("payroll_list", pk)


def list_of(request: PanelRequest, pk: int) -> PayrollList:
    rows = PayrollList.objects.select_related("company", "document__delivery", "document__connection")
    return rows.get_of(request.company, pk=pk)
