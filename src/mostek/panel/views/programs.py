"""Accounting programs: the tiles, and the wizard that adds an account."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.connections.addresses import CUSTOM, STAND_IN
from mostek.connections.models import Connection
from mostek.connections.verifying import activate
from mostek.connectors.base.contract import Connector
from mostek.connectors.base.registry import connectors
from mostek.delivery.words import Card, card
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.forms.connections import AddAccountForm
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.help_pages import help_html
from mostek.panel.series_binding import bind, series_choices
from mostek.panel.stand_in_accounts import ReadyAccount, ready_accounts

CAPABILITY_NAMES = {
    "creates_later": _("answers later"),
    "keeps_buyers": _("keeps buyers"),
    "pdf": _("PDF"),
    "mark_paid": _("marks as paid"),
    "bank_accounts": _("bank accounts"),
    "seller": _("compares the seller"),
    "documents": _("gives existing documents"),
}
ENVIRONMENT_SENTENCES = {
    "production": _("Real documents in your real account."),
    "vendor_sandbox": _("The program's own place for trying out; it needs an account there."),
    STAND_IN: _(
        "Imitates the program on this installation: nothing leaves it and nothing is booked for real."
    ),
    CUSTOM: _("For a proxy in front of the program. Only the operator of this installation can allow it."),
}


@dataclass(frozen=True, slots=True)
class Tile:
    connector: Connector
    capabilities: list[str]
    accounts: list[Connection] = field(default_factory=list)


def tiles(accounts: list[Connection]) -> list[Tile]:
    """Every program with the accounts that it has here, ordered by name."""
    return [
        Tile(
            connector,
            [str(name) for key, name in CAPABILITY_NAMES.items() if key in connector.capabilities],
            [account for account in accounts if account.program == key],
        )
        for key, connector in connectors().items()
    ]


@member
def programs(request: PanelRequest) -> HttpResponseBase:
    accounts = list(Connection.objects.of(request.company))
    orphans = [account for account in accounts if account.program not in connectors()]
    return render(request, "panel/setup/programs.html", {"tiles": tiles(accounts), "orphans": orphans})


@may_configure
def add_account(request: PanelRequest, key: str) -> HttpResponseBase:
    connector = connectors().get(key)
    if connector is None:
        raise Http404
    ready = ready_accounts(key)
    if request.method == "POST":
        form = _form(request, connector, data=request.POST)
        if form.is_valid():
            return _activate(request, connector, form, ready)
        return _show(request, connector, form, ready)
    chosen = next((each for each in ready if each.id == request.GET.get("account")), None)
    form = _form(
        request,
        connector,
        initial=_first_values(request.company, connector, chosen),
        reveal=chosen is not None,
    )
    return _show(request, connector, form, ready, chosen=chosen)


def _form(request: PanelRequest, connector: Connector, **kwargs: Any) -> AddAccountForm:
    choices = series_choices(request.company, connector.manifest)
    return AddAccountForm(request.company, connector, choices, **kwargs)


def _first_values(company: Company, connector: Connector, chosen: ReadyAccount | None) -> dict[str, str]:
    if chosen is None:
        return {"name": _free_name(company, connector.manifest.name)}
    credentials = {f"credentials-{name}": value for name, value in chosen.credentials.items()}
    return {"name": _free_name(company, chosen.name[:90]), "environment": STAND_IN, **credentials}


def _free_name(company: Company, name: str) -> str:
    """The name, with a number where another account has it already."""
    taken = set(Connection.objects.of(company).values_list("name", flat=True))
    numbered = (f"{name} {number}" for number in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def _activate(
    request: PanelRequest, connector: Connector, form: AddAccountForm, ready: list[ReadyAccount]
) -> HttpResponseBase:
    connection = Connection(
        company=request.company,
        program=connector.manifest.key,
        name=form.cleaned_data["name"],
        environment=form.cleaned_data["environment"],
        custom_url=form.cleaned_data.get("custom_url", ""),
        options=form.cleaned_options,
    )
    connection.set_credentials(form.cleaned_credentials)
    try:
        activate(connection, str(request.user))
    except ProblemError as error:
        for problem in error.problems:
            if problem.field:
                form.credentials.mark(problem)
        return _show(request, connector, form, ready, problems=error.problems)
    except IntegrityError:
        form.add_error("name", gettext("Another account has this name already; choose another."))
        return _show(request, connector, form, ready)
    bind(connection, form.cleaned_data["series"], str(request.user))
    return redirect(f"{reverse('connection', args=[connection.pk])}?activated=1")


def _show(
    request: PanelRequest,
    connector: Connector,
    form: AddAccountForm,
    ready: list[ReadyAccount],
    *,
    chosen: ReadyAccount | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    if form.is_bound:
        mark_errors(form)
    environments = [
        (radio, ENVIRONMENT_SENTENCES.get(str(radio.data["value"]), "")) for radio in form["environment"]
    ]
    cards: list[Card] = [card(problem) for problem in problems]
    context = {
        "connector": connector,
        "manifest": connector.manifest,
        "help": help_html(connector, get_language() or "en"),
        "form": form,
        "environments": environments,
        "taken_series": [
            choice for choice in series_choices(request.company, connector.manifest) if choice.obstacle
        ],
        "ready": ready,
        "chosen": chosen,
        "cards": cards,
    }
    answer = render(request, "panel/setup/program_add.html", context)
    if chosen:
        answer["Cache-Control"] = "no-store"
    return answer
