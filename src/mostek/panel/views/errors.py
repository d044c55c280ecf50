"""The error dictionary: everything that Mostek can say went wrong, why, and what to do."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from mostek.connectors.base.registry import connectors
from mostek.delivery.words import Card, general
from mostek.kernel.problems import Remedy, explained_keys
from mostek.panel.access import PanelRequest, member
from mostek.panel.filters import Asked

REMEDIES = {
    Remedy.REPAIR: gettext_lazy("fill in the marked fields and send again"),
    Remedy.RESEND: gettext_lazy("send again once the cause is gone"),
    Remedy.RECONNECT: gettext_lazy("open the account, replace the credentials and verify them"),
    Remedy.CONFIGURE: gettext_lazy("open the settings"),
    Remedy.DECIDE: gettext_lazy("say whether it exists"),
    Remedy.WAIT: gettext_lazy("nothing: it goes on by itself"),
    Remedy.CONTACT: gettext_lazy("look at the program or ask its support"),
}
AREAS = {
    "api": "API",
    "automation": gettext_lazy("Automatic actions"),
    "connections": gettext_lazy("Accounting programs"),
    "delivery": gettext_lazy("On the way to the program"),
    "documents": gettext_lazy("Issuing documents"),
    "errands": gettext_lazy("Messages and calls"),
    "files": gettext_lazy("Files and archive"),
    "invoicing": gettext_lazy("Rules for documents"),
    "jobs": gettext_lazy("Work in the background"),
    "mail": gettext_lazy("Messages"),
    "orders": gettext_lazy("Orders and their import"),
    "payroll": gettext_lazy("Payroll"),
    "reconcile": gettext_lazy("Reconciliation"),
    "regime": gettext_lazy("Rules of the country"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    card: Card
    area: str
    remedy: str


@member
def show(request: PanelRequest) -> HttpResponse:
    """`?q=` looks for words and keys, `?area=` shows one part; a key is a place on the page."""
    asked = Asked(request.GET)
    q, area = asked.text("q").casefold(), asked.text("area")
    every = [_entry(key) for key in explained_keys()]
    shown = [
        each
        for each in every
        if (not area or _area_of(each.card.key) == area) and (not q or q in _searched(each))
    ]
    areas = sorted(
        {(_area_of(each.card.key), each.area) for each in every}, key=lambda pair: pair[1].casefold()
    )
    context = {"entries": shown, "areas": areas, "chosen": asked.chosen, "all": len(every)}
    return render(request, "panel/errors/errors.html", context)


def _entry(key: str) -> Entry:
    told = general(key)
    return Entry(told, _area_name(_area_of(key)), str(REMEDIES[told.remedy]))


def _searched(entry: Entry) -> str:
    told = entry.card
    return f"{told.key} {told.what} {told.why} {told.todo}".casefold()


def _area_of(key: str) -> str:
    return key.partition(".")[0] if "." in key else ""


def _area_name(area: str) -> str:
    if area in connectors():
        return connectors()[area].manifest.name
    return str(AREAS.get(area, "")) or (area.replace("_", " ").capitalize() if area else gettext("Other"))
