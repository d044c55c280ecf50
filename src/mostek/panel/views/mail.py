"""Messages: the log of what was sent, one message, and what a person decides about it."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from mostek.companies.models import Company
from mostek.kernel.problems import ProblemError
from mostek.mail import outbox, templates
from mostek.mail.models import Message, sender_of
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.forms.mail import MessageFilters
from mostek.panel.mail_words import RETURNED, shown, template_name
from mostek.panel.paging import page
from mostek.panel.telling import tell

ACTIONS = {
    "resend": (outbox.send_again, _("The message is sent again.")),
    "arrived": (outbox.it_arrived, _("The message counts as sent.")),
    "withdraw": (outbox.withdraw, _("The message is withdrawn; it was not sent.")),
}


@member
@require_GET
def messages_sent(request: PanelRequest) -> HttpResponseBase:
    known = templates.known(request.company)
    filters = MessageFilters(request.company, known, request.GET)
    found = page(_asked(request.company, filters), "id", request.GET)
    names = {each.key: each.name for each in known}
    context = {
        "filters": filters,
        "is_filtered": any(filters.cleaned_data.values()),
        "page": found,
        "moves": any(each.due_at for each in found.rows),
        "rows": [(shown(each), template_name(each.template, names)) for each in found.rows],
        "has_sender": sender_of(request.company) is not None,
    }
    return render(request, "panel/mail/list.html", context)


def _asked(company: Company, filters: MessageFilters) -> "QuerySet[Message]":
    filters.is_valid()
    chosen = filters.cleaned_data
    rows: QuerySet[Message] = Message.objects.of(company)
    rows = rows.select_related("document", "order", "bounce").defer("body", "document__content")
    if text := (chosen.get("q") or "").strip():
        rows = rows.filter(Q(recipient__icontains=text) | Q(subject__icontains=text))
    if state := chosen.get("state"):
        returned = Q(bounce__isnull=False)
        rows = rows.filter(returned if state == RETURNED else Q(state=state) & ~returned)
    if chosen.get("template"):
        rows = rows.filter(template=chosen["template"])
    since, until = filters.moment("since"), filters.moment("until", end=True)
    rows = rows.filter(created_at__gte=since) if since else rows
    return rows.filter(created_at__lt=until) if until else rows


@member
@require_GET
def message(request: PanelRequest, pk: int) -> HttpResponseBase:
    row = _message(request, pk)
    names = {each.key: each.name for each in templates.known(request.company)}
    context = {"shown": shown(row), "message": row, "template": template_name(row.template, names)}
    return render(request, "panel/mail/message.html", context)


@may_issue
@require_POST
def act(request: PanelRequest, pk: int, action: str) -> HttpResponseBase:
    if action not in ACTIONS:
        raise Http404
    do, sentence = ACTIONS[action]
    try:
        do(_message(request, pk), str(request.user))
        messages.success(request, sentence)
    except ProblemError as error:
        tell(request, error)
    return redirect("mail_message", pk)


def _message(request: PanelRequest, pk: int) -> Message:
    return Message.objects.select_related("document", "order", "bounce").get_of(request.company, pk=pk)
