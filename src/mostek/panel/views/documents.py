"""The list of sales documents, and what is done with many at once."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mostek.connections.models import Connection
from mostek.delivery import actions
from mostek.delivery.words import card
from mostek.documents.models import Document, Series
from mostek.files.listing import chosen as listed_ids
from mostek.files.models import OutputKind
from mostek.files.outputs import PRINT
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, member
from mostek.panel.filters import Asked, documents_asked
from mostek.panel.outputs import output_answer
from mostek.panel.paging import COUNTED, ROWS, capped_count, page
from mostek.panel.states import LOOKS, is_on_the_way
from mostek.panel.telling import tell

RESEND_LIMIT = 1000
Action = Callable[[PanelRequest, QuerySet[Document]], HttpResponseBase | None]


@member
def show(request: PanelRequest) -> HttpResponse:
    asked = Asked(request.GET)
    rows = documents_asked(request.company, asked)
    shown = page(for_rows(rows), "id", request.GET)
    count = capped_count(rows)
    problem = asked.chosen.get("problem")
    context = {
        "page": shown,
        "count": min(count, COUNTED),
        "more_than_counted": count > COUNTED,
        "chosen": asked.chosen,
        "problem": card(Problem(problem)) if problem else None,
        "series": Series.objects.of(request.company),
        "connections": Connection.objects.of(request.company),
        "looks": LOOKS,
        "live": _live_address(shown.rows),
    }
    return render(request, "panel/documents.html", context)


@member
def live(request: PanelRequest) -> HttpResponse:
    """The rows that were on their way when the page asked last, and whom to ask for next."""
    asked = [int(pk) for pk in request.GET.get("ids", "").split(",") if pk.isdecimal() and len(pk) < 18]
    rows = list(for_rows(Document.objects.of(request.company).filter(pk__in=asked[:ROWS])))
    context = {"documents": rows, "live": _live_address(rows)}
    return render(request, "panel/parts/documents_live.html", context)


@member
@require_POST
def bulk(request: PanelRequest) -> HttpResponseBase:
    """Prints, packs, lists or sends again the ticked documents, or all that the list's filter finds."""
    chosen = _meant(request)
    back = redirect(f"{reverse('documents')}?{request.POST.get('match', '')[:2000]}")
    does = _actions().get(request.POST.get("action", ""))
    if does is None:
        return back
    if not chosen.exists():
        messages.warning(
            request, _("No document is ticked. Tick the documents first, then choose what to do.")
        )
        return back
    return does(request, chosen) or back


def _actions() -> dict[str, Action]:
    return {
        "print": _file_of(OutputKind.PDF, PRINT),
        "zip": _file_of(OutputKind.ZIP, PRINT),
        "csv": _file_of(OutputKind.CSV, "documents"),
        "xlsx": _file_of(OutputKind.XLSX, "documents"),
        "resend": _resend,
    }


def for_rows(rows: QuerySet[Document]) -> QuerySet[Document]:
    """With all that a row shows, and without what it does not: the frozen content is large."""
    return rows.select_related("delivery", "connection", "series").defer("content", "reason")


def _live_address(rows: Iterable[Document]) -> str:
    ids = [str(document.pk) for document in rows if is_on_the_way(document)]
    return f"{reverse('documents_live')}?ids={','.join(ids)}" if ids else ""


def _meant(request: PanelRequest) -> QuerySet[Document]:
    if request.POST.get("everything"):
        return documents_asked(request.company, Asked(QueryDict(request.POST.get("match", ""))))
    ticked = [int(pk) for pk in request.POST.getlist("document") if pk.isdecimal() and len(pk) < 18]
    return Document.objects.of(request.company).filter(pk__in=ticked)


def _few_enough(request: PanelRequest, chosen: QuerySet[Document], limit: int) -> bool:
    if chosen[: limit + 1].count() <= limit:
        return True
    messages.error(
        request,
        _("At most %(limit)s documents at once. Tick fewer, or narrow the list with its filters.")
        % {"limit": limit},
    )
    return False


def _file_of(kind: OutputKind, listing: str) -> Action:
    def give(request: PanelRequest, chosen: QuerySet[Document]) -> HttpResponseBase | None:
        # Papers in the order in which they were issued, lists as they are shown.
        ids = listed_ids(chosen, "id" if listing == PRINT else "-id")
        return output_answer(request, kind, listing, ids)

    return give


def _resend(request: PanelRequest, chosen: QuerySet[Document]) -> HttpResponse | None:
    if not request.membership.may_issue:
        messages.error(request, _("Your role here is read-only."))
        return None
    if not _few_enough(request, chosen, RESEND_LIMIT):
        return None
    sent, refused = 0, 0
    for document in chosen.select_related("delivery").order_by("id"):
        delivery = getattr(document, "delivery", None)
        try:
            if delivery is None:
                refused += 1
            else:
                actions.resend(delivery, str(request.user))
                sent += 1
        except ProblemError as error:
            refused += 1
            if refused == 1:
                tell(request, error)
    if sent:
        sentence = ngettext("%(n)s document is sent again.", "%(n)s documents are sent again.", sent)
        messages.success(request, sentence % {"n": sent})
    if refused:
        sentence = ngettext(
            "%(n)s document cannot be sent again in its present state.",
            "%(n)s documents cannot be sent again in their present state.",
            refused,
        )
        messages.warning(request, sentence % {"n": refused})
    return None
