"""Settings: the company's data and bank accounts."""

from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mostek.companies.audit import record
from mostek.companies.models import BankAccount, Company
from mostek.documents.models import Series
from mostek.panel.access import PanelRequest, changed_by, may_configure
from mostek.panel.audit_words import changes_of
from mostek.panel.confirmation import confirm
from mostek.panel.forms.company import BankAccountForm, CompanyForm
from mostek.panel.forms.dressing import mark_errors


@changed_by(may_configure)
def company(request: PanelRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _save_company(request)
    return _show(request, CompanyForm(instance=request.company))


def _save_company(request: PanelRequest) -> HttpResponseBase:
    # A row of its own: a refused form must not change what the rest of the page shows.
    form = CompanyForm(request.POST, instance=Company.objects.get(pk=request.company.pk))
    if not form.is_valid():
        mark_errors(form)
        return _show(request, form)
    changes = changes_of(form)
    if changes:
        with transaction.atomic():
            saved = form.save()
            record(saved, str(request.user), "change", saved, changes)
    messages.success(request, gettext("The company's data are saved."))
    return redirect("settings_company")


def _show(request: PanelRequest, form: CompanyForm) -> HttpResponseBase:
    accounts = BankAccount.objects.of(request.company).order_by("currency", "iban")
    return render(request, "panel/setup/company.html", {"form": form, "accounts": accounts})


@may_configure
def bank_account(request: PanelRequest, pk: int | None = None) -> HttpResponseBase:
    """Adds an account, or changes the one that `pk` names."""
    stored = BankAccount.objects.get_of(request.company, pk=pk) if pk else None
    form = BankAccountForm(request.company, request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        form.instance.company = request.company
        with transaction.atomic():
            saved = form.save()
            record(request.company, str(request.user), "change" if pk else "add", saved, changes_of(form))
        messages.success(request, gettext("The bank account is saved."))
        return redirect("settings_company")
    mark_errors(form)
    return render(request, "panel/setup/bank_account.html", {"form": form, "account": stored})


@may_configure
def delete_bank_account(request: PanelRequest, pk: int) -> HttpResponseBase:
    account = BankAccount.objects.get_of(request.company, pk=pk)
    users = ", ".join(
        Series.objects.of(request.company).filter(bank_account=account).values_list("code", flat=True)
    )
    if request.method != "POST":
        sentences = [gettext("Documents already issued keep the number that is printed on them.")]
        if users:
            sentences.insert(
                0,
                gettext(
                    "These series print it and will print no account until you choose another: %(series)s."
                )
                % {"series": users},
            )
        return confirm(
            request,
            gettext("Delete account %(number)s?") % {"number": account.iban},
            sentences,
            gettext("Delete"),
            "settings_company",
        )
    with transaction.atomic():
        record(request.company, str(request.user), "delete", account)
        account.delete()
    messages.success(request, gettext("The bank account is deleted."))
    return redirect("settings_company")
