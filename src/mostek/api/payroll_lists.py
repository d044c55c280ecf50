"""Payroll lists and the journal entries they become.

Names go in and never come out: answers hold sums; hints name people by their number in the records.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from mostek.api.answering import ProblemDocument, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.paging import Filter, Limit, page
from mostek.api.payroll_shapes import CheckOut, EntryOut, ItemIn, ListIn, ListOut, ListPage, TakenOut
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll import correcting, entries
from mostek.payroll.checking import check as checked_of
from mostek.payroll.closing import close, preview, reopen
from mostek.payroll.incoming import IncomingItem, IncomingList
from mostek.payroll.models import PayrollList
from mostek.payroll.summing import Totals, totals
from mostek.payroll.taking import Taken, take
from mostek.payroll.uploading import take_upload

router = Router(tags=["payroll"])


@router.get("/payroll/lists", auth=needs("payroll:read"), summary="List payroll lists", response=ListPage)
def list_lists(
    request: HttpRequest, number: Filter = "", cursor: str = "", limit: Limit = 50
) -> dict[str, Any]:
    company = caller(request).company
    rows = PayrollList.objects.of(company).select_related("document__delivery", "corrects")
    found, following = page(rows.filter(number=number) if number else rows, cursor, limit)
    sums = totals(company, found)
    return {"items": [_list(each, sums.get(each.pk)) for each in found], "next_cursor": following}


def _list(payroll_list: PayrollList, summed: Totals | None = None) -> dict[str, Any]:
    if summed is None:
        summed = totals(payroll_list.company, [payroll_list]).get(payroll_list.pk, Totals())
    document = payroll_list.document
    delivery = document.delivery if document else None
    names = ("id", "number", "kind", "period", "payment_date", "state", "created_at", "closed_at")
    return {
        **{name: getattr(payroll_list, name) for name in names},
        **{name: getattr(summed, name) for name in ("people", "net", "cost")},
        "corrects": payroll_list.corrects.number if payroll_list.corrects else None,
        "document_id": document.pk if document else None,
        "document_state": delivery.state if delivery else None,
        "program_code": delivery.remote_number if delivery else "",
    }


def _taken(request: HttpRequest, taken: Taken) -> dict[str, Any]:
    return {
        "outcome": taken.outcome,
        "new_components": taken.new_components,
        "list": _list(_one(request, taken.payroll_list.pk)),
    }


@router.post(
    "/payroll/lists",
    auth=needs("payroll:write"),
    summary="Send a payroll list",
    response={200: TakenOut, 422: ProblemDocument},
)
def send_list(request: HttpRequest, payload: ListIn) -> dict[str, Any]:
    """The same list again changes nothing, an open one is replaced, a closed one is never changed."""
    company = caller(request).company
    incoming = IncomingList(
        payload.number, payload.period.replace(day=1), payload.payment_date, payload.kind.value
    )
    incoming.items = [_item(each) for each in payload.items]
    with transaction.atomic():
        taken = take(company, [incoming], actor(request), "API")[0]
        correcting.name_corrected(taken.payroll_list, payload.corrects, actor(request))
    return _taken(request, taken)


def _item(given: ItemIn) -> IncomingItem:
    if not (given.component or given.kind or (given.account and given.side)):
        raise ProblemError(Problem("payroll.posting_incomplete", {"text": given.name}))
    return IncomingItem(
        amount=given.amount,
        person_ref=given.employee_ref,
        person_name=given.employee_name,
        department=given.department,
        project=given.project,
        code=given.component,
        name=given.name,
        kind=given.kind,
        account=given.account,
        side=given.side,
    )


@router.post(
    "/payroll/lists/import",
    auth=needs("payroll:write"),
    summary="Import a file",
    response={200: list[TakenOut], 422: ProblemDocument},
)
def import_file(request: HttpRequest, file: File[UploadedFile]) -> list[dict[str, Any]]:
    """XML, text with ready postings, CSV or XLSX, as multipart/form-data. All of its lists or none."""
    name = str(file.name or "")
    found = take_upload(caller(request).company, file.chunks(), actor(request), name)
    return [_taken(request, each) for each in found]


def _one(request: HttpRequest, pk: int) -> PayrollList:
    """As it stands in the database now."""
    rows = PayrollList.objects.select_related("company", "document__delivery", "corrects")
    return rows.get_of(caller(request).company, pk=pk)


@router.get(
    "/payroll/lists/{int:list_id}", auth=needs("payroll:read"), summary="One payroll list", response=ListOut
)
def one_list(request: HttpRequest, list_id: int) -> dict[str, Any]:
    return _list(_one(request, list_id))


@router.get(
    "/payroll/lists/{int:list_id}/entry",
    auth=needs("payroll:read"),
    summary="Preview of the entry",
    response=EntryOut,
)
def entry(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """As it would be posted now; once there is a document, that says what was posted."""
    payroll_list = _one(request, list_id)
    drafted = entries.draft_entry(payroll_list)
    plain = {name: getattr(drafted, name) for name in ("number", "date", "currency", "memo", "rows")}
    return {**plain, "problems": [shown(each) for each in preview(payroll_list).problems]}


@router.get(
    "/payroll/lists/{int:list_id}/check",
    auth=needs("payroll:write"),
    summary="Compare with the rules",
    response=CheckOut,
)
def check(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """Amounts that no usual way from gross to net leads to. Hints only; nothing is changed."""
    payroll_list = _one(request, list_id)
    found = checked_of(payroll_list)
    reason = (
        Problem(found.not_checked, {"date": str(payroll_list.payment_date)}) if found.not_checked else None
    )
    hints = [
        {"employee_ref": h.person_ref, "kind": h.kind, "listed": h.listed, "computed": h.computed}
        for h in found.hints
    ]
    return {"people": found.people, "not_checked": shown(reason) if reason else None, "hints": hints}


@router.post(
    "/payroll/lists/{int:list_id}/close",
    auth=needs("payroll:write"),
    summary="Close a list",
    response={200: ListOut, 422: ProblemDocument},
)
def close_list(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """Everything that stands in the way is named at once. A closed list again changes nothing."""
    close(_one(request, list_id), actor(request))
    return _list(_one(request, list_id))


@router.post(
    "/payroll/lists/{int:list_id}/reopen",
    auth=needs("payroll:write"),
    summary="Open a list again",
    response={200: ListOut, 422: ProblemDocument},
)
def reopen_list(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """While it has no entry, or once that was reversed."""
    reopen(_one(request, list_id), actor(request))
    return _list(_one(request, list_id))


@router.post(
    "/payroll/lists/{int:list_id}/document",
    auth=needs("payroll:write"),
    summary="Create the journal entry",
    response={200: ListOut, 422: ProblemDocument},
)
def create_document(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """Puts the entry on its way, once: repeated it has no second effect. Ask the list for its state."""
    entries.create_document(_one(request, list_id), actor(request))
    return _list(_one(request, list_id))


@router.post(
    "/payroll/lists/{int:list_id}/reverse",
    auth=needs("payroll:write"),
    summary="Reverse the journal entry",
    response={200: ListOut, 422: ProblemDocument},
)
def reverse(request: HttpRequest, list_id: int) -> dict[str, Any]:
    """Puts the opposite entry on its way, once."""
    entries.reverse(_one(request, list_id), actor(request))
    return _list(_one(request, list_id))
