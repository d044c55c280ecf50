"""The editor of a rule: when, if, then. Rows are added and removed by buttons that post the whole form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mostek.automation import saving
from mostek.automation.examples import EXAMPLES, rule_from
from mostek.automation.models import Rule
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_configure
from mostek.panel.forms.rule import RuleForm
from mostek.panel.rule_trials import TrialShown, recent, tried, wanted, why_not
from mostek.panel.rule_words import clash_sentences


@may_configure
def new(request: PanelRequest) -> HttpResponse:
    return _edit(request, rule_from(request.company, request.GET.get("example", "")))


@may_configure
def edit(request: PanelRequest, pk: int) -> HttpResponse:
    return _edit(request, Rule.objects.select_related("company").get_of(request.company, pk=pk))


def _edit(request: PanelRequest, rule: Rule) -> HttpResponse:
    form = RuleForm(rule)
    trial: TrialShown | None = None
    lacks: list[str] = []
    asked = request.POST.get("order", "")[:60].replace("\x00", "")
    if request.method == "POST":
        form.read(request.POST)
        change = request.POST.get("edit", "")
        if change == "test":
            trial, lacks = _tested(rule, asked)
        elif change:
            form.change(change)
        elif _saved(request, form):
            return redirect("rule", rule.pk)
    context = {
        "form": form,
        "rule": rule,
        "examples": EXAMPLES if not rule.pk and request.method == "GET" else (),
        "clashes": () if _lacks(rule) else clash_sentences(rule, Rule.objects.of(request.company)),
        "asked": asked,
        "recent": recent(request.company),
        "trial": trial,
        "lacks": lacks,
    }
    template = "panel/rules/form.html" if request.htmx else "panel/rules/edit.html"
    return render(request, template, context)


def _tested(rule: Rule, number: str) -> tuple[TrialShown | None, list[str]]:
    """What the rule as it is typed would do with the order; or what it lacks before that can be told."""
    order = wanted(rule.company, number) if number else None
    if order is None:
        return None, [_("Write the number of an order of yours.")]
    lacks = _lacks(rule)
    return (None, why_not(lacks)) if lacks else (tried(rule, order), [])


def _lacks(rule: Rule) -> tuple[Problem, ...]:
    """What keeps the rule from being saved."""
    try:
        saving.checked(rule)
    except ProblemError as error:
        return error.problems
    return ()


def _saved(request: PanelRequest, form: RuleForm) -> bool:
    rule = form.rule
    try:
        saving.save(rule, str(request.user))
    except ProblemError as error:
        form.mark(error.problems)
        return False
    messages.success(request, _("“%(name)s” is saved.") % {"name": rule.name})
    for sentence in clash_sentences(rule, Rule.objects.of(request.company)):
        messages.warning(request, sentence)
    return True
