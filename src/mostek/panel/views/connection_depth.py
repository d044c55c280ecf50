"""What goes deeper at an account: its seller data, its health's history, a test document."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.companies.models import AuditEntry
from mostek.connections import comparing, vault
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.connections.verifying import replace_credentials
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import IN_PROGRAM, Step
from mostek.delivery.words import card
from mostek.documents.models import Document, Series
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem, ProblemError
from mostek.panel.access import PanelRequest, may_configure, may_issue, member
from mostek.panel.audit_words import action_word
from mostek.panel.confirmation import confirm
from mostek.panel.states import is_moving
from mostek.panel.telling import tell
from mostek.reconcile import trying
from mostek.reconcile.models import FetchRun, RemoteDocument

HISTORY = frozenset({"activate", "verify", "refused", "credentials", "pause", "resume", "switch off"})
SHOWN_HISTORY = 10


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an account's history."""

    at: datetime
    text: str
    actor: str
    why: str
    is_bad: bool


def depth(connection: Connection) -> dict[str, Any]:
    """For the account's card."""
    capabilities = connection.connector.capabilities
    rows = comparing.rows(connection)
    return {
        "tells_seller": "seller" in capabilities,
        "seller_rows": rows,
        "seller_mismatches": [row for row in rows if row.is_mismatch],
        "gives_documents": "documents" in capabilities,
        "last_run": FetchRun.objects.filter(connection=connection).order_by("-id").first(),
        "read_count": RemoteDocument.objects.filter(connection=connection).count(),
        "history": _history(connection),
    }


def _history(connection: Connection) -> list[Happened]:
    entries = AuditEntry.objects.of(connection.company).filter(
        subject="connection", subject_id=str(connection.pk), action__in=HISTORY
    )
    return [
        Happened(
            at=entry.at,
            text=action_word(entry.action),
            actor=entry.actor,
            why=card(Problem(key)).what if (key := (entry.changes.get("problem") or [None, ""])[1]) else "",
            is_bad=entry.action == "refused",
        )
        for entry in entries.order_by("-id")[:SHOWN_HISTORY]
    ]


def found(request: PanelRequest, pk: int) -> Connection:
    connection = Connection.objects.select_related("company").get_of(request.company, pk=pk)
    if connection.program not in connectors():
        raise Http404
    return connection


@member
def seller(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Field by field: ours, the program's, same or not."""
    connection = found(request, pk)
    rows = comparing.rows(connection)
    context = {
        "connection": connection,
        "manifest": connection.connector.manifest,
        "tells": "seller" in connection.connector.capabilities,
        "untold": card(Problem("connections.seller_untold", {"program": connection.connector.manifest.name})),
        "rows": rows,
        "mismatches": [row for row in rows if row.is_mismatch],
    }
    return render(request, "panel/connections/seller.html", context)


@may_configure
@require_POST
def look_at_seller(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Asks the program once more."""
    try:
        comparing.look(found(request, pk))
    except ProblemError as error:
        tell(request, error)
    return redirect("connection_seller", pk)


@may_configure
@require_POST
def take_from_seller(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Puts one value of the program in place of ours."""
    try:
        comparing.take(found(request, pk), request.POST.get("key", ""), str(request.user))
    except LookupError:
        messages.info(request, _("There is nothing to take over any more."))
    else:
        messages.success(
            request, _("The program's value is now yours. Documents issued from now on carry it.")
        )
    return redirect("connection_seller", pk)


def pending_credentials(pk: int) -> str:
    """Where a session keeps credentials that lead to another account, sealed, until a person decides."""
    return f"credentials-{pk}"


@may_configure
def other_account(request: PanelRequest, pk: int) -> HttpResponseBase:
    """Asks once whether another account is meant; then the credentials are tried and kept after all."""
    connection = found(request, pk)
    sealed = request.session.get(pending_credentials(pk))
    if not sealed:
        return redirect("connection", pk)
    if request.method != "POST":
        return confirm(
            request,
            _("Let %(account)s lead to another account?") % {"account": connection.name},
            [
                _("The new credentials do not reach %(account)s, where documents were sent.")
                % {"account": connection.account_name},
                _("Documents sent so far stay in the account there was and cannot be corrected from here."),
                _("What waits in the queue, and everything issued from now on, goes to the other account."),
                _("Rather add a new account as one of its own and hand the series over from a day on."),
            ],
            _("Use the other account"),
            "connection",
            pk,
        )
    del request.session[pending_credentials(pk)]
    try:
        reached = replace_credentials(connection, vault.unseal(sealed), str(request.user), other_account=True)
    except vault.Unreadable:
        return redirect("connection", pk)
    except ProblemError as error:
        tell(request, error)
        return redirect("connection", pk)
    messages.success(request, _("The new credentials work: %(account)s.") % {"account": reached.name})
    return redirect("connection", pk)


@dataclass(frozen=True, slots=True)
class Done:
    """A step of a test document."""

    label: str
    state: str
    """`done`, `now`, `bad` or nothing yet."""
    detail: str = ""


@member
def test_document(request: PanelRequest, pk: int) -> HttpResponse:
    """The form, and the latest test document step by step."""
    connection = found(request, pk)
    documents = trying.documents_of(connection)
    series = trying.series_for(connection)
    context = {
        "connection": connection,
        "manifest": connection.connector.manifest,
        "series": [(each, trying.books_for_real(connection, each)) for each in series],
        "real": any(trying.books_for_real(connection, each) for each in series),
        "has_proforma": any(each.kind == Kind.PROFORMA.value for each in series),
        "makes_proforma": connection.connector.manifest.kinds[Kind.PROFORMA].supported,
        "is_stand_in": connection.environment == STAND_IN,
        "document": documents[0] if documents else None,
        "steps": _steps(documents[0]) if documents else [],
        "moves": bool(documents) and is_moving(documents[0]),
        "earlier": documents[1:],
    }
    template = "panel/connections/_test_steps.html" if request.htmx else "panel/connections/test.html"
    return render(request, template, context)


@may_issue
@require_POST
def send_test_document(request: PanelRequest, pk: int) -> HttpResponse:
    connection = found(request, pk)
    series = Series.objects.select_related("connection").get_of(
        request.company, pk=request.POST.get("series") or 0
    )
    try:
        trying.try_out(connection, series, str(request.user), confirmed="confirmed" in request.POST)
    except ProblemError as error:
        tell(request, error)
    return redirect("connection_test", pk)


def _steps(document: Document) -> list[Done]:
    delivery = getattr(document, "delivery", None)
    if delivery is None:
        return []
    there = delivery.state in IN_PROGRAM
    stuck = delivery.state in ("rejected", "in_doubt")
    pdf_here = document.pdf_id is not None
    ended = delivery.step == Step.DONE
    warned = card(delivery.warnings[0]).what if delivery.warnings else ""
    return [
        Done(_("Issued here"), "done", str(document)),
        Done(_("Made in the program"), "done" if there or delivery.remote_id else "bad" if stuck else "now"),
        Done(_("Number came back"), "done" if there else "", delivery.remote_number),
        Done(_("Totals compared"), ("bad" if warned else "done") if there else "", warned),
        Done(_("PDF fetched"), "done" if pdf_here else "now" if there and not ended else ""),
    ]
