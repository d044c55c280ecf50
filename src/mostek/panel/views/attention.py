"""What waits for a person, grouped by its cause."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery import actions
from mostek.delivery.errands import ErrandState
from mostek.delivery.models import NEEDS_PERSON, Delivery, State
from mostek.documents.models import Document
from mostek.documents.resending import of_cause, resend_cause
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail.models import Message
from mostek.panel import order_rules
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.filters import Asked
from mostek.panel.remedies import ALONE, Told, refused_accounts, told
from mostek.panel.telling import tell
from mostek.panel.views.documents import for_rows

SHOWN_GROUPS = 20
SHOWN_ROWS = 10
AT_ONCE = 50
"""Documents that are sent again while the person waits."""


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that wait for the same reason; the first of them stands for what is said."""

    key: str
    count: int
    told: Told
    documents: list[Document]
    may_resend: bool

    @property
    def more(self) -> int:
        return self.count - len(self.documents)


@member
def show(request: PanelRequest) -> HttpResponse:
    asked = Asked(request.GET)
    connection = asked.number("connection")
    waiting = Delivery.objects.of(request.company).filter(state__in=NEEDS_PERSON)
    if connection is not None:
        waiting = waiting.filter(connection=connection)
    counts = waiting.values_list("problems__0__key").annotate(count=Count("id")).order_by("-count")
    listed = list(counts[: SHOWN_GROUPS + 1])
    context = {
        "groups": [
            _group(request.company, key or "", count, connection) for key, count in listed[:SHOWN_GROUPS]
        ],
        "chosen": asked.chosen,
        "connections": Connection.objects.of(request.company),
        "more_groups": len(listed) > SHOWN_GROUPS,
        "rule_troubles": order_rules.listed(request.company),
        "refused": refused_accounts(request.company),
        **_messages(request.company),
        "held": Delivery.objects.of(request.company).filter(state=State.HELD).count(),
        "warned": Delivery.objects.of(request.company).filter(state=State.WARNING).count(),
    }
    return render(request, "panel/attention.html", context)


def _messages(company: Company) -> dict[str, int]:
    """How many messages to buyers did not go, and of how many that is not certain."""
    failed, unsure = Q(state=ErrandState.FAILED), Q(state=ErrandState.UNSURE)
    rows = Message.objects.of(company).filter(failed | unsure)
    return rows.aggregate(unsent=Count("id", filter=failed), unsure=Count("id", filter=unsure))


@may_issue
@require_POST
def resend(request: PanelRequest) -> HttpResponse:
    """Sends again all rejected documents of one cause, of one account or of all; many in the background."""
    problem, connection = request.POST.get("problem", "")[:100], Asked(request.POST).number("connection")
    rows = of_cause(request.company, problem, connection)
    number = rows[: AT_ONCE + 1].count()
    if number > AT_ONCE:
        return redirect("resending", resend_cause(request.company, problem, connection, str(request.user)).pk)
    back = redirect(f"{reverse('attention')}?connection={connection}" if connection else "attention")
    try:
        for delivery in rows.order_by("id"):
            actions.resend(delivery, str(request.user))
    except ProblemError as error:
        tell(request, error)
        return back
    if number:
        sentence = ngettext("%(n)s document is sent again.", "%(n)s documents are sent again.", number)
        messages.success(request, sentence % {"n": number})
    else:
        messages.info(request, _("Nothing of this cause waits any more."))
    return back


def _group(company: Company, key: str, count: int, connection: int | None) -> Group:
    rows: QuerySet[Document] = Document.objects.of(company).filter(delivery__state__in=NEEDS_PERSON)
    if connection is not None:
        rows = rows.filter(connection=connection)
    rows = rows.filter(delivery__problems__0__key=key) if key else rows.filter(delivery__problems=[])
    documents = list(for_rows(rows).select_related("order").order_by("id")[:SHOWN_ROWS])
    first = documents[0].delivery if documents else None
    problem = first.problems[0] if first and first.problems else Problem(key or "unexplained")
    words = told(problem, documents[0].connection if documents else None)
    rejected = any(document.delivery.state == State.REJECTED for document in documents)
    may_resend = bool(key) and rejected and words.card.remedy in ALONE
    return Group(key, count, words, documents, may_resend)
