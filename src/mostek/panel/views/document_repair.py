"""Mending a rejected document and sending it again: on its card, or in its row of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mostek.delivery.words import Card, card
from mostek.documents.models import Document
from mostek.documents.repairing import RepairField, fields, mend
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.telling import tell


@dataclass(frozen=True, slots=True)
class Shown:
    """A field to mend: what stands in it now and what is wrong with that."""

    field: RepairField
    value: str
    problem: Card
    is_wrong_again: bool = False

    @property
    def html_id(self) -> str:
        return f"mend-{self.field.path.replace('.', '-')}"


@may_issue
def repair(request: PanelRequest, pk: int) -> HttpResponse:
    """The form; posted, the document is mended and sent. Asked for by htmx it is a part of a page."""
    rows = Document.objects.select_related("delivery", "connection", "series", "order", "company")
    document = rows.get_of(request.company, pk=pk)
    if request.method != "POST":
        if not request.htmx:
            return redirect(f"{reverse('document', args=[pk])}#repair")
        return render(request, "panel/parts/repair.html", {"document": document, **repair_context(document)})
    values = {field.path: request.POST.get(field.path, "")[:1000] for field in fields(document)}
    try:
        mend(document, values, str(request.user))
    except ProblemError as error:
        return _again(request, document, values, error)
    if request.htmx:
        document.refresh_from_db()
        return render(request, "panel/parts/mended.html", {"document": rows.get(pk=pk)})
    messages.success(request, _("%(document)s is mended and on its way again.") % {"document": document})
    return redirect("document", pk)


def repair_context(
    document: Document, values: Mapping[str, str] | None = None, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    """The marked fields; what was typed stays when it was wrong again."""
    wrong = {problem.field: problem for problem in problems}
    shown = [
        Shown(
            field,
            (values or {}).get(field.path, field.value),
            card(wrong.get(field.path, field.problem)),
            field.path in wrong,
        )
        for field in fields(document)
    ]
    known = {each.field.path for each in shown}
    return {"repair": shown, "repair_others": [card(p) for p in problems if p.field not in known]}


def _again(
    request: PanelRequest, document: Document, values: dict[str, str], error: ProblemError
) -> HttpResponse:
    context = {"document": document, **repair_context(document, values, error.problems)}
    if request.htmx:
        return render(request, "panel/parts/repair.html", context)
    if not context["repair"]:
        tell(request, error)
        return redirect("document", document.pk)
    return render(request, "panel/document_repair.html", context)
