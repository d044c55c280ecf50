"""Payroll lists from a file, with every bad cell by its line; and templates to fill in."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from mostek.kernel.problems import ProblemError
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.answers import file_answer
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.payroll import PayrollFileForm
from mostek.payroll.importing.table import template_csv, template_xlsx
from mostek.payroll.taking import Taken
from mostek.payroll.uploading import take_upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"csv": (template_csv, "text/csv; charset=utf-8"), "xlsx": (template_xlsx, XLSX)}


@may_issue
def take_file(request: PanelRequest) -> HttpResponseBase:
    form = PayrollFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        mark_errors(form)
        return render(request, "panel/payroll/import.html", {"form": form})
    upload = form.cleaned_data["file"]
    try:
        taken = take_upload(request.company, upload.chunks(), str(request.user), upload.name)
    except ProblemError as error:
        context = {"form": PayrollFileForm(), "problems": error.problems, "file": upload.name}
        return render(request, "panel/payroll/import.html", context)
    for each in taken:
        _say(request, each)
    return (
        redirect("payroll_list", taken[0].payroll_list.pk) if len(taken) == 1 else redirect("payroll_lists")
    )


def _say(request: PanelRequest, taken: Taken) -> None:
    number = {"number": taken.payroll_list.number}
    said = {
        "new": _("The list %(number)s is imported."),
        "changed": _("The open list %(number)s is replaced by the file."),
        "known": _("The list %(number)s is known already; nothing was changed."),
    }
    messages.success(request, said[taken.outcome] % number)
    if taken.new_components:
        sentence = ngettext(
            "A component was added to the catalogue and needs its accounts: %(components)s.",
            "Components were added to the catalogue and need their accounts: %(components)s.",
            len(taken.new_components),
        )
        messages.warning(request, sentence % {"components": ", ".join(taken.new_components)})


@may_issue
@require_GET
def template(_request: PanelRequest, form: str) -> HttpResponseBase:
    if form not in TEMPLATES:
        raise Http404
    made, content_type = TEMPLATES[form]
    return file_answer(made(), f"payroll.{form}", content_type, download=True)
