"""A new import: choose a file, say how to read it, start."""

from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mostek.companies.audit import record
from mostek.delivery.words import Card, card
from mostek.kernel.problems import ProblemError
from mostek.orders.importing.choosing import remembered
from mostek.orders.importing.headings import guess
from mostek.orders.importing.presets import Preset, preset_of, presets
from mostek.orders.importing.runs import start
from mostek.orders.importing.sniffing import Sniffed, sniff
from mostek.orders.models import ImportRun
from mostek.panel import import_drafts
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.imports import ReadingForm, UploadForm
from mostek.panel.import_drafts import Draft


@dataclass(frozen=True, slots=True)
class Look:
    """What a table looks like, or why it cannot be read."""

    sniffed: Sniffed | None
    problems: list[Card]

    @property
    def headings(self) -> tuple[str, ...]:
        return self.sniffed.headings if self.sniffed else ()


@may_issue
def import_new(request: PanelRequest) -> HttpResponseBase:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            kept = import_drafts.keep(request, form.cleaned_data["file"], form.cleaned_data["preset"])
            return redirect("import_read", token=kept.token)
        mark_errors(form)
    summaries = [
        (radio, gettext(preset.summary)) for radio, preset in zip(form["preset"], presets(), strict=True)
    ]
    return render(request, "panel/setup/import_new.html", {"form": form, "kinds": summaries})


@may_issue
def import_read(request: PanelRequest, token: str) -> HttpResponseBase:
    """How to read the uploaded file. `again` looks at it with another encoding or delimiter."""
    draft = import_drafts.draft(request, token)
    try:
        preset = preset_of(draft.preset)
    except KeyError:
        raise Http404 from None
    look = _look(request, draft, preset)
    form = _form(request, preset, look)
    if request.method == "POST" and "again" not in request.POST:
        run = _start(request, draft, preset, form) if form.is_valid() else None
        if run:
            return redirect("import_run", pk=run.pk)
        mark_errors(form)
    context = {"form": form, "preset": preset, "look": look, "draft": draft}
    return render(request, "panel/setup/import_read.html", context)


def _look(request: PanelRequest, draft: Draft, preset: Preset) -> Look:
    if not preset.has_mapping:
        return Look(None, [])
    chosen = {name: request.POST.get(f"settings-{name}") or "auto" for name in ("encoding", "delimiter")}
    known = {field.name: {choice.value for choice in field.choices} for field in preset.fields}
    fit = {name: value if value in known.get(name, ()) else "auto" for name, value in chosen.items()}
    try:
        return Look(sniff(draft.path, **fit), [])
    except ProblemError as error:
        return Look(None, [card(problem) for problem in error.problems])


def _form(request: PanelRequest, preset: Preset, look: Look) -> ReadingForm:
    """Filled in with what was chosen for a file of this shape before, else with what the headings say."""
    known = (remembered(request.company, look.headings) if look.headings else None) or {}
    mapping = known.pop("mapping", None) or guess(look.headings)
    settings = {"currency": request.company.currency, **known}
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "again" in posted:
        settings |= {field.name: posted.get(f"settings-{field.name}", "") for field in preset.fields}
        posted = None
    return ReadingForm(preset, posted, settings=settings, headings=look.headings, mapping=mapping)


def _start(request: PanelRequest, draft: Draft, preset: Preset, form: ReadingForm) -> ImportRun | None:
    """None when the importer would not have what was chosen; the form says why."""
    actor = str(request.user)
    try:
        run = start(request.company, draft.path, draft.file_name, preset.key, form.cleaned_settings, actor)
    except ProblemError as error:
        for problem in error.problems:
            form.mark(problem)
        return None
    record(request.company, actor, "import", run, {"file": (None, draft.file_name)})
    import_drafts.drop(request, draft.token)
    return run
