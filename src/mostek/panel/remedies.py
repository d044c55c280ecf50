"""Where a problem is mended: the button on its card."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from mostek.companies.models import Company
from mostek.connections.models import Connection, State
from mostek.delivery.words import Card, card
from mostek.documents.chains import Chain
from mostek.documents.models import Series
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem, Remedy
from mostek.orders.models import Order
from mostek.panel.vat_words import remedy_of

ALONE = frozenset({Remedy.RESEND, Remedy.RECONNECT, Remedy.CONFIGURE, Remedy.WAIT, Remedy.CONTACT})
"""Remedies after which sending again is enough: nothing in the document has to change."""


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words, with the link that leads to its remedy."""

    card: Card
    address: str = ""
    label: str = ""


def told(problem: Problem | dict[str, Any], connection: Connection | None = None) -> Told:
    """For a document on its way: what can be mended at its connection leads there."""
    words = card(problem)
    if connection and words.remedy in (Remedy.RECONNECT, Remedy.CONFIGURE):
        address = reverse("connection", args=[connection.pk])
        return Told(words, address, _("Open %(account)s") % {"account": connection.name})
    return Told(words)


def refused_accounts(company: Company) -> list[tuple[Connection, Told | None]]:
    """Connections whose queue stands still because the program does not let us in."""
    stopped = Connection.objects.of(company).filter(state=State.REFUSED)
    return [(each, told(each.problem, each) if each.problem else None) for each in stopped]


def told_before_issue(problem: Problem, order: Order, series: Series) -> Told:
    """For a document that cannot be issued yet: its order, its series or the company is mended."""
    words = card(problem)
    if remedy := remedy_of(problem, order):
        return Told(words, *remedy)
    if words.remedy is Remedy.REPAIR:
        return Told(words, f"{reverse('order_edit', args=[order.pk])}#{problem.field}", _("Mend the order"))
    if problem.key in ("documents.series_incomplete", "documents.series_archived"):
        return Told(words, reverse("series_edit", args=[series.pk]), _("Open the series"))
    if problem.key == "documents.already_issued":
        return Told(words, f"{reverse('order', args=[order.pk])}#documents", _("Open the order"))
    if problem.key == "documents.seller_country" or problem.field.startswith("seller"):
        return Told(words, reverse("settings_company"), _("Open the company's data"))
    if words.remedy in (Remedy.RECONNECT, Remedy.CONFIGURE) and series.connection:
        address = reverse("connection", args=[series.connection.pk])
        return Told(words, address, _("Open %(account)s") % {"account": series.connection.name})
    return Told(words)


def told_of_correction(problem: Problem, chain: Chain) -> Told:
    """For a correction that cannot be issued yet: the series is made, or what stands last is mended."""
    words, first = card(problem), chain.first
    if problem.key in ("documents.no_correction_series", "documents.no_correction_series_here"):
        wanted = {"kind": Kind.CORRECTION.value, "connection": first.connection_id or ""}
        return Told(words, f"{reverse('series_new')}?{urlencode(wanted)}", _("Make the series"))
    if problem.key == "documents.rejected_not_corrected":
        return Told(words, f"{reverse('document', args=[first.pk])}#repair", _("Open the document"))
    if problem.key == "documents.correction_rejected":
        return Told(words, f"{reverse('document', args=[chain.last.pk])}#repair", _("Open the correction"))
    return Told(words)
