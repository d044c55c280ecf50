"""Automatic actions: the list, and one rule in words with its test and its last runs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.automation import saving
from mostek.automation.conditions import Names
from mostek.automation.examples import EXAMPLES
from mostek.automation.models import Rule
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.confirmation import confirm
from mostek.panel.filters import Asked
from mostek.panel.rule_trials import recent, tried, wanted
from mostek.panel.rule_words import clash_sentences, in_words, run_words

LAST_RUNS = 30


@member
def show(request: PanelRequest) -> HttpResponse:
    found = list(Rule.objects.select_related("company").of(request.company))
    names = Names(request.company)
    rows = [in_words(rule, names, found if rule.on else ()) for rule in found]
    return render(request, "panel/rules/list.html", {"rows": rows, "examples": EXAMPLES})


@member
def rule(request: PanelRequest, pk: int) -> HttpResponse:
    """With `?order=` what it would do with that order."""
    found = Rule.objects.select_related("company").get_of(request.company, pk=pk)
    asked = Asked(request.GET).text("order")
    order = wanted(request.company, asked) if asked else None
    runs = found.runs.select_related("order", "made").order_by("-id")[:LAST_RUNS]
    context = {
        "rule": found,
        "words": in_words(found, Names(request.company), Rule.objects.of(request.company)),
        "asked": asked,
        "recent": recent(request.company),
        "trial": tried(found, order) if order else None,
        "runs": [(run, run_words(run)) for run in runs],
    }
    return render(request, "panel/rules/rule.html", context)


@may_configure
@require_POST
def switch(request: PanelRequest, pk: int) -> HttpResponse:
    found = Rule.objects.select_related("company").get_of(request.company, pk=pk)
    saving.switch(found, request.POST.get("on") == "1", str(request.user))
    if found.on:
        for sentence in clash_sentences(found, Rule.objects.of(request.company)):
            messages.warning(request, sentence)
    return redirect("rule", pk) if request.POST.get("back") == "rule" else redirect("rules")


@may_configure
@require_POST
def move(request: PanelRequest, pk: int) -> HttpResponse:
    found = Rule.objects.select_related("company").get_of(request.company, pk=pk)
    saving.move(found, request.POST.get("way") == "up", str(request.user))
    return redirect("rules")


@may_configure
def delete(request: PanelRequest, pk: int) -> HttpResponse:
    found = Rule.objects.select_related("company").get_of(request.company, pk=pk)
    if request.method == "POST":
        saving.delete(found, str(request.user))
        messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
        return redirect("rules")
    sentences = [
        _("It will not act any more. What it has done stays: documents, statuses and the orders' stories."),
        _("To stop it only for a while, switch it off instead."),
    ]
    question = _("Delete the rule “%(name)s”?") % {"name": found.name}
    return confirm(request, question, sentences, _("Delete the rule"), "rule", pk)
