"""Templates of messages: their texts in each language, with a preview on a real document."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mostek.delivery.words import card
from mostek.documents.models import JOURNAL, Document
from mostek.kernel.problems import ProblemError
from mostek.mail import templates, wording
from mostek.mail.models import LANGUAGES
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.filters import Asked
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.mail import NewTemplateForm, TemplateForm

OFFERED = 20
"""The latest documents, to look at a template with."""


@member
@require_GET
def show(request: PanelRequest) -> HttpResponseBase:
    rows = [
        (each, [(language, name, each.texts.get(language)) for language, name in LANGUAGES])
        for each in templates.known(request.company)
    ]
    return render(request, "panel/mail/templates.html", {"rows": rows})


@may_configure
def new(request: PanelRequest) -> HttpResponseBase:
    form = NewTemplateForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        chosen = form.cleaned_data
        try:
            templates.make(
                request.company,
                chosen["name"],
                chosen["language"],
                chosen["subject"],
                chosen["body"],
                str(request.user),
            )
        except ProblemError as error:
            _mark(form, error)
        else:
            messages.success(request, _("The template “%(name)s” is added.") % {"name": chosen["name"]})
            return redirect("mail_templates")
    return _render(request, form, {"language": str(form["language"].value()), "is_new": True})


@member
def edit(request: PanelRequest, key: str, language: str) -> HttpResponseBase:
    """Looking, and trying a text on a document, is for everybody; saving is not."""
    if request.method == "POST" and "preview" not in request.POST:
        return _save(request, key, language)
    _template, text = _text(request, key, language)
    initial = {"subject": text.subject, "body": text.body} if text else {}
    return _edit(request, key, language, TemplateForm(request.POST or None, initial=initial))


@may_configure
def _save(request: PanelRequest, key: str, language: str) -> HttpResponseBase:
    template, _known = _text(request, key, language)
    form = TemplateForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            templates.save(
                request.company, template.key, language, chosen["subject"], chosen["body"], str(request.user)
            )
            messages.success(request, _("The text is saved."))
            return redirect("mail_template", key, language)
        except ProblemError as error:
            _mark(form, error)
    return _edit(request, key, language, form)


def _edit(request: PanelRequest, key: str, language: str, form: TemplateForm) -> HttpResponse:
    template, text = _text(request, key, language)
    context = {
        "template": template,
        "text": text,
        "language": language,
        "languages": [(code, name, code in template.texts) for code, name in LANGUAGES],
    }
    return _render(request, form, context)


@may_configure
@require_POST
def delete(request: PanelRequest, key: str, language: str) -> HttpResponseBase:
    template, text = _text(request, key, language)
    if text is None or not text.is_own:
        raise Http404
    templates.forget(request.company, key, language, str(request.user))
    sentence = _("The ready-made text is back.") if template.is_ready else _("The text is deleted.")
    messages.success(request, sentence)
    left = template.is_ready or len(template.texts) > 1
    return redirect("mail_template", key, language) if left else redirect("mail_templates")


def _text(request: PanelRequest, key: str, language: str) -> tuple[templates.Known, templates.Text | None]:
    try:
        template = templates.find(request.company, key)
    except ProblemError:
        raise Http404 from None
    if language not in dict(LANGUAGES):
        raise Http404
    return template, template.texts.get(language)


def _mark(form: TemplateForm, error: ProblemError) -> None:
    for problem in error.problems:
        words = card(problem)
        form.add_error(problem.field or None, f"{words.what} {words.why} {words.todo}")


def _render(request: PanelRequest, form: TemplateForm, context: dict[str, Any]) -> HttpResponse:
    if form.is_bound:
        form.is_valid()
        mark_errors(form)
    rows = (
        Document.objects.of(request.company)
        .exclude(kind=JOURNAL)
        .order_by("-id")
        .select_related("order", "company")
    )
    offered = list(rows.defer("reason")[:OFFERED])
    chosen = Asked(request.POST).number("document")
    # One with a number shows more of the template.
    ranked = sorted(offered, key=lambda each: (each.pk != chosen, not each.number))
    document = ranked[0] if ranked else None
    return render(
        request,
        "panel/mail/template.html",
        {
            **context,
            "form": form,
            "placeholders": [(f"{{{name}}}", text) for name, text in wording.PLACEHOLDERS.items()],
            "documents": offered,
            "document": document,
            "preview": _preview(form, document, context["language"]) if document else None,
        },
    )


def _preview(form: TemplateForm, document: Document, language: str) -> tuple[str, str]:
    values = wording.values_of(document, language)
    return (
        wording.fill(str(form["subject"].value() or ""), values),
        wording.fill(str(form["body"].value() or ""), values),
    )
