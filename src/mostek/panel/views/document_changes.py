"""Cancelling an issued document and changing what of it may change: said before, done on both sides."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mostek.companies.models import Membership
from mostek.delivery.models import IN_PROGRAM, WISHED, Delivery, Wish
from mostek.documents.amending import amend, hindrance
from mostek.documents.cancelling import Way, cancel, frees_order, obstacle, way
from mostek.documents.models import Document
from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.forms.document import DocumentForm
from mostek.panel.telling import tell


def after_context(document: Document, membership: Membership) -> dict[str, Any]:
    """For the document's card: what may still be done with it, what is under way, what its program allows."""
    delivery: Delivery | None = getattr(document, "delivery", None)
    wish = Wish.objects.filter(delivery=delivery).first() if delivery and delivery.step in WISHED else None
    is_there = delivery is not None and delivery.state in IN_PROGRAM
    manifest = delivery.connection.connector.manifest if delivery and is_there else None
    return {
        "wish": wish,
        "may_cancel": membership.may_issue and obstacle(document) is None,
        "may_change": membership.may_issue and hindrance(document) is None,
        "allows": [_(text) for text in (manifest.cancelling, manifest.changing) if text] if manifest else [],
    }


@may_issue
def cancel_document(request: PanelRequest, pk: int) -> HttpResponse:
    """What will happen on both sides; posted, it happens."""
    document = _document(request, pk)
    problem = obstacle(document)
    if problem:
        tell(request, ProblemError(problem))
        return redirect("document", pk)
    if request.method == "POST":
        return _cancel(request, document)
    how = way(document)
    delivery = getattr(document, "delivery", None)
    context = {
        "document": document,
        "delivery": delivery,
        "is_here": how is Way.HERE,
        "is_there": how is Way.THERE,
        "allows": _(delivery.connection.connector.manifest.cancelling) if delivery else "",
        "frees_order": frees_order(document),
    }
    return render(request, "panel/documents/cancel.html", context)


def _cancel(request: PanelRequest, document: Document) -> HttpResponse:
    try:
        cancel(document, str(request.user), done_there="done_there" in request.POST)
    except ProblemError as error:
        tell(request, error)
        return redirect("document", document.pk)
    document.refresh_from_db(fields=["cancelled_at"])
    if document.cancelled_at:
        messages.success(request, _("%(document)s is cancelled.") % {"document": document})
    else:
        text = _("%(document)s is being cancelled: its program is asked, then it is cancelled here.")
        messages.success(request, text % {"document": document})
    return redirect("document", document.pk)


@may_issue
def edit(request: PanelRequest, pk: int) -> HttpResponse:
    """The fields that may change; posted, they change here, and in the program that holds the document."""
    document = _document(request, pk)
    if problem := hindrance(document):
        tell(request, ProblemError(problem))
        return redirect("document", pk)
    form = DocumentForm(document, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = amend(document, form.values(), str(request.user))
        except ProblemError as error:
            form.mark(error.problems)
        else:
            text = _("%(document)s is changed.") if changed else _("Nothing was changed on %(document)s.")
            if changed and _is_there(document):
                text = _("%(document)s is being changed: first in its program, then here.")
            messages.success(request, text % {"document": document})
            return redirect("document", pk)
    context = {"document": document, "form": form, "is_there": _is_there(document)}
    return render(request, "panel/documents/edit.html", context)


def _is_there(document: Document) -> bool:
    delivery = getattr(document, "delivery", None)
    return delivery is not None and delivery.state in IN_PROGRAM


def _document(request: PanelRequest, pk: int) -> Document:
    rows = Document.objects.select_related("delivery__connection", "connection", "series", "order", "company")
    return rows.get_of(request.company, pk=pk)
