"""One document: its preview, its state, its story, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mostek.delivery import actions
from mostek.delivery.models import Delivery, State
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.documents.rendering import pdf as own_pdf
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.answers import file_answer, file_name
from mostek.panel.attempt_words import told as told_attempt
from mostek.panel.chains import chain
from mostek.panel.correction_links import correction_context
from mostek.panel.reason_words import why
from mostek.panel.remedies import ALONE, told
from mostek.panel.states import is_moving
from mostek.panel.telling import tell
from mostek.panel.views.document_changes import after_context
from mostek.panel.views.document_repair import repair_context

SHOWN_ATTEMPTS = 100
BUTTONS: dict[str, tuple[str, ...]] = {
    State.QUEUED: ("try_now", "hold"),
    State.ACCEPTED: ("try_now",),
    State.SENDING: (),
    State.ISSUED: ("look_again",),
    State.WARNING: ("look_again",),
    State.REJECTED: ("resend",),
    State.IN_DOUBT: ("exists", "does_not"),
    State.HELD: ("release",),
    State.SKIPPED: ("resend",),
    State.CANCELLED: (),
}
"""What a person may do in each state; the actions themselves check again."""
DONE = {
    "try_now": gettext_lazy("%(document)s is tried now."),
    "look_again": gettext_lazy("%(document)s is read at the program once more."),
    "resend": gettext_lazy("%(document)s is sent again."),
    "release": gettext_lazy("%(document)s is on its way."),
    "hold": gettext_lazy("%(document)s is held until you release it."),
    "exists": gettext_lazy("%(document)s is taken as found at the program; it is not sent again."),
    "does_not": gettext_lazy("%(document)s is sent again."),
}


@member
def show(request: PanelRequest, pk: int) -> HttpResponse:
    document = _document(request, pk)
    return render(request, "panel/document.html", _side_context(request, document))


@member
def side(request: PanelRequest, pk: int) -> HttpResponse:
    """The right side by itself; the page asks again while the document is on its way."""
    return render(request, "panel/parts/document_side.html", _side_context(request, _document(request, pk)))


@member
def state(request: PanelRequest, pk: int) -> HttpResponse:
    """The state by itself; it asks again while the document is on its way."""
    return render(request, "panel/parts/live_state.html", {"document": _document(request, pk)})


@member
def pdf(request: PanelRequest, pk: int) -> HttpResponse:
    """The program's PDF if there is one, else ours; `?of=mostek` asks for ours."""
    document = _document(request, pk)
    data = own_pdf(document) if request.GET.get("of") == "mostek" else best_pdf(document)[0]
    name = file_name(str(document), "pdf")
    return file_answer(data, name, "application/pdf", download="download" in request.GET)


@may_issue
@require_POST
def act(request: PanelRequest, pk: int, action: str) -> HttpResponse:
    document = _document(request, pk)
    delivery = getattr(document, "delivery", None)
    if action not in DONE or delivery is None:
        raise Http404
    if action == "exists" and not request.POST.get("number", "").strip():
        messages.error(request, _("Enter the number under which the document stands at the program."))
        return redirect("document", pk)
    try:
        _actions(request)[action](delivery, str(request.user))
        messages.success(request, DONE[action] % {"document": document})
    except ProblemError as error:
        tell(request, error)
    return redirect("document", pk)


def _actions(request: PanelRequest) -> dict[str, Callable[[Delivery, str], Any]]:
    number = request.POST.get("number", "").strip()[:60]
    return {
        "try_now": actions.resend,
        "look_again": actions.resend,
        "resend": actions.resend,
        "release": actions.release,
        "hold": actions.hold,
        "exists": lambda delivery, actor: actions.it_exists(delivery, number, actor),
        "does_not": actions.it_does_not,
    }


def _document(request: PanelRequest, pk: int) -> Document:
    rows = Document.objects.select_related("delivery", "connection", "series", "order", "company", "pdf")
    return rows.defer("pdf__data").get_of(request.company, pk=pk)


def _side_context(request: PanelRequest, document: Document) -> dict[str, Any]:
    delivery = getattr(document, "delivery", None)
    context: dict[str, Any] = {
        "document": document,
        "delivery": delivery,
        "moves": is_moving(document),
        "why": why(document),
        "invoice": None if document.is_entry else document.invoice(),
        "entry": document.entry() if document.is_entry else None,
        "order": document.order,
        "chain": chain(document.order),
        **after_context(document, request.membership),
        **correction_context(document, request.membership),
    }
    if delivery is None:
        return context
    attempts = list(delivery.attempts.order_by("-id")[: SHOWN_ATTEMPTS + 1])
    problems = [told(problem, document.connection) for problem in delivery.problems]
    return {
        **context,
        "problems": problems,
        "as_it_is": all(each.card.remedy in ALONE for each in problems),
        "warnings": [told(problem) for problem in delivery.warnings],
        "story": [told_attempt(attempt) for attempt in attempts[:SHOWN_ATTEMPTS]],
        "story_is_longer": len(attempts) > SHOWN_ATTEMPTS,
        "buttons": BUTTONS.get(delivery.state, ()) if request.membership.may_issue else (),
        **(repair_context(document) if request.membership.may_issue else {}),
    }
