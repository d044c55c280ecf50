"""Sending a message to the buyer: choose a template, look at it, send."""

import secrets

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mostek.delivery.errands import Failed
from mostek.documents.models import JOURNAL, Document
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail import outbox, templates
from mostek.mail.models import sender_of
from mostek.mail.sending import rendered, waits_for
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.mail import SendForm
from mostek.panel.telling import tell


@may_issue
def about_document(request: PanelRequest, pk: int) -> HttpResponseBase:
    rows = Document.objects.select_related("delivery__connection", "order", "company").defer("pdf__data")
    return _send(request, rows.exclude(kind=JOURNAL).get_of(request.company, pk=pk))


@may_issue
def about_order(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Where only templates about documents are known, the order's latest document is meant."""
    order = Order.objects.select_related("company").get_of(request.company, pk=pk)
    if not any(_fits(each, order) for each in templates.known(request.company)):
        latest = order.documents.filter(cancelled_at=None).order_by("-id").first()
        if latest:
            return redirect("document_mail", latest.pk)
    return _send(request, order)


def _send(request: PanelRequest, about: Document | Order) -> HttpResponseBase:
    known = [each for each in templates.known(request.company) if _fits(each, about)]
    form = SendForm(known, request.POST or None, initial=_offered(request, about, known))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            written = outbox.write(
                about,
                chosen["template"],
                str(request.user),
                recipient=chosen["recipient"],
                language=chosen["language"],
                once_key=f"form:{chosen['once']}",
            )
            if written:
                sentence = _("The message to %(recipient)s is on its way.")
                messages.success(request, sentence % {"recipient": written.recipient})
            return redirect("document" if isinstance(about, Document) else "order", about.pk)
        except ProblemError as error:
            tell(request, error)
    elif request.method == "POST":
        mark_errors(form)
    return render(request, "panel/mail/send.html", _context(request, about, form, known))


def _fits(template: templates.Known, about: Document | Order) -> bool:
    return isinstance(about, Document) or not template.text().needs_document


def _offered(request: PanelRequest, about: Document | Order, known: list[templates.Known]) -> dict[str, str]:
    sender = sender_of(request.company)
    usual = templates.fitting(about) if isinstance(about, Document) else (known[0].key if known else "")
    own = str(about.content.get("language", "")) if isinstance(about, Document) else ""
    key = request.GET.get("template", usual)
    chosen = next((each for each in known if each.key == key), None)
    wanted = [request.GET.get("language", ""), own, sender.language if sender else "pl"]
    return {
        "template": key,
        "language": chosen.text(*filter(None, wanted)).language if chosen else wanted[-1],
        "recipient": request.GET.get("recipient", outbox.address_of(about)),
        "once": request.GET.get("once") or secrets.token_urlsafe(16),
    }


def _context(
    request: PanelRequest, about: Document | Order, form: SendForm, known: list[templates.Known]
) -> dict[str, object]:
    document = about if isinstance(about, Document) else None
    return {
        "form": form,
        "about": about,
        "document": document,
        "known": known,
        "has_sender": sender_of(request.company) is not None,
        "no_address": not outbox.address_of(about),
        "preview": _preview(about, form, known),
        "waits": _reason(document) if document else None,
    }


def _preview(about: Document | Order, form: SendForm, known: list[templates.Known]) -> tuple[str, str] | None:
    chosen = next((each for each in known if each.key == form["template"].value()), None)
    try:
        return rendered(chosen, about, str(form["language"].value())) if chosen else None
    except ProblemError:
        return None


def _reason(document: Document) -> Problem | None:
    try:
        return waits_for(document)
    except Failed as error:
        return error.problem
