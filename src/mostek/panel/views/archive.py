"""The archive: its rule, what stands in it, and a run now."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.companies.audit import record
from mostek.delivery.models import Job
from mostek.delivery.words import card
from mostek.documents.models import Document
from mostek.files.archiving import KIND, folder_of, rule_of, run, waiting
from mostek.files.models import Archived, ArchiveRule
from mostek.files.naming import path_of
from mostek.panel.access import PanelRequest, may_configure, may_issue, member
from mostek.panel.answers import file_answer
from mostek.panel.audit_words import changes_of
from mostek.panel.filters import Asked
from mostek.panel.forms.archive import ArchiveForm
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.paging import capped_count, page


@member
def show(request: PanelRequest) -> HttpResponseBase:
    return _shown(request, ArchiveForm(instance=rule_of(request.company)))


@may_configure
@require_POST
def save(request: PanelRequest) -> HttpResponseBase:
    form = ArchiveForm(request.POST, instance=rule_of(request.company))
    if not form.is_valid():
        mark_errors(form)
        return _shown(request, form)
    with transaction.atomic():
        rule = form.save()
        record(request.company, str(request.user), "change", rule, changes_of(form))
    messages.success(request, _("The archive rule is saved."))
    return redirect("archive")


@may_issue
@require_POST
def begin(request: PanelRequest) -> HttpResponseBase:
    run(request.company, str(request.user))
    return redirect("archive")


@member
def file(request: PanelRequest, pk: int) -> HttpResponseBase:
    """A file as it stands in the archive."""
    kept = Archived.objects.get_of(request.company, pk=pk)
    try:
        data = (folder_of(rule_of(request.company)) / kept.path).read_bytes()
    except OSError:
        raise Http404 from None
    return file_answer(data, kept.path.rpartition("/")[2], "application/pdf")


def _shown(request: PanelRequest, form: ArchiveForm) -> HttpResponseBase:
    rule = rule_of(request.company)
    asked = Asked(request.GET)
    rows = Archived.objects.of(request.company)
    if q := asked.text("q"):
        rows = rows.filter(path__icontains=q)
    return render(
        request,
        "panel/archive/archive.html",
        {
            "form": form,
            **_state(rule),
            "chosen": asked.chosen,
            "page": page(rows.select_related("document").defer("document__content"), "id", request.GET),
            "count": capped_count(rows),
        },
    )


def _state(rule: ArchiveRule) -> dict[str, Any]:
    last = Document.objects.of(rule.company).select_related("order", "series").order_by("-id").first()
    jobs = Job.objects.of(rule.company).filter(kind=KIND, due_at__isnull=False)
    return {
        "rule": rule,
        "folder": folder_of(rule),
        "waits": capped_count(waiting(rule)) if rule.pk and rule.on else 0,
        "running": jobs.first(),
        "problem": card(rule.problem) if rule.problem else None,
        "example": path_of(last, rule.pattern) if last else "",
    }
