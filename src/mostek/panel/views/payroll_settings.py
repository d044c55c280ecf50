"""How the company posts its payroll, and the accounts that the program has."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Job
from mostek.delivery.words import card
from mostek.kernel.problems import Problem
from mostek.panel.access import PanelRequest, changed_by, may_configure, may_issue, member
from mostek.panel.audit_words import changes_of
from mostek.panel.forms.dressing import mark_errors
from mostek.panel.forms.payroll import SettingsForm, connections_with_ledger
from mostek.payroll import charts
from mostek.payroll.catalogue import settings_of
from mostek.payroll.models import Dimension, LedgerAccount

SHOWN_ACCOUNTS = 500


@changed_by(may_configure)
def settings(request: PanelRequest) -> HttpResponseBase:
    """The first account that fits is proposed."""
    company, kept = request.company, settings_of(request.company)
    fitting = connections_with_ledger(company)
    initial = {"connection": fitting[0].pk} if len(fitting) == 1 and kept.connection is None else {}
    if request.method == "POST":
        form = SettingsForm(company, request.POST, instance=settings_of(company))
        if form.is_valid():
            _save(request, form)
            return redirect("payroll_settings")
        mark_errors(form)
    else:
        form = SettingsForm(company, instance=settings_of(company), initial=initial)
    context = {
        "form": form,
        "settings": kept,
        "fitting": fitting,
        "programs": _programs(company),
        **_chart(company, kept.connection),
    }
    return render(request, "panel/payroll/settings.html", context)


def _save(request: PanelRequest, form: SettingsForm) -> None:
    """A program that was chosen anew is asked for its accounts at once."""
    with transaction.atomic():
        saved = form.save()
        record(request.company, str(request.user), "change", saved, changes_of(form))
        if "connection" in form.changed_data and saved.connection:
            charts.refresh(saved.connection, str(request.user))
    messages.success(request, _("The payroll settings are saved."))


def _programs(company: Company) -> list[Any]:
    """Programs that take journal entries: those of the company's country first."""
    able = [each.manifest for each in connectors().values() if "journal_entries" in each.capabilities]
    return sorted(able, key=lambda manifest: (company.country not in manifest.countries, manifest.name))


def _chart(company: Company, connection: Connection | None) -> dict[str, Any]:
    if connection is None:
        return {}
    last = Job.objects.of(company).filter(kind=charts.KIND, params__connection=connection.pk)
    known = LedgerAccount.objects.filter(connection=connection)
    return {
        "job": last.order_by("-id").first(),
        "accounts_known": known.count(),
        "accounts_closed": known.filter(may_post=False).count(),
        "dimensions_known": Dimension.objects.filter(connection=connection).count(),
    }


@member
@require_GET
def accounts(request: PanelRequest) -> HttpResponseBase:
    """The chart as last fetched, with the reason where nothing can be posted; `?only=closed` shows those."""
    connection = settings_of(request.company).connection
    found = LedgerAccount.objects.filter(connection=connection)
    wanted = request.GET.get("q", "").strip()[:60]
    if wanted:
        found = found.filter(code__startswith=wanted) | found.filter(name__icontains=wanted)
    if request.GET.get("only") == "closed":
        found = found.filter(may_post=False)
    shown = list(found.order_by("code")[: SHOWN_ACCOUNTS + 1])
    context = {
        "connection": connection,
        "q": wanted,
        "rows": [(each, _why(each)) for each in shown[:SHOWN_ACCOUNTS]],
        "is_longer": len(shown) > SHOWN_ACCOUNTS,
        "dimensions": Dimension.objects.filter(connection=connection) if connection else [],
        **_chart(request.company, connection),
    }
    return render(request, "panel/payroll/accounts.html", context)


def _why(account: LedgerAccount) -> str:
    if account.may_post and account.is_active:
        return ""
    return card(Problem(account.why_not or "payroll.account_inactive", {"account": account.code})).what


@may_issue
@require_POST
def refresh(request: PanelRequest) -> HttpResponseBase:
    connection = settings_of(request.company).connection
    if connection is None:
        messages.error(request, card(Problem("payroll.no_connection")).what)
        return redirect("payroll_settings")
    charts.refresh(connection, str(request.user))
    return redirect("payroll_settings" if "settings" in request.POST else "payroll_accounts")


@member
@require_GET
def refreshing(request: PanelRequest, pk: int) -> HttpResponseBase:
    """How far the fetching is; once it has ended the browser is told to load the page."""
    job = Job.objects.get_of(request.company, pk=pk, kind=charts.KIND)
    answer = render(request, "panel/payroll/_refreshing.html", {"job": job})
    if job.ended_at:
        answer["HX-Refresh"] = "true"
    return answer
