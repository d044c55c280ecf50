"""Sending again many documents that failed for one reason: how far it is. The page may be left."""

from django.http import HttpResponse
from django.shortcuts import render

from mostek.delivery.models import Job
from mostek.delivery.words import card, general
from mostek.documents.resending import KIND
from mostek.panel.access import PanelRequest, member


@member
def show(request: PanelRequest, pk: int) -> HttpResponse:
    job = Job.objects.get_of(request.company, pk=pk, kind=KIND)
    context = {
        "job": job,
        "ended": job.state in ("done", "failed"),
        "at": job.done + job.failed,
        "cause": general(job.params["problem"]),
        "problem": card(job.problem) if job.problem else None,
    }
    template = "panel/resending/progress.html" if request.htmx else "panel/resending/resending.html"
    return render(request, template, context)
